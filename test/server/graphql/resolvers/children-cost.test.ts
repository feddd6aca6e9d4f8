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
  events { type } waitingOn { code blockedBy } dependsOn { id status } dependents { id } queuePosition estimatedWaitSeconds viewerCan
} } }`

/** Where tasks and what belongs to them are; the rounds a server makes on its own go elsewhere. */
const places = ['tasks', 'agents', 'events', 'dependencies', 'artifacts.files', 'workers']

/** The reads the database did for the product meanwhile, as its own profiler saw them. */
async function readsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const profile = database.db.collection<{ op: string; ns: string }>('system.profile')
  await database.db.setProfilingLevel('all')
  await work()
  await database.db.setProfilingLevel('off')
  const namespaces = places.map((place) => `${database.name}.${place}`)
  const calls = await profile.find({ appName: 'capstan', op: { $in: ['query', 'command'] }, ns: { $in: namespaces } }).toArray()
  await profile.drop()
  return calls.map(({ ns, op }) => `${ns}/${op}`).toSorted()
}

test('a hundred tasks with all that belongs to them cost exactly as many database calls as ten', async () => {
  await server.gql(query, { first: 10 })
  const ten = await readsDuring(() => server.gql(query, { first: 10 }))
  const hundred = await readsDuring(async () => {
    const { tasks } = await server.gql<{ tasks: { nodes: { dependsOn: unknown[]; waitingOn: unknown[] }[] } }>(query, { first: 100 })
    expect(tasks.nodes).toHaveLength(100)
    expect(tasks.nodes.filter(({ dependsOn }) => dependsOn.length === 2)).toHaveLength(20)
    expect(tasks.nodes.every(({ waitingOn }) => waitingOn.length === 1)).toBe(true)
  })
  expect(ten.length).toBeGreaterThan(5)
  expect(hundred).toEqual(ten)
  expect(hundred.length).toBeLessThanOrEqual(15)
})
