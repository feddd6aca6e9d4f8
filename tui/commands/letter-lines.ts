// What tasks and their dead letters have in common when they are shown: tries, notes and what became of the letter. Pure.
import type { CliDeadLetterFragment, CliTaskFragment } from '../generated/operations.ts'
import { age, moment, seconds } from './format.ts'

type Try = CliDeadLetterFragment['task']['attempts'][number]
type Letter = NonNullable<CliTaskFragment['deadLetter']>

/** When, for how long and by which worker, and what went wrong. */
export function tryLines(attempts: readonly Try[], now: Date): string[] {
  return attempts.map(({ number, outcome, startedAt, endedAt, worker, error }) => {
    const took = seconds((Date.parse(endedAt ?? now.toISOString()) - Date.parse(startedAt)) / 1000)
    const times = endedAt ? `${moment(startedAt)} to ${moment(endedAt)} (${took})` : `since ${moment(startedAt)} (${took})`
    const parts = [
      `  ${number}`,
      outcome ?? 'running',
      times,
      `on ${worker ?? 'an unknown worker'}`,
      error && `${error.code}: ${error.message}`,
    ]
    return parts.filter(Boolean).join('  ')
  })
}

export function noteLine({ at, by, text }: Letter['notes'][number]): string {
  return `note of ${by}, ${moment(at)}: ${text}`
}

type Closing = Letter['history'][number]

export function closingLine({ status, by, at, reason }: Closing): string {
  return `${status.toLowerCase()} by ${by}, ${moment(at)}${reason ? `: ${reason}` : ''}`
}

/** `D-42, discarded by Ann, 2026-03-02 09:00:00 UTC: a trial`. */
export function letterFact({ id, status, assignee, history }: Letter): string {
  const last = history.at(-1)
  const now = status !== 'OPEN' && last?.status === status ? closingLine(last) : status.toLowerCase()
  const before = history.filter((one) => status === 'OPEN' || one !== last).map((one) => `before: ${closingLine(one)}`)
  return [`${id} ${now}`, ...(assignee ? [`${assignee} looks after it`] : []), ...before].join('; ')
}

/** How it was closed and how long ago, in a column. */
export function closedCell({ status, history }: Pick<Letter, 'status' | 'history'>, now: Date): string {
  const last = history.at(-1)
  return status === 'OPEN' || !last
    ? ''
    : `${status.toLowerCase()} by ${last.by}, ${age(last.at, now)}${last.reason ? `: ${last.reason}` : ''}`
}

/** Of the tasks that depend on one, those that ended because it did not succeed. */
export function leftBehind(dependents: readonly { id: string; error: { code: string } | null }[]): string[] {
  return dependents.filter(({ error }) => /^DEPENDENCY_(FAILED|SKIPPED)$/.test(error?.code ?? '')).map(({ id }) => id)
}
