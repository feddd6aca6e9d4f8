// How states, levels, times and amounts are said, the same in every card. Pure.
import type { Priority, RequestStatus, StepStatus, TaskStatus, WorkflowStatus } from '../generated/operations.ts'
import { type Markup, markup } from './markup.ts'

export const taskStates: { readonly [status in TaskStatus]: { icon: string; word: string; ended: boolean } } = {
  QUEUED: { icon: '\u25cb', word: 'Queued', ended: false },
  SCHEDULED: { icon: '\u25f7', word: 'Scheduled', ended: false },
  BLOCKED: { icon: '\u25cc', word: 'Waits for other tasks', ended: false },
  RUNNING: { icon: '\u25b6', word: 'Running', ended: false },
  WAITING: { icon: '\u270b', word: 'Waits for a person', ended: false },
  RETRYING: { icon: '\u21bb', word: 'Tries again soon', ended: false },
  SUCCEEDED: { icon: '\u2714', word: 'Done', ended: true },
  FAILED: { icon: '\u2716', word: 'Failed', ended: true },
  CANCELLED: { icon: '\u2298', word: 'Cancelled', ended: true },
}

export const workflowStates: { readonly [status in WorkflowStatus]: { icon: string; word: string; ended: boolean } } = {
  RUNNING: { icon: '\u25b6', word: 'Running', ended: false },
  PAUSED: { icon: '\u23f8', word: 'Paused', ended: false },
  WAITING: { icon: '\u270b', word: 'Waits', ended: false },
  SUCCEEDED: { icon: '\u2714', word: 'Done', ended: true },
  FAILED: { icon: '\u2716', word: 'Failed', ended: true },
  CANCELLED: { icon: '\u2298', word: 'Cancelled', ended: true },
}

export const stepStates: {
  readonly [status in StepStatus]: { icon: string; word: string; card: 'pending' | 'in_progress' | 'complete' | 'error' }
} = {
  PENDING: { icon: '\u25cc', word: 'pending', card: 'pending' },
  RUNNING: { icon: '\u25b6', word: 'running', card: 'in_progress' },
  WAITING: { icon: '\u270b', word: 'waits', card: 'in_progress' },
  SUCCEEDED: { icon: '\u2714', word: 'done', card: 'complete' },
  FAILED: { icon: '\u2716', word: 'failed', card: 'error' },
  SKIPPED: { icon: '\u2298', word: 'skipped', card: 'complete' },
  CANCELLED: { icon: '\u2298', word: 'cancelled', card: 'error' },
}

export const requestStates: { readonly [status in RequestStatus]: string } = {
  OPEN: 'Waits for people',
  APPROVED: 'Approved',
  REJECTED: 'Rejected',
  ANSWERED: 'Answered',
  EXPIRED: 'Expired: nobody decided in time',
  CANCELLED: 'No longer needed',
}

export const priorities: readonly Priority[] = ['CRITICAL', 'HIGH', 'NORMAL', 'LOW']

export const sayPriority = (priority: Priority) => priority.charAt(0) + priority.slice(1).toLowerCase()

/** `critical`, `HIGH`, `h`; undefined for what is no level. */
export function toPriority(word: string): Priority | undefined {
  const given = word.trim().toUpperCase()
  return given === '' ? undefined : priorities.find((priority) => priority === given || (given.length <= 4 && priority.startsWith(given)))
}

export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (seconds < 1) return `${Math.max(0, Math.round(seconds * 1000))} ms`
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${whole % 60} s`
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} m`
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`
}

export function between(from: string, to: string): string {
  return duration((Date.parse(to) - Date.parse(from)) / 1000)
}

/** The parts of a window as the schema counts them: a count at its ceiling is a floor. */
export const counted = (count: number, exact = true) => `${count.toLocaleString('en')}${exact ? '' : '+'}`

export const plural = (count: number, one: string, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`

const cells = 12

export function bar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * cells)
  return `${'\u2593'.repeat(full)}${'\u2591'.repeat(cells - full)}`
}

export const percent = (share: number) => `${Math.round(Math.min(1, Math.max(0, share)) * 100)} %`

export const money = (micros: number) => `$${(micros / 1_000_000).toFixed(micros < 10_000 ? 4 : 2)}`

export function taskState(status: TaskStatus): Markup {
  const { icon, word } = taskStates[status]
  return markup`${icon} ${word}`
}

/** Hours, minutes and seconds in a time zone, where Slack puts in no moments of its own: in pictures and preformatted text. */
export function clockTime(at: string, zone: string): string {
  const moment = new Date(at)
  return Number.isNaN(moment.getTime()) ? '--:--:--' : moment.toLocaleTimeString('sv-SE', { timeZone: zone })
}
