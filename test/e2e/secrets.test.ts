// Promise: the value of a secret that an agent was given is read nowhere: whatever the agent says, in whatever way it runs, what is
// stored, told and logged has it masked.
import { mkdirSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from '../../server/config.ts'
import { createLogger } from '../../server/log.ts'
import { type RunningServer, startServer } from '../../server/start.ts'
import { type ApiClient, createApiClient } from '../support/api-client.ts'
import { createTestDatabase } from '../support/database.ts'
import { type ModelServer, startModelServer } from '../support/model-server/model-server.ts'
import { type AgentFile, createTestServers, readToken, writeAgent } from '../support/server.ts'
import { commandAgent, open } from './crew.ts'

const planted = 'sesame+open "4711"'
/** As it is, in a URL, in JSON, in JSON inside JSON. */
const forms = [planted, encodeURIComponent(planted), JSON.stringify(planted).slice(1, -1), 'sesame+open \\\\\\"4711\\\\\\"']

const database = createTestDatabase()
const { folder } = createTestServers(database)
const said: string[] = []
const tasks: string[] = []
let far: Server
let model: ModelServer
let server: RunningServer
let client: ApiClient

/** Everything an agent can say; \`secret\` and \`say\` are there. */
const chatter = `
say({ type: 'progress', fraction: 0.5, step: 'Opening with ' + secret })
say({ type: 'partial', text: 'It is ' + secret.slice(0, 9) })
say({ type: 'partial', text: secret.slice(9) + '.' })
say({ type: 'log', level: 'warn', text: 'Nobody may read ' + secret })
say({ type: 'artifact', name: secret + '.txt', contentType: 'text/' + secret, data: Buffer.from('a file').toString('base64') })`
const tellAll = `${chatter}
say({ type: 'result', result: { [secret]: [secret], url: 'https://example.com/?key=' + encodeURIComponent(secret), json: JSON.stringify({ secret }) } })`
const failWith = `${chatter}
say({ type: 'error', code: 'BAD_' + secret, class: 'PERMANENT', message: 'The lock refused ' + secret })`
const habits = { secrets: ['PLANTED'] }

const command = (name: string, script: string) =>
  commandAgent(name, `const secret = process.env.PLANTED; console.log('Noise of ' + secret); ${script}`, habits)

function elsewhere(name: string, execution: object, more: object = {}): { [name: string]: AgentFile } {
  const [file] = Object.values(commandAgent(name, '', habits)) as [{ [key: string]: unknown }]
  return { [name]: { ...file, execution, ...more } }
}

const supervised = `
const secret = process.env.PLANTED
console.error('Started with ' + secret)
console.log('Noise before any task of ' + secret)
require('node:readline').createInterface({ input: process.stdin }).on('line', (text) => {
  const order = JSON.parse(text)
  const say = (line) => console.log(JSON.stringify({ run: order.run, ...line }))
  if (order.type === 'stop') process.exit()
  if (order.type !== 'run') return
  const { how } = order.parameters
  if (how === 'die') return process.exit(3)
  if (how === 'fail') { ${failWith} } else { ${tellAll} }
})`

interface FarOrder {
  callback: { url: string; secret: string }
}

const farLines = (script: string, secret: string): object[] => {
  const lines: object[] = []
  new Function('secret', 'say', 'Buffer', script)(secret, (line: object) => lines.push(line), Buffer)
  return lines
}

/** Says what it reads in the header, each path in its own way. */
async function answerAt(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const secret = String(req.headers['x-key'])
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  if (req.url === '/refuse') return void res.writeHead(400).end(`The key ${secret} is of no use here`)
  if (req.url === '/lines') {
    const text = farLines(tellAll, secret).map((line) => `${JSON.stringify(line)}\n`)
    return void res.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(text.join(''))
  }
  const { callback } = JSON.parse(Buffer.concat(chunks).toString()) as FarOrder
  res.writeHead(202).end()
  const body = JSON.stringify(farLines(failWith, secret))
  const at = new Date()
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'm-1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(callback.secret).sign('m-1', at, body),
  }
  await fetch(new URL(new URL(callback.url).pathname, server.url), { method: 'POST', headers, body })
}

beforeAll(async () => {
  model = await startModelServer()
  far = createServer((req, res) => void answerAt(req, res))
  await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve))
  const at = (path: string) => ({
    url: `http://127.0.0.1:${(far.address() as AddressInfo).port}/${path}`,
    headers: { 'x-key': ['$', '{PLANTED}'].join('') },
  })
  const agents = {
    ...command('teller', tellAll),
    ...command('failer', failWith),
    ...command(
      'slow-teller',
      `say({ type: 'partial', text: 'It is ' + secret.slice(0, 9) }); when(parameters.gate, () => { say({ type: 'partial', text: secret.slice(9) + '.' }); say({ type: 'result', result: 1 }) })`,
    ),
    ...command('long-crasher', `process.stderr.write('x' + secret + 'y'.repeat(1995)); process.exitCode = 3`),
    ...command('crasher', `process.stderr.write('Crashed with ' + secret); process.exitCode = 3`),
    ...elsewhere('kept', { kind: 'process', command: [process.execPath, '-e', supervised] }),
    ...elsewhere('far-lines', { kind: 'http', ...at('lines') }),
    ...elsewhere('far-refusal', { kind: 'http', ...at('refuse') }),
    ...elsewhere('far-later', { kind: 'http', ...at('later') }),
    ...elsewhere('hook', { kind: 'webhook', ...at('refuse') }),
    ...elsewhere(
      'writer',
      { kind: 'model' },
      { llm_config: { provider: 'openai', system_prompt: 'Tell.' }, tools: ['write_file', 'calculator'] },
    ),
  }
  mkdirSync(join(folder, 'agents'), { recursive: true })
  for (const [name, file] of Object.entries(agents)) writeAgent(folder, name, file)
  const config = parseConfig({
    ...{ PORT: '0', PATH: process.env['PATH'], MONGODB_URL: database.url, CAPSTAN_GRAPHIQL: 'false', LOG_LEVEL: 'trace' },
    ...{ CAPSTAN_DATA_DIR: join(folder, 'data'), CAPSTAN_AGENTS_DIR: join(folder, 'agents') },
    ...{ PLANTED: planted, OPENAI_API_KEY: 'sk-of-the-test', OPENAI_BASE_URL: `${model.url}/v1` },
  })
  server = await startServer({ role: 'all', config, log: createLogger('trace', { write: (line) => void said.push(line) }) })
  client = createApiClient({ url: server.url ?? '', token: readToken(folder) })
})

afterAll(async () => {
  await client.close()
  await server.stop()
  await model.close()
  far.closeAllConnections()
  await new Promise((resolve) => far.close(resolve))
})

/** Nothing in it that anybody could read; the mark instead. */
function expectMasked(text: string): void {
  for (const form of forms) expect(text).not.toContain(form)
  expect(text).toContain('[secret]')
}

const everything = `query ($id: ID!) { task(id: $id) {
  status result error { code message stack } currentStep partialOutput logs(first: 100) { nodes { text } }
  artifacts { name contentType } attempts { error { code message stack } } toolCalls { tool error } } }`

async function play(agent: string, status: string, parameters: object = {}): Promise<string> {
  const id = await client.submit({ agent, parameters })
  tasks.push(id)
  await client.reached(id, status)
  return JSON.stringify(await client.gql(everything, { id }))
}

describe('a secret that an agent tells', () => {
  it.each([
    ['teller', 'SUCCEEDED', {}],
    ['failer', 'FAILED', {}],
    ['crasher', 'FAILED', {}],
    ['kept', 'SUCCEEDED', { how: 'tell' }],
    ['kept', 'FAILED', { how: 'fail' }],
    ['far-lines', 'SUCCEEDED', {}],
    ['far-refusal', 'FAILED', {}],
    ['far-later', 'FAILED', {}],
    ['hook', 'FAILED', {}],
  ] as const)('is masked in all that is shown of the task: %s, %s', async (agent, status, parameters) => {
    expectMasked(await play(agent, status, parameters))
  })

  it('is not shown by halves while the rest of it is on its way', async () => {
    const gate = join(folder, 'gate')
    const id = await client.submit({ agent: 'slow-teller', parameters: { gate } })
    const partial = async () =>
      (await client.gql<{ task: { partialOutput: string | null } }>('query ($id: ID!) { task(id: $id) { partialOutput } }', { id })).task
        .partialOutput
    await expect.poll(partial).toBe('It is ')
    open(gate)
    await client.reached(id, 'SUCCEEDED')
    expect(await partial()).toBe('It is [secret].')
  })

  it('is not shown by halves where a text is cut off', async () => {
    const shown = await play('long-crasher', 'FAILED')
    for (let length = 4; length < planted.length; length++) expect(shown).not.toContain(JSON.stringify(planted.slice(-length)).slice(1, -1))
  })

  it('is masked when a model writes it, into its answer, a tool or the name of a file', async () => {
    model.answer(
      {
        kind: 'tools',
        calls: [
          { name: 'write_file', input: { path: `${planted}.txt`, content: 'x' } },
          { name: 'calculator', input: { expression: planted } },
        ],
      },
      { kind: 'text', chunks: ['It is ', planted.slice(0, 9), planted.slice(9)] },
    )
    const shown = await play('writer', 'SUCCEEDED')
    expectMasked(shown)
    expect(shown).toContain('"name":"[secret].txt"')
  })

  it('is masked when the provider of a model says it', async () => {
    model.answer({ kind: 'error', status: 400, message: `No ${planted} here` })
    expectMasked(await play('writer', 'FAILED'))
  })

  it('is masked in why an agent is unavailable', async () => {
    for (let run = 0; run < 4; run++) await play('kept', 'FAILED', { how: 'die' })
    const query = '{ events(filter: { types: ["agent.unavailable"] }, first: 5) { nodes { payload } } agents { unavailableReason } }'
    await expect
      .poll(async () => JSON.stringify(await client.gql(query)))
      .toMatch(/"unavailableReason":"its process ended 4 times[^"]*\[secret\]/)
    expectMasked(JSON.stringify(await client.gql(query)))
  })
})

interface Page {
  events: { nodes: unknown[]; pageInfo: { endCursor: string; hasNextPage: boolean } }
}

describe('afterwards the secret is', () => {
  it('in no event', async () => {
    const query =
      'query ($after: String) { events(first: 100, after: $after) { nodes { type subject payload } pageInfo { endCursor hasNextPage } } }'
    const pages: string[] = []
    for (let after: string | null = null, more = true; more; ) {
      const { events }: Page = await client.gql<Page>(query, { after })
      pages.push(JSON.stringify(events.nodes))
      ;[after, more] = [events.pageInfo.endCursor, events.pageInfo.hasNextPage]
    }
    expectMasked(pages.join(''))
  })

  it('in no dead letter', async () => {
    expectMasked(JSON.stringify(await client.gql('{ deadLetters(first: 100) { nodes { error { code message stack } } } }')))
  })

  it('in no line of the log', () => {
    expectMasked(said.join(''))
  })

  it('in no document of the database', async () => {
    const documents: string[] = []
    for (const { name } of await database.db.listCollections().toArray())
      for await (const document of database.db.collection(name).find({}, { raw: true }))
        documents.push(Buffer.from(document as unknown as Uint8Array).toString())
    expect(documents.length).toBeGreaterThan(tasks.length)
    expectMasked(documents.join('\n'))
  })
})
