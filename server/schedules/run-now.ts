// The verb "run now": one run besides the due moments, for the schedule's owner and by the same rules.
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'
import { by } from '../events/event-log.ts'
import { isDuplicateKey } from '../mongo.ts'
import { findOwn } from './change-schedule.ts'
import { storeTurn } from './fire.ts'
import { MovedOn } from './firing-store.ts'
import type { RunDoc } from './schedule.ts'
import { type FireDeps, prepareRuns, stillOpen } from './start-runs.ts'

export async function runSchedule(
  deps: FireDeps,
  viewer: Viewer,
  { id, requestId }: { id: string; requestId?: string | undefined },
): Promise<RunDoc> {
  const schedule = await findOwn(deps, viewer, id)
  const now = deps.now()
  const open = await stillOpen(deps, [schedule])
  const firing = await prepareRuns(deps, schedule, { moments: [now], open, now, manual: true })
  const events = firing.events.map((event) => ({ ...event, requestId, ...by(viewer) }))
  try {
    const { runs } = await storeTurn(deps, { ...firing, events })
    return runs[0] as RunDoc
  } catch (error) {
    if (error instanceof MovedOn) throw new CapstanError('NOT_FOUND', `${schedule._id} has just been deleted.`)
    if (isDuplicateKey(error)) throw new CapstanError('CONFLICT', `${schedule._id} was run by hand in this very moment.`)
    throw error
  }
}
