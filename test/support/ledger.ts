// The engine's promises as a pure model: replays the event log in the order of commits and says which promise was broken, and when.
// Knows no database; a test hands it what it saw.
import type { EventRow } from '../../server/events/event-log.ts'
import { claimOrder, type OrderKey } from '../../server/queue/claim-order.ts'
import { warningMoment } from '../../server/queue/deadlines.ts'
import { isFinal, type Priority, type TaskDoc, type TaskStatus, transitions } from '../../server/queue/task.ts'
import { readClockMark } from './time-travel.ts'

export interface SeenEvent {
  event: EventRow
  /** When the test heard of it: it was committed before that. */
  heardAt: number
}

export interface ModelTask {
  id: string
  agent: string
  status: TaskStatus
  /** When the test knew that it may be claimed at its present place. */
  readyKnownAt: number
  runs: number
  ended: number
  failed: number
  lost: number
  succeeded: number
  retried: number
  /** In the time of the log, of which the test moves the clock: not to be in the queue before this. */
  dueAt: number | undefined
  /** Not to be warned of before this, and once. */
  warnAt: number | undefined
  warned: boolean
  endedAt: number | undefined
}

export interface ModelAgent {
  name: string
  maxConcurrent: number
  /** A rate limit may hold it back at any time: it takes no part in the check of strict order. */
  rated?: boolean
}

export interface Replay {
  tasks: ReadonlyMap<string, ModelTask>
  running: ReadonlyMap<string, number>
  mostRunning: ReadonlyMap<string, number>
  /** When runs began, in the time of the log. */
  starts: readonly { agent: string; at: number }[]
  /** How far the test has moved the clock. */
  movedMs: number
  broken: readonly string[]
}

export interface ReplayInput {
  log: readonly SeenEvent[]
  agents: readonly ModelAgent[]
  /** Tasks as they were submitted; without them the order is not checked. */
  submitted?: ReadonlyMap<string, TaskDoc>
  /** When the claim of a run began to look; runs it does not know are not checked for order. */
  lookedAt?: (taskId: string, run: number) => number | undefined
}

interface AgentBook extends ModelAgent {
  running: number
  most: number
  disabled: boolean
  /** When the test knew that it takes work; undefined while it takes none. */
  freeKnownAt: number | undefined
}

const targets: Readonly<Record<string, TaskStatus>> = {
  'task.queued': 'QUEUED',
  'task.held': 'QUEUED',
  'task.scheduled': 'SCHEDULED',
  'task.blocked': 'BLOCKED',
  'task.started': 'RUNNING',
  'task.retrying': 'RETRYING',
  'task.waiting': 'WAITING',
  'task.succeeded': 'SUCCEEDED',
  'task.failed': 'FAILED',
  'task.cancelled': 'CANCELLED',
}

export function replay(input: ReplayInput): Replay {
  const books = new Map(input.agents.map((agent): [string, AgentBook] => [agent.name, openBook(agent)]))
  const tasks = new Map<string, ModelTask>()
  const keys = new Map<string, OrderKey>()
  const broken: string[] = []
  const starts: Replay['starts'][number][] = []
  let movedMs = 0
  for (const { event, heardAt } of input.log) {
    const book = books.get(event.agent ?? '')
    const to = targets[event.type]
    const mark = readClockMark(event)
    movedMs += mark?.movedMs ?? 0
    for (const [id, lifted] of Object.entries(mark?.lifted ?? {})) {
      const task = tasks.get(id)
      const before = keys.get(id) ?? input.submitted?.get(id)
      if (!task || !before || before.lifted === lifted) continue
      keys.set(id, { ...before, lifted })
      task.readyKnownAt = heardAt
    }
    if (event.type === 'task.deadline_near') broken.push(...warn(tasks.get(event.subject), event.at.getTime() + movedMs))
    if (event.type === 'agent.disabled' || event.type === 'agent.enabled') {
      if (book) book.disabled = event.type === 'agent.disabled'
    } else if (event.type === 'task.reprioritized') {
      const task = tasks.get(event.subject)
      const before = keys.get(event.subject) ?? input.submitted?.get(event.subject)
      if (before)
        keys.set(event.subject, { ...before, priority: event.payload.to as Priority, urgency: Number(event.payload.urgency), lifted: 0 })
      if (task) task.readyKnownAt = heardAt
    } else if (to) {
      const before = tasks.get(event.subject)
      if (event.type === 'task.started') {
        const at = input.lookedAt?.(event.subject, (before?.runs ?? 0) + 1) ?? event.at.getTime()
        starts.push({ agent: event.agent ?? '', at: at + movedMs })
        broken.push(...overtaken({ ...input, event, tasks, keys, books }))
      }
      broken.push(...apply(tasks, { event, to, heardAt, book, movedMs }))
      if (before === undefined && isFinal(to)) broken.push(`${event.subject} began as ${to}`)
      if (before === undefined) expectWarning(tasks.get(event.subject), { doc: input.submitted?.get(event.subject), movedMs })
    }
    if (book) broken.push(...keepBook(book, heardAt))
  }
  return {
    tasks,
    starts,
    movedMs,
    broken,
    running: new Map([...books].map(([name, { running }]) => [name, running])),
    mostRunning: new Map([...books].map(([name, { most }]) => [name, most])),
  }
}

function openBook(agent: ModelAgent): AgentBook {
  return { ...agent, running: 0, most: 0, disabled: false, freeKnownAt: 0 }
}

function keepBook(book: AgentBook, heardAt: number): string[] {
  const { name, running, maxConcurrent, disabled } = book
  book.most = Math.max(book.most, running)
  const takesWork = !disabled && running < maxConcurrent
  if (!takesWork) book.freeKnownAt = undefined
  else book.freeKnownAt ??= heardAt
  if (running > maxConcurrent) return [`${name} ran ${running} tasks, ${maxConcurrent} are allowed`]
  return running < 0 ? [`${name} ran ${running} tasks`] : []
}

interface Step {
  event: EventRow
  to: TaskStatus
  heardAt: number
  book: AgentBook | undefined
  movedMs: number
}

function apply(tasks: Map<string, ModelTask>, { event, to, heardAt, book, movedMs }: Step): string[] {
  const known = tasks.get(event.subject)
  const task = known ?? newTask(event, to)
  const from = known?.status
  const at = event.at.getTime() + movedMs
  tasks.set(task.id, task)
  const broken: string[] = []
  if (to === 'QUEUED' && from && waitsForMoment.includes(from) && task.dueAt !== undefined && at < task.dueAt)
    broken.push(`${task.id} came into the queue ${task.dueAt - at} ms early`)
  const { dueAt } = event.payload
  task.dueAt = dueAt instanceof Date ? dueAt.getTime() + movedMs : undefined
  task.endedAt = isFinal(to) ? at : undefined
  if (from && !transitions[from].includes(to))
    broken.push(`${task.id} went from ${from} to ${to} (${event.type} ${JSON.stringify(event.payload)})`)
  if (from === 'RUNNING') {
    task.ended++
    if (book) book.running--
    if (to === 'RETRYING' || to === 'FAILED') task.failed++
    if (event.payload.reason === 'lost' || isPoison(event)) task.lost++
  }
  if (to === 'RUNNING') {
    task.runs++
    if (book) book.running++
    if (event.payload.attempt !== task.runs)
      broken.push(`${task.id} began attempt ${String(event.payload.attempt)} as its run ${task.runs}`)
  }
  if (event.payload.reason === 'retried') task.retried++
  if (to === 'SUCCEEDED' && ++task.succeeded > 1) broken.push(`${task.id} succeeded twice`)
  if (to === 'QUEUED') task.readyKnownAt = event.type === 'task.held' ? Number.POSITIVE_INFINITY : heardAt
  task.status = to
  return broken
}

const waitsForMoment: readonly TaskStatus[] = ['SCHEDULED', 'RETRYING']

function expectWarning(task: ModelTask | undefined, { doc, movedMs }: { doc: TaskDoc | undefined; movedMs: number }): void {
  if (task && doc?.deadline) task.warnAt = warningMoment(doc.createdAt, doc.deadline).getTime() + movedMs
}

function warn(task: ModelTask | undefined, at: number): string[] {
  if (!task) return []
  const broken = [
    ...(task.warned ? [`${task.id} was warned of twice`] : []),
    ...(task.warnAt !== undefined && at < task.warnAt ? [`${task.id} was warned of ${task.warnAt - at} ms early`] : []),
  ]
  task.warned = true
  return broken
}

/** The last crash a task may have: it is given up instead of going back to the queue. */
function isPoison({ payload }: EventRow): boolean {
  return (payload.error as { code?: string } | undefined)?.code === 'POISON'
}

function newTask({ subject, agent = '' }: EventRow, status: TaskStatus): ModelTask {
  const never = Number.POSITIVE_INFINITY
  const counts = { runs: 0, ended: 0, failed: 0, lost: 0, succeeded: 0, retried: 0 }
  return {
    id: subject,
    agent,
    status,
    readyKnownAt: never,
    ...counts,
    dueAt: undefined,
    warnAt: undefined,
    warned: false,
    endedAt: undefined,
  }
}

interface Claim extends ReplayInput {
  event: EventRow
  tasks: ReadonlyMap<string, ModelTask>
  keys: ReadonlyMap<string, OrderKey>
  books: ReadonlyMap<string, AgentBook>
}

/** Tasks that had to go before the one that starts here: ready and their agent free, both known before its claim looked. */
function overtaken({ event, tasks, keys, books, submitted, lookedAt }: Claim): string[] {
  const place = (id: string) => {
    const key = keys.get(id) ?? submitted?.get(id)
    return key && claimOrder(key)
  }
  const at = lookedAt?.(event.subject, (tasks.get(event.subject)?.runs ?? 0) + 1)
  const own = place(event.subject)
  if (at === undefined || own === undefined) return []
  return [...tasks.values()].flatMap((other) => {
    const book = books.get(other.agent)
    const ready = other.id !== event.subject && other.status === 'QUEUED' && other.readyKnownAt < at
    const free = book && !book.rated && book.freeKnownAt !== undefined && book.freeKnownAt < at
    const theirs = ready && free ? place(other.id) : undefined
    return theirs !== undefined && theirs < own
      ? [`${event.subject} of ${event.agent} (${own}) was claimed while ${other.id} of ${other.agent} (${theirs}) had to go first`]
      : []
  })
}
