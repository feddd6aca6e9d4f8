// The database dies and is started again by itself: clients are told to wait, running work goes on, and nobody does anything.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withLock } from '../../server/launch/file-lock.ts'
import { joinLocalDatabase, type LocalDatabase } from '../../server/launch/local-database.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { holder, open, reporter } from './crew.ts'

const database = { url: '' }
const servers = createTestServers(database)
const dataDir = join(servers.folder, 'own-database')
let local: LocalDatabase
let server: TestServer

/** Nobody can start it again while the body runs. */
async function withoutDatabase(body: () => Promise<void>): Promise<void> {
  await withLock(join(dataDir, 'database.lock'), async () => {
    await killDatabase()
    await body()
  })
}

async function killDatabase(): Promise<void> {
  const pid = Number(readFileSync(join(dataDir, 'db', 'mongod.lock'), 'utf8'))
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => isRunning(pid), { interval: 10 }).toBe(false)
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

beforeAll(async () => {
  const { MONGODB_URL: _shared, ...env } = process.env
  // Of this file's own: the one that all tests share must live.
  local = await joinLocalDatabase({ dataDir, env, report: () => undefined })
  database.url = local.url
  server = await servers.start({ agents: { ...reporter, ...holder('holder') } })
})
afterAll(async () => {
  await server.stop()
  await local.leave()
  rmSync(dataDir, { recursive: true, force: true })
})

interface Update {
  taskUpdated: { event: { type: string } | null; task: { status: string } }
}

test('while the database is away every request is told so and when to come back; afterwards all goes on by itself', async () => {
  const gate = join(servers.folder, 'gate')
  const id = await server.submit({ agent: 'holder', parameters: { gate } })
  await server.reached(id, 'RUNNING')
  const watch = server.subscribe<Update>('subscription ($id: ID!) { taskUpdated(id: $id) { event { type } task { status } } }', { id })
  await watch.until(() => true, 'the task as found')

  await withoutDatabase(async () => {
    const questions = [
      'mutation { submitTask(input: { agent: "reporter", parameters: {} }) { id } }',
      '{ tasks(first: 1) { nodes { id } } }',
      `{ task(id: "${id}") { id } }`,
    ]
    for (const answer of await Promise.all(questions.map((question) => server.ask(question)))) {
      const errors = [{ extensions: { code: 'UNAVAILABLE', retryAfterSeconds: expect.any(Number) } }]
      expect(answer).toMatchObject({ status: 503, data: expect.toBeOneOf([null, { task: null }]), errors })
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    open(gate)
  })

  await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(200)
  await watch.until(({ taskUpdated }) => taskUpdated.task.status === 'SUCCEEDED', 'the end of the task that ran meanwhile')
  const { task } = await server.gql<{ task: unknown }>(`{ task(id: "${id}") { attempts { number outcome } } }`)
  expect(task).toEqual({ attempts: [{ number: 1, outcome: 'succeeded' }] })
  await server.reached(await server.submit({ agent: 'reporter' }), 'SUCCEEDED')
}, 60_000)
