// Keeps one process busy: collects finished tasks, asks for as many as can start now, and runs one cycle at a time.
// Knows nothing of Agenda or of what a task does: it hands claimed tasks to `deliver` and takes settlements back.
import type { Logger } from '../log.ts'
import { type Database, isDatabaseAway } from '../mongo.ts'
import type { AgentLimits } from './agent-state.ts'
import { type ClaimDoc, type CycleResult, runCycle } from './cycle.ts'
import type { Settlement } from './settlement.ts'
import type { TaskDoc } from './task.ts'

const idlePollMs = 1000
const awayPauseMs = 250
const tidyMs = 1000
const sliceSize = 16

export interface ClaimLoopOptions {
  database: Database
  log: Logger
  worker: () => string
  capacity: number
  limits: () => ReadonlyMap<string, AgentLimits>
  deliver: (tasks: TaskDoc[]) => void
  /** Called with the ids of tasks whose end has been written. */
  onSettled?: (settlements: readonly Settlement[]) => void
}

export interface ClaimLoop {
  /** Something may be claimable: look soon. */
  wake(): void
  /** Resolves true when written, false when the claim had been lost. */
  settle(settlement: Settlement): Promise<boolean>
  held(): ReadonlyMap<string, TaskDoc>
  /** Claims nothing new from now on; settlements still go out. */
  pause(): void
  /** Drops a task without writing: its claim is known to be lost. */
  forget(taskId: string): void
  start(): () => Promise<void>
}

interface Pending {
  settlement: Settlement
  resolve: (written: boolean) => void
}

export function createClaimLoop(options: ClaimLoopOptions): ClaimLoop {
  const held = new Map<string, TaskDoc>()
  /** Batches claimed and how many of each are still held. */
  const open = new Map<string, number>()
  let ended: string[] = []
  let pending: Pending[] = []
  let claiming = true
  let stopped = false
  let again = false
  let running: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined

  function wake(): void {
    if (stopped && pending.length === 0) return
    if (running) {
      again = true
      return
    }
    clearTimeout(timer)
    // One turn later, so that what ends in the same moment goes out together.
    running = new Promise<void>((resolve) => setImmediate(resolve)).then(turn).finally(() => {
      running = undefined
      if (again || pending.length > 0) wake()
    })
  }

  async function turn(): Promise<void> {
    again = false
    const batch = pending
    pending = []
    const want = claiming ? options.capacity - held.size + batch.filter(isHeld).length : 0
    if (batch.length === 0 && want <= 0) return sleep(idlePollMs)
    try {
      const result = await runCycle({
        database: options.database,
        limits: options.limits(),
        finished: batch.filter(isHeld).map(({ settlement }) => settlement),
        want,
        worker: options.worker(),
      })
      conclude(batch, result)
      if (result.claimed.length === want && want > 0) again = true
      sleep(result.wakeAt ? Math.min(Math.max(result.wakeAt.getTime() - Date.now(), 1), idlePollMs) : idlePollMs)
    } catch (error) {
      pending = [...batch, ...pending]
      again = false
      if (!isDatabaseAway(error)) options.log.error({ err: error }, 'engine cycle failed; trying again')
      await new Promise((resolve) => setTimeout(resolve, awayPauseMs))
    }
  }

  /** The task may have been forgotten, or even claimed anew, since its run ended: such a settlement writes nothing. */
  function isHeld({ settlement }: Pending): boolean {
    return held.get(settlement.task._id)?.claim === settlement.task.claim
  }

  function conclude(batch: readonly Pending[], { claimed, fenced }: CycleResult): void {
    const written: Settlement[] = []
    const outcomes: { entry: Pending; ok: boolean }[] = []
    for (const entry of batch) {
      const { task } = entry.settlement
      const ok = isHeld(entry) && !fenced.has(task._id)
      if (isHeld(entry)) drop(task)
      if (ok) written.push(entry.settlement)
      outcomes.push({ entry, ok })
    }
    if (written.length > 0) options.onSettled?.(written)
    for (const task of claimed) held.set(task._id, task)
    const [first] = claimed
    if (first?.claim) open.set(first.claim, claimed.length)
    if (claimed.length > 0) options.deliver(claimed)
    inSlices(outcomes, ({ entry, ok }) => entry.resolve(ok))
  }

  function drop({ _id, claim = '' }: TaskDoc): void {
    held.delete(_id)
    const left = (open.get(claim) ?? 0) - 1
    open.set(claim, left)
    if (left > 0) return
    open.delete(claim)
    ended.push(claim)
  }

  /** Rows of batches that have ended are only clutter: they go when there is time. */
  function tidy(): void {
    const batch = ended
    ended = []
    if (batch.length > 0) void options.database.collection<ClaimDoc>('claims').deleteMany({ _id: { $in: batch } }).catch(() => undefined)
  }

  function sleep(ms: number): void {
    if (stopped) return
    clearTimeout(timer)
    timer = setTimeout(wake, ms)
  }

  return {
    wake,
    settle: (settlement) =>
      new Promise((resolve) => {
        pending.push({ settlement, resolve })
        wake()
      }),
    held: () => held,
    pause: () => {
      claiming = false
    },
    forget: (taskId) => {
      const task = held.get(taskId)
      if (task) drop(task)
    },
    start: () => {
      wake()
      const tidying = setInterval(tidy, tidyMs)
      return async () => {
        claiming = false
        stopped = true
        clearTimeout(timer)
        clearInterval(tidying)
        while (running) await running
        tidy()
      }
    },
  }
}

/** A few in each turn of the event loop: the next cycle's answers from the database must not wait behind a whole batch. */
function inSlices<T>(items: readonly T[], handle: (item: T) => void): void {
  for (const item of items.slice(0, sliceSize)) handle(item)
  if (items.length > sliceSize) setImmediate(() => inSlices(items.slice(sliceSize), handle))
}
