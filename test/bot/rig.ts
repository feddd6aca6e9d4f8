// The whole way for one test file: a strict stand-in for Slack, the bot as it is started in production, and a real server behind it.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll } from 'vitest'
import type { Clock } from '../../bot/clock.ts'
import { type Config, parseConfig } from '../../bot/config.ts'
import { createLogger } from '../../bot/log.ts'
import type { StandInWithPage } from '../../bot/stand-in/stand-in.ts'
import type { ShownMessage, StandInOptions } from '../../bot/stand-in/test-api.ts'
import { type RunningBot, startBot } from '../../bot/start.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type AgentFile, createTestServers, type TestServer } from '../support/server.ts'
import { createTestSlack } from '../support/slack/stand-in.ts'

export interface BotRig {
  database: TestDatabase
  start(options?: RigOptions): Promise<Started>
}

export interface RigOptions {
  slack?: StandInOptions
  agents?: { [name: string]: AgentFile }
  env?: { [name: string]: string }
  /** Instead of a server of its own. */
  server?: TestServer
  clock?: Clock
}

export interface Started {
  slack: StandInWithPage
  server: TestServer
  bot: RunningBot
  config: Config
  /** Another replica, or the same bot after a restart. */
  startBot(env?: { [name: string]: string }): Promise<RunningBot>
  stopBot(bot: RunningBot): Promise<void>
}

/** The bot's minute is a tenth of Slack's, so that tests wait a tenth of the time. The stand-in's is shorter still: a busy machine brings
 * calls closer together than they were sent, and Slack cannot ask for less than a whole second of patience. */
const minuteMs = 6000
const slackMinuteMs = 3000
/** Of one person; here one person does the work of many. */
const CAPSTAN_RATE_LIMITS = ['admin', 'user', 'viewer'].map((role) => `${role}=10000/100000/1000`).join()

const channels = [{ name: 'general' }, { name: 'ops' }, { name: 'closed', bot: false }, { name: 'partners', isExternal: true }]

/** To be called at the top of a test file. */
export function createBotRig(): BotRig {
  const database = createTestDatabase()
  const servers = createTestServers(database)
  const testSlack = createTestSlack()
  const bots = new Set<RunningBot>()
  afterAll(async () => {
    for (const bot of bots) await bot.stop()
  })
  async function start({ slack: slackOptions = {}, agents = {}, env = {}, server: given, clock }: RigOptions = {}): Promise<Started> {
    const slack = await testSlack.start({ channels, minuteMs: slackMinuteMs, retryAfterMs: [0, 200, 400], ...slackOptions })
    const notifying = { SLACK_BOT_TOKEN: slack.credentials.botToken, SLACK_API_URL: slack.apiUrl }
    const server = given ?? (await servers.start({ agents, env: { CAPSTAN_RATE_LIMITS, ...notifying } }))
    const { botToken, appToken, signingSecret } = slack.credentials
    const socket = slackOptions.mode !== 'http'
    const base = {
      BOT_PORT: '0',
      MONGODB_URL: database.url,
      CAPSTAN_DATA_DIR: '/nonexistent',
      CAPSTAN_URL: server.url,
      CAPSTAN_TOKEN: await serviceToken(server),
      SLACK_BOT_TOKEN: botToken,
      SLACK_API_URL: slack.apiUrl,
      LOG_LEVEL: process.env['BOT_TEST_LOG'] ?? 'silent',
      ...(socket ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: signingSecret }),
      ...env,
    }
    const config = parseConfig(base)
    const launch = async (more: { [name: string]: string } = {}) => {
      const one = parseConfig({ ...base, ...more })
      const bot = await startBot({ config: one, log: createLogger(one.logLevel), minuteMs, clock })
      bots.add(bot)
      if (!socket) slack.connect(`${bot.url}/slack/events`)
      return bot
    }
    const bot = await launch()
    if (socket) await slack.connected()
    return {
      slack,
      server,
      bot,
      config,
      startBot: launch,
      stopBot: async (one) => {
        bots.delete(one)
        await one.stop()
      },
    }
  }
  return { database, start }
}

/** The key of the bot: a service identity, as an admin makes it. */
export async function serviceToken(server: TestServer): Promise<string> {
  const { createApiKey } = await server.gql<{ createApiKey: { secret: string } }>(
    'mutation { createApiKey(input: { name: "Slack bot", service: true }) { secret } }',
  )
  return createApiKey.secret
}

let people = 0

/** A Capstan user, linked to a person in Slack by a code typed there. */
export async function linkPerson(
  { slack, server }: Started,
  person: string,
  { role = 'USER', groups = [] as string[] } = {},
): Promise<string> {
  const email = `${person}${people++}@crew.example`
  const password = `correct horse ${person} battery`
  await server.gql('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
    input: { email, name: person, password, role, groups },
  })
  const { login } = await server.gql<{ login: { accessToken: string; user: { id: string } } }>(
    'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken user { id } } }',
    { email, password },
  )
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${login.accessToken}` },
    body: JSON.stringify({ query: 'mutation { createLinkCode { code } }' }),
  })
  const { data } = (await response.json()) as { data: { createLinkCode: { code: string } } }
  await slack.message(person, `link ${data.createLinkCode.code}`)
  await slack.waitForMessage(slack.directChannel(person), ({ text, fromBot }) => fromBot && text.includes('in Capstan now'))
  return login.user.id
}

/** Looks until it holds; the error says what there was. */
export async function eventually<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  what: string,
  withinMs = 60_000,
): Promise<T> {
  const giveUpAt = Date.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > giveUpAt) throw new Error(`${what} did not come within ${withinMs / 1000} s`)
    await pause(50)
  }
}

/** A message that says all of this, in its text or its blocks. */
export const has =
  (...parts: string[]) =>
  ({ text, blocks }: Pick<ShownMessage, 'text' | 'blocks'>): boolean => {
    const said = JSON.stringify([text, blocks])
    return parts.every((part) => said.includes(part))
  }

/** The same, to one person alone. */
export const mine =
  (...parts: string[]) =>
  (message: ShownMessage): boolean =>
    message.ephemeralTo !== undefined && has(...parts)(message)

/** What a message shows by now. */
export const now =
  (ts: string, ...parts: string[]) =>
  (message: ShownMessage): boolean =>
    message.ts === ts && has(...parts)(message)
