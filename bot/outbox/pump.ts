// Takes due rows in order of urgency, leases them, takes from the budgets and has them sent; writes down what became of each.
// Any number of replicas may pump the same rows: a lease is held by one, budgets are shared, and "posted" is written with its `ts`.
// A replica that dies leaves a lease that runs out; the next one posts under the same message id, by which Slack knows a repeated post.
import type { BudgetStore } from '../store/budget-store.ts'
import type { CardStore, Leased } from '../store/card-store.ts'
import { budgetKey, budgetsOf } from './budgets.ts'
import type { CardRow } from './card.ts'
import type { OutboxMetrics } from './metrics.ts'
import type { Rhythm } from './rhythm.ts'
import { type Outcome, send } from './send.ts'
import type { SlackCall } from './slack-client.ts'

export interface PumpOptions {
  cards: CardStore
  budgets: BudgetStore
  /** Undefined: the app is not installed there any more. */
  callOf(team: string): Promise<SlackCall | undefined>
  metrics: OutboxMetrics
  rhythm: Rhythm
  /** How long a row is one replica's: longer than any call may take, files included. */
  leaseMs: number
  onTrouble(error: unknown): void
  onGivenUp(row: CardRow, error: string): void
}

const mostInFlight = 12
const idleLookMs = 1000
const longestBackOffMs = 60_000
const longestTries = 200
/** A reply may be asked for before its card; after this it goes without. */
const parentWithinMs = 60_000

export class Pump {
  readonly #options: PumpOptions
  readonly #inFlight = new Map<string, Promise<void>>()
  /** Budgets that are used up, by key: until when, and from which rank on. */
  readonly #waits = new Map<string, { until: number; rank: number }>()
  #timer: NodeJS.Timeout | undefined
  #wakeAt = Number.POSITIVE_INFINITY
  #looking: Promise<void> | undefined
  /** Something came while it looked. */
  #lookAgain = false
  #stopped = true

  constructor(options: PumpOptions) {
    this.#options = options
  }

  start(): () => Promise<void> {
    this.#stopped = false
    this.wake()
    return async () => {
      this.#stopped = true
      clearTimeout(this.#timer)
      await this.#looking
      await Promise.all(this.#inFlight.values())
    }
  }

  /** Looks soon, or in so many milliseconds; the earlier of two wins. */
  wake(inMs = 0): void {
    const at = Date.now() + inMs
    if (this.#stopped || at >= this.#wakeAt) return
    clearTimeout(this.#timer)
    this.#wakeAt = at
    this.#timer = setTimeout(() => this.#tick(), inMs)
  }

  #tick(): void {
    this.#wakeAt = Number.POSITIVE_INFINITY
    this.#lookAgain = this.#looking !== undefined
    if (this.#looking) return
    this.#looking = this.#look()
      .then((inMs) => {
        this.#looking = undefined
        this.wake(this.#lookAgain ? 0 : inMs)
      })
      .catch((error: unknown) => {
        this.#looking = undefined
        this.#options.onTrouble(error)
        this.wake(idleLookMs)
      })
  }

  /** One pass over what is due. Answers when to look again. */
  async #look(): Promise<number> {
    const { cards, leaseMs } = this.#options
    const due = await cards.due(200)
    for (const row of due) {
      if (this.#stopped || this.#inFlight.size >= mostInFlight) break
      if (this.#inFlight.has(row._id) || this.#waitOf(row) > 0) continue
      const leased = await cards.lease(row._id, leaseMs)
      if (leased) await this.#begin(leased)
    }
    return this.#untilNext(due)
  }

  async #untilNext(due: CardRow[]): Promise<number> {
    const waits = due.map((row) => this.#waitOf(row)).filter((ms) => ms > 0)
    const next = await this.#options.cards.nextDue()
    const untilDue = next && next.getTime() > Date.now() ? next.getTime() - Date.now() : idleLookMs
    return Math.max(5, Math.min(idleLookMs, untilDue, ...waits))
  }

  #waitOf(row: CardRow): number {
    const now = Date.now()
    const waits = budgetsOf(row, this.#options.rhythm).map(({ key }) => {
      const wait = this.#waits.get(key)
      return wait && wait.until > now && row.rank >= wait.rank ? wait.until - now : 0
    })
    return Math.max(0, ...waits)
  }

  async #begin(row: Leased): Promise<void> {
    const { budgets, cards, rhythm } = this.#options
    const { waitMs, key } = await budgets.take(budgetsOf(row, rhythm))
    if (waitMs > 0 && key) {
      this.#waits.set(key, { until: Date.now() + waitMs, rank: row.rank })
      await cards.release(row)
      return
    }
    const work = this.#carryOut(row)
      .catch((error: unknown) => this.#options.onTrouble(error))
      .finally(() => {
        this.#inFlight.delete(row._id)
        this.wake()
      })
    this.#inFlight.set(row._id, work)
  }

  async #carryOut(row: Leased): Promise<void> {
    const { cards, callOf, metrics, rhythm } = this.#options
    const call = await callOf(row.team)
    if (!call) return this.#settle(row, { kind: 'refused', error: 'the app is not installed in this workspace' })
    const parent = row.parent ? await cards.find(row.parent) : undefined
    if (row.parent && waitsFor(row, parent)) return cards.again(row, { inMs: rhythm.parentLookMs, counts: false })
    const thread = parent?.ts ?? row.thread
    const placed = parent?.postedIn ? { ...row, postedIn: row.postedIn ?? parent.postedIn } : row
    const outcome = await send(placed, { call, thread, keepFileId: (id) => cards.keepFileId(row, id) })
    metrics.sent(row, outcome.kind)
    await this.#settle(row, outcome)
  }

  async #settle(row: Leased, outcome: Outcome): Promise<void> {
    const { cards, budgets } = this.#options
    switch (outcome.kind) {
      case 'sent':
        return row.wish.kind === 'removal' ? cards.forget(row) : cards.sent(row, outcome)
      case 'too often':
        this.#waits.set(budgetKey(row.team, outcome.method), { until: Date.now() + outcome.forMs, rank: 0 })
        await budgets.block(budgetKey(row.team, outcome.method), outcome.forMs)
        return cards.again(row, { inMs: outcome.forMs, counts: false })
      case 'lost':
        // Posted afresh once; what Slack loses again has no place there.
        return row.generation === 0 && row.wish.kind === 'message' ? cards.lost(row) : this.#giveUp(row, outcome.error)
      case 'blocks refused':
        return row.plain ? this.#giveUp(row, outcome.error) : cards.plain(row)
      case 'refused':
        return this.#giveUp(row, outcome.error)
      case 'later':
        if (row.attempts >= longestTries) return this.#giveUp(row, outcome.error)
        return cards.again(row, { inMs: backOff(row.attempts), error: outcome.error })
    }
  }

  async #giveUp(row: Leased, error: string): Promise<void> {
    if (row.wish.kind === 'removal') return this.#options.cards.forget(row)
    await this.#options.cards.giveUp(row, error)
    this.#options.onGivenUp(row, error)
  }
}

function waitsFor(row: CardRow, parent: Pick<CardRow, 'ts' | 'givenUp'> | null | undefined): boolean {
  if (parent) return !parent.ts && !parent.givenUp
  return Date.now() - row.wishedAt.getTime() < parentWithinMs
}

/** Drawn at random so that what failed together does not come back together. */
const backOff = (attempts: number) => Math.min(longestBackOffMs, 500 * 2 ** Math.min(attempts, 10)) * (0.5 + Math.random() / 2)
