// Outboxes of one test file on its database, each as a replica of its own, stopped after the last test.
import { afterAll } from 'vitest'
import { createOutbox, type GivenUp, type Outbox, type OutboxOptions } from '../../../bot/outbox/outbox.ts'
import type { SlackStandIn } from '../../../bot/stand-in/test-api.ts'
import { connectStore } from '../../../bot/store/mongo-store.ts'
import { createTestDatabase } from '../database.ts'

export interface Replica extends Outbox {
  givenUp: GivenUp[]
  troubles: unknown[]
  stop(): Promise<void>
}

/** To be called at the top of a test file, after its database. */
export function createReplicas(database: { url: string }, pace: Pick<OutboxOptions, 'minuteMs' | 'leaseMs'> = {}) {
  const running: Replica[] = []
  afterAll(async () => {
    for (const replica of running) await replica.stop()
  })
  const start = async (slack: SlackStandIn, { starts = true } = {}): Promise<Replica> => {
    const store = await connectStore(database.url)
    const givenUp: GivenUp[] = []
    const troubles: unknown[] = []
    const outbox = await createOutbox({
      ...pace,
      store,
      slackApiUrl: slack.apiUrl,
      tokenOf: async () => slack.credentials.botToken,
      onGivenUp: (given) => givenUp.push(given),
      onTrouble: (trouble) => troubles.push(trouble),
    })
    const stopPump = starts ? outbox.start() : async () => {}
    let stopped: Promise<void> | undefined
    const stop = async () => {
      await stopPump()
      await store.close()
    }
    const replica = { ...outbox, givenUp, troubles, stop: () => (stopped ??= stop()) }
    running.push(replica)
    return replica
  }
  return { start }
}

/** A database with outboxes on it, for one test. To be called at the top of a test file. */
export function createLab(pace: Pick<OutboxOptions, 'minuteMs' | 'leaseMs'> = {}) {
  const database = createTestDatabase()
  return { database, start: createReplicas(database, pace).start }
}
