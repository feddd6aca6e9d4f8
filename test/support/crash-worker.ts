// A worker process for tests that kill it: wired as the server wires its worker, with runs that do what their parameters say.
// Its settings come in one environment variable; it talks to the test over the channel of its parent.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Adapter, RunOutcome } from '../../server/agents/adapter.ts'
import type { AgentConfig } from '../../server/agents/config.ts'
import type { AgentRegistry, RegisteredAgent } from '../../server/agents/registry.ts'
import { createFeed } from '../../server/events/feed.ts'
import { createLogger } from '../../server/log.ts'
import { connectDatabase } from '../../server/mongo.ts'
import { wakeUpEvents } from '../../server/queue/wake-ups.ts'
import { createWorker, type Worker } from '../../server/queue/worker.ts'
import { createAgentPolicies } from '../../server/tasks/agent-policies.ts'
import { createArtifacts } from '../../server/tasks/artifact-store.ts'
import { createExecute } from '../../server/tasks/execute.ts'
import { createRunRecords } from '../../server/tasks/run-records.ts'
import { createSharedState } from '../../server/tasks/shared-state-store.ts'
import { createVault } from '../../server/tasks/vault.ts'
import { createWorkspaceRules } from '../../server/tasks/workspaces.ts'
import type { Stop } from '../../server/wiring/parts.ts'
import { startWorkflows } from '../../server/wiring/workflows.ts'

export interface CrashWorkerSettings {
  url: string
  rootKey: string
  capacity: number
  agents: AgentConfig[]
  graceMs: number
}

/** What the process tells: once that it works, then each run that begins. */
export type CrashWorkerMessage = { ready: string } | { began: string; fence: number }

const settings = JSON.parse(process.env['CAPSTAN_TEST_WORKER'] ?? '{}') as CrashWorkerSettings
const held = new Set<() => void>()

const tell = (message: CrashWorkerMessage) => process.send?.(message)

/** `topic` is how: "work" for `words` milliseconds, "hold" until the test lets go, "die" with the process. */
const adapter: Adapter = async (_agent, { taskId, fence, parameters, signal }) => {
  const { topic, words } = parameters
  if (topic === 'die') process.kill(process.pid, 'SIGKILL')
  if (topic !== 'work') tell({ began: taskId, fence })
  await new Promise<void>((resolve) => {
    if (topic === 'work') setTimeout(resolve, Number(words))
    else held.add(resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  const outcome: RunOutcome = { kind: 'failed', error: { code: 'STOPPED', class: 'TRANSIENT', message: 'stopped' } }
  return signal.aborted ? outcome : { kind: 'succeeded', result: { fence } }
}

function createRegistry(configs: readonly AgentConfig[]): AgentRegistry {
  const agents = new Map(configs.map((config): [string, RegisteredAgent] => [config.name, { config, available: true }]))
  return {
    load: async () => ({ agents: agents.size, available: agents.size, problems: [] }),
    list: () => [...agents.values()],
    get: (name) => agents.get(name),
    problems: () => [],
    secretsFor: () => ({}),
    onChange: () => () => undefined,
    watch: async () => async () => undefined,
  }
}

async function main(): Promise<void> {
  const log = createLogger(process.env['CAPSTAN_TEST_LOG'] === 'debug' ? 'debug' : 'silent')
  const database = await connectDatabase(settings.url)
  const registry = createRegistry(settings.agents)
  const policies = createAgentPolicies(registry)
  const vault = createVault(settings.rootKey)
  const workspaces = createWorkspaceRules(database)
  const feed = createFeed({ database, log, types: wakeUpEvents })
  const stopFeed = await feed.start()
  const stopWorkspaces = await workspaces.start(feed)
  const records = createRunRecords({ database, vault, log })
  const stopRecords = records.start()
  const stateOf = createSharedState({ database, vault })
  const execute = createExecute({
    registry,
    vault,
    artifacts: createArtifacts(database, vault),
    log,
    records,
    stateOf,
    adapterOf: () => adapter,
  })
  const stops: Stop[] = []
  let worker: Worker | undefined
  const templatesDir = join(import.meta.dirname, 'no-templates')
  mkdirSync(templatesDir, { recursive: true })
  const parts = { database, log, registry, vault, workspaces, feed, policies }
  const { workflows, onDue } = await startWorkflows(parts, { templatesDir, worker: () => worker }, stops)
  const sweeping = setInterval(() => void workflows.sweep().catch(() => undefined), 1000)
  const { allowRetryAt, pausedUntil, holdsBack } = workspaces
  const { limits, keepMs } = policies
  worker = createWorker({
    ...{ database, log, feed, execute, allowRetryAt, pausedUntil, holdsBack, limits, keepMs },
    capacity: settings.capacity,
    teams: [],
    onStepsEnded: (tasks) => workflows.onStepsEnded(tasks),
    onDue,
  })
  await worker.start()
  process.on('message', () => {
    for (const letGo of held) letGo()
  })
  process.once('disconnect', () => process.exit(1))
  process.once('SIGTERM', () => {
    clearInterval(sweeping)
    void worker
      ?.stop(settings.graceMs)
      .then(async () => {
        for (const stop of stops.reverse()) await stop()
      })
      .then(stopRecords)
      .then(stopFeed)
      .then(stopWorkspaces)
      .then(() => database.close())
      .then(() => process.exit(0))
  })
  tell({ ready: worker.id() })
}

await main()
