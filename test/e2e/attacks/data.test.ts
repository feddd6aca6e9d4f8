// Attacks on what is stored, shown and logged, against the whole product with a database of its own. One test for each statement.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSchema, type GraphQLInputType, getNamedType, isInputObjectType, isLeafType, isNonNullType } from 'graphql'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parseConfig } from '../../../server/config.ts'
import { joinLocalDatabase, type LocalDatabase } from '../../../server/launch/local-database.ts'
import { createLogger } from '../../../server/log.ts'
import { startServer } from '../../../server/start.ts'
import { type ApiClient, createApiClient } from '../../support/api-client.ts'
import { writeAgent } from '../../support/server.ts'
import { commandAgent } from '../crew.ts'
import { overHttp, send, transports } from './kit.ts'

const folder = mkdtempSync(join(tmpdir(), 'capstan-e2e-'))
const keys = { first: 'the first secret key of this database', second: 'the second secret key of this database' }
const lines: string[] = []
let database: LocalDatabase
let mongo: MongoClient
let product: Product

interface Product extends ApiClient {
  url: string
  token: string
  stop(): Promise<void>
}

/** What must be found nowhere, and what must, so that looking is known to find. */
const canary = (where: string) => `canary-${where}-5b1f9c`
const secret = canary('agent-secret')
const agents = {
  ...commandAgent(
    'teller',
    `
    const fsp = require('node:fs')
    say({ type: 'log', level: 'info', text: 'canary-log-5b1f9c ' + parameters.word + ' ' + process.env.TELLER_SECRET })
    say({ type: 'partial', text: 'canary-partial-5b1f9c' })
    fsp.writeFileSync('told.txt', 'canary-artifact-5b1f9c '.repeat(20))
    say({ type: 'artifact', name: 'told.txt', contentType: 'text/plain', path: 'told.txt' })
    say({ type: 'result', result: { said: 'canary-result-5b1f9c', secret: process.env.TELLER_SECRET } })`,
    { secrets: ['TELLER_SECRET'] },
  ),
  ...commandAgent('breaker', `process.stderr.write('no luck with ' + process.env.TELLER_SECRET); process.exitCode = 3`, {
    secrets: ['TELLER_SECRET'],
  }),
}

async function start(env: { [name: string]: string } = {}): Promise<Product> {
  const config = parseConfig({
    PORT: '0',
    PATH: process.env['PATH'],
    MONGODB_URL: database.url,
    CAPSTAN_DATA_DIR: join(folder, 'data'),
    CAPSTAN_AGENTS_DIR: join(folder, 'agents'),
    CAPSTAN_GRAPHIQL: 'false',
    CAPSTAN_SECRET_KEY: keys.first,
    TELLER_SECRET: secret,
    LOG_LEVEL: 'trace',
    ...env,
  })
  const log = createLogger(config.logLevel, { write: (line) => lines.push(line) })
  const { url = '', stop } = await startServer({ role: 'all', config, log })
  const { token } = JSON.parse(readFileSync(join(folder, 'data', 'credentials.json'), 'utf8')) as { token: string }
  const client = createApiClient({ url, token })
  return {
    ...client,
    url,
    token,
    stop: async () => {
      await client.close()
      await stop()
    },
  }
}

beforeAll(async () => {
  mkdirSync(join(folder, 'agents'), { recursive: true })
  for (const [name, file] of Object.entries(agents)) writeAgent(folder, name, file)
  database = await joinLocalDatabase({ dataDir: join(folder, 'data'), env: process.env, report: () => undefined })
  mongo = await new MongoClient(database.url).connect()
  product = await start()
}, 60_000)

afterAll(async () => {
  await product.stop()
  await mongo.close()
  await database.leave()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

async function dump(): Promise<string> {
  const parts: string[] = []
  for (const { name } of await mongo.db().listCollections().toArray()) {
    for await (const row of mongo.db().collection(name).find({}, { promoteBuffers: true })) {
      parts.push(JSON.stringify(row, (_key, value: unknown) => (isBytes(value) ? Buffer.from(value.data).toString('latin1') : value)))
    }
  }
  return parts.join('\n')
}

/** A Buffer, as JSON has made it by the time the replacer sees it. */
function isBytes(value: unknown): value is { data: number[] } {
  return typeof value === 'object' && value !== null && (value as { type?: unknown }).type === 'Buffer'
}

function filesUnder(path: string): Buffer[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) return filesUnder(inner)
    return entry.isFile() && existsSync(inner) ? [readFileSync(inner)] : []
  })
}

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../../schema.graphql'), 'utf8'))

interface Leaf {
  operation: string
  path: string[]
  query: string
}

/** Every place of every argument where a plain value is expected. */
function leaves(): Leaf[] {
  return (['query', 'mutation'] as const).flatMap((kind) =>
    Object.values(schema.getRootType(kind as never)?.getFields() ?? {}).flatMap((field) => {
      const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'
      return field.args.flatMap((arg) => {
        const others = field.args.filter((one) => one !== arg && isNonNullType(one.type) && one.defaultValue === undefined)
        const declared = [arg, ...others].map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')
        const passed = [arg, ...others].map(({ name }) => `${name}: $${name}`).join(', ')
        const query = `${kind} (${declared}) { ${field.name}(${passed}) ${selection} }`
        return pathsOf(arg.type, [arg.name]).map((path) => ({ operation: field.name, path, query }))
      })
    }),
  )
}

function pathsOf(type: GraphQLInputType, path: string[], depth = 0): string[][] {
  const named = getNamedType(type)
  if (isInputObjectType(named)) {
    return depth > 2 ? [] : Object.values(named.getFields()).flatMap((field) => pathsOf(field.type, [...path, field.name], depth + 1))
  }
  return named.name === 'JSON' ? [] : [path]
}

function placed(path: readonly string[], value: unknown): { [name: string]: unknown } {
  const [first = '', ...rest] = path
  return { [first]: rest.length > 0 ? placed(rest, value) : value }
}

describe.each(transports)('over %s', (name, ask) => {
  test('23. an operator of the database in the place of any value of any argument is refused, and not repeated', {
    timeout: 120_000,
  }, async () => {
    const all = leaves()
    expect(all.length).toBeGreaterThan(100)
    // Over a socket each question opens one: every seventh of them is enough to show that the same rules hold.
    for (const { operation, path, query } of name === 'HTTP' ? all : all.filter((_, index) => index % 7 === 0)) {
      const { codes, text } = await ask(product, query, placed(path, { $ne: canary('operator') }))
      expect([...new Set(codes)], `${operation} ${path.join('.')}: ${text}`).toEqual(['VALIDATION_FAILED'])
      expect(text).not.toContain(canary('operator'))
    }
  })

  test('23. fields that nobody may set are unknown', async () => {
    for (const field of ['status', 'submittedBy', 'workspaceId', 'version', 'fence', 'claim', 'createdAt', '_id']) {
      const { codes } = await ask(product, 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id } }', {
        input: { agent: 'teller', parameters: {}, [field]: 'SUCCEEDED' },
      })
      expect(codes).toEqual(['VALIDATION_FAILED'])
    }
  })

  test('23. operators and odd keys inside JSON are data or refused, and change no object of ours', async () => {
    const submit = 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id parameters } }'
    const odd = { $where: 'while (true) {}', 'a.b': 1, $set: { status: 'FAILED' }, '': 1, toString: 'x' }
    const { data } = await ask(product, submit, { input: { agent: 'teller', parameters: { word: 'odd', odd } } })
    expect(data).toMatchObject({ submitTask: { parameters: { word: 'odd', odd } } })
    for (const hostile of [
      '{"__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '{"a":{"__proto__":{"polluted":1}}}',
    ]) {
      expect((await ask(product, submit, { input: { agent: 'teller', parameters: JSON.parse(hostile) } })).codes).toEqual([
        'VALIDATION_FAILED',
      ])
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('25. a secret in the wrong place is repeated by nobody', async () => {
    const wrong = canary('misplaced')
    const answers = [
      await ask(product, 'mutation ($p: Boolean!) { setAgentEnabled(name: "teller", enabled: $p) { name } }', { p: wrong }),
      await ask(product, 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id } }', {
        input: { agent: 'teller', parameters: {}, priority: wrong },
      }),
      await ask(product, `mutation { setAgentEnabled(name: "teller", enabled: "${wrong}") { name } }`),
      await ask(product, `{ tasks(first: "${wrong}") { nodes { id } } }`),
      await ask(product, `{ tasks(first: 10, "${wrong}") { nodes { id } } }`),
    ]
    for (const { codes, text } of answers) {
      expect(codes).toContain('VALIDATION_FAILED')
      expect(text).not.toContain(wrong)
    }
  })
})

test('23. text that hangs a careless pattern is answered', async () => {
  const hostile = [
    `${'a'.repeat(40_000)}!`,
    '('.repeat(20_000),
    '*'.repeat(20_000),
    '\\'.repeat(20_000),
    `${' '.repeat(40_000)}x`,
    '1:'.repeat(20_000),
  ]
  for (const text of hostile) {
    for (const query of [
      'query ($t: String!) { tasks(filter: { text: $t }) { nodes { id } } }',
      'query ($t: String!) { events(filter: { types: [$t] }) { nodes { id } } }',
      'query ($t: ID!) { task(id: $t) { id } }',
      'query ($t: ID!) { agent(name: $t) { name } }',
    ]) {
      expect((await overHttp(product, query, { t: text })).codes).not.toContain('INTERNAL')
    }
  }
})

test('23. no path leads out of what is served', async () => {
  for (const path of [
    '../../../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/data/secret.key',
    '..\\..\\data',
    '....//....//etc/passwd',
  ]) {
    for (const base of ['/artifacts/', '/graphiql/', '/']) {
      const reply = await send(product, { method: 'GET', path: base + path })
      expect(reply.status).toBeGreaterThanOrEqual(400)
      expect(reply.text).not.toMatch(/root:|BEGIN/)
    }
  }
  expect((await overHttp(product, '{ agent(name: "../../data/secret") { name } }')).data).toEqual({ agent: null })
})

test('27. a value that was put in the place of another does not open there', async () => {
  const ids = await Promise.all(['mine', 'yours'].map((word) => product.submit({ agent: 'teller', parameters: { word } })))
  for (const id of ids) await product.reached(id, 'SUCCEEDED')
  const tasks = mongo.db().collection<{ _id: string; parameters: unknown; result: unknown }>('tasks')
  const [mine, yours] = await Promise.all(ids.map((id) => tasks.findOne({ _id: id })))
  const ask = async (field: string) => overHttp(product, `{ task(id: "${ids[0]}") { ${field} } }`)
  // From another task, and from another field of the same one.
  for (const parameters of [yours!.parameters, mine!.result]) {
    await tasks.updateOne({ _id: ids[0]! }, { $set: { parameters } })
    const { codes, text } = await ask('parameters')
    expect(codes).toEqual(['INTERNAL'])
    expect(text).not.toMatch(/yours|canary/)
  }
  await tasks.updateOne({ _id: ids[0]! }, { $set: { parameters: mine!.parameters } })
  expect((await ask('parameters')).data).toEqual({ task: { parameters: { word: 'mine' } } })
})

test('28. what is secret is in no log line, no metric, no event, no dump and no file of the database', { timeout: 120_000 }, async () => {
  const shown = canary('shown-tag')
  const id = await product.submit({
    agent: 'teller',
    parameters: { word: canary('parameters') },
    tags: [shown],
    idempotencyKey: 'canary-test',
  })
  const { result } = await product.reached(id, 'SUCCEEDED')
  expect(result).toEqual({ said: canary('result'), secret: '[secret]' })
  const failed = await product.submit({ agent: 'breaker', parameters: { word: canary('first-try') } })
  await product.reached(failed, 'FAILED')
  const retry = 'mutation ($id: ID!, $parameters: JSON) { retryTask(id: $id, parameters: $parameters) { id } }'
  await product.gql(retry, { id: failed, parameters: { word: canary('second-try') } })
  await product.reached(failed, 'FAILED')
  await send(product, { headers: { authorization: `Bearer ${canary('wrong-token')}` }, body: JSON.stringify({ query: '{ me { id } }' }) })
  await send(product, { path: `/graphql?access_token=${canary('in-address')}`, body: JSON.stringify({ query: '{ me { id } }' }) })
  await overHttp(product, 'mutation ($p: String!) { login(email: "a@b.example", password: $p) { accessToken } }', { p: canary('password') })

  const { artifacts } = (await product.gql<{ task: { artifacts: { id: string }[] } }>(`{ task(id: "${id}") { artifacts { id } } }`)).task
  const file = await send(product, { method: 'GET', path: `/artifacts/${artifacts[0]?.id}` })
  expect(file.text).toContain(canary('artifact'))

  const { text: metrics } = await send(product, { method: 'GET', path: '/metrics' })
  const events = JSON.stringify(await product.gql('{ events(first: 100) { nodes { type payload } } }'))
  await mongo.db('admin').command({ fsync: 1 })
  const everything = await dump()
  const files = filesUnder(join(folder, 'data'))
  expect(everything).toContain(shown)
  expect(files.some((bytes) => bytes.includes(shown))).toBe(true)

  const planted = [
    'log',
    'partial',
    'artifact',
    'result',
    'agent-secret',
    'parameters',
    'first-try',
    'second-try',
    'wrong-token',
    'in-address',
    'password',
    'misplaced',
    'operator',
  ]
  for (const where of planted) {
    for (const [sink, text] of Object.entries({ lines: lines.join(''), metrics, events, dump: everything })) {
      expect(text.includes(canary(where)), `${where} in ${sink}`).toBe(false)
    }
    expect(
      files.some((bytes) => bytes.includes(canary(where))),
      `${where} in the files of the database`,
    ).toBe(false)
  }
  for (const value of [product.token, keys.first]) {
    expect(lines.join('').includes(value)).toBe(false)
    expect(everything.includes(value)).toBe(false)
  }
})

test('26. the key is replaced while tasks are read and run; then the old one is not needed any more', { timeout: 120_000 }, async () => {
  const read = (id: string) =>
    product.gql<{ task: { parameters: { word: string }; result: unknown; logs: { nodes: unknown[] } } }>(
      `{ task(id: "${id}") { parameters result logs(first: 5) { nodes { text } } } }`,
    )
  const old = await product.submit({ agent: 'teller', parameters: { word: 'before' } })
  await product.reached(old, 'SUCCEEDED')
  await product.stop()
  product = await start({ CAPSTAN_SECRET_KEY: keys.second, CAPSTAN_SECRET_KEY_PREVIOUS: keys.first })
  const fresh = await product.submit({ agent: 'teller', parameters: { word: 'after' } })
  let left = ''
  await vi.waitFor(
    async () => {
      expect((await read(old)).task).toMatchObject({ parameters: { word: 'before' }, result: { said: canary('result') } })
      left = (await send(product, { method: 'GET', path: '/metrics' })).text
      expect(left).toMatch(/^capstan_old_key_values\{key="[0-9a-f]{8}"\} 0$/m)
    },
    { timeout: 60_000, interval: 200 },
  )
  await product.reached(fresh, 'SUCCEEDED')
  await product.stop()
  product = await start({ CAPSTAN_SECRET_KEY: keys.second })
  expect((await read(old)).task.logs.nodes.length).toBeGreaterThan(0)
  expect((await read(fresh)).task.parameters).toEqual({ word: 'after' })
})

test('26. without the key there is one clear sentence and no start', async () => {
  await expect(start({ CAPSTAN_SECRET_KEY: 'a key that this database has never seen' })).rejects.toThrow(
    /^CAPSTAN_SECRET_KEY is not the key of this database: what it holds was sealed with key [0-9a-f]{8}, /,
  )
})
