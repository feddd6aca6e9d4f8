// Keeps one process busy: collects finished tasks, asks for as many as can start now, and runs one cycle at a time.
// Knows nothing of Agenda or of what a task does: it hands claimed tasks to `deliver` and takes settlements back.
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../log.ts'
import { type Database, isDatabaseAway } from '../mongo.ts'
import type { AgentLimits } from './agent-state.ts'
import { type ClaimDoc, type CycleResult, runCycle } from './cycle.ts'
import { fileAway } from './filing.ts'
import type { Settlement } from './settlement.ts'
import type { TaskDoc } from './task.ts'

const idlePollMs = 3000
const awayPauseMs = 250
const tidyMs = 1000
const sliceSize = 16

export interface ClaimLoopOptions {
  database: Database
  log: Logger
  worker: () => string
  capacity: number
  limits: () => ReadonlyMap<string, AgentLimits>
  /** Whether there are budgets to keep to. */
  budgeted: () => boolean
  deliver: (tasks: TaskDoc[]) => void
  /** Called with the ids of tasks whose end has been written. */
  onSettled?: (settlements: readonly Settlement[]) => void
}

export interface ClaimLoop {
  /** Something may be claimable: look soon; only at these agents, when it is known that nothing else has changed. */
  wake(agents?: Iterable<string>): void
  /** Resolves true when written, false when the claim had been lost. */
  settle(settlement: Settlement): Promise<boolean>
  held(): ReadonlyMap<string, TaskDoc>
  /** Claims nothing new from now on; settlements still go out. */
  pause(): void
  /** Drops a task without writing: its claim is known to be lost. */
  forget(taskId: string): void
  /** Gives up what could not be written: nothing is held any more, and nothing will be written. */
  abandon(): void
  /** Resolves when no cycle is under way. */
  idle(): Promise<void>
  start(): () => Promise<void>
}

interface Pending {
  settlement: Settlement
  resolve: (written: boolean) => void
}

export function createClaimLoop(options: ClaimLoopOptions): ClaimLoop {
  return new Loop(options)
}

class Loop implements ClaimLoop {
  readonly #options: ClaimLoopOptions
  readonly #held = new Map<string, TaskDoc>()
  /** Batches claimed and how many of each are still held. */
  readonly #open = new Map<string, number>()
  #ended: string[] = []
  readonly #hints = new Set<string>()
  #lookEverywhere = true
  #pending: Pending[] = []
  #claiming = true
  #abandoned = false
  #stopped = false
  #again = false
  /** A cycle failed, and may have been committed all the same. */
  #inDoubt = false
  #running: Promise<void> | undefined
  #filing: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined

  constructor(options: ClaimLoopOptions) {
    this.#options = options
  }

  wake(agents?: Iterable<string>): void {
    if (!agents) this.#lookEverywhere = true
    else for (const agent of agents) this.#hints.add(agent)
    if (this.#stopped && this.#pending.length === 0) return
    if (this.#running) {
      this.#again = true
      return
    }
    clearTimeout(this.#timer)
    // One turn later, so that what ends in the same moment goes out together.
    this.#running = new Promise<void>((resolve) => setImmediate(resolve))
      .then(() => this.#turn())
      .finally(() => {
        this.#running = undefined
        if (this.#again || this.#pending.length > 0) this.wake([])
      })
  }

  settle(settlement: Settlement): Promise<boolean> {
    if (this.#abandoned) return Promise.resolve(false)
    return new Promise((resolve) => {
      this.#pending.push({ settlement, resolve })
      this.wake([])
    })
  }

  held(): ReadonlyMap<string, TaskDoc> {
    return this.#held
  }

  pause(): void {
    this.#claiming = false
  }

  forget(taskId: string): void {
    const task = this.#held.get(taskId)
    // The row of its batch stays: it tells whoever takes over what there is to take.
    if (task) this.#drop(task, { tidy: false })
  }

  abandon(): void {
    this.#claiming = false
    this.#abandoned = true
    this.#held.clear()
    for (const { resolve } of this.#pending.splice(0)) resolve(false)
  }

  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  start(): () => Promise<void> {
    this.wake()
    const tidying = setInterval(() => void this.#tidy(), tidyMs)
    return async () => {
      this.#claiming = false
      this.#stopped = true
      clearTimeout(this.#timer)
      clearInterval(tidying)
      await this.idle()
      await this.#filing
      await this.#tidy()
    }
  }

  async #turn(): Promise<void> {
    this.#again = false
    const batch = this.#pending
    this.#pending = []
    const { database, worker, log, budgeted } = this.#options
    try {
      if (this.#inDoubt) await this.#adopt()
      const finished = batch.filter((entry) => this.#isHeld(entry)).map(({ settlement }) => settlement)
      const want = this.#claiming ? this.#options.capacity - this.#held.size + finished.length : 0
      if (batch.length === 0 && want <= 0) return this.#sleep(idlePollMs)
      const limits = this.#limitsToLookAt(batch.length > 0)
      const result = await runCycle({ database, limits, finished, want, worker: worker(), budgeted: budgeted() })
      // An agent that had to wait may be free by the next look, whoever freed it.
      if (result.waiting) this.#lookEverywhere = true
      this.#conclude(batch, result)
      if (result.claimed.length === want && want > 0) this.#again = true
      this.#sleep(result.wakeAt ? Math.min(Math.max(result.wakeAt.getTime() - Date.now(), 1), idlePollMs) : idlePollMs)
    } catch (error) {
      if (this.#abandoned) for (const { resolve } of batch) resolve(false)
      else this.#pending = [...batch, ...this.#pending]
      this.#again = this.#claiming
      this.#inDoubt = true
      this.#lookEverywhere = true
      if (!isDatabaseAway(error)) log.error({ err: error }, 'engine cycle failed; trying again')
      await pause(awayPauseMs)
    }
  }

  /** An idle loop that is told of new tasks knows that nothing else waits: it asks for those agents alone. */
  #limitsToLookAt(busy: boolean): ReadonlyMap<string, AgentLimits> {
    const all = this.#options.limits()
    const hints = [...this.#hints]
    const everywhere = this.#lookEverywhere || busy || this.#held.size > 0 || hints.length === 0
    this.#hints.clear()
    this.#lookEverywhere = false
    return everywhere ? all : new Map([...all].filter(([name]) => hints.includes(name)))
  }

  /** The task may have been forgotten, or even claimed anew, since its run ended: such a settlement writes nothing. */
  #isHeld({ settlement: { task } }: Pending): boolean {
    return this.#held.get(task._id)?.claim === task.claim
  }

  #conclude(batch: readonly Pending[], { claimed, fenced }: CycleResult): void {
    const outcomes = batch.map((entry) => ({ entry, ok: this.#isHeld(entry) && !fenced.has(entry.settlement.task._id) }))
    for (const { entry } of outcomes) if (this.#isHeld(entry)) this.#drop(entry.settlement.task)
    const written = outcomes.filter(({ ok }) => ok).map(({ entry }) => entry.settlement)
    if (written.length > 0) this.#options.onSettled?.(written)
    this.#filing = Promise.all([this.#filing, fileAway(this.#options.database, written)])
    this.#take(claimed)
    inSlices(outcomes, ({ entry, ok }) => entry.resolve(ok))
  }

  /** One batch under one claim. */
  #take(claimed: TaskDoc[]): void {
    const [first] = claimed
    if (!first?.claim) return
    for (const task of claimed) this.#held.set(task._id, task)
    this.#open.set(first.claim, claimed.length)
    this.#options.deliver(claimed)
  }

  /** Takes what a cycle claimed whose answer was lost: it is ours, and nobody else would run it while we live. */
  async #adopt(): Promise<void> {
    const { database, worker } = this.#options
    const claims = await database.collection<ClaimDoc>('claims').find({ worker: worker() }).toArray()
    for (const { _id: claim, tasks: ids } of claims) {
      if (this.#open.has(claim) || this.#ended.includes(claim)) continue
      const filter = { _id: { $in: ids }, claim, status: 'RUNNING' as const }
      this.#take(await database.collection<TaskDoc>('tasks').find(filter).toArray())
    }
    this.#inDoubt = false
  }

  #drop({ _id, claim = '' }: TaskDoc, { tidy } = { tidy: true }): void {
    this.#held.delete(_id)
    const left = (this.#open.get(claim) ?? 0) - 1
    this.#open.set(claim, left)
    if (left > 0) return
    this.#open.delete(claim)
    if (tidy) this.#ended.push(claim)
  }

  /** Rows of batches that have ended are only clutter: they go when there is time. */
  async #tidy(): Promise<void> {
    const batch = this.#ended
    this.#ended = []
    if (batch.length === 0) return
    const claims = this.#options.database.collection<ClaimDoc>('claims')
    // The database may be away: they go with the next ones.
    await claims.deleteMany({ _id: { $in: batch } }).catch(() => this.#ended.push(...batch))
  }

  #sleep(ms: number): void {
    if (this.#stopped) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.wake(), ms)
  }
}

/** A few in each turn of the event loop: the next cycle's answers from the database must not wait behind a whole batch. */
function inSlices<T>(items: readonly T[], handle: (item: T) => void): void {
  for (const item of items.slice(0, sliceSize)) handle(item)
  if (items.length > sliceSize) setImmediate(() => inSlices(items.slice(sliceSize), handle))
}
