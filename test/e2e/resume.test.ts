// Readers of the event log go on where they stopped: over a dropped socket, a restarted server, on any server of an installation.
import { join } from 'node:path'
import { ObjectId } from 'mongodb'
import { beforeAll, expect, test } from 'vitest'
import type { Subscription } from '../support/api-client.ts'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { holder, open, reporter } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
/** One only answers, the other does the work: either can stop without the other. */
let front: TestServer
let worker: TestServer

beforeAll(async () => {
  worker = await servers.start({ agents: { ...reporter, ...holder('holder') } })
  front = await servers.start({ role: 'api' })
})

interface EventMessage {
  events: { cursor: string; type: string; subject: string }
}

interface Update {
  taskUpdated: { cursor: string; event: { id: string; type: string } | null; task: { status: string } }
}

async function newest(server: TestServer): Promise<string> {
  const { events } = await server.gql<{ events: { nodes: { cursor: string }[] } }>('{ events(first: 1) { nodes { cursor } } }')
  return events.nodes[0]!.cursor
}

function follow(server: TestServer, after: string): Subscription<EventMessage> {
  const query = 'subscription ($after: String) { events(after: $after, filter: { agent: "reporter" }) { cursor type subject } }'
  return server.subscribe(query, { after })
}

function followTask(server: TestServer, id: string, after?: string): Subscription<Update> {
  const query =
    'subscription ($id: ID!, $after: String) { taskUpdated(id: $id, after: $after) { cursor event { id type } task { status } } }'
  return server.subscribe(query, { id, ...(after && { after }) })
}

async function submitFive(server: TestServer): Promise<string[]> {
  const inputs = Array.from({ length: 5 }, () => ({ agent: 'reporter', parameters: {} }))
  const { submitTasks } = await server.gql<{ submitTasks: { id: string }[] }>(
    'mutation ($inputs: [SubmitTaskInput!]!) { submitTasks(inputs: $inputs) { id } }',
    { inputs },
  )
  return submitTasks.map(({ id }) => id)
}

const endOf =
  (id: string) =>
  ({ events }: EventMessage) =>
    events.subject === id && events.type === 'task.succeeded'

async function allEnded(watch: Subscription<EventMessage>, ids: readonly string[]): Promise<void> {
  for (const id of ids) await watch.until(endOf(id), `the end of ${id}`)
}

async function logged(ids: readonly string[]): Promise<string[]> {
  const rows = await database.db
    .collection('events')
    .find({ subject: { $in: [...ids] } })
    .sort({ _id: 1 })
    .toArray()
  return rows.map(({ _id }) => _id.toString())
}

function expectExactly(watches: readonly Subscription<EventMessage>[], cursors: readonly string[]): void {
  const seen = watches.flatMap(({ received }) => received.map(({ events }) => events.cursor))
  expect(new Set(seen).size, 'no event twice').toBe(seen.length)
  expect(seen.toSorted()).toEqual([...cursors].sort())
}

const cursorsOf = (watch: Subscription<EventMessage>) => watch.received.map(({ events }) => events.cursor)

test('a reader whose socket was cut goes on after its last event: none is missing, none comes twice', async () => {
  const before = follow(front, await newest(front))
  const early = await submitFive(front)
  await before.until(endOf(early[0]!), 'a first end')
  before.drop()
  await before.ended
  const late = await submitFive(front)
  const after = follow(front, cursorsOf(before).at(-1)!)
  for (const id of [...early, ...late]) if (!before.received.some(endOf(id))) await after.until(endOf(id), `the end of ${id}`)
  expectExactly([before, after], await logged([...early, ...late]))
})

test('a reader goes on over the restart of its server, with what happened meanwhile on another', async () => {
  const before = follow(front, await newest(front))
  const early = await submitFive(front)
  await allEnded(before, early)
  await before.close()
  await front.stop()
  const meanwhile = await submitFive(worker)
  for (const id of meanwhile) await worker.reached(id, 'SUCCEEDED')
  front = await servers.start({ role: 'api' })
  const after = follow(front, cursorsOf(before).at(-1)!)
  await allEnded(after, meanwhile)
  const late = await submitFive(front)
  await allEnded(after, late)
  expectExactly([before, after], await logged([...early, ...meanwhile, ...late]))
  await after.close()
})

test('the news of one task go on over a cut socket and over a restart, without repeating one', async () => {
  const gate = join(servers.folder, 'resume-gate')
  const start = join(servers.folder, 'start-gate')
  const before = await front.submit({ agent: 'holder', parameters: { gate: start } })
  const id = await front.submit({ agent: 'holder', parameters: { gate }, dependsOn: [before] })
  const first = followTask(front, id)
  await first.until(({ taskUpdated }) => taskUpdated.event === null, 'the task as found')
  open(start)
  await first.until(({ taskUpdated }) => taskUpdated.event?.type === 'task.queued', 'the first news')
  first.drop()
  await first.ended
  const second = followTask(front, id, first.received.at(-1)!.taskUpdated.cursor)
  if (!first.received.some(({ taskUpdated }) => taskUpdated.event?.type === 'task.started')) {
    await second.until(({ taskUpdated }) => taskUpdated.event?.type === 'task.started', 'its start')
  }
  await second.close()
  await front.stop()
  open(gate)
  await worker.reached(id, 'SUCCEEDED')
  front = await servers.start({ role: 'api' })
  const last = [...first.received, ...second.received].at(-1)!.taskUpdated.cursor
  const third = followTask(front, id, last)
  await third.until(({ taskUpdated }) => taskUpdated.event?.type === 'task.succeeded', 'its end')
  const types = [first, second, third].flatMap(({ received }) => received).flatMap(({ taskUpdated }) => taskUpdated.event?.type ?? [])
  // The first one is not news but the task as found.
  const rows = await database.db.collection('events').find({ subject: id }).sort({ _id: 1 }).toArray()
  const known = rows.map(({ type }) => String(type))
  expect(types).toEqual(known.slice(known.length - types.length))
  // That it is blocked may be news, too, or known from the task as found.
  expect(types.filter((type) => type !== 'task.blocked').slice(0, 2)).toEqual(['task.queued', 'task.started'])
})

test('a task that one server takes is seen live on the other, and the one with the worker runs it', async () => {
  const watch = follow(worker, await newest(worker))
  const id = await front.submit({ agent: 'reporter' })
  await watch.until(({ events }) => events.subject === id && events.type === 'task.queued', `news of ${id} on the other server`)
  await watch.until(endOf(id), `the end of ${id} on the other server`)
  const { task } = await front.gql<{ task: { attempts: { worker: string }[] } }>(
    'query ($id: ID!) { task(id: $id) { attempts { worker } } }',
    { id },
  )
  expect(task.attempts.map(({ worker: name }) => name)).toEqual([worker.worker])
})

test.each(['yesterday', 'zzzzzzzzzzzzzzzzzzzzzzzz', '{"$gt":""}'])('a cursor that never was one is refused: %s', async (after) => {
  const watch = follow(front, after)
  await watch.ended
  expect(watch.errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED', violations: [{ path: 'after' }] } }])
  expect(watch.received).toEqual([])
})

test('the log is also read backwards, page by page, by type and by what it is about', async () => {
  const id = await front.submit({ agent: 'reporter' })
  await front.reached(id, 'SUCCEEDED')
  type Page = { events: { nodes: { type: string; subject: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
  const read = async (filter: object, after?: string) => {
    const query = `query ($filter: EventFilter, $after: String) {
      events(filter: $filter, first: 1, after: $after) { nodes { type subject } pageInfo { hasNextPage endCursor } }
    }`
    return (await front.gql<Page>(query, { filter, after })).events
  }
  const filter = { subjects: [id], types: ['task.s*'] }
  const last = await read(filter)
  expect(last).toMatchObject({ nodes: [{ type: 'task.succeeded', subject: id }], pageInfo: { hasNextPage: true } })
  const before = await read(filter, last.pageInfo.endCursor)
  expect(before).toMatchObject({ nodes: [{ type: 'task.started', subject: id }], pageInfo: { hasNextPage: false } })
  expect((await read({ subjects: [id], types: ['task.'] })).nodes).toEqual([])
  expect((await front.refusal('{ events(after: "yesterday") { nodes { id } } }')).extensions).toMatchObject({
    violations: [{ path: 'after' }],
  })
})

test('a reader whose cursor is unknown is told that something was missed, and then gets what is new', async () => {
  const watch = follow(front, 'ffffffffffffffffffffffff')
  await watch.until(({ events }) => events.type === 'feed.gap', 'word of the gap')
  const id = await front.submit({ agent: 'reporter' })
  await watch.until(endOf(id), `the end of ${id}`)
  expect(watch.received.filter(({ events }) => events.type === 'feed.gap')).toHaveLength(1)
})

test('a reader whose cursor has aged out of history is told that something was missed', async () => {
  const id = await front.submit({ agent: 'reporter' })
  await front.reached(id, 'SUCCEEDED')
  const cursor = await newest(front)
  await front.stop()
  await database.db.collection('events').deleteMany({ subject: id })
  front = await servers.start({ role: 'api' })
  const { events } = await front.gql<{ events: { nodes: { cursor: string }[] } }>('{ events(first: 100) { nodes { cursor } } }')
  expect(events.nodes.map((event) => event.cursor)).not.toContain(cursor)
  const watch = follow(front, cursor)
  await watch.until(({ events: event }) => event.type === 'feed.gap', 'word of the gap')
})

test('a reader goes on after an event of a machine whose clock is an hour ahead', async () => {
  const _id = new ObjectId(ObjectId.generate(Math.floor(Date.now() / 1000) + 3600))
  const said = { type: 'event.published', workspace: 'default', subject: 'early', at: new Date(), payload: {} }
  await database.db.collection('events').insertOne({ _id, ...said })
  const later = await submitFive(worker)
  for (const id of later) await worker.reached(id, 'SUCCEEDED')
  // Started only now, so that it has to search the log for that event.
  const fresh = await servers.start({ role: 'api' })
  await allEnded(follow(fresh, _id.toHexString()), later)
})
