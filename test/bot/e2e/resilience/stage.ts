// One server and one bot for all that goes wrong around it.
import { beforeAll } from 'vitest'
import { crew } from '../../crew.ts'
import { createBotRig, type Started } from '../../rig.ts'

export const rig = createBotRig()
let started: Started | undefined

beforeAll(async () => {
  // Slack lets an app open one socket a minute; here bots start one after the other.
  started = await rig.start({ agents: crew, slack: { rateLimits: false } })
})

/** From the first `beforeAll` of a subject on. */
export function stage(): Started {
  if (!started) throw new Error('The stage is not set yet.')
  return started
}
