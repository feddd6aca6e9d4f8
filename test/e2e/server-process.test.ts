// The server as the process that operators run: how it ends, and what it says when it cannot start.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { serverProgram } from '../server/launch/fixtures/server-program.ts'
import { createApiClient } from '../support/api-client.ts'
import { createTestDatabase } from '../support/database.ts'
import { expireLeases } from '../support/leases.ts'
import { patient } from '../support/patience.ts'
import { createTestServers, writeAgent } from '../support/server.ts'
import { commandAgent, holder, open } from './crew.ts'

/** Neither a signal to stop nor the end of its server moves it. */
const stubborn = commandAgent(
  'stubborn',
  `process.on('SIGTERM', () => undefined); fs.writeFileSync(parameters.note, String(process.pid)); setInterval(() => undefined, 1000)`,
  { limits: { grace: '1h' } },
)

const database = createTestDatabase()
const { folder } = createTestServers(database)
const program = serverProgram()
const running = new Set<ChildProcess>()

beforeAll(() => {
  mkdirSync(join(folder, 'agents'))
  const agents = { ...holder('holder', { limits: { grace: '300ms' } }), ...stubborn }
  for (const [name, file] of Object.entries(agents)) writeAgent(folder, name, file)
})
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
})

interface ServerProcess {
  signal(name: NodeJS.Signals): void
  ready: Promise<{ url: string }>
  ended: Promise<{ code: number | null; stderr: string }>
  /** What its log says. */
  said: string[]
}

function run(env: { [name: string]: string } = {}, args: readonly string[] = []): ServerProcess {
  const child = spawn(process.execPath, [program, ...args], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      // What a forced end leaves of a task lands where it is removed.
      TMPDIR: folder,
      MONGODB_URL: database.url,
      CAPSTAN_DATA_DIR: join(folder, 'data'),
      CAPSTAN_AGENTS_DIR: join(folder, 'agents'),
      CAPSTAN_GRAPHIQL: 'false',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) =>
    child.once('close', (code) => {
      running.delete(child)
      resolve({ code, stderr })
    }),
  )
  const said: string[] = []
  const ready = new Promise<{ url: string }>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = JSON.parse(line) as { msg: string; url: string }
      said.push(entry.msg)
      if (entry.msg === 'ready') resolve(entry)
    })
    void ended.then(({ code }) => reject(new Error(`expected a server that is ready, it ended with ${code}: ${stderr}`)))
  })
  ready.catch(() => undefined)
  return { ready, ended, said, signal: (name) => child.kill(name) }
}

async function clientOf(server: ServerProcess) {
  const { url } = await server.ready
  const { token } = JSON.parse(readFileSync(join(folder, 'data', 'credentials.json'), 'utf8')) as { token: string }
  return createApiClient({ url, token })
}

const statusOf = async (id: string) => (await database.db.collection<{ _id: string; status: string }>('tasks').findOne({ _id: id }))?.status

test('SIGTERM lets a running task finish, and then the server ends with 0', async () => {
  const server = run()
  const client = await clientOf(server)
  const gate = join(folder, 'finish')
  const id = await client.submit({ agent: 'holder', parameters: { gate } })
  await client.reached(id, 'RUNNING')
  await client.close()
  server.signal('SIGTERM')
  const { url } = await server.ready
  const isServed = () =>
    fetch(`${url}/healthz`).then(
      () => true,
      () => false,
    )
  await expect.poll(isServed).toBe(false)
  expect(await statusOf(id)).toBe('RUNNING')
  open(gate)
  expect(await server.ended).toEqual({ code: 0, stderr: '' })
  expect(await statusOf(id)).toBe('SUCCEEDED')
})

test('a second signal ends the server at once, and another takes its task over', async () => {
  const server = run()
  const client = await clientOf(server)
  const gate = join(folder, 'force')
  const id = await client.submit({ agent: 'holder', parameters: { gate } })
  await client.reached(id, 'RUNNING')
  await client.close()
  server.signal('SIGTERM')
  server.signal('SIGINT')
  expect((await server.ended).code).toBe(1)
  // The last words before an end at once are not lost.
  expect(server.said).toContain('stopping at once; running tasks are taken over by other workers')
  open(gate)
  await expireLeases(database.db)
  const next = run()
  const later = await clientOf(next)
  await later.reached(id, 'SUCCEEDED')
  const query = 'query ($id: ID!) { task(id: $id) { attempts { outcome error { code message } } } }'
  const error = { code: 'INTERRUPTED', message: expect.stringMatching(/^Worker \S+ was stopped before the run had ended\.$/) as string }
  expect(await later.gql(query, { id })).toEqual({
    task: {
      attempts: [
        { outcome: 'interrupted', error },
        { outcome: 'succeeded', error: null },
      ],
    },
  })
  await later.close()
  next.signal('SIGINT')
  expect((await next.ended).code).toBe(0)
})

test('a second signal leaves no program behind that works on a task others begin anew', async () => {
  const server = run()
  const client = await clientOf(server)
  const note = join(folder, 'pid')
  await client.submit({ agent: 'stubborn', parameters: { note } })
  await expect.poll(() => existsSync(note), patient).toBe(true)
  await client.close()
  server.signal('SIGTERM')
  server.signal('SIGINT')
  await server.ended
  const isAlive = () => {
    try {
      return process.kill(Number(readFileSync(note, 'utf8')), 0)
    } catch {
      return false
    }
  }
  await expect.poll(isAlive, patient).toBe(false)
})

test('a port that is in use is named in one sentence, and the server ends with 1', async () => {
  const first = run({}, ['--role', 'api'])
  const port = new URL((await first.ready).url).port
  const { code, stderr } = await run({ PORT: port }, ['--role', 'api']).ended
  expect({ code, stderr }).toEqual({ code: 1, stderr: `Port ${port} is in use. Stop the other program or set PORT to a free port.\n` })
  first.signal('SIGTERM')
  expect((await first.ended).code).toBe(0)
})

test.concurrent.each<[string, { [name: string]: string }, string[], RegExp]>([
  ['an unknown variable', { CAPSTAN_PROT: '1' }, [], /CAPSTAN_PROT/],
  ['a role that is none', {}, ['--role', 'boss'], /boss.*all.*api.*worker|all.*api.*worker.*boss/],
  ['no database', { MONGODB_URL: '' }, [], /MONGODB_URL is not set/],
  ['a database that does not answer', { MONGODB_URL: 'mongodb://127.0.0.1:9/capstan' }, [], /No MongoDB answers/],
  [
    'another key than its database was written with',
    { CAPSTAN_SECRET_KEY: 'a key that this database has never seen' },
    [],
    /^CAPSTAN_SECRET_KEY is not the key/,
  ],
  ['no agents folder', { CAPSTAN_AGENTS_DIR: '/nowhere' }, [], /agents folder \/nowhere cannot be read/],
])('with %s it says so in one line and ends with 1', async (_what, env, args, expected) => {
  const { code, stderr } = await run(env, args).ended
  expect(code).toBe(1)
  expect(stderr).toMatch(expected)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})
