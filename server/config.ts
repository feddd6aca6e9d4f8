// Environment -> one frozen typed object. The only reader of process.env in server/.
import { resolve } from 'node:path'
import { z } from 'zod'
import { didYouMean } from './did-you-mean.ts'

const port = z.coerce
  .number({ error: 'expected a port number from 0 to 65535' })
  .int('expected a whole number')
  .min(0, 'expected 0 to 65535')
  .max(65535, 'expected 0 to 65535')
const whole = (min: number, max: number) =>
  z.coerce
    .number({ error: `expected a whole number from ${min} to ${max}` })
    .int('expected a whole number')
    .min(min, `expected ${min} to ${max}`)
    .max(max, `expected ${min} to ${max}`)
const httpUrl = z.url({ protocol: /^https?$/, error: 'expected a URL such as http://127.0.0.1:4000' })
const text = z.string().min(1, 'expected a value, or leave the variable out')
const flag = z.enum(['true', 'false'], { error: 'expected true or false' }).transform((value) => value === 'true')
const hostList = z
  .string()
  .regex(/^[^/\s,]+:\d+(\s*,\s*[^/\s,]+:\d+)*$/, 'expected host:port, several separated by commas')
  .optional()

/** `admin=300/3000/60, viewer=50/500/10`: for each role a minute, an hour, a second. */
const rateLimits = z.string().transform((value, context) => {
  const limits: Config['rateLimits'] = {}
  for (const part of splitList(value)) {
    const [, role, minute, hour, second] = /^(admin|user|viewer)=([1-9]\d{0,6})\/([1-9]\d{0,6})\/([1-9]\d{0,6})$/.exec(part) ?? []
    if (!role) {
      context.addIssue('expected role=minute/hour/second such as user=100/1000/20, several separated by commas')
      return z.NEVER
    }
    limits[role as 'admin'] = { minute: Number(minute), hour: Number(hour), second: Number(second) }
  }
  return limits
})

const alertNames = ['failures', 'failure_rate', 'queue', 'task_seconds', 'p95_seconds', 'schedule_late_seconds'] as const

/** `failures=5, queue=100`: what is not named keeps its usual threshold. */
const alertThresholds = z.string().transform((value, context) => {
  const thresholds: Config['alerts'] = {}
  for (const part of splitList(value)) {
    const [, name, number] = /^([a-z0-9_]+)=(\d+(?:\.\d+)?)$/.exec(part) ?? []
    const known = alertNames.find((one) => one === name)
    if (!known) {
      context.addIssue(`expected name=number such as queue=100, several separated by commas; the names are ${alertNames.join(', ')}`)
      return z.NEVER
    }
    thresholds[known] = Number(number)
  }
  return thresholds
})

/** `slack:#ops, email:ops@example.com, webhook:https://hooks.example.com/capstan` */
const alertTargets = z.string().transform((value, context) =>
  splitList(value).map((part) => {
    const [, kind = '', address = ''] = /^(slack|email|webhook):(\S+)$/.exec(part) ?? []
    const fits = kind === 'webhook' ? URL.canParse(address) : address !== ''
    if (!fits) context.addIssue('expected slack:#channel, email:address or webhook:URL, several separated by commas')
    return { kind: kind.toUpperCase() as 'SLACK' | 'EMAIL' | 'WEBHOOK', address }
  }),
)

/** Every environment variable Capstan reads. `.env.example` is checked against this by a test. */
export const environmentSchema = z.object({
  PORT: port.default(4000),
  HOST: text.default('127.0.0.1'),
  MONGODB_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'expected a URL that starts with mongodb:// or mongodb+srv://')
    .optional(),
  CAPSTAN_DATA_DIR: text.default('.capstan'),
  CAPSTAN_AGENTS_DIR: text.default('agent-configs'),
  CAPSTAN_URL: httpUrl.optional(),
  CAPSTAN_TOKEN: z.string().min(16, 'expected at least 16 characters').optional(),
  CAPSTAN_SECRET_KEY: z.string().min(32, 'expected at least 32 characters').optional(),
  CAPSTAN_SECRET_KEY_PREVIOUS: z
    .string()
    .regex(/^[^,]{32,}(,[^,]{32,})*$/, 'expected keys of at least 32 characters, separated by commas')
    .optional(),
  CAPSTAN_CONCURRENCY: whole(1, 5000).default(100),
  CAPSTAN_WORKERS_MIN: whole(0, 64).default(0),
  CAPSTAN_WORKERS_MAX: whole(0, 64).default(0),
  CAPSTAN_TEAMS: text.optional(),
  CAPSTAN_AGENTS: text.optional(),
  CAPSTAN_WEBHOOK_ALLOW: hostList,
  CAPSTAN_FETCH_ALLOW: hostList,
  CAPSTAN_GRAPHIQL: flag.optional(),
  CAPSTAN_ALLOWED_ORIGINS: text.optional(),
  CAPSTAN_KNOWN_OPERATIONS_ONLY: flag.optional(),
  CAPSTAN_TRUSTED_PROXIES: whole(0, 5).default(0),
  CAPSTAN_GUESTS: z.enum(['viewer', 'user', 'none'], { error: 'expected viewer, user or none' }).default('viewer'),
  CAPSTAN_RATE_LIMITS: rateLimits.optional(),
  CAPSTAN_EVENTS_DAYS: whole(2, 3650).default(14),
  CAPSTAN_ALERTS: alertThresholds.optional(),
  CAPSTAN_ALERTS_NOTIFY: alertTargets.optional(),
  SLACK_BOT_TOKEN: text.optional(),
  SLACK_APP_TOKEN: text.optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_API_URL: httpUrl.optional(),
  BOT_PORT: port.default(4100),
  SLACK_CLIENT_ID: text.optional(),
  SLACK_CLIENT_SECRET: text.optional(),
  SLACK_CHANNELS: text.optional(),
  SLACK_PLAN_BLOCKS: z.enum(['true', 'false']).default('true'),
  BOT_URL: httpUrl.optional(),
  ANTHROPIC_API_KEY: text.optional(),
  ANTHROPIC_BASE_URL: httpUrl.optional(),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: httpUrl.optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'expected a URL that starts with smtp:// or smtps://')
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'expected trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
  NODE_ENV: text.optional(),
})

type Environment = z.infer<typeof environmentSchema>

export interface Config {
  port: number
  host: string
  mongodbUrl: string | undefined
  /** Where clients reach the API. */
  publicUrl: string
  allowedOrigins: readonly string[]
  dataDir: string
  agentsDir: string
  token: string | undefined
  secretKey: string | undefined
  /** Keys that only open what they sealed. */
  previousSecretKeys: readonly string[]
  /** How many tasks one worker process runs at a time. */
  concurrency: number
  workersMin: number
  workersMax: number
  /** Teams whose agents this process works for; empty means all. */
  teams: readonly string[]
  agents: readonly string[]
  /** host:port of webhooks that may be reached although they are not on a public address. */
  webhookAllow: readonly string[]
  /** host:port that agents may fetch from although it is not on a public address. */
  fetchAllow: readonly string[]
  smtpUrl: string | undefined
  slackBotToken: string | undefined
  slackApiUrl: string | undefined
  graphiql: boolean
  /** Only the operations of our own clients are run. */
  knownOperationsOnly: boolean
  /** Proxies of our own in front of this server: whose word on the address of a caller is taken. */
  trustedProxies: number
  /** What somebody may do whom a service names and nobody has linked; undefined for nothing. */
  guestRole: 'viewer' | 'user' | undefined
  /** How long events are kept. */
  eventsDays: number
  /** Thresholds of alerts that are not the usual ones. */
  alerts: { [name in (typeof alertNames)[number]]?: number }
  /** Who is told of alerts. */
  alertTargets: readonly { kind: 'SLACK' | 'EMAIL' | 'WEBHOOK'; address: string }[]
  /** Operations a minute, an hour and a second; the usual ones for roles that are left out. */
  rateLimits: { [role in 'admin' | 'user' | 'viewer']?: { minute: number; hour: number; second: number } }
  production: boolean
  logLevel: string
  /** Agents read the secrets they list from here, by name. */
  secrets: Readonly<Record<string, string | undefined>>
}

/** Values of the environment that must appear in no log line: those whose names say that they are secret. */
export function secretValues({ secrets }: Pick<Config, 'secrets'>): string[] {
  return Object.entries(secrets).flatMap(([name, value]) =>
    value && (/TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|(^|_)(API|ACCESS|PRIVATE)?_?KEYS?(_|$)/i.test(name) || /:\/\/[^/]*@/.test(value))
      ? [value]
      : [],
  )
}

export class ConfigError extends Error {}

/** Throws ConfigError with one line per wrong variable, each naming the variable and what was expected. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems = unknownVariables(env)
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environmentSchema.safeParse(given)
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0])
      problems.push(`${name}: ${issue.message}, got ${describeValue(name, env[name])}`)
    }
  }
  const { CAPSTAN_WORKERS_MIN: min, CAPSTAN_WORKERS_MAX: max } = parsed.data ?? {}
  if (given['CAPSTAN_WORKERS_MAX'] && max !== undefined && min !== undefined && max < min)
    problems.push(`CAPSTAN_WORKERS_MAX: expected at least ${min}, which is CAPSTAN_WORKERS_MIN, got "${max}"`)
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems.join('\n'))
  return toConfig(parsed.data, env)
}

function toConfig(values: Environment, env: Readonly<Record<string, string | undefined>>): Config {
  const production = values.NODE_ENV === 'production'
  return Object.freeze({
    port: values.PORT,
    host: values.HOST,
    mongodbUrl: values.MONGODB_URL,
    publicUrl:
      values.CAPSTAN_URL ?? `http://${values.HOST === '0.0.0.0' || values.HOST === '::' ? '127.0.0.1' : values.HOST}:${values.PORT}`,
    allowedOrigins: Object.freeze(splitList(values.CAPSTAN_ALLOWED_ORIGINS)),
    dataDir: resolve(values.CAPSTAN_DATA_DIR),
    agentsDir: resolve(values.CAPSTAN_AGENTS_DIR),
    token: values.CAPSTAN_TOKEN,
    secretKey: values.CAPSTAN_SECRET_KEY,
    previousSecretKeys: Object.freeze(splitList(values.CAPSTAN_SECRET_KEY_PREVIOUS)),
    concurrency: values.CAPSTAN_CONCURRENCY,
    workersMin: values.CAPSTAN_WORKERS_MIN,
    workersMax: Math.max(values.CAPSTAN_WORKERS_MAX, values.CAPSTAN_WORKERS_MIN),
    teams: Object.freeze(splitList(values.CAPSTAN_TEAMS)),
    agents: Object.freeze(splitList(values.CAPSTAN_AGENTS)),
    webhookAllow: Object.freeze(splitList(values.CAPSTAN_WEBHOOK_ALLOW)),
    fetchAllow: Object.freeze(splitList(values.CAPSTAN_FETCH_ALLOW)),
    smtpUrl: values.SMTP_URL,
    slackBotToken: values.SLACK_BOT_TOKEN,
    slackApiUrl: values.SLACK_API_URL,
    graphiql: values.CAPSTAN_GRAPHIQL ?? !production,
    knownOperationsOnly: values.CAPSTAN_KNOWN_OPERATIONS_ONLY ?? false,
    trustedProxies: values.CAPSTAN_TRUSTED_PROXIES,
    guestRole: values.CAPSTAN_GUESTS === 'none' ? undefined : values.CAPSTAN_GUESTS,
    eventsDays: values.CAPSTAN_EVENTS_DAYS,
    alerts: values.CAPSTAN_ALERTS ?? {},
    alertTargets: values.CAPSTAN_ALERTS_NOTIFY ?? [],
    rateLimits: values.CAPSTAN_RATE_LIMITS ?? {},
    production,
    logLevel: values.LOG_LEVEL,
    secrets: env,
  })
}

function splitList(text: string | undefined): string[] {
  return (
    text
      ?.split(',')
      .map((item) => item.trim())
      .filter(Boolean) ?? []
  )
}

/** A misspelt CAPSTAN_ variable would otherwise be silently ignored. */
function unknownVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = Object.keys(environmentSchema.shape)
  return Object.keys(env)
    .filter((name) => name.startsWith('CAPSTAN_') && !known.includes(name))
    .map((name) => {
      const [own] = known.filter((other) => name === `CAPSTAN_${other}`)
      const guess = own ? `, did you mean "${own}"?` : didYouMean(name, known)
      return `${name}: not a variable Capstan knows${guess || '; .env.example lists all there are'}`
    })
}

function describeValue(name: string, value: string | undefined): string {
  if (value === undefined) return 'nothing'
  return /TOKEN|KEY|SECRET|SMTP_URL|MONGODB_URL/.test(name) ? `a value of ${value.length} characters` : `"${value}"`
}
