// Takes due deliveries and sends them: a few at a time, fewer still to the same far side, again after a pause when it failed.
// Knows nothing of how a kind of target is told; whoever dies with a delivery in hand leaves it to the others.
import type { Logger } from '../log.ts'
import type { DeliveryDoc } from '../queue/deliveries.ts'
import { retryDelayMs } from '../queue/retry-policy.ts'
import type { StoredRetry } from '../queue/task.ts'
import type { Claimed, DeliveryStore } from './delivery-store.ts'
import type { Sending } from './sending.ts'

const idleLookMs = 5000
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
  tryMs?: number
  lookEveryMs?: number
}

/** Returns the function that ends it: what is on its way gets a moment, then it is left to the next process. */
export function startDeliverer(options: DelivererOptions): () => Promise<void> {
  const stopping = new AbortController()
  const running = new Map<string, { lane: string; done: Promise<void> }>()
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
      const done = deliver(options, delivery, stopping.signal)
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
      await takeDue().catch((error: unknown) => options.log.debug({ err: error }, 'looking for due notifications failed; trying again'))
      if (stopped) return
      const timer = setTimeout(wake, options.lookEveryMs ?? idleLookMs)
      await woken
      clearTimeout(timer)
    }
  }

  const working = work()
  return async () => {
    stopped = true
    wake()
    await working
    const enough = setTimeout(() => stopping.abort(), stopGraceMs)
    await Promise.all([...running.values()].map(({ done }) => done))
    clearTimeout(enough)
  }
}

async function deliver(options: DelivererOptions, delivery: Claimed, stopping: AbortSignal): Promise<void> {
  const { store, log, send } = options
  const sending = await send(delivery, AbortSignal.any([stopping, AbortSignal.timeout(options.tryMs ?? tryMs)]))
  if (sending.kind === 'delivered') return store.delivered(delivery)
  // Cut short by our own end: no failure of the target's.
  if (stopping.aborted) return store.postpone(delivery, { dueAt: new Date(), failures: delivery.failures })
  const next = nextTry(options.retry, delivery, sending)
  if (next) return store.postpone(delivery, { ...next, lastError: sending.message })
  log.warn({ task: delivery.task, kind: delivery.kind, error: sending.message, attempts: delivery.attempts }, 'a notification was given up')
  return store.gaveUp(delivery, sending.message)
}

function nextTry(
  retry: StoredRetry,
  { failures, endedAt }: DeliveryDoc,
  sending: Exclude<Sending, { kind: 'delivered' }>,
): { dueAt: Date; failures: number } | undefined {
  const now = Date.now()
  if (now - endedAt.getTime() > giveUpAfterMs) return undefined
  if (sending.kind === 'postponed') return { dueAt: new Date(now + sending.retryAfterMs), failures }
  if (sending.permanent || failures + 1 >= retry.maxAttempts) return undefined
  return { dueAt: new Date(now + retryDelayMs(retry, failures + 1, { retryAfterMs: sending.retryAfterMs })), failures: failures + 1 }
}
