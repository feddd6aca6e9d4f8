// schema.graphql and the error list -> docs/api.md. With --check: exit 1 when the file on disk is another one. Knows the schema, not how
// the server serves it.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { buildSchema, isEnumType, isInputObjectType, isObjectType, isScalarType, isSpecifiedScalarType } from 'graphql'

const root = new URL('..', import.meta.url)
const target = new URL('docs/api.md', root)

const errorMeanings = {
  VALIDATION_FAILED: 'Something in the input is wrong; `violations` lists every path with its message.',
  UNKNOWN_AGENT: 'No agent has this name, or none has the capabilities.',
  NOT_FOUND: 'There is no such thing, or not in this workspace.',
  FORBIDDEN: 'The token is good but may not do this.',
  UNAUTHENTICATED: 'No token, or not a valid one.',
  RATE_LIMITED: 'Too many requests; try again after `retryAfterSeconds`.',
  CONFLICT: 'Somebody else was faster, or the same key was used for something else.',
  ILLEGAL_STATE: 'The task is in a state in which this cannot be done.',
  QUEUE_FULL: 'The agent has as many waiting tasks as it takes; try again after `retryAfterSeconds`.',
  TOO_LARGE: 'The request is larger than allowed.',
  UNAVAILABLE: 'The database is away or the server is shutting down; try again.',
  INTERNAL: "A defect. `id` names the entry in the server's log.",
}

const preamble = `# API reference

Generated from [schema.graphql](../schema.graphql) by \`node docs/generate-api.mjs\`. Do not edit it by hand.

All of it is served at \`/graphql\`: queries and mutations by HTTP POST, subscriptions by WebSocket (graphql-ws protocol).
A browser gets GraphiQL at the same address. Every request carries a token: \`authorization: Bearer <token>\` on HTTP,
\`{ "authorization": "Bearer <token>" }\` as the payload of \`connection_init\` on a WebSocket. On one's own machine the token is in
\`.capstan/credentials.json\`.

Lists are cursor connections: pass \`pageInfo.endCursor\` as \`after\` to get the next page.

`

const errorPreamble = `## Errors

Every error carries \`extensions.code\`, one of this list. The status is that of the whole HTTP answer when the operation could not run
at all; an operation that ran answers 200 with its errors beside the data. \`UNAVAILABLE\`, \`UNAUTHENTICATED\` and \`RATE_LIMITED\`
set the status also when nothing is left of the data. \`extensions.legacyCode\` holds \`TASK_001\` to \`TASK_008\` where one applies.

`

export async function apiReference() {
  const schema = buildSchema(await readFile(new URL('schema.graphql', root), 'utf8'))
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
  const operations = [
    ['Queries', 'query', schema.getQueryType()],
    ['Mutations', 'mutation', schema.getMutationType()],
    ['Subscriptions', 'subscription', schema.getSubscriptionType()],
  ]
  const rest = types.filter((type) => !operations.some(([, , one]) => one === type))
  const groups = [
    ['Types', rest.filter(isObjectType)],
    ['Inputs', rest.filter(isInputObjectType)],
    ['Enums', rest.filter(isEnumType)],
    ['Scalars', rest.filter(isScalarType)],
  ]
  const sections = [
    ...operations.map(([title, kind, type]) => {
      const fields = Object.values(type.getFields()).map((field) => formatOperation(kind, field))
      return `## ${title}\n\n${fields.join('\n')}`
    }),
    ...groups.map(([title, members]) => `## ${title}\n\n${members.map(formatType).join('\n')}`),
    await formatErrors(),
  ]
  const contents = [...operations, ...groups].map(([title]) => title)
  const links = [...contents, 'Errors'].map((title) => `[${title}](#${title.toLowerCase()})`).join(' · ')
  return `${preamble}${links}\n\n${sections.join('\n')}`
}

/** The kind stands in the heading so that the query `task` and the type `Task` do not share an anchor. */
function formatOperation(kind, { name, description, args, type }) {
  const rows = args.map((arg) => [code(arg.name), formatRef(arg.type), sentence(arg)])
  const table = rows.length > 0 ? `\n${formatTable(['Argument', 'Type', 'Meaning'], rows)}` : ''
  return `### ${kind} ${name}\n\n${description ?? ''}\n\nAnswers ${formatRef(type)}.\n${table}`
}

function formatType(type) {
  const head = `### ${type.name}\n\n${type.description ?? ''}\n`
  if (isScalarType(type)) return head
  if (isEnumType(type)) {
    return `${head}\n${formatTable(
      ['Value', 'Meaning'],
      type.getValues().map((value) => [code(value.name), sentence(value)]),
    )}`
  }
  const rows = Object.values(type.getFields()).map((field) => [
    code(field.name),
    formatRef(field.type),
    `${sentence(field)}${formatArguments(field)}`,
  ])
  return `${head}\n${formatTable(['Field', 'Type', 'Meaning'], rows)}`
}

function formatArguments({ args = [] }) {
  return args.map((arg) => `<br>${code(arg.name)} ${formatRef(arg.type)}: ${sentence(arg)}`).join('')
}

/** Names link to their own heading; what GraphQL brings along has none. */
function formatRef(type) {
  const text = String(type)
  const name = text.replace(/[[\]!]/g, '')
  return ['ID', 'String', 'Int', 'Float', 'Boolean'].includes(name) ? code(text) : `[${code(text)}](#${name.toLowerCase()})`
}

function formatTable(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('')
}

function sentence({ description }) {
  return (description ?? '').replaceAll('\n', ' ').replaceAll('|', '\\|')
}

function code(text) {
  return `\`${text}\``
}

/** Codes and status come from the sources; a code without words here, or words without a code, is a mistake. */
async function formatErrors() {
  const codes = [...(await readBetween('server/errors.ts', /errorCodes = \[([^\]]*)\]/)).matchAll(/'([A-Z_]+)'/g)].map(([, name]) => name)
  const pairs = (await readBetween('server/graphql/http-status.ts', /statusByCode[^{]*\{([^}]*)\}/)).matchAll(/([A-Z_]+): (\d+)/g)
  const statuses = Object.fromEntries([...pairs].map(([, name, status]) => [name, status]))
  const odd = [...codes, ...Object.keys(errorMeanings)].filter((name) => !codes.includes(name) || !errorMeanings[name] || !statuses[name])
  if (odd.length > 0) throw new Error(`expected a meaning and a status for every error code and for no other, mend ${odd.join(', ')}`)
  return `${errorPreamble}${formatTable(
    ['Code', 'Status', 'Meaning'],
    codes.map((name) => [code(name), statuses[name], errorMeanings[name]]),
  )}`
}

async function readBetween(path, pattern) {
  const found = (await readFile(new URL(path, root), 'utf8')).match(pattern)?.[1]
  if (found === undefined) throw new Error(`expected something like ${pattern} in ${path}, found nothing`)
  return found
}

async function main() {
  const wanted = await apiReference()
  if (!process.argv.includes('--check')) return writeFile(target, wanted)
  const found = await readFile(target, 'utf8').catch(() => '')
  if (found === wanted) return
  process.stderr.write('docs/api.md is not what schema.graphql says. Run "node docs/generate-api.mjs".\n')
  process.exitCode = 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
