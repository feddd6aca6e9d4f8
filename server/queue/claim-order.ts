// The one definition of "who goes first": level, then deadline, then urgency, then time of submission. Pure.
import { type Priority, priorities } from './task.ts'

/** A waiting task is lifted one level each time this much time has passed. */
export const agingMs = 10 * 60_000

const noDeadline = 'zzzzzzzzz'
export const defaultUrgency: Readonly<Record<Priority, number>> = { CRITICAL: 9, HIGH: 6, NORMAL: 3, LOW: 0 }

export interface OrderKey {
  priority: Priority
  urgency: number
  deadline?: Date | undefined
  seq: number
  lifted?: number
}

/** A string that sorts as the claim order does; smallest first, all parts of fixed width. */
export function claimOrder({ priority, urgency, deadline, seq, lifted = 0 }: OrderKey): string {
  const level = Math.min(priorities.indexOf(priority) + lifted, priorities.length - 1)
  // Lifted to the top: due since its submission, so in front of everything that came later, whatever its deadline and urgency.
  const atTop = lifted > 0 && level === priorities.length - 1
  const dueMs = atTop ? seq / 4096 : deadline?.getTime()
  const due = dueMs === undefined ? noDeadline : base36(dueMs, 9)
  return `${priorities.length - 1 - level}${due}${9 - (atTop ? 9 : urgency)}${base36(seq, 11)}`
}

function base36(value: number, width: number): string {
  return Math.max(0, Math.floor(value)).toString(36).padStart(width, '0')
}

/** Milliseconds and a counter in one number: each call gets a larger one, whatever the clock does. */
export function createSequence(): (now?: number) => number {
  let last = 0
  return (now = Date.now()) => {
    last = Math.max(now * 4096, last + 1)
    return last
  }
}

/** Later submissions of one process always get a larger one. */
export const nextSeq = createSequence()

/** The smallest seq a task submitted at this moment can have. */
export function seqAt(moment: Date): number {
  return moment.getTime() * 4096
}

/** How many levels a task that was submitted then has been lifted by now. */
export function liftsDue(createdAt: Date, now: Date): number {
  return Math.min(Math.floor((now.getTime() - createdAt.getTime()) / agingMs), priorities.length - 1)
}
