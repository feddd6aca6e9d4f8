// Takes due deliveries and sends them: a few at a time, fewer still to the same far side, again after a pause when it failed.
// Knows nothing of how a kind of target is told; whoever dies with a delivery in hand leaves it to the others.
import type { Logger } from '../log.ts'
import type { DeliveryDoc } from '../queue/deliveries.ts'
import { retryDelayMs } from '../queue/retry-policy.ts'
import type { StoredRetry } from '../queue/task.ts'
import type { Claimed, DeliveryStore } from './delivery-store.ts'
import type { Sending } from './sending.ts'

/** For what a process left in hand when it died, and for what was not heard of. */
const idleLookMs = 15_000
const atOnce = 10
const perLane = 2
const tryMs = 10_000
const stopGraceMs = 2000
/** However patient the far side asks us to be. */
const giveUpAfterMs = 24 * 3600_000

export type Send = (delivery: DeliveryDoc, signal: AbortSignal) => Promise<Sending>

export interface DelivererOptions {
  store: DeliveryStore
  log: Logger
  retry: StoredRetry
  send: Send
  /** By the database's clock, as everything that is due. */
  now: () => number
  /** Calls back when something has become due; answers how to stop that. */
  onDue: (wake: () => void) => () => void
  tryMs?: number
  lookEveryMs?: number
}

/** Returns the function that ends it: what is on its way gets a moment, then it is left to the next process. */
export function startDeliverer(options: DelivererOptions): () => Promise<void> {
  const stopping = new AbortController()
  const running = new Map<string, { lane: string; done: Promise<void> }>()
  /** When those that failed here are due again. */
  let again: number[] = []
  let wake: () => void = () => undefined
  let stopped = false

  function fullLanes(): string[] {
    const counts = new Map<string, number>()
    for (const { lane } of running.values()) counts.set(lane, (counts.get(lane) ?? 0) + 1)
    return [...counts].filter(([, count]) => count >= perLane).map(([lane]) => lane)
  }

  async function takeDue(): Promise<void> {
    while (!stopped && running.size < atOnce) {
      const delivery = await options.store.claim(fullLanes())
      if (!delivery) return
      const done = deliver(options, { delivery, stopping: stopping.signal, expect: (moment) => again.push(moment.getTime()) })
        .catch((error: unknown) =>
          options.log.warn({ err: error, delivery: delivery._id }, 'a notification stays in hand until its lease ends'),
        )
        .finally(() => {
          running.delete(delivery.claim)
          wake()
        })
      running.set(delivery.claim, { lane: delivery.lane, done })
    }
  }

  async function work(): Promise<void> {
    while (!stopped) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      const now = options.now()
      again = again.filter((moment) => moment > now)
      await takeDue().catch((error: unknown) => options.log.debug({ err: error }, 'looking for due notifications failed; trying again'))
      if (stopped) return
      const timer = setTimeout(wake, Math.min(options.lookEveryMs ?? idleLookMs, ...again.map((moment) => moment - options.now())))
      await woken
      clearTimeout(timer)
    }
  }

  const stopListening = options.onDue(() => wake())
  const working = work()
  return async () => {
    stopped = true
    stopListening()
    wake()
    await working
    const enough = setTimeout(() => stopping.abort(), stopGraceMs)
    await Promise.all([...running.values()].map(({ done }) => done))
    clearTimeout(enough)
  }
}

interface InHand {
  delivery: Claimed
  stopping: AbortSignal
  /** It is due again at this moment. */
  expect: (moment: Date) => void
}

async function deliver(options: DelivererOptions, { delivery, stopping, expect }: InHand): Promise<void> {
  const { store, log, send } = options
  const sending = await send(delivery, AbortSignal.any([stopping, AbortSignal.timeout(options.tryMs ?? tryMs)]))
  const now = options.now()
  if (sending.kind === 'delivered') return store.delivered(delivery)
  // Cut short by our own end: no failure of the target's.
  if (stopping.aborted) return store.postpone(delivery, { dueAt: new Date(now), failures: delivery.failures })
  const next = nextTry(options.retry, { delivery, sending, now })
  if (next) {
    await store.postpone(delivery, { ...next, lastError: sending.message })
    return expect(next.dueAt)
  }
  log.warn({ task: delivery.task, kind: delivery.kind, error: sending.message, attempts: delivery.attempts }, 'a notification was given up')
  return store.gaveUp(delivery, sending.message)
}

interface Failed {
  delivery: DeliveryDoc
  sending: Exclude<Sending, { kind: 'delivered' }>
  now: number
}

function nextTry(retry: StoredRetry, { delivery, sending, now }: Failed): { dueAt: Date; failures: number } | undefined {
  const { failures, endedAt } = delivery
  if (now - endedAt.getTime() > giveUpAfterMs) return undefined
  if (sending.kind === 'postponed') return { dueAt: new Date(now + sending.retryAfterMs), failures }
  if (sending.permanent || failures + 1 >= retry.maxAttempts) return undefined
  return { dueAt: new Date(now + retryDelayMs(retry, failures + 1, { retryAfterMs: sending.retryAfterMs })), failures: failures + 1 }
}
