// What belongs to the tasks of a list is read for all of them together: a hundred cost as many database calls as ten.
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../../support/database.ts'
import { createTestServers, type TestServer } from '../../../support/server.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

const agent = (name: string) => ({
  name,
  team: 'TEST_TEAM',
  type: 'tester',
  description: 'Exists only for a test of the product.',
  execution: { kind: 'command', command: ['true'] },
})

beforeAll(async () => {
  server = await servers.start({ role: 'api', agents: { writer: agent('writer'), editor: agent('editor') } })
  const inputs = Array.from({ length: 100 }, (_, index) => ({
    agent: index % 2 === 0 ? 'writer' : 'editor',
    parameters: {},
    ...(index % 5 === 4 && { dependsOn: [`#${index}`, `#${index - 1}`] }),
  }))
  await server.gql('mutation ($inputs: [SubmitTaskInput!]!) { submitTasks(inputs: $inputs) { id } }', { inputs })
})

const query = `query ($first: Int!) { tasks(first: $first) { totalCount nodes {
  id parameters agent { name running queued circuit available health { processedPerMinute } } attempts { number } artifacts { id }
  events { type } waitingOn { code blockedBy } dependsOn { id status } dependents { id } deadLetter { id } queuePosition estimatedWaitSeconds viewerCan
} } }`

/** The reads the database did for the product meanwhile, as its own profiler saw them; not the waiting of its change stream. */
async function readsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const profile = database.db.collection<{ op: string; ns: string }>('system.profile')
  await database.db.setProfilingLevel('all')
  await work()
  await database.db.setProfilingLevel('off')
  const calls = await profile.find({ appName: 'capstan', op: { $in: ['query', 'command'] } }).toArray()
  await profile.drop()
  return calls.map(({ ns, op }) => `${ns}/${op}`).toSorted()
}

/** A server also makes rounds of its own, which only ever add to what a question costs: the cheapest of some is the question alone. */
async function readsFor(first: number): Promise<string[]> {
  const tries: string[][] = []
  for (let count = 0; count < 5; count += 1) tries.push(await readsDuring(() => server.gql(query, { first })))
  return tries.toSorted((a, b) => a.length - b.length)[0] ?? []
}

test('a hundred tasks with all that belongs to them cost exactly as many database calls as ten', async () => {
  const { tasks } = await server.gql<{ tasks: { nodes: { dependsOn: unknown[]; waitingOn: unknown[] }[] } }>(query, { first: 100 })
  expect(tasks.nodes).toHaveLength(100)
  expect(tasks.nodes.filter(({ dependsOn }) => dependsOn.length === 2)).toHaveLength(20)
  expect(tasks.nodes.every(({ waitingOn }) => waitingOn.length === 1)).toBe(true)
  const ten = await readsFor(10)
  const hundred = await readsFor(100)
  expect(ten.length).toBeGreaterThan(5)
  expect(hundred).toEqual(ten)
  expect(hundred.length).toBeLessThanOrEqual(15)
})
