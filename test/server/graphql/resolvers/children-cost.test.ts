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

interface Call {
  op: string
  ns: string
  command: { aggregate?: string; getMore?: unknown; hello?: unknown }
}

/** What the database did for the product meanwhile, as its own profiler saw it; the product's own rounds left out. */
async function callsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const profile = database.db.collection<Call>('system.profile')
  await database.db.setProfilingLevel('all')
  await work()
  await database.db.setProfilingLevel('off')
  const rows = await profile.find({ appName: 'capstan' }).toArray()
  await profile.drop()
  const rounds = [`${database.name}.events/getmore`, `${database.name}.workspaces/query`, `${database.name}.workers/update`]
  return rows.map(({ ns, op }) => `${ns}/${op}`).filter((call) => !rounds.includes(call))
}

test('a hundred tasks with all that belongs to them cost exactly as many database calls as ten', async () => {
  await server.gql(query, { first: 10 })
  const ten = await callsDuring(() => server.gql(query, { first: 10 }))
  const hundred = await callsDuring(async () => {
    const { tasks } = await server.gql<{ tasks: { nodes: { dependsOn: unknown[]; waitingOn: unknown[] }[] } }>(query, { first: 100 })
    expect(tasks.nodes).toHaveLength(100)
    expect(tasks.nodes.filter(({ dependsOn }) => dependsOn.length === 2)).toHaveLength(20)
    expect(tasks.nodes.every(({ waitingOn }) => waitingOn.length === 1)).toBe(true)
  })
  expect(ten.length).toBeGreaterThan(5)
  expect(hundred.toSorted()).toEqual(ten.toSorted())
  expect(hundred.length).toBeLessThanOrEqual(15)
})
