// The verb "run the queue now": starts waiting tasks in claim order, a few at a time, also in a workspace in manual mode, and waits for
// them. In quiet hours only what may run then is started, and nothing of agents that take no work now. What has been started goes on when
// the caller stops waiting.
import type { AgentRegistry } from '../agents/registry.ts'
import { demand } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { didYouMean } from '../did-you-mean.ts'
import { type Violation, validationFailed } from '../errors.ts'
import { by } from '../events/event-log.ts'
import type { Feed } from '../events/feed.ts'
import type { Database } from '../mongo.ts'
import type { AgentState } from '../queue/agent-state.ts'
import { changeTask } from '../queue/change.ts'
import { toEvent } from '../queue/settlement.ts'
import { type Priority, priorities, type TaskDoc } from '../queue/task.ts'
import { agentNamed } from './choose-agent.ts'
import { waitForRelease } from './wait-for-release.ts'
import { watchEnds } from './watch-ends.ts'
import type { WorkspaceRules } from './workspaces.ts'

const patienceMs = 10 * 60_000
const countLimit = 10_000

export interface RunQueueDeps {
  database: Database
  feed: Feed
  registry: AgentRegistry
  workspaces: WorkspaceRules
  wake: () => void
}

export interface RunQueueInput {
  maxConcurrent?: number | null | undefined
  filter?:
    | { minimumPriority?: Priority | null | undefined; agent?: string | null | undefined; type?: string | null | undefined }
    | null
    | undefined
  limit?: number | null | undefined
  requestId?: string | undefined
  /** The caller has gone. */
  signal?: AbortSignal | undefined
}

export interface RunQueueResult {
  executed: number
  failed: number
  remaining: number
  log: string[]
}

export async function runQueue(deps: RunQueueDeps, viewer: Viewer, input: RunQueueInput): Promise<RunQueueResult> {
  demand(viewer, 'operateQueue', { workspace: viewer.workspace })
  const maxConcurrent = input.maxConcurrent ?? 5
  const limit = input.limit ?? 100
  checkRange([
    ['maxConcurrent', maxConcurrent, 50],
    ['limit', limit, 100],
  ])
  const { filter, note } = toFilter(deps, viewer.workspace, input.filter ?? {})
  const patience = AbortSignal.any([AbortSignal.timeout(patienceMs), ...(input.signal ? [input.signal] : [])])
  const ends = watchEnds(deps, patience)
  const result: RunQueueResult = { executed: 0, failed: 0, remaining: 0, log: note ? [note] : [] }
  const running = new Map<string, Promise<void>>()
  const begun = new Set<string>()

  let started = 0

  async function findNext(room: number): Promise<TaskDoc[]> {
    if (room <= 0) return []
    return findWaiting(deps.database, { filter: without(filter, await findResting(deps)), skip: begun, room })
  }

  async function follow(task: TaskDoc): Promise<void> {
    const ended = await ends.endOf(task._id)
    running.delete(task._id)
    if (!ended) return
    if (ended.status === 'SUCCEEDED') result.executed++
    else result.failed++
    result.log.push(toLine(ended))
  }

  try {
    while (!patience.aborted) {
      for (const task of await findNext(Math.min(maxConcurrent - running.size, limit - started))) {
        begun.add(task._id)
        // Whoever let it go counts it.
        if (task.ready === false && !(await letGo(deps, viewer, { task, requestId: input.requestId }))) continue
        started++
        const followed = follow(task)
        // The race below throws what goes wrong; what goes wrong after that is of no interest to anybody.
        followed.catch(() => undefined)
        running.set(task._id, followed)
      }
      if (running.size > 0) await Promise.race(running.values())
      else if (started === limit) break
      // What was let go between the look above and this one is found by another look.
      else if (!(await waitForRelease(deps, begun, patience)) && (await findNext(1)).length === 0) break
    }
    await Promise.all(running.values())
  } finally {
    ends.stop()
  }
  if (patience.aborted)
    result.log.push(`Stopped waiting; ${started - result.executed - result.failed} tasks started here go on by themselves.`)
  result.remaining = await countWaiting(deps.database, filter)
  if (result.remaining > 0) result.log.push(...(await whyLeft(deps, filter)))
  return result
}

function checkRange(values: readonly (readonly [path: string, value: number, most: number])[]): void {
  const wrong = values.filter(([, value, most]) => !Number.isInteger(value) || value < 1 || value > most)
  const violations = wrong.map(
    ([path, value, most]): Violation => ({ path, message: `expected a whole number from 1 to ${most}, got ${value}` }),
  )
  if (violations.length > 0) throw validationFailed(violations, 'TASK_001')
}

interface WaitingFilter {
  workspace: string
  priority: { $in: Priority[] }
  agent?: { $in?: string[]; $nin?: string[] }
}

function toFilter(
  { registry, workspaces }: RunQueueDeps,
  workspace: string,
  asked: NonNullable<RunQueueInput['filter']>,
): { filter: WaitingFilter; note?: string } {
  const { minimumPriority, agent, type } = asked
  const lowest = priorities.indexOf(minimumPriority ?? 'LOW')
  const until = workspaces.pausedUntil({ workspace, priority: 'LOW' }, new Date())
  const allowed = priorities.filter(
    (priority, level) => level >= lowest && !(until && workspaces.pausedUntil({ workspace, priority }, new Date())),
  )
  if (agent !== undefined && agent !== null) agentNamed(registry, agent)
  if (type !== undefined && type !== null) demandType(registry, type)
  const named = registry
    .list()
    .flatMap(({ config }) => ((!type || config.type === type) && (!agent || config.name === agent) ? [config.name] : []))
  const filter = { workspace, priority: { $in: allowed }, ...((agent || type) && { agent: { $in: named } }) }
  return { filter, ...(until && { note: `Quiet hours until ${until.toISOString()}: only tasks of level HIGH and CRITICAL are started.` }) }
}

function demandType(registry: AgentRegistry, type: string): void {
  const types = [...new Set(registry.list().map(({ config }) => config.type))]
  if (types.includes(type)) return
  const guess = didYouMean(type, types) || `; the types are ${types.sort().join(', ')}`
  throw validationFailed([{ path: 'filter.type', message: `no agent is of type "${type.slice(0, 60)}"${guess}` }], 'TASK_001')
}

/** Agents whose tasks would stay where they are, and take the places of others. */
async function findResting({ database, registry }: RunQueueDeps): Promise<string[]> {
  const off = [{ disabled: { $exists: true } }, { 'circuit.state': 'OPEN' as const, 'circuit.until': { $gt: new Date() } }]
  const rows = await database
    .collection<AgentState>('agents')
    .find({ $or: off }, { projection: { _id: 1 } })
    .toArray()
  const broken = registry.list().flatMap(({ available, config }) => (available ? [] : [config.name]))
  return [...new Set([...rows.map(({ _id }) => _id), ...broken])].sort()
}

function without(filter: WaitingFilter, agents: readonly string[]): WaitingFilter {
  return agents.length > 0 ? { ...filter, agent: { ...filter.agent, $nin: [...agents] } } : filter
}

async function whyLeft(deps: RunQueueDeps, filter: WaitingFilter): Promise<string[]> {
  const resting = (await findResting(deps)).filter((name) => !filter.agent?.$in || filter.agent.$in.includes(name))
  const counts = await Promise.all(resting.map((name) => countWaiting(deps.database, { ...filter, agent: { $in: [name] } })))
  return resting.flatMap((name, index) => (counts[index] ? [`${name} takes no work now: ${counts[index]} of its tasks still wait.`] : []))
}

/** The first in claim order, held ones and those that are ready anyway. */
async function findWaiting(
  database: Database,
  { filter, skip, room }: { filter: WaitingFilter; skip: ReadonlySet<string>; room: number },
): Promise<TaskDoc[]> {
  const tasks = database.collection<TaskDoc>('tasks')
  const fresh = { ...filter, status: 'QUEUED' as const, _id: { $nin: [...skip] } }
  const options = {
    sort: { order: 1 as const },
    limit: room,
    projection: { order: 1, ready: 1, workspace: 1, agent: 1, status: 1 },
    hint: 'claim',
  }
  const held = await tasks.find({ ...fresh, ready: false }, options).toArray()
  const ready = await tasks.find({ ...fresh, ready: true }, options).toArray()
  return [...held, ...ready].sort((a, b) => (a.order < b.order ? -1 : 1)).slice(0, room)
}

async function countWaiting(database: Database, filter: WaitingFilter): Promise<number> {
  const tasks = database.collection<TaskDoc>('tasks')
  const waiting = { ...filter, status: 'QUEUED' as const }
  const held = await tasks.countDocuments({ ...waiting, ready: false }, { limit: countLimit, hint: 'claim' })
  const ready = await tasks.countDocuments({ ...waiting, ready: true }, { limit: countLimit, hint: 'claim' })
  return held + ready
}

async function letGo(
  { database, wake }: RunQueueDeps,
  viewer: Viewer,
  { task, requestId }: { task: TaskDoc; requestId: string | undefined },
): Promise<boolean> {
  const released = await changeTask(database, {
    filter: { _id: task._id, status: 'QUEUED', ready: false },
    update: { $set: { ready: true, queuedAt: new Date() } },
    event: (after) => ({
      ...toEvent(after, 'task.queued', { reason: 'RUN_QUEUE', by: { id: viewer.id, name: viewer.name } }),
      requestId,
      ...by(viewer),
    }),
  })
  if (released) wake()
  return released !== undefined
}

function toLine({ _id, agent, status, error, usage, step }: TaskDoc): string {
  const seconds = ((usage?.durationMs ?? 0) / 1000).toFixed(1)
  if (status === 'SUCCEEDED') return `${_id} ${agent}: succeeded in ${seconds} s`
  if (status === 'WAITING') return `${_id} ${agent}: waits for a person${step ? ` (${step})` : ''}`
  return `${_id} ${agent}: ${status.toLowerCase()}: ${error?.message ?? 'no reason given'}`
}
