// A worker wired as server/start.ts wires it, except that its adapter does nothing, or waits until it is told to stop, unless another
// is given.
import type { Adapter } from '../../server/agents/adapter.ts'
import type { AgentConfig } from '../../server/agents/config.ts'
import { createAgentRegistry } from '../../server/agents/registry.ts'
import { createFeed } from '../../server/events/feed.ts'
import { createLogger } from '../../server/log.ts'
import type { Database } from '../../server/mongo.ts'
import type { TaskDoc } from '../../server/queue/task.ts'
import { wakeUpEvents } from '../../server/queue/wake-ups.ts'
import { createWorker, type Worker, type WorkerOptions } from '../../server/queue/worker.ts'
import { createAgentPolicies } from '../../server/tasks/agent-policies.ts'
import { createArtifacts } from '../../server/tasks/artifact-store.ts'
import { createExecute } from '../../server/tasks/execute.ts'
import { ensureAgentStates } from '../../server/tasks/operate-agents.ts'
import { createRunRecords } from '../../server/tasks/run-records.ts'
import { createSharedState } from '../../server/tasks/shared-state-store.ts'
import { createWorkspaceRules } from '../../server/tasks/workspaces.ts'
import { vault } from './sample-task.ts'

export interface NoOpWorkerOptions {
  database: Database
  agentsDir: string
  capacity: number
  /** Runs wait until they are aborted. */
  hold: boolean
  adapterOf?: ((agent: AgentConfig) => Adapter) | undefined
  onRun: (task: TaskDoc) => void
  /** What hears of the ends of steps. */
  hooks?: Pick<WorkerOptions, 'onStepsEnded' | 'onDue'>
  /** Filled with what is to be stopped when the worker has been, if the process goes on without it. */
  stops?: (() => Promise<void>)[]
}

const doNothing: Adapter = async () => ({ kind: 'succeeded', result: { ok: true } })

const waitForEnd: Adapter = (_agent, { signal }) =>
  new Promise((resolve) => {
    const end = () => resolve({ kind: 'failed', error: { code: 'ENDED', class: 'TRANSIENT', message: 'The benchmark ended.' } })
    signal.addEventListener('abort', end, { once: true })
  })

export async function createNoOpWorker({
  database,
  agentsDir,
  capacity,
  hold,
  adapterOf,
  onRun,
  hooks,
  stops = [],
}: NoOpWorkerOptions): Promise<Worker> {
  const log = createLogger('error')
  const registry = createAgentRegistry({ dir: agentsDir, env: {}, log })
  await registry.load()
  await ensureAgentStates(database, registry)
  const policies = createAgentPolicies(registry)
  const { allowRetryAt, pausedUntil } = createWorkspaceRules(database)
  const feed = createFeed({ database, log, types: wakeUpEvents })
  stops.push(await feed.start())
  const records = createRunRecords({ database, vault, log })
  stops.push(records.start())
  const adapter = hold ? waitForEnd : doNothing
  const stateOf = createSharedState({ database, vault })
  const run = createExecute({
    registry,
    vault,
    artifacts: createArtifacts(database, vault),
    log,
    records,
    stateOf,
    adapterOf: adapterOf ?? (() => adapter),
  })
  return createWorker({
    database,
    log,
    feed,
    capacity,
    teams: [],
    allowRetryAt,
    pausedUntil,
    limits: policies.limits,
    keepMs: policies.keepMs,
    ...hooks,
    execute: (task, signal) => {
      onRun(task)
      return run(task, signal)
    },
  })
}
