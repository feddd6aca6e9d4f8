// Attacks by way of what is asked and handed over, against the whole product. One test for each statement.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, type GraphQLInputType, getNamedType, isInputObjectType, isLeafType, isNonNullType } from 'graphql'
import { beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { commandAgent } from '../crew.ts'
import { canary, overHttp, send, transports } from './kit.ts'

const servers = createTestServers(createTestDatabase())
let server: TestServer

beforeAll(async () => {
  server = await servers.start({ role: 'api', agents: commandAgent('taker', '') })
})

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../../schema.graphql'), 'utf8'))

interface Leaf {
  operation: string
  path: string[]
  query: string
}

/** Every place of every argument where a plain value is expected. */
function leaves(): Leaf[] {
  return (['query', 'mutation'] as const).flatMap((kind) =>
    Object.values(schema.getRootType(kind as never)?.getFields() ?? {}).flatMap((field) => {
      const selection = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'
      return field.args.flatMap((arg) => {
        const others = field.args.filter((one) => one !== arg && isNonNullType(one.type) && one.defaultValue === undefined)
        const declared = [arg, ...others].map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')
        const passed = [arg, ...others].map(({ name }) => `${name}: $${name}`).join(', ')
        const query = `${kind} (${declared}) { ${field.name}(${passed}) ${selection} }`
        return pathsOf(arg.type, [arg.name]).map((path) => ({ operation: field.name, path, query }))
      })
    }),
  )
}

function pathsOf(type: GraphQLInputType, path: string[], depth = 0): string[][] {
  const named = getNamedType(type)
  if (isInputObjectType(named)) {
    return depth > 2 ? [] : Object.values(named.getFields()).flatMap((field) => pathsOf(field.type, [...path, field.name], depth + 1))
  }
  return named.name === 'JSON' ? [] : [path]
}

function placed(path: readonly string[], value: unknown): { [name: string]: unknown } {
  const [first = '', ...rest] = path
  return { [first]: rest.length > 0 ? placed(rest, value) : value }
}

describe.each(transports)('over %s', (name, ask) => {
  test('23. an operator of the database in the place of any value of any argument is refused, and not repeated', {
    timeout: 120_000,
  }, async () => {
    const all = leaves()
    expect(all.length).toBeGreaterThan(100)
    // Over a socket each question opens one: every seventh of them is enough to show that the same rules hold.
    const asked = (name === 'HTTP' ? all : all.filter((_, index) => index % 7 === 0)).values()
    const askOn = async () => {
      for (const leaf of asked) await refusedAt(leaf)
    }
    const refusedAt = async ({ operation, path, query }: Leaf) => {
      const { codes, text } = await ask(server, query, placed(path, { $ne: canary('operator') }))
      expect([...new Set(codes)], `${operation} ${path.join('.')}: ${text}`).toEqual(['VALIDATION_FAILED'])
      expect(text).not.toContain(canary('operator'))
    }
    await Promise.all([askOn(), askOn(), askOn(), askOn()])
  })

  test('23. fields that nobody may set are unknown', async () => {
    for (const field of ['status', 'submittedBy', 'workspaceId', 'version', 'fence', 'claim', 'createdAt', '_id']) {
      const { codes } = await ask(server, 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id } }', {
        input: { agent: 'taker', parameters: {}, [field]: 'SUCCEEDED' },
      })
      expect(codes).toEqual(['VALIDATION_FAILED'])
    }
  })

  test('23. operators and odd keys inside JSON are data or refused, and change no object of ours', async () => {
    const submit = 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id parameters } }'
    const odd = { $where: 'while (true) {}', 'a.b': 1, $set: { status: 'FAILED' }, '': 1, toString: 'x' }
    const { data } = await ask(server, submit, { input: { agent: 'taker', parameters: { word: 'odd', odd } } })
    expect(data).toMatchObject({ submitTask: { parameters: { word: 'odd', odd } } })
    for (const hostile of [
      '{"__proto__":{"polluted":1}}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '{"a":{"__proto__":{"polluted":1}}}',
    ]) {
      expect((await ask(server, submit, { input: { agent: 'taker', parameters: JSON.parse(hostile) } })).codes).toEqual([
        'VALIDATION_FAILED',
      ])
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })

  test('25. a secret in the wrong place is repeated by nobody', async () => {
    const wrong = canary('misplaced')
    const answers = [
      await ask(server, 'mutation ($p: Boolean!) { setAgentEnabled(name: "taker", enabled: $p) { name } }', { p: wrong }),
      await ask(server, 'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { id } }', {
        input: { agent: 'taker', parameters: {}, priority: wrong },
      }),
      await ask(server, `mutation { setAgentEnabled(name: "taker", enabled: "${wrong}") { name } }`),
      await ask(server, `{ tasks(first: "${wrong}") { nodes { id } } }`),
      await ask(server, `{ tasks(first: 10, "${wrong}") { nodes { id } } }`),
    ]
    for (const { codes, text } of answers) {
      expect(codes).toContain('VALIDATION_FAILED')
      expect(text).not.toContain(wrong)
    }
  })
})

test('23. text that hangs a careless pattern is answered', async () => {
  const hostile = [
    `${'a'.repeat(40_000)}!`,
    '('.repeat(20_000),
    '*'.repeat(20_000),
    '\\'.repeat(20_000),
    `${' '.repeat(40_000)}x`,
    '1:'.repeat(20_000),
  ]
  for (const text of hostile) {
    for (const query of [
      'query ($t: String!) { tasks(filter: { text: $t }) { nodes { id } } }',
      'query ($t: String!) { events(filter: { types: [$t] }) { nodes { id } } }',
      'query ($t: ID!) { task(id: $t) { id } }',
      'query ($t: ID!) { agent(name: $t) { name } }',
    ]) {
      expect((await overHttp(server, query, { t: text })).codes).not.toContain('INTERNAL')
    }
  }
})

test('23. no path leads out of what is served', async () => {
  for (const path of [
    '../../../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/data/secret.key',
    '..\\..\\data',
    '....//....//etc/passwd',
  ]) {
    for (const base of ['/artifacts/', '/graphiql/', '/']) {
      const reply = await send(server, { method: 'GET', path: base + path })
      expect(reply.status).toBeGreaterThanOrEqual(400)
      expect(reply.text).not.toMatch(/root:|BEGIN/)
    }
  }
  expect((await overHttp(server, '{ agent(name: "../../data/secret") { name } }')).data).toEqual({ agent: null })
})
