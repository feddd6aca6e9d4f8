// Promise: every example of the guide to agents works as it stands there: the files and programs are taken out of the page and run.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formatViolations, parseAgentFile } from '../../server/agents/agent-file.ts'
import { toAgentLine } from '../../server/agents/agent-line.ts'
import { agentTemplates } from '../../server/launch/agent-templates.ts'
import { findFreePort } from '../../server/launch/mongod-process.ts'
import { receiveMail } from '../server/notifications/receivers.ts'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers, type TestServer } from '../support/server.ts'

const document = readFileSync(new URL('../../docs/agents.md', import.meta.url), 'utf8')
const files = new Map([...document.matchAll(/```(?:yaml|js)\n(?:#|\/\/) (\S+)\n([\s\S]*?)```/g)].map(([, path, text]) => [path!, text!]))
const agentFiles = [...files]
  .filter(([path]) => path.endsWith('.yaml'))
  .map(([path, text]) => [path.replace(/^.*\/|\.yaml$/g, ''), text] as const)
const lineBlocks = [...document.matchAll(/```jsonl\n([\s\S]*?)```/g)].map(([, lines]) =>
  lines!
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown),
)

/** Where a program of the page finds the packages it imports. */
const elsewhere = join(fileURLToPath(new URL('../../node_modules/.cache', import.meta.url)), `capstan-docs-${process.pid}`)
const servers = createTestServers(createTestDatabase())
const mail = await receiveMail()
const children: ChildProcess[] = []
const posts: { channel: string; text: string }[] = []
let slack: Server
let server: TestServer
let ports: { capstan: number; translator: number; receiver: number }

/** Where the page says 8080, the test has a port of its own. */
const atOurPorts = (yaml: string) => yaml.replace(':8080/', `:${ports.translator}/`).replace(':8081/', `:${ports.receiver}/`)

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** Answers its lines as they come. */
async function startProgram(name: string, env: { [name: string]: string }): Promise<string[]> {
  write(join(elsewhere, name), files.get(name)!)
  const child = spawn(process.execPath, [join(elsewhere, name)], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${env['PORT']}`, { method: 'POST', body: '{}' }).then(
          ({ status }) => status,
          () => 0,
        ),
      { timeout: 60_000 },
    )
    .toBe(401)
  return lines
}

beforeAll(async () => {
  slack = createServer((req, res) => {
    let body = ''
    req.on('data', (chunk) => {
      body += chunk
    })
    req.on('end', () => {
      posts.push(JSON.parse(body) as { channel: string; text: string })
      res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"ts":"12.34"}')
    })
  })
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve))
  ports = { capstan: await findFreePort(undefined), translator: await findFreePort(undefined), receiver: await findFreePort(undefined) }
  for (const [path, text] of files)
    if (path.includes('/programs/')) write(join(servers.folder, path.replace('agent-configs', 'agents')), text)
  server = await servers.start({
    env: {
      PORT: String(ports.capstan),
      SMTP_URL: mail.url,
      SLACK_BOT_TOKEN: 'xoxb-of-the-test',
      SLACK_API_URL: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/`,
      TRANSLATOR_KEY: 'key-of-the-translator',
    },
    agents: Object.fromEntries(agentFiles.map(([name, yaml]) => [name, atOurPorts(yaml)])),
  })
})

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  slack.closeAllConnections()
  await new Promise((resolve) => slack.close(resolve))
  rmSync(elsewhere, { recursive: true, force: true })
})

async function run(agent: string, parameters: object, status = 'SUCCEEDED') {
  const id = await server.submit({ agent, parameters })
  return server.reached(id, status)
}

describe('docs/agents.md', () => {
  it('has a section and a file for every kind there is', () => {
    const kinds = agentFiles.map(([, yaml]) => /kind: (\w+)/.exec(yaml)?.[1] ?? 'model')
    expect(kinds).toEqual(Object.keys(agentTemplates))
    for (const kind of kinds) expect(document).toMatch(new RegExp(`^## ${kind}$`, 'im'))
  })

  it.each(agentFiles)('shows a file of %s that can be used', (_name, yaml) => {
    const result = parseAgentFile(yaml)
    expect(result.ok ? '' : formatViolations(result.violations)).toBe('')
  })

  it('shows a breaker as an agent file may have it', () => {
    const [breaker = ''] = /^breaker: .*$/m.exec(document) ?? []
    const result = parseAgentFile(`${files.get('agent-configs/tea-writer.yaml')}${breaker}\n`)
    expect(result.ok && result.config.breaker).toEqual({
      failureRate: 0.5,
      minimum: 10,
      windowMs: 60_000,
      openMs: 30_000,
      disableAfter: 10,
    })
  })

  it('shows lines of every type of the protocol', () => {
    const [orders, lines] = lineBlocks
    expect(orders!.map((order) => (order as { type: string }).type)).toEqual(['start', 'run', 'cancel', 'ping', 'stop'])
    const types = lines!.map((line) => toAgentLine(line)?.type)
    expect(new Set(types)).toEqual(new Set(['progress', 'partial', 'log', 'artifact', 'result', 'error']))
  })
})

describe('an agent of the guide', () => {
  it('that is a model writes', async () => {
    expect((await run('tea-writer', { topic: 'Oolong' })).result).toMatchObject({ text: expect.stringContaining('Oolong') })
  })

  it('that is a command counts, leaves a file and fails as it says', async () => {
    const { id, result } = await run('word-counter', { text: 'a cup of tea' })
    expect(result).toEqual({ words: 4 })
    const shown = await server.gql<{ task: { artifacts: object[] } }>(
      'query ($id: ID!) { task(id: $id) { artifacts { name contentType bytes } } }',
      { id },
    )
    expect(shown.task.artifacts).toEqual([{ name: 'words.txt', contentType: 'text/plain', bytes: 12 }])
    expect((await run('word-counter', { text: '...' }, 'FAILED')).error).toMatchObject({ code: 'NO_WORDS', class: 'PERMANENT' })
  })

  it('that is a process is kept for the next task', async () => {
    const first = (await run('greeter', { name: 'Ann', language: 'de' })).result as { text: string; pid: number }
    expect(first.text).toBe('Guten Tag, Ann!')
    expect((await run('greeter', { name: 'Ben' })).result).toEqual({ text: 'Good day, Ben!', pid: first.pid })
  })

  it('that is a service checks its orders, answers short texts at once and calls back for long ones', async () => {
    await startProgram('translator.mjs', { PORT: String(ports.translator), CAPSTAN_URL: server.url })
    expect((await run('translator', { text: 'tea' })).result).toEqual({ text: 'Tee' })
    const { id, result } = await run('translator', { text: 'milk and tea, for all of us' })
    expect(result).toEqual({ text: 'Milch and Tee, for all of us' })
    const shown = await server.gql('query ($id: ID!) { task(id: $id) { logs { nodes { text } } currentStep } }', { id })
    expect(shown).toEqual({ task: { logs: { nodes: [{ text: 'Nearly done' }] }, currentStep: 'Reading a long text' } })
    const byWhatItCan = await server.submit({ capabilities: ['TRANSLATION'], parameters: { text: 'milk' } })
    expect((await server.reached(byWhatItCan, 'SUCCEEDED')).result).toEqual({ text: 'Milch' })
  })

  it('that is a webhook is believed by its receiver', async () => {
    const { webhookSecret } = await server.gql<{ webhookSecret: string }>('{ webhookSecret }')
    const heard = await startProgram('receiver.mjs', { PORT: String(ports.receiver), WEBHOOK_SECRET: webhookSecret })
    const { id, result } = await run('order-hook', { order: 7 })
    expect(result).toMatchObject({ delivered: true, id })
    await expect.poll(() => heard).toEqual(['order.placed 7'])
  })

  it('that sends letters sends one', async () => {
    await run('letter-writer', { to: ['ann@example.com'], subject: 'Tea', text: 'It is ready.' })
    expect(mail.mails.map(({ to, text }) => [to, text.includes('It is ready.')])).toEqual([
      [expect.stringContaining('ann@example.com'), true],
    ])
  })

  it('that posts to Slack posts', async () => {
    expect((await run('team-news', { text: 'Stand-up!' })).result).toMatchObject({ posted: true, channel: '#team' })
    expect(posts).toMatchObject([{ channel: '#team', text: 'Stand-up!' }])
  })
})
