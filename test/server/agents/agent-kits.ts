// For each way to run an agent: one that behaves as its parameter `scenario` says.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Adapter, RunOutcome } from '../../../server/agents/adapter.ts'
import { createAdapters } from '../../../server/agents/adapters.ts'
import { type AgentLine, toAgentLine } from '../../../server/agents/agent-line.ts'
import type { AgentConfig, RunConfig } from '../../../server/agents/config.ts'
import type { Outside } from '../../../server/agents/remote/outside.ts'
import { createProcesses, type Processes } from '../../../server/agents/supervised/processes.ts'
import { type ModelServer, startModelServer } from '../../support/model-server/model-server.ts'
import { says, type Turn, wants } from '../../support/model-server/turn.ts'
import { sampleAgent, sampleModel } from './sample-agent.ts'

export type Scenario =
  | 'success'
  | 'talk'
  | 'artifact'
  | 'transient'
  | 'permanent'
  | 'busy'
  | 'crash'
  | 'oversized'
  | 'malformed'
  | 'escape'
  | 'hang'

export interface AgentKit {
  name: string
  start(): Promise<void>
  stop(): Promise<void>
  agent(): AgentConfig
  adapter: Adapter
  /** What comes of an answer that is not of the protocol. */
  ofNonsense: object
  /** What comes of a file outside of its folder. */
  ofEscape: object
  /** What it shows while it talks. */
  talk: { progress: unknown; logs: unknown }
  /** Its first sign that it has begun. */
  begun: string
}

const maxOutputBytes = 100_000
const result = { type: 'result', result: { ok: true } }

/** What each behaviour says; those that are no words are played by the kits. */
const words: { [scenario in Scenario]?: object[] } = {
  success: [result],
  talk: [
    { type: 'progress', fraction: 0.5, step: 'half way' },
    { type: 'partial', text: 'Once ' },
    { type: 'partial', text: 'upon' },
    { type: 'log', level: 'warn', text: 'only one source' },
    result,
  ],
  artifact: [{ type: 'artifact', name: 'note.txt', contentType: 'text/plain', data: Buffer.from('hello').toString('base64') }, result],
  transient: [{ type: 'error', class: 'TRANSIENT', code: 'FLAKY', message: 'the far side is restarting' }],
  permanent: [{ type: 'error', class: 'PERMANENT', code: 'BAD', message: 'there is no such customer' }],
  busy: [{ type: 'error', class: 'RATE_LIMITED', code: 'BUSY', message: 'please come back later', retryAfterMs: 1500 }],
  oversized: [{ type: 'result', result: 'x'.repeat(2 * maxOutputBytes) }],
  escape: [{ type: 'artifact', name: 'passwd', path: '../../../etc/passwd' }, result],
}
const begun = { type: 'progress', step: 'begun' }

const program = `
const words = ${JSON.stringify(words)}
const say = (line, run) => process.stdout.write(JSON.stringify(run ? { run, ...line } : line) + '\\n')
function play(scenario, run, end) {
  if (scenario === 'crash') return process.exit(3)
  if (scenario === 'malformed') { process.stdout.write('certainly, here you go\\n'); return end() }
  if (scenario === 'hang') { say(${JSON.stringify(begun)}, run); return setInterval(() => undefined, 1000) }
  for (const line of words[scenario]) say(line, run)
  end()
}`

function kitOf(name: string, run: () => RunConfig, parts: Partial<AgentKit> & Pick<AgentKit, 'adapter' | 'ofNonsense'>): AgentKit {
  return {
    name,
    start: async () => undefined,
    stop: async () => undefined,
    agent: () => sampleAgent({ run: run(), graceMs: 200 }),
    ofEscape: { kind: 'failed', error: { class: 'PERMANENT', code: 'ARTIFACT_REFUSED' } },
    talk: {
      progress: [{ fraction: 0.5, step: 'half way' }, { partial: 'Once ' }, { partial: 'upon' }],
      logs: ['warn only one source'],
    },
    begun: begun.step,
    ...parts,
  }
}

function writeProgram(body: string): { file: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'capstan-kit-'))
  const file = join(folder, 'agent.mjs')
  writeFileSync(file, `${program}\n${body}`)
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export function commandKit(): AgentKit {
  const { file, remove } = writeProgram(`
import { readFileSync } from 'node:fs'
play(JSON.parse(readFileSync(0, 'utf8')).parameters.scenario, undefined, () => undefined)`)
  const run = (): RunConfig => ({ kind: 'command', command: [process.execPath, file], env: [], maxMemoryMb: 512, maxOutputBytes })
  return kitOf('a program', run, {
    adapter: (agent, context) => createAdapters({ env: process.env })(agent)(agent, context),
    stop: async () => remove(),
    ofNonsense: { kind: 'failed', error: { class: 'PERMANENT', code: 'NO_RESULT' } },
  })
}

/** Keeps running; what is no protocol is a line in the log, and the answer still comes. */
export const supervisedProgram = `
import { createInterface } from 'node:readline'
for await (const text of createInterface({ input: process.stdin })) {
  const order = JSON.parse(text)
  if (order.type === 'ping') say({ type: 'pong' })
  if (order.type === 'run') play(order.parameters.scenario, order.run, () => undefined)
  if (order.type === 'run' && order.parameters.scenario === 'malformed') say(words.success[0], order.run)
  if (order.type === 'stop') process.exit()
}`

export function processKit(): AgentKit {
  const { file, remove } = writeProgram(supervisedProgram)
  let processes: Processes
  const run = (): RunConfig => ({
    ...{ kind: 'process', model: sampleModel, command: [process.execPath, file], env: [], processes: 1, maxMemoryMb: 512, maxOutputBytes },
    unresponsiveMs: 60_000,
  })
  return kitOf('a supervised process', run, {
    adapter: (agent, context) => createAdapters({ env: process.env, processes })(agent)(agent, context),
    start: async () => {
      processes = createProcesses({ env: process.env, log: () => undefined, onChange: () => undefined })
    },
    stop: async () => {
      await processes.stop()
      remove()
    },
    ofNonsense: { kind: 'succeeded' },
  })
}

interface Order {
  parameters: { scenario: Scenario }
  callback: { url: string; secret: string }
}

type Answering = (order: Order, res: ServerResponse, req: IncomingMessage) => void

function serve(answer: Answering): { url(): string; start(): Promise<void>; stop(): Promise<void> } {
  let server: Server
  return {
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/agent`,
    start: () =>
      new Promise((resolve) => {
        server = createServer((req, res) => {
          const chunks: Buffer[] = []
          req.on('data', (chunk: Buffer) => chunks.push(chunk))
          req.on('end', () => answer(JSON.parse(Buffer.concat(chunks).toString()) as Order, res, req))
        }).listen(0, '127.0.0.1', resolve)
      }),
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const lines = (of: readonly object[]) => of.map((line) => `${JSON.stringify(line)}\n`).join('')

/** Where nobody calls back. */
export function outside(change: Partial<Outside> = {}): Outside {
  return {
    signTask: async () => 'a.signed.order',
    openCallback: () => ({ url: 'http://127.0.0.1:1/callbacks/T-1.1', secret: 'whsec_AAAA', lines: () => nothing() }),
    webhookKeys: () => [new Uint8Array(32)],
    postToSlack: async () => ({ kind: 'failed', message: 'not in this test', permanent: true }),
    mailer: undefined,
    ...change,
  }
}

async function* nothing(): AsyncGenerator<AgentLine> {}

export function httpLinesKit(): AgentKit {
  const server = serve(({ parameters: { scenario } }, res) => {
    if (scenario === 'crash') return void res.destroy()
    if (scenario === 'malformed') return void res.writeHead(200, { 'content-type': 'application/json' }).end('certainly')
    res.writeHead(200, { 'content-type': 'application/x-ndjson' })
    if (scenario === 'hang') res.write(lines([begun]))
    else res.end(lines(words[scenario] ?? []))
  })
  const run = (): RunConfig => ({ kind: 'http', url: server.url(), headers: {}, audience: undefined, maxOutputBytes })
  return kitOf('behind HTTP and answers line by line', run, {
    ...server,
    adapter: (agent, context) => createAdapters({ env: {}, outside: outside() })(agent)(agent, context),
    ofNonsense: { kind: 'failed', error: { class: 'PERMANENT', code: 'MALFORMED_OUTPUT' } },
  })
}

/** Answers 202; its lines come as the server would hand them on. */
export function httpCallbackKit(): AgentKit {
  const server = serve(({ parameters: { scenario } }, res) => {
    if (scenario === 'crash') res.destroy()
    else if (scenario === 'oversized')
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify('x'.repeat(2 * maxOutputBytes)))
    else if (scenario === 'malformed') res.writeHead(200, { 'content-type': 'application/json' }).end('certainly')
    else res.writeHead(202).end()
  })
  const run = (): RunConfig => ({ kind: 'http', url: server.url(), headers: {}, audience: undefined, maxOutputBytes })
  const calledBack =
    (scenario: Scenario): Outside['openCallback'] =>
    () => ({
      url: 'http://127.0.0.1:1/callbacks/T-1.1',
      secret: 'whsec_AAAA',
      lines: async function* (signal) {
        for (const line of scenario === 'hang' ? [begun] : (words[scenario] ?? [])) yield toAgentLine(line) as AgentLine
        if (scenario === 'hang') await new Promise((resolve) => signal.addEventListener('abort', resolve))
      },
    })
  return kitOf('behind HTTP and calls back', run, {
    ...server,
    adapter: (agent, context): Promise<RunOutcome> =>
      createAdapters({ env: {}, outside: outside({ openCallback: calledBack(context.parameters['scenario'] as Scenario) }) })(agent)(
        agent,
        context,
      ),
    ofNonsense: { kind: 'failed', error: { class: 'PERMANENT', code: 'MALFORMED_OUTPUT' } },
  })
}

/** What the model writes, and what it wants of its tools. */
const turns: { readonly [scenario in Scenario]: readonly Turn[] } = {
  success: [says('{"ok":true}')],
  talk: [says('{"ok":', 'true}')],
  artifact: [wants('write_file', { path: 'note.txt', content: 'hello' }), says('{"ok":true}')],
  transient: [{ kind: 'error', status: 500, type: 'api_error', message: 'the far side is restarting' }],
  permanent: [{ kind: 'error', status: 400, message: 'there is no such customer' }],
  busy: [
    { kind: 'error', status: 429, headers: { 'retry-after-ms': '1500' }, type: 'rate_limit_error', message: 'please come back later' },
  ],
  crash: [{ kind: 'break', chunks: ['{"ok":'] }],
  oversized: [says(...Array.from({ length: 5 }, () => 'x'.repeat(1024 * 1024)))],
  malformed: [says('certainly, here you go')],
  escape: [wants('write_file', { path: '../../../etc/passwd', content: 'me' }), says('{"ok":true}')],
  hang: [{ kind: 'stall', chunks: ['{'] }],
}

/** Answered by a model on this machine. A tool that is refused a file tells the model, which goes on without. */
export function modelKit(provider: 'anthropic' | 'openai'): AgentKit {
  let server: ModelServer
  const env = () => ({
    ...{ ANTHROPIC_API_KEY: 'sk-of-the-test', ANTHROPIC_BASE_URL: server.url },
    ...{ OPENAI_API_KEY: 'sk-of-the-test', OPENAI_BASE_URL: `${server.url}/v1` },
  })
  const run = (): RunConfig => ({ ...sampleModel, provider, maxSteps: 5 })
  const output = { type: 'object', required: ['ok'], properties: { ok: { type: 'boolean' } } }
  return kitOf(`a hosted model over the protocol of ${provider}`, run, {
    agent: () => sampleAgent({ run: run(), output, tools: [{ name: 'write_file' }], graceMs: 200 }),
    adapter: (agent, context) => {
      server.answer(...turns[context.parameters['scenario'] as Scenario])
      return createAdapters({ env: env() })(agent)(agent, context)
    },
    start: async () => {
      server = await startModelServer()
    },
    stop: () => server.close(),
    ofNonsense: { kind: 'failed', error: { class: 'PERMANENT', code: 'OUTPUT_INVALID' } },
    ofEscape: { kind: 'succeeded' },
    talk: {
      progress: expect.arrayContaining([
        expect.objectContaining({ step: 'Writing', partial: '{"ok":' }),
        expect.objectContaining({ partial: 'true}', fraction: expect.any(Number) }),
      ]),
      logs: [expect.stringContaining('answered in')],
    },
    begun: 'Writing',
  })
}
