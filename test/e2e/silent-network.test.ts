// Promise: when the network to the database swallows everything, people are told in time, tasks run elsewhere and end once, and nobody
// has to start anything again.
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { TaskDoc } from '../../server/queue/task.ts'
import { createTestDatabase } from '../support/database.ts'
import { createNetwork } from '../support/network.ts'
import { patienceMs, patient } from '../support/patience.ts'
import { createTestServers } from '../support/server.ts'
import { holder, open, reporter } from './crew.ts'

const database = createTestDatabase()
const network = await createNetwork(database.url)
const servers = createTestServers(database)
const agents = { ...reporter, ...holder('holder') }
const behind = await servers.start({ agents, database: network })
afterAll(() => network.heal())

interface Told {
  events: { type: string; subject: string }
}

const held = async (id: string) => (await database.db.collection<TaskDoc>('tasks').findOne({ _id: id })) ?? undefined

async function startHolding(name: string) {
  const gate = join(servers.folder, name)
  const id = await behind.submit({ agent: 'holder', parameters: { gate } })
  await behind.reached(id, 'RUNNING')
  return { gate, id }
}

test('what waits on connections that went silent is tried again on others', async () => {
  const { gate, id } = await startHolding('others')
  network.silenceOpen()
  const added = await behind.submit({ agent: 'reporter' })
  open(gate)
  await behind.reached(added, 'SUCCEEDED')
  await behind.reached(id, 'SUCCEEDED')
  network.heal()
})

test(
  'while nothing comes through requests are told so and tasks run elsewhere; afterwards the server goes on by itself',
  async () => {
    const { gate, id } = await startHolding('elsewhere')
    const watch = behind.subscribe<Told>('subscription { events(filter: { types: ["task.queued", "task.succeeded"] }) { type subject } }')
    const told = (type: string) => watch.received.filter(({ events }) => events.type === type && events.subject === id)
    const other = await servers.start({ role: 'worker' })
    network.silence()

    const questions = [
      'mutation { submitTask(input: { agent: "reporter", parameters: {} }) { id } }',
      '{ tasks(first: 1) { nodes { id } } }',
    ]
    for (const answer of await Promise.all(questions.map((question) => behind.ask(question))))
      expect(answer).toMatchObject({
        status: 503,
        errors: [{ extensions: { code: 'UNAVAILABLE', retryAfterSeconds: expect.any(Number) } }],
      })
    expect((await fetch(`${behind.url}/readyz`)).status).toBe(503)
    await expect.poll(() => held(id), patient).toMatchObject({ status: 'RUNNING', worker: other.worker, crashes: 1 })
    open(gate)
    await expect.poll(() => held(id), patient).toMatchObject({ status: 'SUCCEEDED' })
    network.heal()

    await watch.until(({ events }) => events.type === 'task.succeeded' && events.subject === id, 'the end that was written elsewhere')
    expect([told('task.queued').length, told('task.succeeded').length]).toEqual([1, 1])
    await other.stop()
    await behind.reached(await behind.submit({ agent: 'reporter' }), 'SUCCEEDED')
    expect((await held(id))?.attempts.map(({ outcome }) => outcome)).toEqual(['lost', 'succeeded'])
  },
  2 * patienceMs,
)
