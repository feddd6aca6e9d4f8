// One worker: claim loop, Agenda, lease, takeover and due tasks wired together. What a task does is passed in as `execute`.
import type { EventRow, EventType } from '../events/event-log.ts'
import type { Feed } from '../events/feed.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import { createEngine, type Engine } from './agenda-engine.ts'
import type { AgentLimits } from './agent-state.ts'
import { hasBudgets } from './budget-book.ts'
import { ClaimLoop } from './claim-loop.ts'
import type { StoreAndClaim } from './claim-new.ts'
import { createDependencies, type Dependencies } from './dependencies.ts'
import { createDraining, type Draining } from './draining.ts'
import { type DueTimer, type HoldsBack, isHeld, startDueTimer } from './due.ts'
import { createRates, rateKeys } from './rates.ts'
import { type CancelRequest, RunningTasks, Stop } from './running-tasks.ts'
import { type Execution, type Settlement, settle } from './settlement.ts'
import { startTakeover } from './takeover.ts'
import { isFinal, type Priority, type TaskDoc } from './task.ts'
import { type AgentProcesses, createWorkerLease, type WorkerLease } from './worker-lease.ts'

/** How long the last ends may take to be written, beyond what running tasks get. */
const settleMs = 15_000

export interface WorkerOptions {
  database: Database
  log: Logger
  feed: Feed
  capacity: number
  teams: readonly string[]
  limits: () => ReadonlyMap<string, AgentLimits>
  /** Long-lived processes that agents keep here. */
  processes?: () => Record<string, AgentProcesses>
  /** Ends when the controller is aborted, and may abort it itself. */
  execute: (task: TaskDoc, controller: AbortController) => Promise<Execution>
  keepMs: (agent: string) => number
  allowRetryAt: (workspace: string, moment: Date) => Date
  pausedUntil: (task: { workspace: string; priority: Priority }, now: Date) => Date | undefined
  /** What manual mode keeps; only what is marked when left out. */
  holdsBack?: HoldsBack
  /** Somebody asked this worker to drain, and nothing runs here any more. */
  onDrained?: () => void
  /** The end of these tasks of runs has been written. */
  onStepsEnded?: (ended: readonly Settlement[]) => void
  /** Moments of runs and requests have come. */
  onDue?: (ids: readonly string[]) => void
}

export interface Worker {
  id(): string
  /** Something was submitted for these agents, or something else changed: look at once. */
  wake(agents?: readonly string[]): void
  /** As the claim loop's. */
  claimWith: ClaimLoop['claimWith']
  expectDue(moment: Date): void
  /** Tasks whose end was written elsewhere in this process. */
  ended(taskIds: readonly string[]): void
  running(): readonly string[]
  start(): Promise<void>
  /** Claims nothing new and tells everybody that it goes; resolves when they know. */
  leave(): Promise<void>
  /** Leaves, gives what runs this long, hands the rest back. */
  stop(graceMs: number): Promise<void>
}

export function createWorker(options: WorkerOptions): Worker {
  return new TaskWorker(options)
}

class TaskWorker implements Worker {
  readonly #options: WorkerOptions
  readonly #runs = new RunningTasks()
  readonly #rates = createRates()
  readonly #dependencies: Dependencies
  readonly #lease: WorkerLease
  readonly #loop: ClaimLoop
  readonly #draining: Draining
  readonly #engine: Engine
  readonly #stops: (() => Promise<void> | void)[] = []
  #due: DueTimer | undefined
  /** Most installations have no budget and pay nothing for them. */
  #budgeted = true

  constructor(options: WorkerOptions) {
    this.#options = options
    const { database, log, capacity, teams, limits, keepMs, pausedUntil, holdsBack = isHeld } = options
    this.#dependencies = createDependencies({ database, log, keepMs, pausedUntil, holdsBack, onReady: () => this.wake() })
    this.#lease = createWorkerLease({
      database,
      log,
      capacity,
      teams,
      load: () => ({
        // A moment's claims are held twice over: those that have ended, and those that begin in their places.
        running: Math.min(this.#loop.held().size, capacity),
        agents: [...limits().keys()],
        rates: this.#rates.snapshot(),
        processes: this.#options.processes?.() ?? {},
      }),
      draining: () => this.#draining.isOn(),
      onWanted: (status, askedAt) => (status === 'ACTIVE' ? this.#draining.end(askedAt) : this.#drainOnRequest()),
      onLost: (id) => this.#abandon(id),
    })
    this.#loop = new ClaimLoop({
      database,
      log,
      worker: () => this.id(),
      capacity,
      limits,
      budgeted: () => this.#budgeted,
      deliver: (tasks) => this.#deliver(tasks),
      onSettled: (settlements) => this.#onSettled(settlements),
    })
    this.#draining = createDraining({ log, loop: this.#loop })
    this.#engine = createEngine({
      log,
      capacity,
      run: (task) => this.#run(task),
      turnAway: (tasks) => void this.#handBack(tasks, 'No place became free in its worker.'),
    })
  }

  id(): string {
    return this.#lease.id()
  }

  wake(agents?: readonly string[]): void {
    this.#loop.wake(agents)
  }

  claimWith<T>(agents: readonly string[], store: StoreAndClaim<T>): Promise<T> | undefined {
    return this.#loop.claimWith(agents, store)
  }

  expectDue(moment: Date): void {
    this.#due?.expect(moment)
  }

  ended(taskIds: readonly string[]): void {
    this.#dependencies.onEnded(taskIds)
  }

  running(): readonly string[] {
    return this.#runs.ids()
  }

  async start(): Promise<void> {
    const { database, log, feed, limits, keepMs, pausedUntil, holdsBack = isHeld, onDue } = this.#options
    const wake = () => this.wake()
    this.#stops.push(
      feed.onEvent((event) => this.#onEvent(event)),
      feed.onGap(() => void this.#recheckCancels().catch(() => undefined)),
      feed.onGap(() => void this.#lookForBudgets().catch(() => undefined)),
    )
    await this.#lookForBudgets()
    const endLease = await this.#lease.start()
    await this.#engine.start()
    this.#due = startDueTimer({ database, log, pausedUntil, holdsBack, onReady: wake, onDue })
    this.#stops.push(this.#dependencies.start(), startTakeover({ database, log, limits, keepMs, onRequeued: wake }), () =>
      this.#due?.stop(),
    )
    this.#stops.push(this.#loop.start(), endLease)
  }

  leave(): Promise<void> {
    this.#draining.forGood()
    return this.#lease.leave()
  }

  async stop(graceMs: number): Promise<void> {
    void this.leave()
    const { log } = this.#options
    log.info({ running: this.#runs.size, graceMs }, 'waiting for running tasks')
    const overdue = setTimeout(() => this.#runs.stop(() => true, new Stop('shutdown')), graceMs)
    // While the database is away no end can be written: then others take over what is left, as after a crash.
    const patience = setTimeout(() => {
      log.warn({ tasks: this.#loop.held().size }, 'some ends could not be written; other workers take over')
      this.#loop.abandon()
    }, graceMs + settleMs)
    await this.#engine.stop()
    await this.#loop.idle()
    // Claimed in the last moment and never begun: back to the queue, at no cost.
    await this.#handBack([...this.#loop.held().values()], 'Its worker was stopped before it began.')
    clearTimeout(overdue)
    clearTimeout(patience)
    for (const end of this.#stops) await end()
  }

  #deliver(tasks: TaskDoc[]): void {
    const now = this.#options.database.now().getTime()
    for (const task of tasks) {
      const { queuedAt, createdAt } = task
      this.#rates.started(rateKeys(task), now - (queuedAt ?? createdAt).getTime())
    }
    this.#engine.deliver(tasks)
  }

  #run(task: TaskDoc): Promise<void> {
    return this.#runs.run(task, { execute: this.#options.execute, settle: (execution) => this.#settle(task, execution) })
  }

  /** They have not begun. */
  async #handBack(tasks: readonly TaskDoc[], why: string): Promise<void> {
    await Promise.all(tasks.map((task) => this.#settle(task, { outcome: { kind: 'interrupted', why }, output: {} })))
  }

  async #settle(task: TaskDoc, { outcome, output }: Execution): Promise<void> {
    const { database, keepMs, allowRetryAt } = this.#options
    const now = database.now()
    await this.#loop.settle(
      settle({ task, outcome, output, now, keepMs: keepMs(task.agent), allowRetryAt: (moment) => allowRetryAt(task.workspace, moment) }),
    )
  }

  #onSettled(settlements: readonly Settlement[]): void {
    const now = this.#options.database.now().getTime()
    for (const { task, patch, ending } of settlements) {
      const failed = ending === 'failed' || patch.status === 'FAILED'
      this.#rates.ended(rateKeys(task), { failed, runMs: now - (task.startedAt?.getTime() ?? now) })
      if (patch.dueAt) this.expectDue(patch.dueAt)
    }
    const ends = settlements.filter(({ patch }) => patch.status && isFinal(patch.status))
    this.ended(ends.map(({ task }) => task._id))
    const steps = ends.filter(({ task }) => task.workflow)
    if (steps.length > 0) this.#options.onStepsEnded?.(steps)
  }

  /** Called at every renewal from the request on: what a claim under way brought in is held by the second one. */
  #drainOnRequest(): void {
    if (this.#draining.isOn() && this.#loop.held().size === 0) this.#options.onDrained?.()
    this.#draining.begin()
  }

  /** The lease was lost and others have the tasks: what still runs here may write nothing any more. */
  #abandon(workerId: string): void {
    for (const [id, task] of this.#loop.held()) if (task.worker === workerId) this.#loop.forget(id)
    this.#runs.stop(({ worker }) => worker === workerId, new Stop('lost'))
  }

  #onEvent(event: EventRow): void {
    this.#dependencies.onEvent(event)
    this.#handlers[event.type]?.(event)
  }

  readonly #handlers: Partial<Record<EventType, (event: EventRow) => void>> = {
    'task.cancel_requested': ({ subject, payload, at }) => this.#runs.cancel(subject, { ...(payload as Omit<CancelRequest, 'at'>), at }),
    'task.cancelled': ({ subject }) => this.#runs.forgetRequest(subject),
    'task.queued': ({ subject, agent }) => {
      this.#runs.forgetRequest(subject)
      this.wake(agent ? [agent] : undefined)
    },
    'task.scheduled': ({ payload }) => this.#expectDueIn(payload),
    'task.retrying': ({ payload }) => this.#expectDueIn(payload),
    'workflow.waiting': ({ payload }) => this.#expectDueIn(payload),
    'request.opened': ({ payload }) => this.#expectDueIn(payload),
    'agent.disabled': ({ subject, payload }) => {
      if (payload.drain === false)
        this.#runs.stop(({ agent }) => agent === subject, new Stop('disabled', payload['reason'] as string | undefined))
    },
    'agent.enabled': () => this.wake(),
    'agent.circuit_closed': () => this.wake(),
    'budget.set': () => {
      this.#budgeted = true
      this.wake()
    },
    'budget.removed': () => void this.#lookForBudgets().catch(() => undefined),
    'worker.draining': ({ subject }) => {
      if (subject === this.id()) this.#draining.begin()
    },
  }

  #expectDueIn({ dueAt }: EventRow['payload']): void {
    if (dueAt instanceof Date) this.expectDue(dueAt)
  }

  async #lookForBudgets(): Promise<void> {
    this.#budgeted = true
    this.#budgeted = await hasBudgets(this.#options.database)
    this.wake()
  }

  /** After a gap in the feed a request to cancel may have been missed. */
  async #recheckCancels(): Promise<void> {
    const rows = await this.#options.database
      .collection<TaskDoc>('tasks')
      .find({ _id: { $in: this.#runs.ids() }, cancel: { $exists: true } }, { projection: { cancel: 1 } })
      .toArray()
    for (const { _id, cancel } of rows) if (cancel) this.#runs.cancel(_id, cancel)
    this.wake()
  }
}
