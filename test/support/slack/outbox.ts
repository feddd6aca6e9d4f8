// Outboxes of one test file on its database, each as a replica of its own, stopped after the last test.
import { afterAll } from 'vitest'
import { createOutbox, type GivenUp, type Outbox } from '../../../bot/outbox/outbox.ts'
import type { SlackStandIn } from '../../../bot/stand-in/test-api.ts'
import { connectStore } from '../../../bot/store/mongo-store.ts'

export interface Replica extends Outbox {
  givenUp: GivenUp[]
  troubles: unknown[]
  stop(): Promise<void>
}

/** To be called at the top of a test file, after its database. */
export function createReplicas(database: { url: string }) {
  const running: Replica[] = []
  const stopAll = async () => {
    for (const replica of running.splice(0)) await replica.stop()
  }
  afterAll(stopAll)
  const start = async (slack: SlackStandIn, { starts = true } = {}): Promise<Replica> => {
    const store = await connectStore(database.url)
    const givenUp: GivenUp[] = []
    const troubles: unknown[] = []
    const outbox = await createOutbox({
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
  return { start, stopAll }
}
