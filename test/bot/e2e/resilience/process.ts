// The bot as the process that operators run: in both modes, killed in the middle, told to stop, and refused with a sentence.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createBotRig, has, linkPerson, type Started, serviceToken } from '../../rig.ts'
import { stage } from './stage.ts'

/** Each mode on a database of its own: they are tried beside each other. */
const rigs = { http: createBotRig(), socket: createBotRig() }
const root = fileURLToPath(new URL('../../../..', import.meta.url))
const execute = promisify(execFile)
const running = new Set<ChildProcess>()

beforeAll(async () => {
  await execute(process.execPath, [`${root}server/launch/build.mjs`], { cwd: root })
})
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
})

interface BotProcess {
  child: ChildProcess
  ready: Promise<string>
  ended: Promise<{ code: number | null; said: string }>
}

function run(env: { [name: string]: string }, args: string[] = []): BotProcess {
  const child = spawn(process.execPath, [`${root}dist/bot.mjs`, ...args], {
    env: { PATH: process.env['PATH'], CAPSTAN_DATA_DIR: '/nonexistent', ...env },
  })
  running.add(child)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const ended = new Promise<{ code: number | null; said: string }>((resolve) =>
    child.once('exit', (code) => {
      running.delete(child)
      resolve({ code, said })
    }),
  )
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, url } = JSON.parse(line) as { msg: string; url?: string }
      if (msg === 'ready' && url) resolve(url)
    })
    void ended.then(({ said: why }) => reject(new Error(`the bot ended: ${why}`)))
  })
  ready.catch(() => undefined)
  return { child, ready, ended }
}

async function environment({ slack, server }: Started, mode: keyof typeof rigs): Promise<{ [name: string]: string }> {
  const { botToken, appToken, signingSecret } = slack.credentials
  return {
    BOT_PORT: '0',
    MONGODB_URL: rigs[mode].database.url,
    CAPSTAN_URL: server.url,
    CAPSTAN_TOKEN: await serviceToken(server),
    SLACK_BOT_TOKEN: botToken,
    SLACK_API_URL: slack.apiUrl,
    ...(mode === 'socket' ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: signingSecret }),
  }
}

it.concurrent.each(['http', 'socket'] as const)(
  'over %s it works, goes on after kill -9, and ends with code 0 when it is told to',
  async (mode) => {
    const person = `pam-${mode}`
    const all = await rigs[mode].start({ server: stage().server, slack: { mode, rateLimits: false, people: [{ name: person }] } })
    const { slack } = all
    await linkPerson(all, person, { role: 'ADMIN' })
    await all.stopBot(all.bot)
    const env = await environment(all, mode)
    const start = async () => {
      const bot = run(env)
      const url = await bot.ready
      if (mode === 'http') slack.connect(`${url}/slack/events`)
      else await slack.connected()
      return bot
    }
    const first = await start()
    await slack.command(person, 'run writer topic="From a process" tags=one')
    await slack.waitFor(() => slack.messages('general').find(has('On From a process')), 'the result')
    first.child.kill('SIGKILL')
    await first.ended
    const second = await start()
    await slack.command(person, 'run writer topic="After the end" tags=two', { channel: 'ops' })
    await slack.waitFor(() => slack.messages('ops').find(has('On After the end')), 'the result')
    second.child.kill('SIGTERM')
    expect(await second.ended).toMatchObject({ code: 0 })
  },
  90_000,
)

it('with wrong settings it ends with one sentence for each, and code 1', async () => {
  const { code, said } = await run({ MONGODB_URL: 'nonsense' }).ended
  expect(code).toBe(1)
  expect(said).toContain('MONGODB_URL')
  expect(said).not.toContain('    at ')
})

it('prints the manifest of the app for an address', async () => {
  const { stdout } = await execute(process.execPath, [`${root}dist/bot.mjs`, '--manifest', 'https://bot.example.com'])
  expect(JSON.parse(stdout)).toMatchObject({ settings: { event_subscriptions: { request_url: 'https://bot.example.com/slack/events' } } })
})
