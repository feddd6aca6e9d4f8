// The tools a model agent may use, as its YAML file names them. Knows nothing of what they do.
import { z } from 'zod'
import { didYouMean } from '../did-you-mean.ts'
import { duration, variableName } from './agent-file-values.ts'
import { plainTools } from './config.ts'

const host = z
  .string()
  .regex(/^(\*\.)?[a-z0-9.-]+(:\d{1,5})?$/i, 'expected a host such as example.com, *.example.com or example.com:8443')
  .toLowerCase()

const httpFetch = z.strictObject({
  name: z.literal('http_fetch'),
  hosts: z.array(host).min(1, 'expected at least one host').describe('Hosts it may read from. Private addresses are refused even so.'),
  max_bytes: z.int().min(1_024).max(10_485_760).default(262_144).describe('What goes beyond is cut off.'),
  timeout: duration.default('15s'),
})

const databaseQuery = z.strictObject({
  name: z.literal('database_query'),
  url_secret: variableName.describe('The secret that holds the URL of a MongoDB; give it a user that may only read.'),
  database: z.string().min(1).optional().describe('The database; the one the URL names when left out.'),
  collections: z
    .array(z.string().regex(/^(?!system\.)[^$]+$/, 'expected the name of a collection'))
    .min(1, 'expected at least one collection')
    .describe('The only collections it may read.'),
  max_rows: z.int().min(1).max(10_000).default(100),
  timeout: duration.default('10s'),
})

const withSettings = [httpFetch, databaseQuery] as const
const settingsNames = withSettings.map(({ shape }) => shape.name.value)

export const tools = z.array(
  z.union([z.discriminatedUnion('name', withSettings), z.enum(plainTools)], { error: ({ input }) => describeTool(input) }),
)

/** Nothing for a tool whose settings are wrong: what is wrong with them says more. */
function describeTool(given: unknown): string | undefined {
  const name = typeof given === 'string' ? given : (given as { name?: unknown } | null)?.name
  const known = [...plainTools, ...settingsNames]
  if (settingsNames.some((each) => each === name))
    return typeof given === 'string' ? `needs settings; expected an object such as { name: ${given}, ... }` : undefined
  return `expected one of ${known.join(', ')}, got ${JSON.stringify(name) ?? 'nothing'}${didYouMean(String(name), known)}`
}

const serverName = z.string().regex(/^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/, 'expected lower-case words joined by hyphens')
const offered = z.array(z.string().min(1)).min(1).optional().describe('Which of its tools the agent may use; all when left out.')

const overStdio = z.strictObject({
  command: z
    .array(z.string().min(1))
    .min(1, 'expected the program and its arguments')
    .describe('Program and arguments; no shell reads them.'),
  env: z.array(variableName).default([]).describe('Environment variables the program may see, besides PATH.'),
  tools: offered,
})

const overHttp = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'expected a URL such as https://example.com/mcp' }),
  headers: z.record(z.string(), z.string()).default({}).describe(`Sent with every request; \${NAME} stands for the secret of that name.`),
  tools: offered,
})

export const mcp = z.record(
  serverName,
  z.union([overStdio, overHttp], {
    error: ({ input }) => {
      const given = Object.keys(input ?? {}).filter((key) => key === 'command' || key === 'url')
      return given.length === 1 ? undefined : `expected a command or a url, got ${given.join(' and ') || 'neither'}`
    },
  }),
)
