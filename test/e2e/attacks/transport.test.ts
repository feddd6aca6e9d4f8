// Attacks on the transport and the parser, against the whole product. One test for each statement of the checklist.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, print } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { reporter } from '../crew.ts'
import { Line, overHttp, raw, send, transports } from './kit.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
const key = { CAPSTAN_SECRET_KEY: 'the secret key of this attack, long enough' }
let server: TestServer
let production: TestServer
let strict: TestServer
/** Takes ten seconds: asked at once, looked at later. */
let endless: Promise<string>

beforeAll(async () => {
  server = await servers.start({ agents: reporter, env: { ...key, CAPSTAN_ALLOWED_ORIGINS: 'https://crew.example' } })
  endless = raw(server, 'POST /graphql HTTP/1.1\r\nhost: x\r\nx-slow: ')
  production = await servers.start({ role: 'api', env: { ...key, NODE_ENV: 'production', CAPSTAN_GRAPHIQL: '' } })
  strict = await servers.start({ role: 'api', env: { ...key, CAPSTAN_KNOWN_OPERATIONS_ONLY: 'true' } })
})

const mutation = 'mutation { updateWorkspace(input: { manual: true }) { manual } }'
const isManual = async () =>
  (await server.gql<{ me: { workspace: { manual: boolean } } }>('{ me { workspace { manual } } }')).me.workspace.manual

test('1. a POST without a length is 411, one over 1 MiB is 413 a thousand times without growing, and a frame over 64 KiB closes 1009', async () => {
  const head = `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${server.token}\r\ncontent-type: application/json\r\n`
  expect(await raw(server, `${head}\r\n`)).toMatch(/^HTTP\/1\.1 411 /)
  const before = process.memoryUsage().rss
  for (let round = 0; round < 20; round += 1) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => raw(server, `${head}content-length: 1048577\r\n\r\n`)))
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024)
  const stranger = await new Line(server).opened()
  stranger.say(JSON.stringify({ type: 'connection_init', payload: { padding: 'x'.repeat(65 * 1024) } }))
  expect((await stranger.closed).code).toBe(1009)
})

test('2. an origin that is not listed gets no header and no socket; a listed one gets both', async () => {
  const foreign = await send(server, { headers: { origin: 'https://evil.example' }, body: JSON.stringify({ query: '{ me { id } }' }) })
  expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null])
  const listed = await send(server, { headers: { origin: 'https://crew.example' }, body: JSON.stringify({ query: '{ me { id } }' }) })
  expect([listed.status, listed.headers.get('access-control-allow-origin')]).toEqual([200, 'https://crew.example'])
  expect(listed.headers.get('access-control-allow-credentials')).toBeNull()
  await expect(new Line(server, { origin: 'https://evil.example' }).opened()).rejects.toThrow('403')
  ;(await new Line(server, { origin: 'https://crew.example' }).introduced()).end()
})

test('3. forms, plain text, batches and mutations by GET change nothing', async () => {
  const types = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']
  for (const type of types) {
    const body = type.startsWith('application') ? `query=${encodeURIComponent(mutation)}` : JSON.stringify({ query: mutation })
    expect((await send(server, { headers: { 'content-type': type }, body })).status).toBe(415)
  }
  expect((await send(server, { method: 'GET', path: `/graphql?query=${encodeURIComponent(mutation)}` })).status).toBe(405)
  expect((await send(server, { body: JSON.stringify([{ query: mutation }]) })).status).toBe(400)
  expect((await send(server, { headers: { origin: 'https://evil.example' }, body: JSON.stringify({ query: mutation }) })).status).toBe(403)
  // A browser sends cookies by itself, and they open nothing here.
  const cookies = { authorization: '', cookie: `token=${server.token}; authorization=Bearer ${server.token}` }
  expect((await send(server, { headers: cookies, body: JSON.stringify({ query: mutation }) })).codes).toEqual(['UNAUTHENTICATED'])
  expect(await isManual()).toBe(false)
})

describe.each(transports)('over %s', (_name, ask) => {
  test.each([
    ['1,001 tokens', `{ ${'me { id } '.repeat(251)} }`],
    ['depth 13', `{ task(id: "T-1") { ${'dependsOn { '.repeat(12)} id ${'} '.repeat(12)} } }`],
    ['31 aliases', `{ ${Array.from({ length: 31 }, (_, index) => `a${index}: me { id }`).join(' ')} }`],
    ['51 directives', `{ me { id ${'@include(if: true) '.repeat(51)} } }`],
    ['a circle of fragments', '{ me { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }'],
    ['an introspection bomb', `{ __schema { types { ${'fields { type { '.repeat(6)} name ${'} } '.repeat(6)} } } }`],
  ])('4. %s are refused with a code', async (_what, query) => {
    const { codes, data } = await ask(server, query)
    expect(new Set(codes)).toEqual(new Set(['VALIDATION_FAILED']))
    expect(data ?? null).toBeNull()
  })

  test.each([
    ['0', '{ deadLetters(first: 0) { nodes { id } } }'],
    ['101', '{ deadLetters(first: 101) { nodes { id } } }'],
    ['-1', '{ deadLetters(first: -1) { nodes { id } } }'],
    [
      '10,100 rows in all',
      '{ deadLetters(first: 100) { nodes { task { logs(first: 100) { nodes { text } } } } } more: deadLetters(first: 100) { nodes { id } } }',
    ],
  ])('5. a page of %s is refused before the database is asked', async (_size, query) => {
    await database.db.command({ profile: 2 })
    const reply = await ask(server, query)
    await database.db.command({ profile: 0 })
    expect(reply.codes).toEqual(['VALIDATION_FAILED'])
    const read = { ns: `${database.name}.dead_letters`, 'command.filter.workspace': { $exists: true }, 'command.sort.failedAt': -1 }
    expect(await database.db.collection('system.profile').countDocuments(read)).toBe(0)
  })

  test('5. without a size a page has fifty rows, and they count', async () => {
    expect((await ask(server, '{ deadLetters { nodes { id } } }')).codes).toEqual([])
    expect(
      (
        await ask(
          server,
          '{ deadLetters { nodes { task { logs { nodes { text } } dependsOn { logs(first: 100) { nodes { text } } } } } edges { node { task { logs(first: 100) { nodes { text } } } } } } }',
        )
      ).codes,
    ).toEqual(['VALIDATION_FAILED'])
  })

  test('6. in production there is no introspection and no hint, and both come when they are asked for', async () => {
    expect(new Set((await ask(production, '{ __schema { types { name } } __type(name: "Task") { name } }')).codes)).toEqual(
      new Set(['VALIDATION_FAILED']),
    )
    const hint = await ask(production, '{ taskss { nodes { id } } }')
    expect(hint.codes).toEqual(['VALIDATION_FAILED'])
    expect(hint.text).not.toMatch(/did you mean/i)
    expect((await ask(server, '{ __schema { queryType { name } } }')).codes).toEqual([])
  })

  test('7. where only known operations run, an unknown one does not, and a known one does by text and by id', async () => {
    expect((await ask(strict, '{ me { id } }')).codes).toEqual(['FORBIDDEN'])
    expect((await ask(strict, `sha256:${'0'.repeat(64)}`)).codes).toEqual(['NOT_FOUND'])
    const { text, id } = knownQuery()
    expect((await ask(strict, text)).codes).toEqual([])
    expect((await ask(strict, id)).codes).toEqual([])
    expect((await ask(server, id)).codes).toEqual([])
  })
})

/** A question of the terminal that needs no variables, as its client sends it. */
function knownQuery(): { text: string; id: string } {
  const folder = join(import.meta.dirname, '../../../tui/operations')
  const files = readdirSync(folder).sort()
  const { definitions } = parse(files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n'))
  const plain = definitions.find(
    (one) =>
      one.kind === 'OperationDefinition' && one.operation === 'query' && !one.variableDefinitions?.length && !print(one).includes('...'),
  )
  const text = print(plain!)
  return { text, id: `sha256:${createHash('sha256').update(text).digest('hex')}` }
}

test('6. in production a browser gets no GraphiQL', async () => {
  const page = await send(production, { method: 'GET', headers: { accept: 'text/html', authorization: '' } })
  expect([page.status, page.text.includes('<html')]).toEqual([401, false])
})

test('7. where only known operations run, GET runs no other either', async () => {
  expect((await send(strict, { method: 'GET', path: `/graphql?query=${encodeURIComponent('{ me { id } }')}` })).codes).toEqual([
    'FORBIDDEN',
  ])
})

test('8. no address but its own is a health check', async () => {
  const reply = await send(server, { method: 'GET', path: '/graphql?x=/health', headers: { authorization: '' } })
  expect([reply.status, reply.codes]).toEqual([401, ['UNAUTHENTICATED']])
  expect((await send(server, { method: 'GET', path: '/x/healthz' })).status).toBe(404)
})

test('9. a syntax error on a socket ends its operation, not the socket', async () => {
  const line = await new Line(server).introduced()
  line.say({ id: '1', type: 'subscribe', payload: { query: '{ me {' } })
  expect(await line.until(({ id }) => id === '1')).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'VALIDATION_FAILED' } }],
  })
  line.say({ id: '2', type: 'subscribe', payload: { query: '{ me { id } }' } })
  expect(await line.until(({ id }) => id === '2')).toMatchObject({ type: 'next' })
  line.end()
})

test('29. what goes wrong inside is told to nobody', async () => {
  const paths = [
    '/graphql?query=%7B%20me%20%7B%20id',
    '/artifacts/%00',
    '/artifacts/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/graphql/..%2f',
    '//evil.example/graphql',
  ]
  for (const path of paths) {
    const reply = await send(server, { method: 'GET', path })
    expect([400, 401, 403, 404, 405]).toContain(reply.status)
    expect(reply.text).not.toMatch(/mongodb|node_modules|server\/|\bat \w+ \(/)
  }
  expect((await overHttp(server, '{ task(id: "T-1") { id } }')).codes).toEqual([])
})

test('1. who takes for ever to send a request is cut off', async () => {
  expect(await endless).toMatch(/^HTTP\/1\.1 408 /)
})
