// One batch per kind of child and request: a list of a hundred tasks costs as many database calls as a list of one.
import DataLoader from 'dataloader'
import { budgetsOf } from '../budgets/budget-store.ts'
import type { EventRow } from '../events/event-log.ts'
import { deliveriesOfTasks } from '../notifications/delivery-store.ts'
import type { AgentState } from '../queue/agent-state.ts'
import type { BudgetDoc } from '../queue/budget.ts'
import type { DeadLetterDoc } from '../queue/dead-letter-store.ts'
import type { DeliveryDoc } from '../queue/deliveries.ts'
import type { EdgeDoc } from '../queue/dependencies.ts'
import type { RequestDoc } from '../queue/request-doc.ts'
import type { TaskDoc } from '../queue/task.ts'
import { claimsOf } from '../queue/task-claims.ts'
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

interface Scope {
  product: Product
  workspace: string
  loaders: Loaders
}

const makers: { readonly [Name in keyof Loaders]: (scope: Scope) => Loaders[Name] } = {
  task: ({ product: { taskStore }, workspace }) =>
    new DataLoader(async (ids) => {
      const found = new Map((await taskStore.byIds(ids, workspace)).map((task) => [task._id, task]))
      return ids.map((id) => found.get(id))
    }),
  deadLetter: (scope) => byId<DeadLetterDoc>(scope, 'dead_letters'),
  run: (scope) => byId<RunDoc>(scope, 'workflows'),
  request: (scope) => byId<RequestDoc>(scope, 'requests'),
  requestsOfRun: ({ product: { database } }) =>
    new DataLoader(async (ids) => grouped(ids, await requestsAbout(database, 'run', ids), ({ run }) => run ?? '')),
  requestsOfTask: ({ product: { database } }) =>
    new DataLoader(async (ids) => grouped(ids, await requestsAbout(database, 'task', ids), ({ task }) => task ?? '')),
  schedule: ({ product: { database }, workspace }) =>
    new DataLoader(async (ids) => {
      const found = new Map((await schedulesById(database, ids, workspace)).map((schedule) => [schedule._id, schedule]))
      return ids.map((id) => found.get(id))
    }),
  agentState: ({ product: { database } }) => new DataLoader((names) => agentStates(database, names)),
  agentQueued: ({ product: { database } }) => new DataLoader((names) => queuedCounts(database, names)),
  position: ({ product: { database } }) =>
    new DataLoader<TaskDoc, number | undefined, string>((tasks) => queuePositions(database, tasks), { cacheKeyFn: ({ _id }) => _id }),
  dependents: ({ product: { database } }) =>
    new DataLoader(async (ids) => {
      const edges = await database
        .collection<EdgeDoc>('dependencies')
        .find({ parent: { $in: [...ids] } })
        .toArray()
      return grouped(ids, edges, ({ parent }) => parent).map((group) => group.map(({ child }) => child))
    }),
  artifacts: ({ product: { artifacts } }) => new DataLoader(async (ids) => grouped(ids, await artifacts.ofTasks(ids), ({ task }) => task)),
  deliveries: ({ product: { database } }) =>
    new DataLoader(async (ids) => grouped(ids, await deliveriesOfTasks(database, ids), ({ task }) => task)),
  events: ({ product: { database } }) =>
    new DataLoader(async (ids) => {
      const rows = await database
        .collection<EventRow>('events')
        .find({ subject: { $in: [...ids] } }, { sort: { subject: 1, _id: 1 }, limit: eventsPerTask * ids.length })
        .toArray()
      return grouped(ids, rows, ({ subject }) => subject).map((group) => group.slice(0, eventsPerTask))
    }),
  running: ({ product: { database } }) =>
    new DataLoader(async (workerIds) => {
      const claims = await claimsOf(database)
        .find({ worker: { $in: [...workerIds] } })
        .toArray()
      return grouped(workerIds, claims, ({ worker }) => worker).map((group) => group.flatMap(({ tasks }) => tasks))
    }),
  workers: ({ product: { database } }) => once(() => liveWorkers(database)),
  budgets: ({ product: { database }, workspace }) => once(() => budgetsOf(database, workspace)),
  agentRates:
    ({ loaders }) =>
    async () =>
      combineRates(await loaders.workers(), 'agents'),
}

/** Each is made when it is first asked for: most operations need one or none. */
export function createLoaders(product: Product, workspace: string): Loaders {
  return new LazyLoaders(product, workspace) as unknown as Loaders
}

class LazyLoaders {
  readonly product: Product
  readonly workspace: string
  readonly made: { [name: string]: unknown } = {}

  constructor(product: Product, workspace: string) {
    this.product = product
    this.workspace = workspace
  }
}

for (const [name, make] of Object.entries(makers)) {
  Object.defineProperty(LazyLoaders.prototype, name, {
    get(this: LazyLoaders) {
      const { product, workspace, made } = this
      return (made[name] ??= make({ product, workspace, loaders: this as unknown as Loaders }))
    },
  })
}

function byId<T extends { _id: string; workspace: string }>(
  { product: { database }, workspace }: Scope,
  collection: string,
): DataLoader<string, T | undefined> {
  return new DataLoader(async (ids) => {
    const rows = await database
      .collection<{ _id: string; workspace: string }>(collection)
      .find({ _id: { $in: [...ids] }, workspace })
      .toArray()
    const found = new Map(rows.map((row) => [row._id, row as T]))
    return ids.map((id) => found.get(id))
  })
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= read())
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
