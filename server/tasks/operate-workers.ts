// Verbs on workers: let one drain, let it take work again. It hears of it by its next sign of life at the latest.
import { demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'
import { appendEvents, by, sharedWorkspace } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import type { WorkerDoc } from '../queue/worker-lease.ts'
import { sharedByAll } from './operate-agents.ts'

interface WorkerDeps {
  database: Database
}

export function drainWorker(deps: WorkerDeps, viewer: Viewer, id: string): Promise<WorkerDoc> {
  return want(deps, viewer, { id, status: 'DRAINING' })
}

/** Not one that was told to stop: it goes when it has drained. */
export function resumeWorker(deps: WorkerDeps, viewer: Viewer, id: string): Promise<WorkerDoc> {
  return want(deps, viewer, { id, status: 'ACTIVE' })
}

async function want(
  { database }: WorkerDeps,
  viewer: Viewer,
  { id, status }: { id: string; status: 'ACTIVE' | 'DRAINING' },
): Promise<WorkerDoc> {
  demand(viewer, 'configure', sharedByAll)
  const workers = database.collection<WorkerDoc>('workers')
  return database.transaction(async (session) => {
    const live = { _id: id, status: { $in: ['ACTIVE' as const, 'DRAINING' as const] } }
    const worker = await workers.findOneAndUpdate(live, { $set: { status } }, { session, returnDocument: 'before' })
    if (!worker) throw new CapstanError('NOT_FOUND', `There is no running worker "${id.slice(0, 60)}"; "workers" lists them.`)
    if (worker.leaving && status === 'ACTIVE')
      throw new CapstanError('ILLEGAL_STATE', `${id} was told to stop and ends when it has finished what it runs; start another worker.`)
    const type = status === 'ACTIVE' ? ('worker.resumed' as const) : ('worker.draining' as const)
    if (worker.status !== status) await appendEvents(database, [{ type, workspace: sharedWorkspace, subject: id, ...by(viewer) }], session)
    return { ...worker, status }
  })
}
