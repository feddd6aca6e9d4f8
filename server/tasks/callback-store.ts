// What agents that answer later send: checked against the key that their order carried, kept sealed, told to whoever runs the task.
// A message counts once, and only while the run it is for is still the one that is under way.
import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Json, RunContext } from '../agents/adapter.ts'
import { type AgentLine, toAgentLine } from '../agents/agent-line.ts'
import type { Callback } from '../agents/remote/outside.ts'
import { CapstanError } from '../errors.ts'
import { appendEvents } from '../events/event-log.ts'
import type { Feed } from '../events/feed.ts'
import { type Database, isDuplicateKey } from '../mongo.ts'
import { isSignedBy } from '../outbound/webhook-signature.ts'
import type { TaskDoc } from '../queue/task.ts'
import { toBytes } from './log-store.ts'
import type { Vault } from './vault.ts'

const keepMs = 24 * 3600_000
/** The net below the feed. */
const lookMs = 5_000

export interface CallbackDoc {
  /** Run and message id. */
  _id: string
  run: string
  /** Place among the messages of the run. */
  number: number
  lines: Uint8Array
  at: Date
  expireAt: Date
}

export interface CallbackMessage {
  task: string
  fence: number
  body: string
  headers: { [name: string]: string }
}

export interface Callbacks {
  open(context: Pick<RunContext, 'taskId' | 'fence'>, publicUrl: string): Callback
  receive(message: CallbackMessage): Promise<void>
}

export const callbackPlace = (id: string): string => `callback.${id}`

export function createCallbacks({ database, vault, feed }: { database: Database; vault: Vault; feed: Feed }): Callbacks {
  const root = vault.derive('agent callbacks')
  const keyOf = (run: string) => createHmac('sha256', root).update(run).digest()
  const callbacks = database.collection<CallbackDoc>('callbacks')

  async function store(run: string, { task, message }: { task: TaskDoc; message: { id: string; lines: AgentLine[] } }): Promise<void> {
    const _id = `${run}.${message.id}`
    const now = new Date()
    await database.transaction(async (session) => {
      const number = await callbacks.countDocuments({ run }, { session })
      const lines = vault.seal(message.lines as unknown as Json, callbackPlace(_id))
      await callbacks.insertOne({ _id, run, number, lines, at: now, expireAt: new Date(now.getTime() + keepMs) }, { session })
      const { workspace, agent, _id: subject } = task
      await appendEvents(database, [{ type: 'task.called_back', workspace, subject, agent, payload: { number } }], session)
    })
  }

  return {
    open: ({ taskId, fence }, publicUrl) => {
      const run = `${taskId}.${fence}`
      return {
        url: new URL(`/callbacks/${run}`, publicUrl).href,
        secret: `whsec_${keyOf(run).toString('base64')}`,
        lines: (signal) => readLines({ run, taskId, signal }),
      }
    },
    receive: async ({ task: id, fence, body, headers }) => {
      const run = `${id}.${fence}`
      if (!isSignedBy(keyOf(run), { body, headers })) {
        throw new CapstanError(
          'UNAUTHENTICATED',
          'Expected a message signed as Standard Webhooks describes, with the secret of the order, at most 5 minutes old.',
        )
      }
      const lines = parseLines(body)
      const task = await database.collection<TaskDoc>('tasks').findOne({ _id: id })
      if (task?.status !== 'RUNNING' || task.fence !== fence) {
        throw new CapstanError('CONFLICT', `The run ${run} is no longer under way: its answer is not needed any more.`)
      }
      await store(run, { task, message: { id: headers['webhook-id'] ?? '', lines } }).catch((error: unknown) => {
        // The same message again: it has been taken.
        if (!isDuplicateKey(error)) throw error
      })
    },
  }

  async function* readLines({ run, taskId, signal }: { run: string; taskId: string; signal: AbortSignal }): AsyncGenerator<AgentLine> {
    let next = 0
    let wake: () => void = () => undefined
    const stopListening = feed.onEvent(({ type, subject }) => {
      if (type === 'task.called_back' && subject === taskId) wake()
    })
    try {
      while (!signal.aborted) {
        const news = new Promise<void>((resolve) => {
          wake = resolve
        })
        const found = await callbacks.find({ run, number: { $gte: next } }, { sort: { number: 1 } }).toArray()
        for (const { _id, number, lines } of found) {
          next = number + 1
          yield* vault.open(toBytes(lines), callbackPlace(_id)) as unknown as AgentLine[]
        }
        if (found.length === 0) await Promise.race([news, pause(lookMs, undefined, { signal }).catch(() => undefined)])
      }
    } finally {
      stopListening()
    }
  }
}

function parseLines(body: string): AgentLine[] {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new CapstanError('VALIDATION_FAILED', 'Expected JSON: one line of the agent protocol, or a list of them.')
  }
  return [value].flat().map((one, place) => {
    const line = toAgentLine(one)
    if (!line)
      throw new CapstanError('VALIDATION_FAILED', `[${place}]: expected a line of type progress, partial, log, artifact, result or error.`)
    return line
  })
}
