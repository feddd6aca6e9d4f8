// How a task looks in a row.
import type { TaskRowFragment } from '../../generated/operations.ts'
import { bar } from '../../text/chart.ts'
import { formatAge, formatDuration, formatUntil, toWords } from '../../text/format.ts'
import type { Span } from '../../theme.ts'
import type { Column, Surroundings } from '../resource.ts'
import { prioritySpan, statusSpan } from '../status.ts'

export type TaskRow = TaskRowFragment

const barColumns = 10

export const taskColumns: readonly Column<TaskRow>[] = [
  { title: 'ID', width: 9, drop: 0, cell: ({ id }) => ({ text: id, tone: 'accent' }) },
  { title: 'STATE', width: 11, drop: 0, cell: ({ status }, { glyphs }) => statusSpan(status, glyphs) },
  { title: 'PRI', width: 3, drop: 2, cell: ({ priority }) => prioritySpan(priority) },
  { title: 'AGENT', width: 18, drop: 0, cell: ({ agentName }) => ({ text: agentName }) },
  { title: 'PROGRESS', width: barColumns + 5, drop: 3, cell: progressCell },
  { title: 'TRY', width: 4, drop: 4, align: 'right', cell: tryCell },
  { title: 'AGE', width: 5, drop: 1, align: 'right', cell: ({ createdAt }, { now }) => ({ text: formatAge(createdAt, now), tone: 'dim' }) },
  { title: 'NEXT / ERROR', width: 14, grow: 3, drop: 1, cell: nextCell },
]

function progressCell({ status, progress, startedAt, finishedAt }: TaskRow, { glyphs }: Surroundings): Span {
  if (status === 'SUCCEEDED') return { text: startedAt && finishedAt ? `took ${tookOf(startedAt, finishedAt)}` : '', tone: 'dim' }
  if (progress <= 0 && status !== 'RUNNING') return { text: '' }
  return { text: `${bar(progress, barColumns, glyphs)} ${Math.round(progress * 100)}%`, tone: status === 'RUNNING' ? 'info' : 'dim' }
}

const tookOf = (from: string, to: string) => formatDuration(Date.parse(to) - Date.parse(from))

function tryCell({ attempts, maxAttempts }: TaskRow): Span {
  return { text: attempts.length > 0 ? `${attempts.length}/${maxAttempts}` : '', tone: attempts.length > 1 ? 'warn' : 'dim' }
}

function nextCell(task: TaskRow, { now }: Surroundings): Span {
  if (task.status === 'FAILED' && task.error) return { text: task.error.message, tone: 'bad' }
  const [reason] = task.waitingOn
  if (reason) return { text: describeWait(reason, now), tone: 'dim' }
  if (task.status === 'RUNNING') return { text: task.currentStep ?? '' }
  return { text: task.status === 'CANCELLED' ? (task.error?.message ?? '') : '', tone: 'dim' }
}

/** What a task waits for, in words, with the moment it ends when that is known. */
export function describeWait({ code, detail, until }: TaskRow['waitingOn'][number], now: number): string {
  const when = until ? formatUntil(until, now) : ''
  if (code === 'RUN_AT' && when !== '') return `starts ${when}`
  if (code === 'BACKOFF' && when !== '') return `next try ${when}`
  return `${detail || toWords(code)} ${when}`.trimEnd()
}
