// One server, one bot and one Slack for all that is tried from chat; every subject has channels and people of its own.
import { beforeAll } from 'vitest'
import { crew } from '../../crew.ts'
import { createBotRig, linkPerson, type Started } from '../../rig.ts'
import { settableClock } from './settable-clock.ts'

const rooms = ['work', 'ways', 'dead', 'crew', 'plans', 'runs', 'homes', 'alarms', 'nights'].flatMap((name) => [name, `${name}-ops`])
const channels = [...rooms.map((name) => ({ name })), { name: 'closed', bot: false }]
const names = ['ann', 'ben', 'amy', 'bob', 'dora', 'cora', 'sam', 'wim', 'bea', 'dan', 'hana', 'una', 'al', 'nia', 'noa', 'eve']
/** So many that none of them types more than one person may in a minute. */
export const typists = 4
const people = [...names, ...Array.from({ length: typists }, (_, index) => `typist${index}`)].map((name) => ({
  name,
  timeZone: 'Europe/Berlin',
}))

const rig = createBotRig()
let started: Started | undefined

export const clock = settableClock()

beforeAll(async () => {
  started = await rig.start({ agents: crew, slack: { channels, people }, clock })
  await linkPerson(started, 'eve', { role: 'VIEWER' })
})

/** As if the time to decide a request had run out just now. */
export async function runOutOfTime(request: string): Promise<void> {
  const { db } = rig.database
  const before = new Date(Date.now() - 1)
  await db.collection<{ _id: string }>('requests').updateOne({ _id: request }, { $set: { expiresAt: before } })
  await db.collection<{ _id: string }>('timers').updateOne({ _id: request }, { $set: { at: before } })
}

/** From the first `beforeAll` of a subject on. */
export function stage(): Started {
  if (!started) throw new Error('The stage is not set yet.')
  return started
}
