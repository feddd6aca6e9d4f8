// The program behind the agents of the core team: the same way to a model as the worker's own, in a process that is kept and watched.
// Speaks the protocol of process-line.ts; bundled by itself.
import { createInterface } from 'node:readline'
import type { Adapter, RunContext, RunOutcome } from '../adapter.ts'
import { createAdapters } from '../adapters.ts'
import type { AgentConfig } from '../config.ts'
import type { Order } from './process-line.ts'

type RunOrder = Extract<Order, { type: 'run' }>

const adapterOf = createAdapters({ env: process.env })
const running = new Map<string, AbortController>()
let agent: AgentConfig | undefined

function say(run: string | undefined, line: object): void {
  process.stdout.write(`${JSON.stringify({ ...(run !== undefined && { run }), ...line })}\n`)
}

function contextOf({ run, task, attempt, fence, parameters }: RunOrder, signal: AbortSignal): RunContext {
  return {
    ...{ taskId: task, workspace: '', attempt, fence, parameters, secrets: {}, signal },
    state: { get: async () => undefined, set: async () => undefined },
    progress: ({ partial, ...progress }) => {
      if (partial !== undefined) say(run, { type: 'partial', text: partial })
      if (Object.keys(progress).length > 0) say(run, { type: 'progress', ...progress })
    },
    log: (level, text) => say(run, { type: 'log', level, text }),
    saveArtifact: async ({ name, contentType, data }) => {
      say(run, { type: 'artifact', name, contentType, data: data.toString('base64') })
      return { id: name }
    },
  }
}

async function work(order: RunOrder, adapter: Adapter, config: AgentConfig): Promise<void> {
  const controller = new AbortController()
  running.set(order.run, controller)
  try {
    tell(order.run, await adapter(config, contextOf(order, controller.signal)))
  } catch (error) {
    say(order.run, {
      type: 'error',
      class: 'TRANSIENT',
      code: 'AGENT_FAILED',
      message: error instanceof Error ? error.message : String(error),
    })
  } finally {
    running.delete(order.run)
  }
}

function tell(run: string, outcome: RunOutcome): void {
  if (outcome.kind === 'succeeded') {
    say(run, { type: 'result', result: outcome.result, ...(outcome.usage && { usage: outcome.usage }) })
    return
  }
  const { code, class: errorClass, message, retryAfterMs } = outcome.error
  say(run, { type: 'error', code, class: errorClass, message, ...(retryAfterMs !== undefined && { retryAfterMs }) })
}

function take(order: Order): void {
  if (order.type === 'start') agent = order.agent
  else if (order.type === 'run' && agent) void work(order, adapterOf(agent), agent)
  else if (order.type === 'cancel') running.get(order.run)?.abort()
  else if (order.type === 'ping') say(undefined, { type: 'pong' })
  else if (order.type === 'stop') process.exit()
}

for await (const text of createInterface({ input: process.stdin })) take(JSON.parse(text) as Order)
