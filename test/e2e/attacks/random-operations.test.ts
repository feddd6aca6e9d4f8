// Promise: whatever is asked in whatever words, the answer is data or an expected refusal; nothing inside is ever shown, and nothing breaks.
// The same operations on every run. CAPSTAN_TEST_SCALE=17 asks ten thousand.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { beforeAll, expect, test } from 'vitest'
import { errorCodes } from '../../../server/errors.ts'
import { resolvers } from '../../../server/graphql/resolvers/all.ts'
import { createTestDatabase } from '../../support/database.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { calculator, reporter } from '../crew.ts'
import { overHttp, overSocket } from './kit.ts'
import { createOperations, createRandom, type RandomOperation } from './random-operation.ts'

const count = Math.round(600 * Number(process.env['CAPSTAN_TEST_SCALE'] ?? 1))
const seed = Number(process.env['CAPSTAN_TEST_SEED'] ?? 20_260_301)
const atOnce = 6
/** It waits for the tasks it started, and for whatever their random timing makes them wait for. */
const waiting = ['runQueue']

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

beforeAll(async () => {
  server = await servers.start({ agents: { ...reporter, ...calculator } })
})

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../../schema.graphql'), 'utf8'))

/** Of the schema, what has a resolver: the rest could only answer that it is missing. */
const missing = (['Query', 'Mutation', 'Subscription'] as const).flatMap((type) =>
  Object.keys(schema.getRootType(type.toLowerCase() as never)?.getFields() ?? {}).filter((field) => !(field in (resolvers[type] ?? {}))),
)

const inside =
  /mongodb(\+srv)?:\/\/|node_modules|\bat [\w.<>]+ \(|Mongo\w*Error|TypeError|RangeError|Cannot read prop|is not a function|E11000|BSON/

interface Finding extends RandomOperation {
  answer: string
}

async function ask(operation: RandomOperation, overWhat: typeof overHttp): Promise<Finding | undefined> {
  const { codes, text } = await overWhat(server, operation.query, operation.variables)
  const bad = codes.some((code) => code === 'INTERNAL' || !errorCodes.some((known) => known === code)) || inside.test(text) || text === ''
  return bad
    ? {
        ...operation,
        variables: JSON.parse(JSON.stringify(operation.variables).replaceAll('x'.repeat(3000), 'xxx')),
        answer: text.slice(0, 600),
      }
    : undefined
}

test(`${count} random operations over both transports: no INTERNAL error, no unknown code, no message from inside`, {
  timeout: 60_000 + count * 400,
}, async () => {
  const random = createRandom(seed)
  const next = createOperations(schema, random)
  const operations = Array.from({ length: count }, () =>
    next(random() < 0.5 ? 'query' : random() < 0.95 ? 'mutation' : 'subscription', [...waiting, ...missing]),
  )
  const findings: Finding[] = []
  const asked = new Set<string>()
  let answered = 0
  const work = operations.entries()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const [index, operation] of work) {
        const subscribes = operation.query.startsWith('subscription')
        const finding = await ask(operation, index % 12 === 0 && !subscribes ? overSocket : overHttp)
        if (finding) findings.push(finding)
        asked.add(operation.field)
        answered += 1
      }
    }),
  )
  const kinds = new Map(findings.map((finding) => [`${finding.field} ${finding.answer.replace(/[0-9a-f-]{36}/g, '')}`, finding]))
  expect([...kinds.values()].slice(0, 10)).toEqual([])
  expect(answered).toBe(count)
  expect(asked.size).toBeGreaterThan(Math.min(count / 10, 50))
  expect((await overHttp(server, '{ me { id } }')).codes).toEqual([])
})
