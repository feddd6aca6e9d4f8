// The processes of one agent in this worker: as many as its file says, each started when it is first needed and kept. One that dies is
// started again, up to three times within ten minutes; after that the agent takes no work here until the ten minutes are over.
import { setTimeout as pause } from 'node:timers/promises'
import type { AgentConfig, ProcessRun } from '../config.ts'
import type { Masker } from '../secrets.ts'
import { type Member, type MemberEnd, startMember, type Vitals } from './member.ts'

const mostRestarts = 3
const windowMs = 10 * 60_000
const usualPausesMs = [0, 1000, 4000]

export interface PoolOptions {
  agent: AgentConfig
  run: ProcessRun
  env: Record<string, string>
  mask: Masker
  log(text: string): void
  /** It became unavailable, or available again. */
  onChange(unavailable: string | undefined): void
  now?: () => number
  /** Before the first, second and third restart. */
  pausesMs?: readonly number[] | undefined
}

export interface Pool {
  /** A process that is free; waits for one. Undefined when there is none to be had, or the signal came. */
  take(signal: AbortSignal): Promise<Member | undefined>
  giveBack(member: Member): void
  unavailable(): string | undefined
  vitals(): Vitals[]
  /** Serves who waits already, and ends each process as soon as it has nothing to do. */
  retire(): Promise<void>
  /** Ends them all. */
  stop(): Promise<void>
}

export function createPool(options: PoolOptions): Pool {
  return new ProcessPool(options)
}

class ProcessPool implements Pool {
  readonly #options: PoolOptions
  readonly #members = new Set<Member>()
  readonly #taken = new Set<Member>()
  #starting = 0
  #deaths: number[] = []
  #waiting: (() => void)[] = []
  #problem: string | undefined
  #reopening: NodeJS.Timeout | undefined
  /** Who has asked for a process and has none yet. */
  #asking = 0
  #retiring = false
  #stopped = false

  constructor(options: PoolOptions) {
    this.#options = options
  }

  async take(signal: AbortSignal): Promise<Member | undefined> {
    this.#asking++
    try {
      return await this.#find(signal)
    } finally {
      this.#asking--
      if (this.#retiring) this.#dismissIdle()
      this.#wake()
    }
  }

  async #find(signal: AbortSignal): Promise<Member | undefined> {
    for (;;) {
      if (signal.aborted || this.#stopped || this.#problem !== undefined) return undefined
      const free = [...this.#members].find((member) => this.#isFree(member))
      if (free) {
        this.#taken.add(free)
        return free
      }
      if (this.#members.size + this.#starting < this.#options.run.processes) await this.#start()
      else await this.#somethingToChange(signal)
    }
  }

  giveBack(member: Member): void {
    this.#taken.delete(member)
    if (this.#retiring) this.#dismissIdle()
    this.#wake()
  }

  unavailable(): string | undefined {
    return this.#problem
  }

  vitals(): Vitals[] {
    return [...this.#members].map((member) => member.vitals())
  }

  async retire(): Promise<void> {
    this.#retiring = true
    clearTimeout(this.#reopening)
    this.#dismissIdle()
    this.#wake()
    while (this.#members.size + this.#asking > 0) await this.#somethingToChange(new AbortController().signal)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#reopening)
    this.#wake()
    await Promise.all([...this.#members].map((member) => member.stop()))
  }

  #isFree(member: Member): boolean {
    return member.isFree() && !this.#taken.has(member)
  }

  #dismissIdle(): void {
    if (this.#asking > 0) return
    for (const member of this.#members) if (this.#isFree(member)) void member.stop()
  }

  async #start(): Promise<void> {
    this.#starting++
    try {
      const deaths = this.#recentDeaths()
      const { pausesMs = usualPausesMs } = this.#options
      if (deaths > 0) await pause(pausesMs[deaths - 1] ?? 0)
      if (this.#stopped) return
      const { agent, run, env, mask, log } = this.#options
      const start = { type: 'start' as const, agent: { ...agent, run: run.model } }
      // A program that cannot be started tells so before it is known to be a member.
      let over = false
      const onEnd = (why: MemberEnd, detail: string) => {
        over = true
        if (member) this.#members.delete(member)
        this.#mourn(why, detail)
      }
      let member: Member | undefined
      member = await startMember({ run, env, start, mask, log: (text) => log(mask(text)), onEnd })
      if (!over) this.#members.add(member)
    } finally {
      this.#starting--
      this.#wake()
    }
  }

  #recentDeaths(): number {
    const { now = Date.now } = this.#options
    this.#deaths = this.#deaths.filter((at) => at > now() - windowMs)
    return this.#deaths.length
  }

  #mourn(why: MemberEnd, detail: string): void {
    const { agent, now = Date.now, log, onChange } = this.#options
    if (why !== 'stopped' && why !== 'given-up') {
      this.#deaths.push(now())
      log(`a process of ${agent.name} is gone (${why}, ${detail})`)
      if (this.#recentDeaths() > mostRestarts) {
        this.#problem = `its process ended ${this.#deaths.length} times within ten minutes, at last ${why === 'silent' ? 'it did not answer' : detail}`
        this.#reopening = setTimeout(() => this.#reopen(), windowMs)
        onChange(this.#problem)
      }
    }
    this.#wake()
  }

  #reopen(): void {
    this.#problem = undefined
    this.#deaths = []
    this.#options.onChange(undefined)
  }

  #somethingToChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal.removeEventListener('abort', done)
        resolve()
      }
      signal.addEventListener('abort', done, { once: true })
      this.#waiting.push(done)
    })
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
