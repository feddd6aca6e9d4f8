// Brings what people do to the bot, over HTTP or a socket: events again when they were not acknowledged, everything with a trigger once.
// Keeps a list of what Slack would complain about.
import { setTimeout as pause } from 'node:timers/promises'
import type { Delivery, Json } from './test-api.ts'

export type Kind = 'slash_commands' | 'interactive' | 'events_api'

export interface Outgoing {
  kind: Kind
  payload: Json
  retry?: { number: number; reason: string }
}

export interface Outcome {
  status: number
  acknowledged: boolean
  response: Json | undefined
  reason?: string
}

export interface DeliveryOptions {
  send(outgoing: Outgoing): Promise<Outcome>
  /** How often the next delivery is sent. */
  copies(): number
  retryAfterMs: readonly number[]
  signal: AbortSignal
}

export interface Deliveries {
  deliver(kind: Kind, payload: Json): Promise<Delivery>
  complaints(): string[]
}

export function createDeliveries({ send, copies, retryAfterMs, signal }: DeliveryOptions): Deliveries {
  const complaints: string[] = []

  async function deliver(kind: Kind, payload: Json): Promise<Delivery> {
    const began = performance.now()
    const sent = Array.from({ length: copies() }, () => send({ kind, payload }))
    const outcomes = await Promise.all(sent)
    const first = outcomes.find(({ acknowledged }) => acknowledged) ?? outcomes[0]
    const tookMs = performance.now() - began
    if (first?.acknowledged) return toDelivery(first, tookMs)
    const reason = first?.reason ?? `http_status_${first?.status ?? 0}`
    complaints.push(`${describe(kind, payload)}: ${reason}`)
    return kind === 'events_api' ? again(payload, reason, tookMs) : toDelivery(first, tookMs)
  }

  /** Slack tries an event three more times. */
  async function again(payload: Json, reason: string, tookMs: number): Promise<Delivery> {
    let last: Outcome | undefined
    for (const [index, ms] of retryAfterMs.entries()) {
      await pause(ms, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) break
      last = await send({ kind: 'events_api', payload, retry: { number: index + 1, reason: last?.reason ?? reason } })
      if (last.acknowledged) break
    }
    return toDelivery(last, tookMs)
  }

  return { deliver, complaints: () => [...complaints] }
}

function toDelivery(outcome: Outcome | undefined, tookMs: number): Delivery {
  const { status = 0, acknowledged = false, response, reason } = outcome ?? {}
  return {
    acknowledged,
    status,
    tookMs,
    ...(response ? { response } : {}),
    ...(acknowledged ? {} : { failure: reason ?? `the app answered ${status}` }),
  }
}

function describe(kind: Kind, payload: Json): string {
  const event = payload['event'] as Json | undefined
  return `${kind} ${String(payload['command'] ?? event?.['type'] ?? payload['type'] ?? '')}`
}
