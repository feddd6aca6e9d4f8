// Environment -> one frozen typed object. The only reader of process.env in bot/.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const text = z.string().min(1)
const httpUrl = z.url({ protocol: /^https?$/, error: 'expected a URL such as http://127.0.0.1:4000' })
const port = z.coerce.number({ error: 'expected a port number from 0 to 65535' }).int().min(0).max(65535)
const flag = z.enum(['true', 'false'], { error: 'expected true or false' }).transform((value) => value === 'true')

/** Every environment variable the bot reads. */
export const environmentSchema = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: port.default(4000),
  BOT_PORT: port.default(4100),
  MONGODB_URL: z
    .string({ error: 'expected the database of the server, for example mongodb://127.0.0.1:27017/capstan?replicaSet=rs0' })
    .regex(/^mongodb(\+srv)?:\/\//, 'expected a URL that starts with mongodb:// or mongodb+srv://'),
  CAPSTAN_DATA_DIR: text.default('.capstan'),
  CAPSTAN_URL: httpUrl.optional(),
  CAPSTAN_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
  CAPSTAN_SECRET_KEY: z.string().min(32, 'expected at least 32 characters').optional(),
  SLACK_BOT_TOKEN: text.optional(),
  SLACK_APP_TOKEN: text.optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_CLIENT_ID: text.optional(),
  SLACK_CLIENT_SECRET: text.optional(),
  SLACK_API_URL: httpUrl.default('https://slack.com/api/'),
  SLACK_CHANNELS: text.optional(),
  SLACK_PLAN_BLOCKS: flag.default(true),
  BOT_URL: httpUrl.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})

export interface Config {
  host: string
  port: number
  /** Of the server's API. */
  apiUrl: string
  /** The key of a service. Read anew each time: a local start may make it after the bot has begun. */
  apiToken: () => string
  mongodbUrl: string
  slackApiUrl: string
  /** Where Slack's own addresses for answers may lead. */
  responseHosts: readonly string[]
  /** One workspace with a token from the environment, or several by OAuth. */
  botToken: string | undefined
  oauth: { clientId: string; clientSecret: string } | undefined
  /** Present: Socket Mode. */
  appToken: string | undefined
  signingSecret: string
  secretKey: string | undefined
  /** Where Slack and browsers reach the bot. */
  publicUrl: string
  /** Ids of the channels the bot works in; empty means all it is invited to. */
  channels: readonly string[]
  planBlocks: boolean
  logLevel: string
}

export class ConfigError extends Error {}

type Variables = Readonly<Record<string, string | undefined>>

/** Throws ConfigError with one line per wrong variable, each naming the variable and what was expected. */
export function parseConfig(env: Variables): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`).join('\n'))
  }
  const values = parsed.data
  const problems = findProblems(values)
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  return toConfig(values)
}

type Values = z.infer<typeof environmentSchema>

function findProblems(values: Values): string[] {
  const problems: string[] = []
  const oauth = values.SLACK_CLIENT_ID !== undefined
  if (!values.SLACK_BOT_TOKEN && !oauth)
    problems.push('SLACK_BOT_TOKEN: expected the token of the bot (xoxb-…); docs/slack.md says where to find it')
  if (oauth && !values.SLACK_CLIENT_SECRET) problems.push('SLACK_CLIENT_SECRET: expected it beside SLACK_CLIENT_ID')
  if (!values.SLACK_APP_TOKEN && !values.SLACK_SIGNING_SECRET) {
    problems.push('SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: expected the first for Socket Mode, or the second for HTTP')
  }
  if (oauth && values.SLACK_APP_TOKEN) problems.push('SLACK_APP_TOKEN: several workspaces (SLACK_CLIENT_ID) need HTTP; leave it out')
  if (oauth && !secretKeyOf(values))
    problems.push('CAPSTAN_SECRET_KEY: expected it beside SLACK_CLIENT_ID; the tokens of workspaces are sealed with it')
  return problems
}

function toConfig(values: Values): Config {
  const dataDir = resolve(values.CAPSTAN_DATA_DIR)
  const localUrl = readLocalUrl(join(dataDir, 'credentials.json'))
  const publicUrl = values.BOT_URL ?? `http://${values.HOST}:${values.BOT_PORT}`
  return Object.freeze({
    host: values.HOST,
    port: values.BOT_PORT,
    apiUrl: values.CAPSTAN_URL ?? localUrl ?? `http://127.0.0.1:${values.PORT}`,
    apiToken: () => values.CAPSTAN_TOKEN ?? readText(join(dataDir, 'bot.token'))?.trim() ?? '',
    mongodbUrl: values.MONGODB_URL,
    slackApiUrl: values.SLACK_API_URL,
    responseHosts: Object.freeze(responseHosts(values.SLACK_API_URL)),
    botToken: values.SLACK_CLIENT_ID ? undefined : values.SLACK_BOT_TOKEN,
    oauth:
      values.SLACK_CLIENT_ID && values.SLACK_CLIENT_SECRET
        ? { clientId: values.SLACK_CLIENT_ID, clientSecret: values.SLACK_CLIENT_SECRET }
        : undefined,
    appToken: values.SLACK_APP_TOKEN,
    signingSecret: values.SLACK_SIGNING_SECRET ?? '',
    secretKey: secretKeyOf(values),
    publicUrl,
    channels: Object.freeze((values.SLACK_CHANNELS ?? '').split(/[\s,]+/).filter(Boolean)),
    planBlocks: values.SLACK_PLAN_BLOCKS,
    logLevel: values.LOG_LEVEL,
  })
}

/** Slack's own host, and that of another Web API when one is configured. */
function responseHosts(apiUrl: string): string[] {
  const { host } = new URL(apiUrl)
  return host === 'slack.com' ? ['hooks.slack.com'] : ['hooks.slack.com', host]
}

function secretKeyOf({ CAPSTAN_SECRET_KEY, CAPSTAN_DATA_DIR }: Values): string | undefined {
  return CAPSTAN_SECRET_KEY ?? readText(join(resolve(CAPSTAN_DATA_DIR), 'secret.key'))?.trim()
}

/** Where a local start of the server says that it is. */
function readLocalUrl(path: string): string | undefined {
  try {
    return z.object({ url: httpUrl }).safeParse(JSON.parse(readText(path) ?? 'null')).data?.url
  } catch {
    return undefined
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
