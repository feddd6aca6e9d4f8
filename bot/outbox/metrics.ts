// What the outbox tells about itself, for Prometheus: how much waits, how long, what was sent and what became of it.
import { Counter, Gauge, type Registry } from 'prom-client'
import { type CardRow, urgencies } from './card.ts'
import type { OutboxStats } from './outbox.ts'

export interface OutboxMetrics {
  sent(row: CardRow, outcome: string): void
}

export function createOutboxMetrics(registry: Registry, stats: () => Promise<OutboxStats>): OutboxMetrics {
  const registers = [registry]
  const sent = new Counter({
    name: 'capstan_bot_sent_total',
    help: 'What the bot sent to Slack, by kind, urgency and what became of it.',
    labelNames: ['kind', 'urgency', 'outcome'],
    registers,
  })
  const pending = new Gauge({ name: 'capstan_bot_outbox_pending', help: 'Messages that wait to be sent.', registers })
  const givenUp = new Gauge({ name: 'capstan_bot_outbox_given_up', help: 'Messages that Slack refused for good.', registers })
  new Gauge({
    name: 'capstan_bot_outbox_lag_seconds',
    help: 'How long the oldest message that waits has waited.',
    registers,
    async collect() {
      const now = await stats()
      this.set(now.lagSeconds)
      pending.set(now.pending)
      givenUp.set(now.givenUp)
    },
  })
  return {
    sent: ({ wish, rank }, outcome) => sent.inc({ kind: wish.kind, urgency: urgencies[rank] ?? 'progress', outcome }),
  }
}
