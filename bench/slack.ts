// What a person in Slack waits for: the bot as a process over HTTP, the stand-in for Slack beside it, the server behind it. What Slack
// itself and the network to it take is not in these figures.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createSlackStandIn, type StandInWithPage } from '../bot/stand-in/stand-in.ts'
import { findFreePort } from '../server/launch/mongod-process.ts'
import { type ApiServer, startApiServer } from './rig/api-server.ts'
import { inLanes } from './rig/lanes.ts'
import { serverProgram } from './rig/places.ts'
import type { BenchDatabase, Rig } from './rig/rig.ts'
import { percentile } from './rig/statistics.ts'
import type { Measurement, Row } from './row.ts'

const inFlight = 20
const liveCards = 25
const peopleCount = 60
const patienceMs = 60_000

interface Figures {
  acknowledge: number[]
  card: number[]
  publish: number[]
  finish: number[]
}

export const slack: Measurement = {
  name: 'slack',
  run: (rig) => rig.withDatabase(async (database) => rowsOf(await measure(rig, database))),
}

function rowsOf({ acknowledge, card, publish, finish }: Figures): Row[] {
  const row = (what: string, values: number[], target: string): Row => ({ what, value: percentile(values, 0.95), unit: 'ms', target })
  return [
    row('signed slash command to its acknowledgement, 20 in flight, p95', acknowledge, '<= 50 ms'),
    row('command to the card that can be seen, p95', card, '<= 300 ms'),
    row('parsed event to the task it makes, p95', publish, '<= 100 ms'),
    row(`end of a task to its card, ${liveCards} live cards, p95`, finish, '<= 1500 ms'),
  ]
}

async function measure(rig: Rig, database: BenchDatabase): Promise<Figures> {
  const agentsDir = writeAgents(rig)
  const server = await startApiServer(rig, { role: 'all', databaseUrl: database.url, agentsDir })
  const names = Array.from({ length: peopleCount }, (_, index) => `p${index}`)
  const channels = Array.from({ length: peopleCount }, (_, index) => ({ name: `c${index}` }))
  const standIn = await createSlackStandIn({ mode: 'http', people: names.map((name) => ({ name })), channels, rateLimits: false })
  rig.onStop(() => standIn.close())
  await startBot(rig, { server, standIn, databaseUrl: database.url })
  const acknowledge = await measureAcknowledgements(rig, standIn, names)
  const linked = names.slice(0, rig.size(30, 5))
  for (const name of linked) await link(server, standIn, name)
  const { card, publish } = await measureCards(server, standIn, linked)
  await untilEditsAreFree(standIn)
  const finish = await measureEnds(rig, { server, standIn, person: linked[0] ?? '' })
  await server.stop()
  return { acknowledge, card, publish, finish }
}

/** One that is done at once, and one that waits for a file. */
function writeAgents(rig: Rig): string {
  const folder = join(rig.folder, 'slack-agents')
  mkdirSync(folder, { recursive: true })
  const read = "const { parameters } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))\n"
  const say = `process.stdout.write(JSON.stringify({ type: 'result', result: 'done' }) + '\\n')`
  const wait = `const timer = setInterval(() => { if (require('node:fs').existsSync(parameters.gate)) { clearInterval(timer); ${say} } }, 20)`
  const file = (name: string, script: string) => ({
    name,
    team: 'BENCH_TEAM',
    type: 'bench',
    description: 'Exists only for the benchmark.',
    parameters: { type: 'object', properties: { gate: { type: 'string' } } },
    execution: { kind: 'command', command: [process.execPath, '-e', script] },
    limits: { max_concurrent: liveCards },
  })
  // JSON is YAML as well.
  writeFileSync(join(folder, 'quick.yaml'), JSON.stringify(file('quick', read + say)))
  writeFileSync(join(folder, 'holder.yaml'), JSON.stringify(file('holder', read + wait)))
  return folder
}

async function startBot(
  rig: Rig,
  { server, standIn, databaseUrl }: { server: ApiServer; standIn: StandInWithPage; databaseUrl: string },
): Promise<void> {
  const port = await findFreePort(undefined)
  const created = await ask<{ createApiKey: { secret: string } }>(
    server,
    'mutation { createApiKey(input: { name: "bot", service: true }) { secret } }',
  )
  const env = {
    PATH: process.env['PATH'],
    BOT_PORT: String(port),
    MONGODB_URL: databaseUrl,
    CAPSTAN_URL: server.url,
    CAPSTAN_TOKEN: created.createApiKey.secret,
    SLACK_BOT_TOKEN: standIn.credentials.botToken,
    SLACK_SIGNING_SECRET: standIn.credentials.signingSecret,
    SLACK_API_URL: standIn.apiUrl,
    LOG_LEVEL: 'error',
  }
  const program = join(dirname(serverProgram), 'bot.mjs')
  const child = spawn(process.execPath, ['--enable-source-maps', program], { env, cwd: rig.folder, stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  rig.onStop(async () => {
    child.kill('SIGKILL')
    await ended
  })
  await until(async () => (await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined))?.ok, 'the bot')
  standIn.connect(`http://127.0.0.1:${port}/slack/events`)
}

/** Each person stays below what one person may ask for in a minute. */
async function measureAcknowledgements(rig: Rig, standIn: StandInWithPage, names: readonly string[]): Promise<number[]> {
  const took: number[] = []
  await inLanes(inFlight, rig.size(600, 60), async (index) => {
    const { tookMs } = await standIn.command(names[index % names.length] ?? '', 'whoami', { channel: 'c0' })
    took.push(tookMs)
  })
  return took.slice(inFlight)
}

/** In a channel each, as Slack takes one message a second in a channel. */
async function measureCards(
  server: ApiServer,
  standIn: StandInWithPage,
  names: readonly string[],
): Promise<Pick<Figures, 'card' | 'publish'>> {
  const figures = { card: [] as number[], publish: [] as number[] }
  for (const [index, name] of names.entries()) {
    const channel = `c${index}`
    const said = Date.now()
    await standIn.command(name, 'run quick tags=bench', { channel })
    const message = await standIn.waitFor(
      () => standIn.messages(channel).find(({ text, ephemeralTo }) => !ephemeralTo && /T-\d+/.test(text)),
      'a card',
    )
    figures.card.push(Number(message.ts) * 1000 - said)
    const id = message.text.match(/T-\d+/)?.[0]
    const { task } = await ask<{ task: { createdAt: string } }>(server, 'query ($id: ID!) { task(id: $id) { createdAt } }', { id })
    figures.publish.push(Date.parse(task.createdAt) - said)
  }
  return figures
}

/** Slack takes so many edits a minute: those made for earlier figures are not to hold up what is measured next. */
async function untilEditsAreFree(standIn: StandInWithPage): Promise<void> {
  const last = standIn.calls('chat.update').at(-1)?.at ?? 0
  await pause(Math.max(0, last + 60_000 - Date.now()))
}

async function measureEnds(
  rig: Rig,
  { server, standIn, person }: { server: ApiServer; standIn: StandInWithPage; person: string },
): Promise<number[]> {
  const gate = join(rig.folder, `gate-${Date.now()}`)
  const count = rig.size(liveCards, 5)
  const ids: string[] = []
  for (let index = 0; index < count; index++) {
    const channel = `c${peopleCount - 1 - index}`
    await standIn.command(`p${index % 5}`, `run holder gate="${gate}"`, { channel })
    const card = await standIn.waitFor(
      () => standIn.messages(channel).find(({ text }) => /holder T-\d+: running/.test(text)),
      `a card for ${person}`,
      patienceMs,
    )
    ids.push(card.text.match(/T-\d+/)?.[0] ?? '')
  }
  writeFileSync(gate, '')
  const edits = () =>
    standIn.calls('chat.update').filter(({ ok, args }) => ok && ids.some((id) => String(args['text']) === `holder ${id}: done`))
  await standIn.waitFor(() => edits().length >= count, 'the last edit', patienceMs)
  const took: number[] = []
  for (const { args, at } of edits()) {
    const id = String(args['text']).match(/T-\d+/)?.[0]
    const { task } = await ask<{ task: { finishedAt: string } }>(server, 'query ($id: ID!) { task(id: $id) { finishedAt } }', { id })
    took.push(at - Date.parse(task.finishedAt))
  }
  return took
}

async function link(server: ApiServer, standIn: StandInWithPage, name: string): Promise<void> {
  const email = `${name}@bench.example`
  const password = `a password of ${name} that is long`
  await ask(server, 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
    input: { email, name, password, role: 'USER' },
  })
  const query = 'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken } }'
  const { login } = await ask<{ login: { accessToken: string } }>(server, query, { email, password })
  const { createLinkCode } = await ask<{ createLinkCode: { code: string } }>(
    { ...server, token: login.accessToken },
    'mutation { createLinkCode { code } }',
  )
  await standIn.message(name, `link ${createLinkCode.code}`)
  await standIn.waitForMessage(standIn.directChannel(name), ({ text }) => text.includes('in Capstan now'))
}

async function ask<T>({ url, token }: Pick<ApiServer, 'url' | 'token'>, query: string, variables: object = {}): Promise<T> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
  const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string }[] }
  if (!data || errors) throw new Error(`The server refused: ${errors?.[0]?.message ?? response.status}`)
  return data
}

async function until(holds: () => Promise<boolean | undefined>, what: string): Promise<void> {
  const giveUpAt = Date.now() + patienceMs
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(`${what} was not ready within ${patienceMs / 1000} s.`)
    await pause(50)
  }
}
