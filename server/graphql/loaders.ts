// One batch per kind of child and request: a list of a hundred tasks costs as many database calls as a list of one.
import DataLoader from 'dataloader'
import { budgetsOf } from '../budgets/budget-store.ts'
import type { EventRow } from '../events/event-log.ts'
import { deliveriesOfTasks } from '../notifications/delivery-store.ts'
import type { AgentState } from '../queue/agent-state.ts'
import type { BudgetDoc } from '../queue/budget.ts'
import type { ClaimDoc } from '../queue/cycle.ts'
import type { DeadLetterDoc } from '../queue/dead-letter-store.ts'
import type { DeliveryDoc } from '../queue/deliveries.ts'
import type { EdgeDoc } from '../queue/dependencies.ts'
import type { RequestDoc } from '../queue/request-doc.ts'
import type { TaskDoc } from '../queue/task.ts'
import type { Rate, WorkerDoc } from '../queue/worker-lease.ts'
import type { ScheduleDoc } from '../schedules/schedule.ts'
import { schedulesById } from '../schedules/schedule-store.ts'
import { agentStates, combineRates, liveWorkers, queuedCounts } from '../tasks/agent-view.ts'
import type { StoredArtifact } from '../tasks/artifact-store.ts'
import { queuePositions } from '../tasks/queue-place.ts'
import type { RunDoc } from '../workflows/run.ts'
import type { Product } from './product.ts'

const eventsPerTask = 200
const requestsPerThing = 200

export interface Loaders {
  task: DataLoader<string, TaskDoc | undefined>
  deadLetter: DataLoader<string, DeadLetterDoc | undefined>
  schedule: DataLoader<string, ScheduleDoc | undefined>
  run: DataLoader<string, RunDoc | undefined>
  request: DataLoader<string, RequestDoc | undefined>
  requestsOfRun: DataLoader<string, RequestDoc[]>
  requestsOfTask: DataLoader<string, RequestDoc[]>
  agentState: DataLoader<string, AgentState>
  agentQueued: DataLoader<string, number>
  position: DataLoader<TaskDoc, number | undefined, string>
  dependents: DataLoader<string, string[]>
  artifacts: DataLoader<string, StoredArtifact[]>
  deliveries: DataLoader<string, DeliveryDoc[]>
  events: DataLoader<string, EventRow[]>
  running: DataLoader<string, string[]>
  workers: () => Promise<WorkerDoc[]>
  budgets: () => Promise<BudgetDoc[]>
  agentRates: () => Promise<Map<string, Rate>>
}

export function createLoaders({ database, taskStore, artifacts }: Product, workspace: string): Loaders {
  let workers: Promise<WorkerDoc[]> | undefined
  let budgets: Promise<BudgetDoc[]> | undefined
  const readWorkers = () => (workers ??= liveWorkers(database))
  return {
    task: new DataLoader(async (ids) => {
      const found = new Map((await taskStore.byIds(ids, workspace)).map((task) => [task._id, task]))
      return ids.map((id) => found.get(id))
    }),
    deadLetter: new DataLoader(async (ids) => {
      const rows = await database
        .collection<DeadLetterDoc>('dead_letters')
        .find({ _id: { $in: [...ids] }, workspace })
        .toArray()
      const found = new Map(rows.map((row) => [row._id, row]))
      return ids.map((id) => found.get(id))
    }),
    run: new DataLoader(async (ids) => {
      const rows = await database
        .collection<RunDoc>('workflows')
        .find({ _id: { $in: [...ids] }, workspace })
        .toArray()
      const found = new Map(rows.map((row) => [row._id, row]))
      return ids.map((id) => found.get(id))
    }),
    request: new DataLoader(async (ids) => {
      const rows = await database
        .collection<RequestDoc>('requests')
        .find({ _id: { $in: [...ids] }, workspace })
        .toArray()
      const found = new Map(rows.map((row) => [row._id, row]))
      return ids.map((id) => found.get(id))
    }),
    requestsOfRun: new DataLoader(async (ids) => grouped(ids, await requestsAbout(database, 'run', ids), ({ run }) => run ?? '')),
    requestsOfTask: new DataLoader(async (ids) => grouped(ids, await requestsAbout(database, 'task', ids), ({ task }) => task ?? '')),
    schedule: new DataLoader(async (ids) => {
      const found = new Map((await schedulesById(database, ids, workspace)).map((schedule) => [schedule._id, schedule]))
      return ids.map((id) => found.get(id))
    }),
    agentState: new DataLoader((names) => agentStates(database, names)),
    agentQueued: new DataLoader((names) => queuedCounts(database, names)),
    position: new DataLoader<TaskDoc, number | undefined, string>((tasks) => queuePositions(database, tasks), {
      cacheKeyFn: ({ _id }) => _id,
    }),
    dependents: new DataLoader(async (ids) => {
      const edges = await database
        .collection<EdgeDoc>('dependencies')
        .find({ parent: { $in: [...ids] } })
        .toArray()
      return grouped(ids, edges, ({ parent }) => parent).map((group) => group.map(({ child }) => child))
    }),
    artifacts: new DataLoader(async (ids) => grouped(ids, await artifacts.ofTasks(ids), ({ task }) => task)),
    deliveries: new DataLoader(async (ids) => grouped(ids, await deliveriesOfTasks(database, ids), ({ task }) => task)),
    events: new DataLoader(async (ids) => {
      const rows = await database
        .collection<EventRow>('events')
        .find({ subject: { $in: [...ids] } }, { sort: { subject: 1, _id: 1 }, limit: eventsPerTask * ids.length })
        .toArray()
      return grouped(ids, rows, ({ subject }) => subject).map((group) => group.slice(0, eventsPerTask))
    }),
    running: new DataLoader(async (workerIds) => {
      const claims = await database
        .collection<ClaimDoc>('claims')
        .find({ worker: { $in: [...workerIds] } })
        .toArray()
      return grouped(workerIds, claims, ({ worker }) => worker).map((group) => group.flatMap(({ tasks }) => tasks))
    }),
    workers: readWorkers,
    budgets: () => (budgets ??= budgetsOf(database, workspace)),
    agentRates: async () => combineRates(await readWorkers(), 'agents'),
  }
}

/** Oldest first. */
function requestsAbout(database: Product['database'], field: 'run' | 'task', ids: readonly string[]): Promise<RequestDoc[]> {
  return database
    .collection<RequestDoc>('requests')
    .find({ [field]: { $in: [...ids] } }, { sort: { createdAt: 1, _id: 1 }, limit: requestsPerThing * ids.length })
    .toArray()
}

function grouped<T>(keys: readonly string[], rows: readonly T[], keyOf: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>(keys.map((key) => [key, []]))
  for (const row of rows) groups.get(keyOf(row))?.push(row)
  return keys.map((key) => groups.get(key) ?? [])
}
