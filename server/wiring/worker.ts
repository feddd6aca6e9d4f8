// The worker of a server process: what runs tasks.
import { createAdapters } from '../agents/adapters.ts'
import { sweepCommandFolders } from '../agents/command-folder.ts'
import { createWorker, type Worker } from '../queue/worker.ts'
import { createExecute } from '../tasks/execute.ts'
import { createRunRecords } from '../tasks/run-records.ts'
import { createSharedState } from '../tasks/shared-state-store.ts'
import { drainMs, type Parts, type Stop } from './parts.ts'

export interface WorkerParts extends Parts {
  /** Somebody asked the worker to drain, and nothing runs any more. */
  onDrained: () => void
}

export async function startWorker(parts: WorkerParts, stops: Stop[]): Promise<Worker> {
  const { config, policies, workspaces, database, vault, log, registry, feed, artifacts, onDrained } = parts
  const swept = await sweepCommandFolders()
  if (swept > 0) log.info({ folders: swept }, 'removed the folders of runs whose process was killed')
  const records = createRunRecords({ database, vault, log })
  stops.push(records.start())
  const adapterOf = createAdapters({ env: config.secrets })
  const stateOf = createSharedState({ database, vault })
  const execute = createExecute({ registry, vault, artifacts, log, records, adapterOf, stateOf })
  const { allowRetryAt, pausedUntil } = workspaces
  const worker = createWorker({
    database,
    log,
    feed,
    execute,
    allowRetryAt,
    pausedUntil,
    capacity: config.concurrency,
    teams: config.teams,
    limits: policies.limits,
    keepMs: policies.keepMs,
    onDrained,
  })
  await worker.start()
  stops.push(() => worker.stop(drainMs))
  return worker
}
