// Which of a schedule's due moments run now, and which were missed. Pure.
import type { ScheduleDoc } from './schedule.ts'
import { latestMoments, moments, nextMoment, take } from './timing.ts'

/** Reached this late, a moment was missed: the missed-run policy decides. A restart, and the turn of a dead server, are shorter. */
export const graceMs = 30_000
/** At most this many are made up for or noted. */
export const mostMissed = 100

export interface Due {
  run: Date[]
  missed: Date[]
  /** More were missed than are listed. */
  more: boolean
  next: Date | undefined
}

export function dueMoments(schedule: ScheduleDoc & { nextAt: Date }, now: Date): Due {
  const { moments: due, more, next } = sinceDue(schedule, now)
  const inTime = due.filter((at) => now.getTime() - at.getTime() <= graceMs)
  if (inTime.length === due.length && !more) return { run: due, missed: [], more, next }
  switch (schedule.missed) {
    case 'ALL':
      return { run: due, missed: [], more, next }
    case 'ONCE':
      return { run: due.slice(-1), missed: due.slice(0, -1), more, next }
    case 'SKIP':
      return { run: inTime, missed: due.slice(0, due.length - inTime.length), more, next }
  }
}

/** Mostly that is the one moment that was promised, and the next one comes after now. */
function sinceDue(schedule: ScheduleDoc & { nextAt: Date }, now: Date): { moments: Date[]; more: boolean; next: Date | undefined } {
  const [first, second] = take(moments(schedule, new Date(schedule.nextAt.getTime() - 1)), 2)
  // The rules of the zone may have changed since: what was promised happens.
  if (!first || first.at > now) return { moments: [schedule.nextAt], more: false, next: first?.at }
  if (!second || second.at > now) return { moments: [first.at], more: false, next: second?.at }
  return { ...latestMoments(schedule, { from: schedule.nextAt, to: now, limit: mostMissed }), next: nextMoment(schedule, now) }
}
