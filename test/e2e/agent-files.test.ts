// The agents folder while the server runs: files change, break and lack secrets, and the rest of the crew does not notice.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers, type TestServer, writeAgent } from '../support/server.ts'
import { commandAgent, holder, open, reporter } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

const tells = (name: string, result: string, habits = {}) =>
  commandAgent(name, `say({ type: 'result', result: ${JSON.stringify(result)} })`, habits)
const confidant = commandAgent(
  'confidant',
  `say({ type: 'log', text: 'It is ' + process.env.TEST_SECRET }); say({ type: 'result', result: { key: process.env.TEST_SECRET } })`,
  {
    secrets: ['TEST_SECRET'],
    capabilities: ['KEEPING_SECRETS'],
  },
)

beforeAll(async () => {
  const agents = {
    ...reporter,
    ...confidant,
    ...tells('changing', 'old'),
    ...tells('breaking', 'good'),
    ...tells('leaving', 'here'),
    ...holder('holder'),
  }
  server = await servers.start({ agents })
})

interface AgentView {
  description: string
  available: boolean
  unavailableReason: string | null
  fileError: string | null
}

async function agent(name: string): Promise<AgentView | null> {
  const query = 'query ($name: ID!) { agent(name: $name) { description available unavailableReason fileError } }'
  return (await server.gql<{ agent: AgentView | null }>(query, { name })).agent
}

async function problems(): Promise<{ file: string; message: string }[]> {
  return (await server.gql<{ agentProblems: { file: string; message: string }[] }>('{ agentProblems { file message } }')).agentProblems
}

const patience = { timeout: 60_000 }

async function expectWorking(name: string): Promise<unknown> {
  return (await server.reached(await server.submit({ agent: name }), 'SUCCEEDED')).result
}

test('a changed file is used without a restart', async () => {
  expect(await expectWorking('changing')).toBe('old')
  writeAgent(servers.folder, 'changing', tells('changing', 'new', { description: 'Changed while it was running.' })['changing']!)
  await expect.poll(async () => (await agent('changing'))?.description, patience).toBe('Changed while it was running.')
  expect(await expectWorking('changing')).toBe('new')
})

test('a new file is a new agent without a restart', async () => {
  expect(await agent('joining')).toBeNull()
  writeAgent(servers.folder, 'joining', tells('joining', 'hello')['joining']!)
  await expect.poll(() => agent('joining'), patience).toMatchObject({ available: true })
  expect(await expectWorking('joining')).toBe('hello')
})

test('a file that breaks keeps its last good version, says what is wrong and where, and is well again once mended', async () => {
  const good = tells('breaking', 'good')['breaking']!
  writeAgent(servers.folder, 'breaking', 'name: breaking\nteam: TEST_TEAM\nlimits:\n  max_concurrent: many\n  [')
  await expect.poll(async () => (await agent('breaking'))?.fileError, patience).toMatch(/line \d+/)
  expect(await problems()).toContainEqual({ file: 'breaking.yaml', message: expect.stringMatching(/line \d+/) })
  expect(await expectWorking('breaking')).toBe('good')
  expect(await expectWorking('reporter')).toMatchObject({ topic: 'nothing' })
  writeAgent(servers.folder, 'breaking', good)
  await expect.poll(async () => (await agent('breaking'))?.fileError, patience).toBeNull()
})

test('two files for one agent: the first is used, the other is shown as a problem', async () => {
  writeFileSync(join(servers.folder, 'agents', 'changing.yml'), 'name: changing\n')
  await expect
    .poll(problems, patience)
    .toContainEqual({ file: 'changing.yml', message: expect.stringMatching(/changing\.yaml.*both define|both define.*changing\.yaml/) })
  expect(await expectWorking('changing')).toBeTypeOf('string')
  rmSync(join(servers.folder, 'agents', 'changing.yml'))
  await expect.poll(async () => (await problems()).map(({ file }) => file), patience).not.toContain('changing.yml')
})

test('a file whose name says otherwise than its contents is a problem of its own', async () => {
  writeFileSync(join(servers.folder, 'agents', 'impostor.yaml'), `${JSON.stringify(tells('reporter', 'fake')['reporter'])}\n`)
  await expect.poll(async () => (await problems()).map(({ file }) => file), patience).toContain('impostor.yaml')
  expect(await expectWorking('reporter')).toMatchObject({ topic: 'nothing' })
})

test('an agent whose secret is missing says which one and takes no task, those that ask for what it can wait for it, and others work', async () => {
  expect(await agent('confidant')).toMatchObject({ available: false, unavailableReason: expect.stringContaining('TEST_SECRET') })
  const query = 'mutation { submitTask(input: { capabilities: ["KEEPING_SECRETS"], parameters: {} }) { id agentName } }'
  const { submitTask: waiting } = await server.gql<{ submitTask: { id: string; agentName: string } }>(query)
  expect(waiting.agentName).toBe('confidant')
  const reason = '{ task(id: "ID") { status waitingOn { code detail } } }'.replace('ID', waiting.id)
  await expect
    .poll(async () => (await server.gql<{ task: object }>(reason)).task, patience)
    .toMatchObject({ status: 'QUEUED', waitingOn: [{ code: 'NO_AGENT', detail: expect.stringContaining('TEST_SECRET') }] })
  await server.gql(`mutation { cancelTask(id: "${waiting.id}") { id } }`)
  const named = await server.refusal('mutation { submitTask(input: { agent: "confidant", parameters: {} }) { id } }')
  expect(named).toMatchObject({ message: expect.stringContaining('TEST_SECRET'), extensions: { code: 'UNAVAILABLE' } })
  expect(await expectWorking('reporter')).toMatchObject({ topic: 'nothing' })
})

test('an agent whose secret is set gets it, and nobody reads it in its result or log', async () => {
  const equipped = await servers.start({ env: { TEST_SECRET: 'sesame-open-4711' } })
  const id = await equipped.submit({ agent: 'confidant' })
  expect((await equipped.reached(id, 'SUCCEEDED')).result).toEqual({ key: '[secret]' })
  const { task } = await equipped.gql<{ task: unknown }>('query ($id: ID!) { task(id: $id) { logs { nodes { text } } } }', { id })
  expect(task).toEqual({ logs: { nodes: [{ text: 'It is [secret]' }] } })
})

test('a removed file takes its agent away, and what waits for it says so', async () => {
  const gate = join(servers.folder, 'gate')
  const before = await server.submit({ agent: 'holder', parameters: { gate } })
  const id = await server.submit({ agent: 'leaving', dependsOn: [before] })
  rmSync(join(servers.folder, 'agents', 'leaving.yaml'))
  await expect.poll(() => agent('leaving'), patience).toBeNull()
  open(gate)
  const query = 'query ($id: ID!) { task(id: $id) { agent { name } agentName waitingOn { code } } }'
  await expect
    .poll(() => server.gql(query, { id }), patience)
    .toEqual({ task: { agent: null, agentName: 'leaving', waitingOn: [{ code: 'NO_AGENT' }] } })
  writeAgent(servers.folder, 'leaving', tells('leaving', 'back')['leaving']!)
  expect((await server.reached(id, 'SUCCEEDED')).result).toBe('back')
})
