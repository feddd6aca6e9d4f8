// The worker of a server process: what runs tasks.
import { createAdapters } from '../agents/adapters.ts'
import { sweepCommandFolders } from '../agents/command-folder.ts'
import { createProcesses, type Processes } from '../agents/supervised/processes.ts'
import { appendEvents, sharedWorkspace } from '../events/event-log.ts'
import type { AgentLimits } from '../queue/agent-state.ts'
import { createWorker, type Worker } from '../queue/worker.ts'
import { createExecute } from '../tasks/execute.ts'
import { createRunRecords } from '../tasks/run-records.ts'
import { createSharedState } from '../tasks/shared-state-store.ts'
import type { Workflows } from '../workflows/workflows.ts'
import { createOutside } from './outside.ts'
import { drainMs, type Parts, type Stop } from './parts.ts'

export interface WorkerParts extends Parts {
  /** Somebody asked the worker to drain, and nothing runs any more. */
  onDrained: () => void
  workflows: Pick<Workflows, 'onStepsEnded'>
  /** Moments of runs and requests have come. */
  onDue: (ids: readonly string[]) => void
}

export async function startWorker(parts: WorkerParts, stops: Stop[]): Promise<Worker> {
  const { config, policies, workspaces, database, vault, log, registry, feed, artifacts, onDrained, workflows, onDue } = parts
  const swept = await sweepCommandFolders()
  if (swept > 0) log.info({ folders: swept }, 'removed the folders of runs whose process was killed')
  const records = createRunRecords({ database, vault, log })
  stops.push(records.start())
  const processes = startProcesses(parts, () => worker?.wake())
  const stopRenewing = registry.onChange(({ changed, removed }) => processes.renew([...changed, ...removed]))
  stops.push(() => processes.stop())
  stops.push(async () => stopRenewing())
  const adapterOf = createAdapters({ env: config.secrets, fetchAllow: config.fetchAllow, outside: createOutside(parts), processes })
  const stateOf = createSharedState({ database, vault })
  const execute = createExecute({ registry, vault, artifacts, log, records, adapterOf, stateOf })
  const { allowRetryAt, pausedUntil, holdsBack } = workspaces
  let worker: Worker | undefined
  worker = createWorker({
    database,
    log,
    feed,
    execute,
    allowRetryAt,
    pausedUntil,
    holdsBack,
    capacity: config.concurrency,
    teams: config.teams,
    limits: () => withUnavailable(policies.limits(), processes.unavailable()),
    processes: processes.state,
    keepMs: policies.keepMs,
    onDrained,
    onStepsEnded: (tasks) => workflows.onStepsEnded(tasks),
    onDue,
  })
  await worker.start()
  stops.push(() => worker.stop(drainMs))
  return worker
}

/** Whoever looks at the agent is told when its processes give up, and when they are tried again. */
function startProcesses({ config, database, log }: WorkerParts, wake: () => void): Processes {
  return createProcesses({
    env: config.secrets,
    log: (agent, text) => log.warn({ agent }, text),
    onChange: (agent, reason) => {
      wake()
      const type = reason === undefined ? ('agent.available' as const) : ('agent.unavailable' as const)
      const event = { type, workspace: sharedWorkspace, subject: agent, agent, payload: { ...(reason && { reason }) } }
      appendEvents(database, [event]).catch((error: unknown) => log.error({ err: error, agent }, 'could not tell that an agent changed'))
    },
  })
}

function withUnavailable(limits: ReadonlyMap<string, AgentLimits>, reasons: ReadonlyMap<string, string>): ReadonlyMap<string, AgentLimits> {
  if (reasons.size === 0) return limits
  return new Map([...limits].map(([name, one]) => [name, { ...one, unavailable: one.unavailable ?? reasons.get(name) }]))
}
