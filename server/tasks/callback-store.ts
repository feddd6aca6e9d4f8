// What agents that answer later send: checked against the key that their order carried, kept sealed, told to whoever runs the task.
// A message counts once, and only while the run it is for is still the one that is under way.
import { createHmac } from 'node:crypto'
import type { Json, RunContext } from '../agents/adapter.ts'
import { type AgentLine, toAgentLine } from '../agents/agent-line.ts'
import type { Callback } from '../agents/remote/outside.ts'
import { CapstanError } from '../errors.ts'
import { appendEvents, type NewEvent } from '../events/event-log.ts'
import type { Feed } from '../events/feed.ts'
import { type Database, isDuplicateKey, RetryTransaction, type Session } from '../mongo.ts'
import { isSignedBy } from '../outbound/webhook-signature.ts'
import { createGroupCommit } from '../queue/group-commit.ts'
import type { TaskDoc } from '../queue/task.ts'
import { toBytes } from './log-store.ts'
import type { Vault } from './vault.ts'

const keepMs = 24 * 3600_000
/** The net below the feed. */
const lookMs = 5_000
/** A megabyte each at most. */
const mostAtOnce = 50

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

/** A message that may be stored. */
interface Called extends Pick<CallbackDoc, '_id' | 'run' | 'lines'> {
  task: TaskDoc
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
  const callbacks = callbacksOf(database)

  const group = createGroupCommit((batch: readonly Called[]) => storeMessages(database, batch), mostAtOnce)

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
      const _id = `${run}.${headers['webhook-id'] ?? ''}`
      await group.add({ _id, run, task, lines: vault.seal(lines as unknown as Json, callbackPlace(_id)) })
    },
  }

  async function* readLines({ run, taskId, signal }: { run: string; taskId: string; signal: AbortSignal }): AsyncGenerator<AgentLine> {
    let next = 0
    let wake: () => void = () => undefined
    const stopListening = feed.onEvent(({ type, subject }) => {
      if (type === 'task.called_back' && subject === taskId) wake()
    })
    const onAbort = () => wake()
    signal.addEventListener('abort', onAbort)
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
        if (found.length > 0) continue
        const net = setTimeout(() => wake(), lookMs)
        await news
        clearTimeout(net)
      }
    } finally {
      stopListening()
      signal.removeEventListener('abort', onAbort)
    }
  }
}

const callbacksOf = (database: Database) => database.collection<CallbackDoc>('callbacks')

/** In the order they came, all in one transaction; what is there already is left out. */
async function storeMessages(database: Database, batch: readonly Called[]): Promise<undefined[]> {
  await database.transaction(async (session) => {
    const fresh = await withoutKnown(database, batch, session)
    if (fresh.length === 0) return
    const numbers = await numberMessages(database, fresh, session)
    const at = new Date()
    const expireAt = new Date(at.getTime() + keepMs)
    const rows = fresh.map(({ _id, run, lines }, place) => ({ _id, run, number: numbers[place] ?? 0, lines, at, expireAt }))
    await callbacksOf(database)
      .insertMany(rows, { session })
      .catch((error: unknown) => {
        // Another server stored one of the same run a moment ago.
        throw isDuplicateKey(error) ? new RetryTransaction() : error
      })
    const events = fresh.map(({ task: { workspace, agent, _id: subject } }, place): NewEvent => {
      return { type: 'task.called_back', workspace, subject, agent, payload: { number: numbers[place] ?? 0 } }
    })
    await appendEvents(database, events, session)
  })
  return batch.map(() => undefined)
}

async function withoutKnown(database: Database, batch: readonly Called[], session: Session): Promise<Called[]> {
  const ids = batch.map(({ _id }) => _id)
  const rows = await callbacksOf(database)
    .find({ _id: { $in: ids } }, { session, projection: { _id: 1 } })
    .toArray()
  const known = new Set(rows.map(({ _id }) => _id))
  return batch.filter(({ _id }, place) => !known.has(_id) && ids.indexOf(_id) === place)
}

/** One behind the other without a gap: who reads goes on behind the highest number, so that two servers must collide over it. */
async function numberMessages(database: Database, messages: readonly Called[], session: Session): Promise<number[]> {
  const runs = [...new Set(messages.map(({ run }) => run))]
  const highest = [
    { $match: { run: { $in: runs } } },
    { $sort: { run: -1, number: -1 } },
    { $group: { _id: '$run', number: { $first: '$number' } } },
  ]
  const rows = await callbacksOf(database).aggregate<{ _id: string; number: number }>(highest, { session }).toArray()
  const last = new Map(rows.map(({ _id, number }) => [_id, number]))
  return messages.map(({ run }) => {
    const number = (last.get(run) ?? -1) + 1
    last.set(run, number)
    return number
  })
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
