// Keeps one process busy: collects finished tasks, asks for as many as can start now, and runs one cycle at a time.
// Knows nothing of Agenda or of what a task does: it hands claimed tasks to `deliver` and takes settlements back.
import { setTimeout as pause } from 'node:timers/promises'
import { CapstanError } from '../errors.ts'
import { inSlices } from '../in-slices.ts'
import type { Logger } from '../log.ts'
import { type Ahead, type Database, isDatabaseAway } from '../mongo.ts'
import type { AgentLimits } from './agent-state.ts'
import { Alarm } from './alarm.ts'
import { type StoreAndClaim, storeAndClaim } from './claim-new.ts'
import { type CycleResult, runCycleAhead } from './cycle.ts'
import { Filing } from './filing.ts'
import { HeldTasks } from './held-tasks.ts'
import { KnownAgents } from './known-agents.ts'
import { type PendingEnd, PendingEnds } from './pending-ends.ts'
import { Places } from './places.ts'
import type { Settlement } from './settlement.ts'
import type { TaskDoc } from './task.ts'
import { findUncounted, type UncountedEnds } from './uncounted-ends.ts'
import { WhereToLook } from './where-to-look.ts'

const idlePollMs = 10_000
/** While some agent has to wait: another process may have freed it. */
const waitingPollMs = 3000
/** More tasks for an agent that has to wait are news only for the next look at it. */
const crowdedPollMs = 50
const awayPauseMs = 250
const tidyMs = 1000

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

export class ClaimLoop {
  readonly #options: ClaimLoopOptions
  readonly #held: HeldTasks
  readonly #places: Places
  readonly #look = new WhereToLook()
  readonly #known = new KnownAgents()
  readonly #filing: Filing
  /** The last turn found as many tasks as it wanted: more of them wait. */
  #backlog = false
  readonly #pending = new PendingEnds()
  #claiming = true
  #abandoned = false
  #stopped = false
  #again = false
  /** Written, but not yet counted: the next turn does it. */
  #uncounted: readonly UncountedEnds[] = []
  /** A cycle failed, and may have been committed all the same. */
  #inDoubt = false
  #running: Promise<void> | undefined
  /** While what the last turn wrote is not durable yet. */
  #confirming: Promise<void> | undefined
  readonly #alarm = new Alarm(() => this.wake())

  constructor(options: ClaimLoopOptions) {
    this.#options = options
    this.#held = new HeldTasks(options.database)
    this.#places = new Places(options.capacity)
    this.#filing = new Filing(options.database)
  }

  /** Something may be claimable: look soon; only at these agents, when it is known that nothing else has changed. */
  wake(agents?: readonly string[]): void {
    if (agents) this.#look.hint(agents)
    else this.#look.everywhere()
    if (this.#stopped && this.#pending.size + this.#uncounted.length === 0) return
    if (this.#running) {
      this.#again ||= !agents?.length
      return
    }
    if (agents && this.#look.mustWait(agents)) this.#sleep(Math.min(crowdedPollMs, this.#alarm.leftMs()))
    else this.#turnSoon()
  }

  /** Stores tasks of these agents and claims in the same transaction: one commit until they run. Undefined when there is no room for them
   *  or something else is under way; then nothing was done. */
  claimWith<T>(agents: readonly string[], store: StoreAndClaim<T>): Promise<T> | undefined {
    const want = this.#places.free(this.#held.size)
    if (!this.#claiming || this.#running || this.#inDoubt || want <= 0 || this.#look.mustWait(agents)) return undefined
    this.#look.hint(agents)
    const storing = this.#storeAndClaim(store, want)
    this.#occupy(storing)
    return storing
  }

  /** Resolves true when written, false when the claim had been lost. */
  settle(settlement: Settlement): Promise<boolean> {
    if (this.#abandoned) return Promise.resolve(false)
    const written = this.#pending.add(settlement)
    this.wake([])
    return written
  }

  held(): ReadonlyMap<string, TaskDoc> {
    return this.#held.all()
  }

  /** Claims nothing new from now on; settlements still go out. */
  pause(): void {
    this.#claiming = false
  }

  resume(): void {
    this.#claiming = true
    this.wake()
  }

  /** Drops a task without writing: its claim is known to be lost. */
  forget(taskId: string): void {
    const task = this.#held.all().get(taskId)
    // The row of its batch stays: it tells whoever takes over what there is to take.
    if (task) this.#held.drop(task, { tidy: false })
  }

  /** Gives up what could not be written: nothing is held any more, and nothing will be written. */
  abandon(): void {
    this.#claiming = false
    this.#abandoned = true
    this.#held.clear()
    for (const { resolve } of this.#pending.take({ half: false })) resolve(false)
  }

  /** Resolves when no cycle is under way. */
  async idle(): Promise<void> {
    while (this.#running ?? this.#confirming) await (this.#running ?? this.#confirming)
  }

  start(): () => Promise<void> {
    this.wake()
    const tidying = setInterval(() => this.#tidy(), tidyMs)
    return async () => {
      this.#claiming = false
      this.#stopped = true
      this.#alarm.stop()
      clearInterval(tidying)
      await this.idle()
      await this.#filing.end()
      await this.#held.tidy()
    }
  }

  /** One turn of the event loop later, so that what ends in the same moment goes out together. */
  #turnSoon(): void {
    this.#alarm.stop()
    this.#occupy(new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.#turn()))
  }

  #occupy(work: Promise<unknown>): void {
    const over = () => {
      this.#running = undefined
      if (this.#again || this.#pending.size + this.#uncounted.length > 0) this.wake([])
      else if (this.#look.hints.length > 0) this.wake(this.#look.hints)
    }
    this.#running = work.then(over, over)
  }

  async #storeAndClaim<T>(store: StoreAndClaim<T>, want: number): Promise<T> {
    const { database, worker, budgeted } = this.#options
    const limits = this.#limitsToLookAt(false)
    const known = budgeted() || this.#backlog || this.#look.someWait ? undefined : this.#known
    try {
      // Here nobody has waited for the feed: a budget set just before the submission is not known otherwise.
      const { value, result } = await storeAndClaim({ database, limits, want, worker: worker(), budgeted: true, known }, store)
      if (!result) this.wake()
      else {
        this.#accept(result)
        this.#start(result.claimed)
      }
      return value
    } catch (error) {
      this.#look.everywhere()
      // What was refused has not been committed.
      if (error instanceof CapstanError) throw error
      this.#again = this.#claiming
      this.#inDoubt = true
      throw error
    }
  }

  async #turn(): Promise<void> {
    this.#again = false
    // With a backlog each half of what ends is written while what was claimed with the other one runs.
    const batch = this.#pending.take({ half: this.#backlog && !this.#confirming })
    const { database, worker, budgeted } = this.#options
    try {
      if (this.#inDoubt) await this.#adopt()
      const finished = batch.map(({ settlement }) => settlement).filter(({ task }) => this.#held.has(task))
      const want = this.#claiming ? this.#places.free(this.#held.size, finished.length) : 0
      if (batch.length + this.#uncounted.length === 0 && want <= 0) return this.#rest()
      const limits = this.#limitsToLookAt(batch.length > 0)
      await this.#filing.letGo(finished.map(({ task }) => task))
      const context = { database, worker: worker(), limits, budgeted: budgeted(), backlog: this.#backlog, known: this.#known }
      const soon = this.#claiming ? this.#places.soonFree(finished) : 0
      const ahead = await runCycleAhead({ ...context, finished, want, soon, uncounted: this.#uncounted })
      await this.#confirming
      this.#accept(ahead.value)
      this.#uncounted = ahead.value.uncounted
      this.#confirming = this.#confirm(batch, ahead)
      // With more to claim the next turn does not wait for it.
      if (!this.#backlog) await this.#confirming
    } catch (error) {
      this.#takeBack(batch, error)
      await pause(awayPauseMs)
    }
  }

  /** What was claimed starts, and whoever waits for an end hears of it, when nothing can undo it any more. */
  async #confirm(batch: readonly PendingEnd[], { value: result, durable }: Ahead<CycleResult>): Promise<void> {
    const leaving = batch.filter(({ settlement }) => this.#held.has(settlement.task)).length
    const confirmed = this.#places.confirm({ coming: result.claimed, leaving })
    try {
      await durable
      const ends = this.#conclude(batch, result)
      this.#start(result.claimed)
      inSlices(ends, ({ entry, ok }) => entry.resolve(ok))
    } catch (error) {
      for (const { _id } of result.claimed) this.forget(_id)
      this.#takeBack(batch, error)
      this.wake([])
    } finally {
      confirmed()
      this.#confirming = undefined
    }
  }

  #takeBack(batch: readonly PendingEnd[], error: unknown): void {
    if (this.#abandoned) for (const { resolve } of batch) resolve(false)
    else this.#pending.putBack(batch)
    this.#again = this.#claiming
    this.#inDoubt = true
    this.#look.everywhere()
    if (!isDatabaseAway(error)) this.#options.log.error({ err: error }, 'engine cycle failed; trying again')
  }

  /** Nothing can start here, whatever there is: the next turn with room looks everywhere. */
  #rest(): void {
    this.#look.later()
    this.#sleep(idlePollMs)
  }

  #limitsToLookAt(busy: boolean): ReadonlyMap<string, AgentLimits> {
    return this.#look.next(this.#options.limits(), { busy: busy || this.#held.size > 0 })
  }

  /** Of tasks that were forgotten meanwhile nothing has been written. */
  #conclude(batch: readonly PendingEnd[], { fenced }: CycleResult): { entry: PendingEnd; ok: boolean }[] {
    const outcomes = batch.map((entry) => ({ entry, held: this.#held.has(entry.settlement.task) }))
    for (const { entry, held } of outcomes) if (held) this.#held.drop(entry.settlement.task)
    const ends = outcomes.map(({ entry, held }) => ({ entry, ok: held && !fenced.has(entry.settlement.task._id) }))
    const written = ends.filter(({ ok }) => ok).map(({ entry }) => entry.settlement)
    if (written.length > 0) this.#options.onSettled?.(written)
    return ends
  }

  #accept({ claimed, states, waiting, wakeAt, foundAll }: CycleResult): void {
    this.#held.take(claimed)
    this.#known.note(states)
    this.#look.noteWaiting(waiting)
    this.#backlog = foundAll ?? this.#backlog
    if (foundAll) this.#again = true
    const pollMs = waiting.size > 0 ? waitingPollMs : idlePollMs
    this.#sleep(wakeAt ? Math.min(Math.max(wakeAt.getTime() - this.#options.database.now().getTime(), 1), pollMs) : pollMs)
  }

  #start(claimed: readonly TaskDoc[]): void {
    const held = claimed.filter((task) => this.#held.has(task))
    if (held.length === 0) return
    this.#options.deliver(held)
  }

  async #adopt(): Promise<void> {
    for (const claimed of await this.#held.findUnknown(this.#options.worker())) {
      this.#held.take(claimed)
      this.#start(claimed)
    }
    this.#uncounted = await findUncounted(this.#options.database, this.#options.worker())
    this.#inDoubt = false
  }

  #tidy(): void {
    void this.#held.tidy()
    void this.#filing.fileAway(this.#held.all().values())
  }

  #sleep(ms: number): void {
    if (!this.#stopped) this.#alarm.set(ms)
  }
}
