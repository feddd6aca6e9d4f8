// Lists of tasks: pages, filters, order, counts. Nothing runs here, so that what is listed stays as it is.
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createPerson } from '../support/people.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { commandAgent } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

beforeAll(async () => {
  const agents = { ...commandAgent('writer', ''), ...commandAgent('editor', ''), ...commandAgent('coder', '', { team: 'CODE_TEAM' }) }
  server = await servers.start({ role: 'api', agents })
})

type Input = { [key: string]: unknown }

async function submitAll(inputs: readonly Input[]): Promise<string[]> {
  const ids: string[] = []
  for (let start = 0; start < inputs.length; start += 100) {
    const { submitTasks } = await server.gql<{ submitTasks: { id: string }[] }>(
      'mutation ($inputs: [SubmitTaskInput!]!) { submitTasks(inputs: $inputs) { id } }',
      { inputs: inputs.slice(start, start + 100).map((input) => ({ agent: 'writer', parameters: {}, ...input })) },
    )
    ids.push(...submitTasks.map(({ id }) => id))
  }
  return ids
}

interface Page {
  nodes: { id: string }[]
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null }
  totalCount: number
  totalCountIsExact: boolean
}

const listQuery = `query ($filter: TaskFilter, $sort: TaskSort, $first: Int, $after: String) {
  tasks(filter: $filter, sort: $sort, first: $first, after: $after) {
    nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount totalCountIsExact
  }
}`

async function page(variables: { [key: string]: unknown }): Promise<Page> {
  return (await server.gql<{ tasks: Page }>(listQuery, variables)).tasks
}

const idsOf = ({ nodes }: Page) => nodes.map(({ id }) => id)

test('pages run through 250 tasks once each, newest first, while new ones arrive', async () => {
  const ids = await submitAll(Array.from({ length: 250 }, () => ({ tags: ['many'] })))
  const seen: string[] = []
  let after: string | null = null
  do {
    const rows: Page = await page({ filter: { tag: 'many' }, first: 60, after })
    expect(rows.pageInfo.hasPreviousPage).toBe(after !== null)
    seen.push(...idsOf(rows))
    after = rows.pageInfo.hasNextPage ? rows.pageInfo.endCursor : null
    await submitAll([{ tags: ['many'] }])
  } while (after)
  expect(seen).toEqual(ids.toReversed())
})

test('a cursor fits only the list, filter and order it came from', async () => {
  await submitAll([{ tags: ['sealed'] }, { tags: ['sealed'] }])
  const { pageInfo } = await page({ filter: { tag: 'sealed' }, first: 1 })
  const after = pageInfo.endCursor
  const { events } = await server.gql<{ events: { pageInfo: { endCursor: string } } }>('{ events(first: 1) { pageInfo { endCursor } } }')
  const others = [
    { after },
    { filter: { tag: 'other' }, after },
    { filter: { tag: 'sealed' }, sort: { field: 'PRIORITY' }, after },
    { filter: { tag: 'sealed' }, after: `x${after}` },
    { filter: { tag: 'sealed' }, after: events.pageInfo.endCursor },
  ]
  for (const variables of others) {
    expect((await server.refusal(listQuery, variables)).extensions).toMatchObject({
      code: 'VALIDATION_FAILED',
      violations: [{ path: 'after' }],
    })
  }
  expect(idsOf(await page({ filter: { tag: 'sealed' }, first: 1, after }))).toHaveLength(1)
})

test.each([0, -1, 101])('a page of %i rows is refused', async (first) => {
  expect((await server.refusal(listQuery, { first })).extensions).toMatchObject({
    code: 'VALIDATION_FAILED',
    violations: [{ path: 'first' }],
  })
})

test('each filter finds its tasks and no others, alone and together', async () => {
  const tomorrow = new Date(Date.now() + 86_400_000)
  const [plain, urgent, later, code, edited] = await submitAll([
    { tags: ['sieve'] },
    { tags: ['Sieve', 'Red Alert'], priority: 'CRITICAL' },
    { tags: ['sieve'], runAt: tomorrow },
    { tags: ['sieve'], agent: 'coder' },
    { tags: ['sieve'], agent: 'editor', priority: 'LOW' },
  ])
  await server.gql('mutation ($id: ID!) { cancelTask(id: $id, reason: "Overtaken by zeppelins") { id } }', { id: plain })
  const found = async (filter: Input) => idsOf(await page({ filter: { tag: 'sieve', ...filter } })).toSorted()
  const expectFound = async (filter: Input, ids: (string | undefined)[]) =>
    expect(await found(filter), JSON.stringify(filter)).toEqual(ids.toSorted())
  await expectFound({}, [plain, urgent, later, code, edited])
  await expectFound({ agent: 'coder' }, [code])
  await expectFound({ agents: ['coder', 'editor'] }, [code, edited])
  await expectFound({ agent: 'coder', agents: ['editor'] }, [code, edited])
  await expectFound({ team: 'CODE_TEAM' }, [code])
  await expectFound({ team: 'NO_TEAM' }, [])
  await expectFound({ status: ['QUEUED'] }, [urgent, code, edited])
  await expectFound({ status: ['SCHEDULED', 'CANCELLED'] }, [later, plain])
  await expectFound({ status: ['RUNNING'] }, [])
  await expectFound({ priority: ['CRITICAL', 'LOW'] }, [urgent, edited])
  await expectFound({ tag: 'red alert' }, [urgent])
  await expectFound({ submittedBy: 'admin', status: ['CANCELLED'] }, [plain])
  await expectFound({ submittedBy: 'nobody' }, [])
  await expectFound({ text: 'zeppelin' }, [plain])
  await expectFound({ text: 'RED AL' }, [urgent])
  await expectFound({ text: String(code) }, [code])
  await expectFound({ text: '.*' }, [])
  await expectFound({ team: 'CODE_TEAM', priority: ['LOW'] }, [])
  expect((await server.refusal(listQuery, { filter: { workspace: 'elsewhere' } })).extensions.code).toBe('FORBIDDEN')
})

test('a time range holds what was submitted at its start, and not what was submitted at its end', async () => {
  const ids: string[] = []
  const moments: string[] = []
  for (let count = 0; count < 3; count += 1) {
    const { submitTask } = await server.gql<{ submitTask: { id: string; createdAt: string } }>(
      'mutation { submitTask(input: { agent: "writer", parameters: {}, tags: ["timed"] }) { id createdAt } }',
    )
    ids.push(submitTask.id)
    moments.push(submitTask.createdAt)
  }
  const found = async (filter: Input) =>
    idsOf(await page({ filter: { tag: 'timed', ...filter }, sort: { field: 'CREATED', direction: 'ASC' } }))
  expect(await found({ since: moments[1] })).toEqual(ids.slice(1))
  expect(await found({ until: moments[1] })).toEqual(ids.slice(0, 1))
  expect(await found({ since: moments[1], until: moments[2] })).toEqual([ids[1]])
})

test('sorted by priority it is critical first, then by urgency, then by age; the other way round the reverse; over pages too', async () => {
  const [low, normal, high2, high8, critical, normal2] = await submitAll([
    { tags: ['ranked'], priority: 'LOW' },
    { tags: ['ranked'] },
    { tags: ['ranked'], priority: 'HIGH', urgency: 2 },
    { tags: ['ranked'], priority: 'HIGH', urgency: 8 },
    { tags: ['ranked'], priority: 'CRITICAL', urgency: 0 },
    { tags: ['ranked'] },
  ])
  const expected = [critical, high8, high2, normal, normal2, low]
  const filter = { tag: 'ranked' }
  const first = await page({ filter, sort: { field: 'PRIORITY' }, first: 4 })
  const rest = await page({ filter, sort: { field: 'PRIORITY' }, first: 4, after: first.pageInfo.endCursor })
  expect([...idsOf(first), ...idsOf(rest)]).toEqual(expected)
  expect(idsOf(await page({ filter, sort: { field: 'PRIORITY', direction: 'ASC' } }))).toEqual(expected.toReversed())
})

test('facets count by state, level and agent over everything the filter matches', async () => {
  const [first] = await submitAll([
    ...Array.from({ length: 3 }, () => ({ tags: ['faceted'] })),
    { tags: ['faceted'], agent: 'coder', priority: 'HIGH' },
  ])
  await server.gql('mutation ($id: ID!) { cancelTask(id: $id) { id } }', { id: first })
  const { tasks } = await server.gql<{ tasks: { totalCount: number; facets: { [facet: string]: { value: string; count: number }[] } } }>(
    `{ tasks(filter: { tag: "faceted" }, first: 1) {
      totalCount facets { status { value count } priority { value count } agent { value count } }
    } }`,
  )
  expect(tasks.totalCount).toBe(4)
  expect(tasks.facets).toEqual({
    status: [
      { value: 'QUEUED', count: 3 },
      { value: 'CANCELLED', count: 1 },
    ],
    priority: [
      { value: 'NORMAL', count: 3 },
      { value: 'HIGH', count: 1 },
    ],
    agent: [
      { value: 'writer', count: 3 },
      { value: 'coder', count: 1 },
    ],
  })
})

test('people are found by id, email address and name, teams by the word people say', async () => {
  const ann = await createPerson(server, { name: 'Ann', role: 'USER' })
  const answer = await ann.gql<{ submitTask: { id: string } }>(
    'mutation { submitTask(input: { agent: "coder", parameters: {}, tags: ["found"] }) { id } }',
  )
  await submitAll([{ tags: ['found'] }])
  for (const submittedBy of [ann.id, 'ann@example.com', 'Ann', 'ANN'])
    expect(idsOf(await page({ filter: { tag: 'found', submittedBy } })), submittedBy).toEqual([answer.submitTask.id])
  expect(idsOf(await page({ filter: { tag: 'found', submittedBy: 'nobody' } }))).toEqual([])
  for (const team of ['CODE_TEAM', 'code', 'Code Team'])
    expect(idsOf(await page({ filter: { tag: 'found', team } })), team).toEqual([answer.submitTask.id])
  const { agents } = await server.gql<{ agents: { name: string }[] }>('{ agents(filter: { team: "code" }) { name } }')
  expect(agents).toEqual([{ name: 'coder' }])
})

test('counting is exact up to 10,000 and stops there', async () => {
  const tasks = database.db.collection<{ _id: string; [key: string]: unknown }>('tasks')
  const [id] = await submitAll([{ tags: ['legion'] }])
  const before = await page({ filter: { tag: 'legion' } })
  expect(before).toMatchObject({ totalCount: 1, totalCountIsExact: true })
  const template = (await tasks.findOne({ _id: id! }))!
  await tasks.insertMany(Array.from({ length: 10_000 }, (_, index) => ({ ...template, _id: `T-9${String(index).padStart(6, '0')}` })))
  expect(await page({ filter: { tag: 'legion' } })).toMatchObject({ totalCount: 10_000, totalCountIsExact: false })
})
