// One worker: claim loop, Agenda, lease, takeover and due tasks wired together. What a task does is passed in as `execute`.
import type { Feed } from '../events/feed.ts'
import type { EventRow } from '../events/event-log.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import { createEngine } from './agenda-engine.ts'
import type { AgentLimits } from './agent-state.ts'
import { createClaimLoop } from './claim-loop.ts'
import { createDependencies } from './dependencies.ts'
import { startDueTimer } from './due.ts'
import { createRates } from './rates.ts'
import { type SealedOutput, type Settlement, settle, type TaskOutcome } from './settlement.ts'
import { startTakeover } from './takeover.ts'
import type { Priority, TaskDoc } from './task.ts'
import { createWorkerLease } from './worker-lease.ts'

/** Why a run is being stopped; the reason of its AbortSignal. */
export class Stop {
  readonly why: 'cancel' | 'shutdown' | 'lost' | 'disabled'
  readonly detail: string | undefined

  constructor(why: Stop['why'], detail?: string) {
    this.why = why
    this.detail = detail
  }
}

const keptCancels = 1000

export interface Execution {
  outcome: TaskOutcome
  output: SealedOutput
}

export interface WorkerOptions {
  database: Database
  log: Logger
  feed: Feed
  capacity: number
  teams: readonly string[]
  limits: () => ReadonlyMap<string, AgentLimits>
  execute: (task: TaskDoc, signal: AbortSignal) => Promise<Execution>
  keepMs: (agent: string) => number
  allowRetryAt: (workspace: string, moment: Date) => Date
  pausedUntil: (task: { workspace: string; priority: Priority }, now: Date) => Date | undefined
  /** Somebody asked this worker to drain, and nothing runs here any more. */
  onDrained?: () => void
}

export interface Worker {
  id(): string
  /** Something was submitted in this process: look at once. */
  wake(): void
  expectDue(moment: Date): void
  /** Tasks whose end was written elsewhere in this process. */
  ended(taskIds: readonly string[]): void
  running(): readonly string[]
  start(): Promise<void>
  /** Stops claiming, gives what runs this long, hands the rest back. */
  stop(graceMs: number): Promise<void>
}

export function createWorker(options: WorkerOptions): Worker {
  const { database, log, feed, capacity, limits, keepMs } = options
  const running = new Map<string, AbortController>()
  /** Requests to cancel, until their task has ended or is queued anew: one may come before the run it is meant for has begun. */
  const cancels = new Map<string, NonNullable<TaskDoc['cancel']>>()
  const rates = createRates()
  let draining = false

  const dependencies = createDependencies({ database, log, keepMs, onReady: () => loop.wake() })
  const lease = createWorkerLease({
    database,
    log,
    capacity,
    teams: options.teams,
    load: () => ({ running: loop.held().size, rates: rates.snapshot() }),
    onDrain: drainOnRequest,
    onLost: abandonAll,
  })
  const loop = createClaimLoop({ database, log, worker: () => lease.id(), capacity, limits, deliver, onSettled })
  const engine = createEngine({ log, capacity, run })

  function deliver(tasks: TaskDoc[]): void {
    const now = Date.now()
    for (const task of tasks) rates.started({ agent: task.agent, level: task.priority }, now - (task.queuedAt ?? task.createdAt).getTime())
    engine.deliver(tasks)
  }

  function onSettled(settlements: readonly Settlement[]): void {
    for (const { task, patch, ending } of settlements) {
      const runMs = Date.now() - (task.startedAt?.getTime() ?? Date.now())
      rates.ended({ agent: task.agent, level: task.priority }, { failed: ending === 'failed' || patch.status === 'FAILED', runMs })
      if (patch.dueAt) due?.expect(patch.dueAt)
    }
    dependencies.onEnded(settlements.map(({ task }) => task._id))
  }

  async function run(task: TaskDoc): Promise<void> {
    const controller = new AbortController()
    running.set(task._id, controller)
    stopIfCancelled(task._id)
    try {
      const { outcome, output } = await options.execute(task, controller.signal)
      const allowRetryAt = (moment: Date) => options.allowRetryAt(task.workspace, moment)
      await loop.settle(settle({ task, outcome, output, now: new Date(), keepMs: keepMs(task.agent), allowRetryAt }))
    } finally {
      if (running.get(task._id) === controller) running.delete(task._id)
      cancels.delete(task._id)
    }
  }

  function stopIfCancelled(id: string): void {
    const cancel = cancels.get(id)
    const task = loop.held().get(id)
    if (!cancel || !task || cancel.at < (task.startedAt ?? cancel.at)) return
    // Who asked for it belongs into the settlement; the task was claimed before that was known.
    task.cancel = cancel
    running.get(id)?.abort(new Stop('cancel', cancel.reason))
  }

  function abandonAll(workerId: string): void {
    for (const [id, task] of loop.held()) {
      if (task.worker !== workerId) continue
      loop.forget(id)
      running.get(id)?.abort(new Stop('lost'))
    }
  }

  function drain(): void {
    if (draining) return
    draining = true
    log.info('draining: nothing new is claimed')
    loop.pause()
  }

  /** Called at every renewal from the request on: what a claim under way brought in is held by the second one. */
  function drainOnRequest(): void {
    if (draining && loop.held().size === 0) options.onDrained?.()
    drain()
  }

  function onEvent(event: EventRow): void {
    dependencies.onEvent(event)
    switch (event.type) {
      case 'task.cancel_requested':
        if (cancels.size >= keptCancels) cancels.delete(cancels.keys().next().value ?? '')
        cancels.set(event.subject, { ...(event.payload as Pick<NonNullable<TaskDoc['cancel']>, 'by' | 'reason'>), at: event.at })
        return stopIfCancelled(event.subject)
      case 'task.cancelled':
        cancels.delete(event.subject)
        return
      case 'agent.disabled':
        if (event.payload.drain === false) abortAgent(event.subject)
        return
      case 'task.scheduled':
      case 'task.retrying':
        if (event.payload.dueAt instanceof Date) due?.expect(event.payload.dueAt)
        return
      case 'task.queued':
        cancels.delete(event.subject)
        return loop.wake()
      case 'agent.enabled':
      case 'agent.circuit_closed':
      case 'agent.reloaded':
        return loop.wake()
      default:
    }
  }

  function abortAgent(agent: string): void {
    for (const [id, task] of loop.held()) if (task.agent === agent) running.get(id)?.abort(new Stop('disabled'))
  }

  /** After a gap in the feed a request to cancel may have been missed. */
  async function recheckCancels(): Promise<void> {
    const ids = [...running.keys()]
    const rows = await database.collection<TaskDoc>('tasks').find({ _id: { $in: ids }, cancel: { $exists: true } }, { projection: { cancel: 1 } }).toArray()
    for (const { _id, cancel } of rows) {
      if (cancel) cancels.set(_id, cancel)
      stopIfCancelled(_id)
    }
    loop.wake()
  }

  let due: ReturnType<typeof startDueTimer> | undefined
  const stops: (() => Promise<void> | void)[] = []

  async function start(): Promise<void> {
    stops.push(feed.onEvent(onEvent), feed.onGap(() => void recheckCancels().catch(() => undefined)))
    const endLease = await lease.start()
    await engine.start()
    due = startDueTimer({ database, log, pausedUntil: options.pausedUntil, onReady: () => loop.wake() })
    stops.push(dependencies.start(), startTakeover({ database, log, limits, keepMs, onRequeued: () => loop.wake() }), () => due?.stop())
    const endLoop = loop.start()
    stops.push(endLoop, endLease)
  }

  async function stop(graceMs: number): Promise<void> {
    drain()
    const deadline = Date.now() + graceMs
    const overdue = setTimeout(() => {
      for (const controller of running.values()) controller.abort(new Stop('shutdown'))
    }, graceMs)
    log.info({ running: running.size, untilMs: deadline }, 'waiting for running tasks')
    await engine.stop()
    clearTimeout(overdue)
    for (const end of stops) await end()
  }

  return {
    id: () => lease.id(),
    wake: () => loop.wake(),
    expectDue: (moment) => due?.expect(moment),
    ended: (ids) => dependencies.onEnded(ids),
    running: () => [...running.keys()],
    start,
    stop,
  }
}
