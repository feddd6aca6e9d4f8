// Keeps one process busy: collects finished tasks, asks for as many as can start now, and runs one cycle at a time.
// Knows nothing of Agenda or of what a task does: it hands claimed tasks to `deliver` and takes settlements back.
import { setTimeout as pause } from 'node:timers/promises'
import { CapstanError } from '../errors.ts'
import type { Logger } from '../log.ts'
import { type Database, isDatabaseAway } from '../mongo.ts'
import type { AgentLimits } from './agent-state.ts'
import { type StoreAndClaim, storeAndClaim } from './claim-new.ts'
import { type CycleResult, runCycle } from './cycle.ts'
import { fileAway } from './filing.ts'
import { HeldTasks } from './held-tasks.ts'
import { KnownAgents } from './known-agents.ts'
import type { Settlement } from './settlement.ts'
import type { TaskDoc } from './task.ts'

const idlePollMs = 10_000
/** While some agent has to wait: another process may have freed it. */
const waitingPollMs = 3000
/** More tasks for an agent that has to wait are news only for the next look at it. */
const crowdedPollMs = 50
const awayPauseMs = 250
const tidyMs = 1000
const sliceSize = 8

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
  wake(agents?: readonly string[]): void
  /** Stores tasks of these agents and claims in the same transaction: one commit until they run. Undefined when there is no room for them
   *  or something else is under way; then nothing was done. */
  claimWith<T>(agents: readonly string[], store: StoreAndClaim<T>): Promise<T> | undefined
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
  readonly #held: HeldTasks
  readonly #hints = new Set<string>()
  #lookEverywhere = true
  /** Agents that could start nothing more when they were looked at last. */
  #waiting: ReadonlySet<string> = new Set()
  readonly #known = new KnownAgents()
  /** The last turn found as many tasks as it wanted: more of them wait. */
  #backlog = false
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
  #timerEndsAt = 0

  constructor(options: ClaimLoopOptions) {
    this.#options = options
    this.#held = new HeldTasks(options.database)
  }

  wake(agents?: readonly string[]): void {
    if (!agents) this.#lookEverywhere = true
    else for (const agent of agents) this.#hints.add(agent)
    if (this.#stopped && this.#pending.length === 0) return
    if (this.#running) {
      this.#again ||= !agents?.length
      return
    }
    if (agents && this.#mustWait(agents)) this.#sleep(Math.min(crowdedPollMs, this.#timerEndsAt - Date.now()))
    else this.#turnSoon()
  }

  claimWith<T>(agents: readonly string[], store: StoreAndClaim<T>): Promise<T> | undefined {
    const want = this.#room()
    if (!this.#claiming || this.#running || this.#inDoubt || want <= 0 || this.#mustWait(agents)) return undefined
    for (const agent of agents) this.#hints.add(agent)
    const storing = this.#storeAndClaim(store, want)
    this.#occupy(storing)
    return storing
  }

  settle(settlement: Settlement): Promise<boolean> {
    if (this.#abandoned) return Promise.resolve(false)
    return new Promise((resolve) => {
      this.#pending.push({ settlement, resolve })
      this.wake([])
    })
  }

  held(): ReadonlyMap<string, TaskDoc> {
    return this.#held.all()
  }

  pause(): void {
    this.#claiming = false
  }

  forget(taskId: string): void {
    const task = this.#held.all().get(taskId)
    // The row of its batch stays: it tells whoever takes over what there is to take.
    if (task) this.#held.drop(task, { tidy: false })
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
    const tidying = setInterval(() => void this.#held.tidy(), tidyMs)
    return async () => {
      this.#claiming = false
      this.#stopped = true
      clearTimeout(this.#timer)
      clearInterval(tidying)
      await this.idle()
      await this.#filing
      await this.#held.tidy()
    }
  }

  /** One turn of the event loop later, so that what ends in the same moment goes out together. */
  #turnSoon(): void {
    clearTimeout(this.#timer)
    this.#occupy(new Promise<void>((resolve) => setImmediate(resolve)).then(() => this.#turn()))
  }

  #occupy(work: Promise<unknown>): void {
    const over = () => {
      this.#running = undefined
      if (this.#again || this.#pending.length > 0) this.wake([])
      else if (this.#hints.size > 0) this.wake([...this.#hints])
    }
    this.#running = work.then(over, over)
  }

  #mustWait(agents: readonly string[]): boolean {
    return agents.length > 0 && agents.every((agent) => this.#waiting.has(agent))
  }

  #room(): number {
    return this.#options.capacity - this.#held.size
  }

  async #storeAndClaim<T>(store: StoreAndClaim<T>, want: number): Promise<T> {
    const { database, worker, budgeted } = this.#options
    const limits = this.#limitsToLookAt(false)
    const isUsual = !budgeted() && !this.#backlog && this.#waiting.size === 0
    const known = isUsual ? this.#known.all([...limits.keys()]) : undefined
    try {
      // Here nobody has waited for the feed: a budget set just before the submission is not known otherwise.
      const { value, result } = await storeAndClaim({ database, limits, want, worker: worker(), budgeted: true, known }, store)
      if (result) this.#accept(result, want)
      else this.wake()
      return value
    } catch (error) {
      this.#lookEverywhere = true
      // What was refused has not been committed.
      if (error instanceof CapstanError) throw error
      this.#again = this.#claiming
      this.#inDoubt = true
      throw error
    }
  }

  async #turn(): Promise<void> {
    this.#again = false
    const batch = this.#pending
    this.#pending = []
    const { database, worker, log, budgeted } = this.#options
    try {
      if (this.#inDoubt) await this.#adopt()
      const finished = batch.map(({ settlement }) => settlement).filter(({ task }) => this.#held.has(task))
      const want = this.#claiming ? this.#room() + finished.length : 0
      if (batch.length === 0 && want <= 0) return this.#rest()
      const limits = this.#limitsToLookAt(batch.length > 0)
      const result = await runCycle({ database, limits, finished, want, worker: worker(), budgeted: budgeted(), backlog: this.#backlog })
      const ends = this.#conclude(batch, result)
      this.#accept(result, want)
      inSlices(ends, ({ entry, ok }) => entry.resolve(ok))
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

  /** Nothing can start here, whatever there is: the next turn with room looks everywhere. */
  #rest(): void {
    this.#hints.clear()
    this.#lookEverywhere = true
    this.#sleep(idlePollMs)
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

  /** Of tasks that were forgotten meanwhile nothing has been written. */
  #conclude(batch: readonly Pending[], { fenced }: CycleResult): { entry: Pending; ok: boolean }[] {
    const outcomes = batch.map((entry) => ({ entry, held: this.#held.has(entry.settlement.task) }))
    for (const { entry, held } of outcomes) if (held) this.#held.drop(entry.settlement.task)
    const ends = outcomes.map(({ entry, held }) => ({ entry, ok: held && !fenced.has(entry.settlement.task._id) }))
    const written = ends.filter(({ ok }) => ok).map(({ entry }) => entry.settlement)
    if (written.length > 0) this.#options.onSettled?.(written)
    this.#filing = Promise.all([this.#filing, fileAway(this.#options.database, written)])
    return ends
  }

  #accept({ claimed, states, waiting, wakeAt }: CycleResult, want: number): void {
    this.#take(claimed)
    this.#known.note(states)
    this.#waiting = waiting
    // An agent that had to wait may be free by the next look, whoever freed it.
    if (waiting.size > 0) this.#lookEverywhere = true
    this.#backlog = claimed.length === want && want > 0
    if (this.#backlog) this.#again = true
    const pollMs = waiting.size > 0 ? waitingPollMs : idlePollMs
    this.#sleep(wakeAt ? Math.min(Math.max(wakeAt.getTime() - this.#options.database.now().getTime(), 1), pollMs) : pollMs)
  }

  #take(claimed: TaskDoc[]): void {
    if (claimed.length === 0) return
    this.#held.take(claimed)
    this.#options.deliver(claimed)
  }

  async #adopt(): Promise<void> {
    for (const claimed of await this.#held.findUnknown(this.#options.worker())) this.#take(claimed)
    this.#inDoubt = false
  }

  #sleep(ms: number): void {
    if (this.#stopped) return
    clearTimeout(this.#timer)
    this.#timerEndsAt = Date.now() + ms
    this.#timer = setTimeout(() => this.wake(), ms)
  }
}

/** A few in each turn of the event loop: the next cycle's answers from the database must not wait behind a whole batch. */
function inSlices<T>(items: readonly T[], handle: (item: T) => void): void {
  for (const item of items.slice(0, sliceSize)) handle(item)
  if (items.length > sliceSize) setImmediate(() => inSlices(items.slice(sliceSize), handle))
}
