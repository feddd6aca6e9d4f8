// A stand-in for Slack for one test file, closed after its last test.
import { afterAll } from 'vitest'
import { createSlackStandIn, type StandInWithPage } from '../../../bot/stand-in/stand-in.ts'
import type { StandInOptions } from '../../../bot/stand-in/test-api.ts'

export interface TestSlack {
  start(options?: StandInOptions): Promise<StandInWithPage>
}

/** To be called at the top of a test file. */
export function createTestSlack(): TestSlack {
  const started: StandInWithPage[] = []
  afterAll(async () => {
    for (const standIn of started.reverse()) await standIn.close()
  })
  return {
    start: async (options) => {
      const standIn = await createSlackStandIn(options)
      started.push(standIn)
      return standIn
    },
  }
}
