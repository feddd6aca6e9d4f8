// Promise: whatever people, workers and the clock do, in whatever order, tasks move only as the table allows, within limits, in strict
// order, not before their moment, each to one end. Random lives are played against the real engine and compared with a pure model of it.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CapstanError } from '../../server/errors.ts'
import { silentLogger } from '../../server/log.ts'
import type { AgentState } from '../../server/queue/agent-state.ts'
import { agingMs } from '../../server/queue/claim-order.ts'
import { warnOfDeadlines } from '../../server/queue/deadlines.ts'
import { startTakeover } from '../../server/queue/takeover.ts'
import { isFinal, priorities, type TaskDoc } from '../../server/queue/task.ts'
import type { Worker } from '../../server/queue/worker.ts'
import { cancelTask } from '../../server/tasks/cancel.ts'
import { ensureAgentStates, setAgentEnabled } from '../../server/tasks/operate-agents.ts'
import { reprioritizeTask } from '../../server/tasks/reprioritize.ts'
import { createRetention } from '../../server/tasks/retention.ts'
import { retryTask } from '../../server/tasks/retry-task.ts'
import type { SubmissionInput } from '../../server/tasks/submission.ts'
import { admin, createTestEngine, failing, keepMs } from '../support/engine.ts'
import { expireLeases } from '../support/leases.ts'
import { type ModelTask, type Replay, replay, type SeenEvent } from '../support/ledger.ts'
import { findDrift, takeSnapshot } from '../support/snapshot.ts'
import { liftAndTell, moveTime } from '../support/time-travel.ts'
import { drawLife, type Ending, hourMs, minuteMs, type Step } from './random-steps.ts'

const scale = Number(process.env['CAPSTAN_TEST_SCALE'] ?? 1)
const lives = Math.round(4 * scale)
/** Seeds of lives that once found a defect. */
const regressions: number[] = [94028539, 789841516]

const retry = { maxAttempts: 3, strategy: 'fixed' as const, delayMs: 20, factor: 1, maxDelayMs: 1000, jitter: 0 }
const rateLimit = { limit: 4, periodMs: 400, burst: 4 }
const agents = [
  { name: 'two', maxConcurrent: 2, retry },
  { name: 'three', maxConcurrent: 3, retry: { ...retry, delayMs: 5 * minuteMs, maxDelayMs: hourMs } },
  { name: 'rated', maxConcurrent: 3, retry, rateLimit },
]
const limits = new Map(agents.map(({ name, maxConcurrent }) => [name, maxConcurrent]))
/** The window is counted in twenty slices. */
const sliceMs = new Map([['rated', rateLimit.periodMs / 20]])
const engine = await createTestEngine({ agents })
const { database } = engine
const tasks = database.collection<TaskDoc>('tasks')

let workers: Worker[] = []
let log: SeenEvent[] = []
let submitted = new Map<string, TaskDoc>()
/** Runs that wait for the life to end them; undefined once it is over and everything succeeds. */
let runs: { end: (how: Ending) => void }[] | undefined = []
const outcomes = {
  success: { kind: 'succeeded' as const, result: null },
  transient: failing('SHAKY', 'TRANSIENT'),
  permanent: failing('BROKEN', 'PERMANENT'),
}

engine.feed.onEvent((event) => log.push({ event, heardAt: Date.now() }))
engine.handle(async (_agent, { signal }) => {
  if (!runs) return outcomes.success
  const how = await new Promise<Ending>((resolve) => {
    runs?.push({ end: resolve })
    signal.addEventListener('abort', () => resolve('transient'), { once: true })
  })
  return outcomes[how]
})

beforeEach(async () => {
  for (const name of ['tasks', 'agents', 'timers', 'dependencies', 'deadlines']) await database.collection(name).deleteMany({})
  await ensureAgentStates(database, engine.registry)
  log = []
  submitted = new Map()
  runs = []
  workers = [await engine.startWorker(10), await engine.startWorker(10)]
})

afterEach(async () => {
  for (const worker of workers) await worker.stop(100)
})

/** What a verb refuses because of the state a task is in is part of life. */
async function unlessRefused(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof CapstanError && ['ILLEGAL_STATE', 'CONFLICT'].includes(error.code))) throw error
  })
}

const anyTask = (place: number) => [...submitted.keys()][place % Math.max(1, submitted.size)]

function toInput(one: Extract<Step, { do: 'submit' }>): Partial<SubmissionInput> {
  const parent = one.after < 1000 ? anyTask(one.after) : undefined
  return {
    agent: agents[one.agent]!.name,
    priority: priorities[one.priority]!,
    urgency: one.urgency,
    ...(one.deadline && { deadline: new Date(Date.now() + 3600_000) }),
    ...(one.soon && one.after % 2 === 0 && { runAt: new Date(Date.now() + (one.after % 4 === 0 ? 30 : 20 * minuteMs)) }),
    ...(parent && { dependsOn: [parent], onDependencyFailure: (['FAIL', 'SKIP', 'RUN'] as const)[one.policy]! }),
  }
}

async function play(one: Step): Promise<void> {
  const id = 'pick' in one ? anyTask(one.pick) : undefined
  switch (one.do) {
    case 'submit': {
      const task = await engine.submit(toInput(one), admin)
      submitted.set(task._id, task)
      return
    }
    case 'finish':
      return runs?.splice(one.pick % Math.max(1, runs.length), 1)[0]?.end(one.how)
    case 'cancel':
      return id ? unlessRefused(cancelTask({ database, keepMs: () => keepMs, onEnded: () => undefined }, admin, { id })) : undefined
    case 'retry':
      return id ? unlessRefused(retryTask({ ...engine, wake: () => undefined }, admin, { id, resetAttempts: one.reset })) : undefined
    case 'reprioritize':
      return id ? unlessRefused(reprioritizeTask(engine, admin, { id, priority: priorities[one.priority]! })) : undefined
    case 'switch':
      return void (await setAgentEnabled(engine, admin, { name: agents[one.agent]!.name, enabled: one.on, drain: one.drain }))
    case 'expire':
      return declareDead(workers[one.worker]!.id())
    case 'calm':
      return calm()
    case 'time':
      return passTime(one)
  }
}

/** What housekeeping and timers do when the moment has come. */
async function passTime({ byMs, leasesToo }: Extract<Step, { do: 'time' }>): Promise<void> {
  await moveTime(database, { byMs, leasesToo, sliceMs })
  if (leasesToo) await lookForDead()
  await liftAndTell(database)
  await warnOfDeadlines(database, new Date())
  const artifacts = { removeExpired: async () => 0, removeTorn: async () => 0 }
  await createRetention({ database, artifacts, shortestKeepMs: () => 0, eventsKeepMs: 3600_000 }).sweep(new Date())
  engine.expectDue(new Date(0))
  await engine.waitUntil('what is due to be in the queue', async () => (await countPast('timers', 'at')) === 0)
  expect({ lifts: await countUnlifted(), warnings: await countPast('deadlines', 'warnAt') }).toEqual({ lifts: 0, warnings: 0 })
  await forgetExpired()
}

const countPast = (collection: string, moment: string) => database.collection(collection).countDocuments({ [moment]: { $lte: new Date() } })

const countUnlifted = () =>
  tasks.countDocuments({ status: 'QUEUED', ready: true, lifted: 0, queuedAt: { $lte: new Date(Date.now() - agingMs) } })

/** What has been swept had ended, and long enough ago. */
async function forgetExpired(): Promise<void> {
  expect(await tasks.countDocuments({ expireAt: { $lte: new Date() } })).toBe(0)
  const left = new Set((await tasks.distinct('_id')).map(String))
  const gone = [...submitted.keys()].filter((id) => !left.has(id))
  if (gone.length === 0) return
  const endOf = (id: string) => replay({ log, agents, submitted }).tasks.get(id)?.endedAt
  await engine.waitUntil('the ends of what is gone to be told', () => gone.every((id) => endOf(id) !== undefined))
  const now = Date.now() + replay({ log, agents }).movedMs
  for (const id of gone) {
    expect(now - endOf(id)!, `${id} was kept for`).toBeGreaterThanOrEqual(keepMs)
    submitted.delete(id)
  }
}

/** Its lease has run out: the others take over what it runs, and it must not notice before it has tried to write. */
async function declareDead(_id: string): Promise<void> {
  await expireLeases(database.db, _id)
  await lookForDead()
}

async function lookForDead(): Promise<void> {
  const { registry } = engine
  const stop = startTakeover({
    ...{ database, log: silentLogger, keepMs: () => keepMs, onRequeued: () => undefined },
    limits: () => new Map(registry.list().map(({ config }) => [config.name, config])),
  })
  await stop()
}

/** Until every agent that works and is not rated has no waiting task or no free place. */
async function calm(): Promise<void> {
  await engine.waitUntil('all that may start to have started', async () => {
    const { agents: samples } = await takeSnapshot(database)
    return samples.every(
      ({ agent, running, ready, disabled }) => agent === 'rated' || disabled || ready === 0 || running >= limits.get(agent)!,
    )
  })
}

async function expectNoneBroken(): Promise<void> {
  expect(findDrift(await takeSnapshot(database), limits)).toEqual([])
  expect(replay({ log, agents, submitted }).broken).toEqual([])
}

/** The life is over: what still waits may run, and succeeds. */
async function liveOut(): Promise<void> {
  for (const { end } of runs ?? []) end('success')
  runs = undefined
  for (const { name } of agents) await setAgentEnabled(engine, admin, { name, enabled: true })
  for (let left = await unfinished(); left.length > 0; left = await unfinished()) {
    await passTime({ do: 'time', byMs: hourMs, leasesToo: false })
    // What is given a moment while time moves waits for it, and with it what depends on it: time has to move once more.
    await engine.waitUntil('every task to end, or to wait for a moment', async () => {
      const now = await unfinished()
      return now.length === 0 || (now.some(waitsForMoment) && !now.includes('QUEUED') && !now.includes('RUNNING'))
    })
  }
  await engine.waitUntil('every end to be told', () => log.filter(isEnd).length >= submitted.size)
}

const waitsForMoment = (status: string) => status === 'SCHEDULED' || status === 'RETRYING'

const unfinished = async () =>
  Object.keys((await takeSnapshot(database)).statuses).filter((status) => !isFinal(status as TaskDoc['status']))

const isEnd = ({ event }: SeenEvent) => /^task\.(succeeded|failed|cancelled)$/.test(event.type)

function countOf({ attempts }: TaskDoc, ...wanted: string[]): number {
  return attempts.filter(({ outcome }) => wanted.includes(outcome)).length
}

function compare(model: Replay, docs: readonly TaskDoc[]): string[] {
  const views = (doc: TaskDoc, task: ModelTask | undefined) => ({
    stored: [doc.status, doc.attempts.length, countOf(doc, 'succeeded'), countOf(doc, 'lost')],
    model: [task?.status, task?.ended, task?.succeeded, task?.lost],
  })
  return docs.flatMap((doc) => {
    const { stored, model: modelled } = views(doc, model.tasks.get(doc._id))
    return JSON.stringify(stored) === JSON.stringify(modelled)
      ? []
      : [`${doc._id}: stored ${JSON.stringify(stored)}, by its events ${JSON.stringify(modelled)}`]
  })
}

/** The events of the tasks that a broken promise names, and of agents and workers. */
function whatHappenedTo(broken: readonly string[]): string {
  const named = new Set(broken.join(' ').match(/T-\d+/g))
  const told = log.filter(({ event }) => named.has(event.subject) || /^(agent|worker)\./.test(event.type))
  return told.map(({ event, heardAt }) => `${heardAt} ${event.type} ${event.subject} ${JSON.stringify(event.payload)}`).join('\n')
}

async function expectModelHolds(): Promise<void> {
  const docs = await tasks.find().toArray()
  const startOf = new Map(
    docs.flatMap((doc) => doc.attempts.map((attempt) => [`${doc._id} ${attempt.number}`, attempt.startedAt.getTime()] as const)),
  )
  const rated = agents.map(({ name, maxConcurrent }) => ({ name, maxConcurrent, rated: name === 'rated' }))
  const model = replay({ log, agents: rated, submitted, lookedAt: (id, run) => startOf.get(`${id} ${run}`) })
  expect(model.broken, whatHappenedTo(model.broken)).toEqual([])
  expect([...submitted.keys()].filter((id) => !docs.some(({ _id }) => _id === id))).toEqual([])
  expect(compare(model, docs)).toEqual([])
  expect(await database.collection<AgentState>('agents').distinct('running')).toEqual([0])
  const starts = model.starts.filter(({ agent }) => agent === 'rated').map(({ at }) => at)
  for (const from of starts) {
    expect(starts.filter((at) => at >= from && at < from + rateLimit.periodMs).length).toBeLessThanOrEqual(rateLimit.limit)
  }
}

/** The same lives on every run unless one is named, or new ones are asked for with CAPSTAN_TEST_SEED=new. */
const named = process.env['CAPSTAN_TEST_SEED']
const drawn = (place: number) => (named === 'new' ? Math.floor(Math.random() * 2 ** 31) : 7001 + place)
const fresh = named && named !== 'new' ? [Number(named)] : Array.from({ length: lives }, (_, place) => drawn(place))

it.each([...regressions, ...fresh])('keeps every promise through the random life of seed %i', async (seed) => {
  const { life, between } = drawLife(seed, { timeMoves: !regressions.includes(seed) })
  for (const [place, one] of life.entries()) {
    for (const next of [one, ...between.filter(({ at }) => at === place).map(({ move }) => move)]) {
      await play(next)
      await expectNoneBroken()
    }
  }
  await liveOut()
  await expectModelHolds()
})
