// Promise: fifty megabytes of output end a task with a sentence, in whatever way its agent runs and however they are cut; the worker
// holds no more of it than it may, and goes on.
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { type AgentFile, createTestServers, type TestServer } from '../support/server.ts'
import { commandAgent } from './crew.ts'

const megabytes = 50
const servers = createTestServers(createTestDatabase())
let far: Server
let server: TestServer

/** What is repeated until there is enough of it, and what stands around it. */
const shapes = {
  'one line': { begin: '{"type":"partial","text":"', word: 'xxxxxxxx', end: '"}\n' },
  'many lines': { begin: '', word: `${JSON.stringify({ type: 'partial', text: 'x'.repeat(1000) })}\n`, end: '' },
  'many lines of the log': { begin: '', word: 'just some words of a talkative program\n', end: '' },
} as const
type Shape = keyof typeof shapes

/** Writes as fast as it is read. */
const flood = `
async function flood(shape, stream) {
  const { begin, word, end } = (${JSON.stringify(shapes)})[shape]
  const write = (text) => new Promise((resolve) => stream.write(text, resolve))
  const piece = word.repeat(Math.ceil(1048576 / word.length))
  await write(begin)
  for (let written = 0; written < ${megabytes}; written++) await write(piece)
  await write(end)
}`

const commandScript = `${flood}
flood(parameters.shape, parameters.stream === 'stderr' ? process.stderr : process.stdout).then(() => say({ type: 'result', result: 'all of it' }))`

const processScript = `${flood}
require('node:readline').createInterface({ input: process.stdin }).on('line', async (text) => {
  const order = JSON.parse(text)
  if (order.type === 'stop') process.exit()
  if (order.type !== 'run') return
  if (order.parameters.shape) await flood(order.parameters.shape, order.parameters.stream === 'stderr' ? process.stderr : process.stdout)
  console.log(JSON.stringify({ run: order.run, type: 'result', result: 'all of it' }))
})`

function elsewhere(name: string, execution: object): { [name: string]: AgentFile } {
  const [file] = Object.values(commandAgent(name, '')) as [{ [key: string]: unknown }]
  return { [name]: { ...file, execution } }
}

async function pour(res: ServerResponse, shape: Shape): Promise<void> {
  const { begin, word, end } = shapes[shape]
  const piece = word.repeat(Math.ceil(1048576 / word.length))
  const write = (text: string) => new Promise((resolve) => (res.destroyed ? resolve(undefined) : res.write(text, resolve)))
  await write(begin)
  for (let written = 0; written < megabytes && !res.destroyed; written++) await write(piece)
  res.end(end)
}

beforeAll(async () => {
  far = createServer((req, res) => {
    let body = ''
    req.on('data', (chunk) => {
      body += chunk
    })
    req.on('end', () => {
      const { shape, type } = (JSON.parse(body) as { parameters: { shape: Shape; type: string } }).parameters
      res.on('error', () => undefined)
      res.writeHead(200, { 'content-type': type })
      void pour(res, shape)
    })
  })
  await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve))
  server = await servers.start({
    agents: {
      ...commandAgent('talker', commandScript),
      ...commandAgent('modest', `say({ type: 'result', result: 'still here' })`),
      ...elsewhere('keeper', { kind: 'process', command: [process.execPath, '-e', processScript] }),
      ...elsewhere('remote', { kind: 'http', url: `http://127.0.0.1:${(far.address() as AddressInfo).port}/` }),
    },
  })
})

afterAll(async () => {
  far.closeAllConnections()
  await new Promise((resolve) => far.close(resolve))
})

/** What this process, in which the worker is, held at most beyond what it held before. */
async function peakMbOf(work: () => Promise<void>): Promise<number> {
  const before = process.memoryUsage().rss
  let peak = before
  const looking = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 20)
  await work().finally(() => clearInterval(looking))
  return (peak - before) / 1048576
}

const cases = [
  ...Object.keys(shapes).flatMap((shape) => [
    ['talker', { shape }],
    ['keeper', { shape }],
  ]),
  ['talker', { shape: 'many lines of the log', stream: 'stderr' }],
  ['remote', { shape: 'one line', type: 'application/json' }],
  ['remote', { shape: 'one line', type: 'application/x-ndjson' }],
  ['remote', { shape: 'many lines', type: 'application/x-ndjson' }],
  ['remote', { shape: 'many lines of the log', type: 'application/x-ndjson' }],
] as readonly (readonly [string, object])[]

describe('fifty megabytes', () => {
  it.each(cases)('of %s, %j, are too large', async (agent, parameters) => {
    const peakMb = await peakMbOf(async () => {
      const id = await server.submit({ agent, parameters })
      expect((await server.reached(id, 'FAILED')).error).toMatchObject({
        code: 'OUTPUT_TOO_LARGE',
        class: 'PERMANENT',
        message: expect.stringContaining('more than 10485760 bytes'),
      })
    })
    expect(peakMb).toBeLessThan(200)
    const next = await server.submit({ agent: 'modest' })
    expect((await server.reached(next, 'SUCCEEDED')).result).toBe('still here')
  })

  it('leave a process agent that can be asked again', async () => {
    expect((await server.reached(await server.submit({ agent: 'keeper' }), 'SUCCEEDED')).result).toBe('all of it')
  })
})
