// One server and one bot over HTTP for all that comes to it from outside.
import { beforeAll } from 'vitest'
import { crew } from '../../crew.ts'
import { createBotRig, type Started } from '../../rig.ts'

const rig = createBotRig()
let started: Started | undefined

beforeAll(async () => {
  started = await rig.start({ agents: crew, slack: { mode: 'http' } })
})

/** From the first `beforeAll` of a subject on. */
export function stage(): Started {
  if (!started) throw new Error('The stage is not set yet.')
  return started
}
