// What was worked out of schedules before they are due. Knows nothing of how.
import type { ViewerRole } from '../auth/viewer.ts'
import type { Submission } from '../queue/enqueue.ts'
import type { Due } from './due-moments.ts'
import type { ScheduleDoc } from './schedule.ts'

export interface WorkedOut {
  due: Due
  /** Of the owner it was worked out for. */
  role?: ViewerRole
  task?: Submission
}

/** By schedule, as it was then: one that has been changed since is not found in it. */
export type Ahead = ReadonlyMap<string, WorkedOut>

export const nothingAhead: Ahead = new Map()

export function aheadKey({ _id, version, nextAt }: Pick<ScheduleDoc, '_id' | 'version' | 'nextAt'>): string {
  return `${_id}@${version}@${nextAt?.getTime()}`
}
