// Attacks on what is stored, shown and logged, against the whole product with a database of its own. One test for each statement.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { parseConfig } from '../../../server/config.ts'
import { joinLocalDatabase, type LocalDatabase } from '../../../server/launch/local-database.ts'
import { createLogger } from '../../../server/log.ts'
import { startServer } from '../../../server/start.ts'
import { type ApiClient, createApiClient } from '../../support/api-client.ts'
import { writeAgent } from '../../support/server.ts'
import { commandAgent } from '../crew.ts'
import { canary, overHttp, send } from './kit.ts'

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

/** All documents as they are stored. */
async function dump(): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for (const { name } of await mongo.db().listCollections().toArray()) {
    for await (const row of mongo.db().collection(name).find({}, { raw: true })) parts.push(row as unknown as Uint8Array)
  }
  return Buffer.concat(parts)
}

/** Which canaries are in the files below this folder. Looks through each file once: they are large. */
function canariesUnder(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) return canariesUnder(inner)
    return entry.isFile() && existsSync(inner) ? canariesIn(readFileSync(inner)) : []
  })
}

function canariesIn(bytes: Buffer): string[] {
  const found: string[] = []
  for (let at = bytes.indexOf('canary-'); at >= 0; at = bytes.indexOf('canary-', at + 1)) {
    found.push(bytes.toString('latin1', at, at + 40).replace(/(?<=-5b1f9c).*/s, ''))
  }
  return found
}

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

  await overHttp(product, 'mutation ($p: Boolean!) { setAgentEnabled(name: "teller", enabled: $p) { name } }', { p: canary('misplaced') })
  await overHttp(product, 'query ($id: ID!) { task(id: $id) { id } }', { id: { $ne: canary('operator') } })

  const { artifacts } = (await product.gql<{ task: { artifacts: { id: string }[] } }>(`{ task(id: "${id}") { artifacts { id } } }`)).task
  const file = await send(product, { method: 'GET', path: `/artifacts/${artifacts[0]?.id}` })
  expect(file.text).toContain(canary('artifact'))

  const { text: metrics } = await send(product, { method: 'GET', path: '/metrics' })
  const events = JSON.stringify(await product.gql('{ events(first: 100) { nodes { type payload } } }'))
  await mongo.db('admin').command({ fsync: 1 })
  const everything = await dump()
  const inFiles = [...new Set(canariesUnder(join(folder, 'data')))]
  expect(everything.includes(shown)).toBe(true)
  expect(inFiles).toContain(shown)

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
    expect(inFiles, `${where} in the files of the database`).not.toContain(canary(where))
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
  // The search before may have kept this process busy until kept connections were closed: the first request may meet one of them.
  const old = await vi.waitFor(() => product.submit({ agent: 'teller', parameters: { word: 'before' } }), { timeout: 60_000, interval: 50 })
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
