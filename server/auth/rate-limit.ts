// How many operations a key or person may ask for: a minute, an hour and a second, over all servers together. A server counts for itself
// and tells the others a little later, so that no request waits for the database but the first of a minute and those of a burst.
import { CapstanError } from '../errors.ts'
import type { Database } from '../mongo.ts'
import { createCounter } from './limit-store.ts'
import type { Viewer, ViewerRole } from './viewer.ts'

export interface Limits {
  minute: number
  hour: number
  second: number
}

export const usualLimits: Limits = { minute: 100, hour: 1000, second: 20 }

export interface Standing {
  limit: number
  remaining: number
  resetSeconds: number
}

export interface RateLimiter {
  /** Undefined for who has no limit. Throws RATE_LIMITED, with the standing as its `standing`, when nothing is left. */
  take(viewer: Viewer): Promise<Standing | undefined>
  start(): () => void
}

export class RateLimited extends CapstanError {
  readonly standing: Standing

  constructor(standing: Standing, span: string) {
    const retryAfterSeconds = Math.max(1, standing.resetSeconds)
    super('RATE_LIMITED', `Expected at most ${standing.limit} operations ${span}. Try again in ${retryAfterSeconds} s.`, {
      retryAfterSeconds,
    })
    this.standing = standing
  }
}

const spans = [
  { name: 'minute', seconds: 60, words: 'a minute' },
  { name: 'hour', seconds: 3600, words: 'an hour' },
  { name: 'second', seconds: 1, words: 'a second' },
] as const
/** The others are told of every twentieth part of a limit, or of every fifth operation; a server runs ahead of them twice as far at most. */
const toldParts = 20
const fewestTold = 5
const tellEveryMs = 1000
/** The first request of a minute waits this long for what other servers have counted, and then goes by its own count. */
const patienceMs = 250
const mostKeys = 20_000

export interface RateLimiterOptions {
  database: Pick<Database, 'client' | 'db'>
  /** Other limits than the usual ones. */
  byRole?: Partial<Record<ViewerRole, Limits>>
  now?: () => number
}

export function createRateLimiter({ database, byRole = {}, now = Date.now }: RateLimiterOptions): RateLimiter {
  const counters = spans.map((span) => createCounter(database, { ...span, points: Number.MAX_SAFE_INTEGER }))
  let known = new Map<string, Tally[]>()

  function talliesOf(viewer: Viewer): Tally[] {
    const key = viewer.keyId ? `key:${viewer.keyId}` : `user:${viewer.id}${viewer.id === 'anonymous' ? `@${viewer.address}` : ''}`
    const tallies = known.get(key)
    if (tallies) return tallies
    if (known.size >= mostKeys) known = new Map()
    const fresh = spans.map((span, index) => {
      const tell = async (points: number) => counters[index]?.penalty(key, points)
      return new Tally({ tell, durationMs: span.seconds * 1000, eager: span.seconds > 1, now })
    })
    known.set(key, fresh)
    return fresh
  }

  return {
    async take(viewer) {
      if (viewer.allowance === 'unlimited') return undefined
      const limits = limitsOf(viewer, byRole)
      const tallies = talliesOf(viewer)
      refuseIfOver(tallies, limits, 1)
      const news = tallies.flatMap((tally, index) => tally.add(limits[spans[index]?.name ?? 'minute']) ?? [])
      if (news.length > 0) {
        await within(patienceMs, Promise.all(news))
        refuseIfOver(tallies, limits, 0)
      }
      return tightest(tallies, limits)
    },
    start() {
      const timer = setInterval(() => {
        for (const tallies of known.values()) for (const tally of tallies.slice(0, 2)) void tally.tellOthers()
      }, tellEveryMs)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}

/** What a key may do an hour and a second goes with what it may do a minute. */
function limitsOf({ allowance, role }: Viewer, byRole: Partial<Record<ViewerRole, Limits>>): Limits {
  if (typeof allowance !== 'number') return byRole[role] ?? usualLimits
  return { minute: allowance, hour: allowance * 10, second: Math.max(1, Math.min(allowance, Math.ceil(allowance / 5))) }
}

function refuseIfOver(tallies: readonly Tally[], limits: Limits, more: number): void {
  spans.forEach(({ name, words }, index) => {
    const tally = tallies[index]
    if (tally && tally.count() + more > limits[name]) throw new RateLimited(standingOf(tally, limits[name]), words)
  })
}

/** Of a minute and an hour; a second is too short to be told of. */
function tightest([ofMinute, ofHour]: readonly Tally[], limits: Limits): Standing | undefined {
  if (!ofMinute || !ofHour) return undefined
  const [minute, hour] = [standingOf(ofMinute, limits.minute), standingOf(ofHour, limits.hour)]
  return hour.remaining < minute.remaining ? hour : minute
}

function standingOf(tally: Tally, limit: number): Standing {
  return { limit, remaining: Math.max(0, limit - tally.count()), resetSeconds: Math.ceil(tally.msLeft() / 1000) }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, ms)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}

interface TallyOptions {
  /** Adds points to the shared count; answers what that is now. */
  tell: (points: number) => Promise<{ consumedPoints: number; msBeforeNext: number } | undefined>
  durationMs: number
  /** Whether the first one of a window asks what others have counted. */
  eager: boolean
  now: () => number
}

/** What was asked for in one span of time, as far as this server knows. */
class Tally {
  readonly #options: TallyOptions
  #shared = 0
  #untold = 0
  #endsAt = 0
  #telling: Promise<void> | undefined

  constructor(options: TallyOptions) {
    this.#options = options
  }

  count(): number {
    this.#turn()
    return this.#shared + this.#untold
  }

  msLeft(): number {
    return Math.max(0, this.#endsAt - this.#options.now())
  }

  /** Something to wait for when nothing is known yet of what others have counted, or too little. */
  add(limit: number): Promise<void> | undefined {
    this.#turn()
    const first = this.#shared + this.#untold === 0
    this.#untold += 1
    if (first && this.#options.eager) return this.tellOthers()
    const tellFrom = Math.max(fewestTold, Math.ceil(limit / toldParts))
    if (this.#untold >= 2 * tellFrom) return this.#catchUp(2 * tellFrom)
    if (this.#untold >= tellFrom) void this.tellOthers()
    return undefined
  }

  tellOthers(): Promise<void> {
    if (!this.#telling && this.#untold > 0 && this.msLeft() > 0) {
      this.#telling = this.#tell().finally(() => {
        this.#telling = undefined
      })
    }
    return this.#telling ?? Promise.resolve()
  }

  /** What was untold while others were being told comes after them. */
  async #catchUp(most: number): Promise<void> {
    await this.tellOthers()
    if (this.#untold >= most) await this.tellOthers()
  }

  async #tell(): Promise<void> {
    const { tell, now } = this.#options
    const points = this.#untold
    const window = this.#endsAt
    this.#untold = 0
    this.#shared += points
    // With the database away, and even the memory beside it, our own count still holds.
    const answer = await tell(points).catch(() => undefined)
    if (!answer || this.#endsAt !== window) return
    this.#shared = Math.max(this.#shared, answer.consumedPoints)
    this.#endsAt = now() + answer.msBeforeNext
  }

  #turn(): void {
    const { now, durationMs } = this.#options
    if (now() < this.#endsAt) return
    this.#shared = 0
    this.#untold = 0
    this.#endsAt = now() + durationMs
  }
}
