import { decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAccessTokens } from '../../../server/auth/access-token.ts'
import { createSigningKeys, type SigningKeyDoc } from '../../../server/auth/signing-keys.ts'
import { connectDatabase, type Database } from '../../../server/mongo.ts'
import { prepareCollections } from '../../../server/queue/collections.ts'
import { createVault } from '../../../server/tasks/vault.ts'
import { createTestDatabase } from '../../support/database.ts'

const { url, db } = createTestDatabase()
const sealing = createVault('a secret key of at least 32 characters')
const hourMs = 3600_000
let database: Database
let now = Date.now()
const clock = () => now
beforeAll(async () => {
  database = await connectDatabase(url)
  await prepareCollections(database)
})
afterAll(() => database.close())
beforeEach(async () => {
  await db.collection('signing_keys').deleteMany({})
})

function startServer() {
  const keys = createSigningKeys({ database, sealing, now: clock })
  return { keys, tokens: createAccessTokens(keys, clock) }
}

const claims = { user: 'U-1', session: 'abc' }

test('a token of one server is good on another, and goes on being good after a rotation that only new tokens follow', async () => {
  const [one, other] = [startServer(), startServer()]
  const { token } = await one.tokens.issue(claims)
  expect(await other.tokens.verify(token)).toMatchObject(claims)
  const kid = await other.keys.rotate()
  // As the event tells it.
  one.keys.forget()
  const { token: next } = await one.tokens.issue(claims)
  expect(decodeProtectedHeader(next).kid).toBe(kid)
  expect(decodeProtectedHeader(token).kid).not.toBe(kid)
  for (const { tokens } of [one, other, startServer()]) {
    expect(await tokens.verify(token)).toMatchObject(claims)
    expect(await tokens.verify(next)).toMatchObject(claims)
  }
  const replaced = await db.collection<SigningKeyDoc>('signing_keys').findOne({ _id: decodeProtectedHeader(token).kid! })
  expect(replaced!.expireAt!.getTime()).toBeGreaterThan(now + hourMs)
})

test('a key signs for thirty days, then the next one does', async () => {
  const server = startServer()
  const first = (await server.keys.signer()).kid
  now += 29 * 24 * hourMs
  expect((await server.keys.signer()).kid).toBe(first)
  now += 2 * 24 * hourMs
  const second = (await server.keys.signer()).kid
  expect(second).not.toBe(first)
  expect((await startServer().keys.signer()).kid).toBe(second)
})

test('the private half lies sealed, and only there', async () => {
  const server = startServer()
  await server.keys.signer()
  const stored = await db.collection<SigningKeyDoc>('signing_keys').findOne({})
  expect(Object.keys(stored!.publicKey).toSorted()).toEqual(['crv', 'kty', 'x'])
  const stranger = createSigningKeys({ database, sealing: createVault('another key of at least 32 characters'), now: clock })
  await expect(stranger.signer()).rejects.toThrow(/another key/)
})

test('made-up key ids do not make it ask the database each time', async () => {
  const server = startServer()
  await server.keys.signer()
  const collection = database.collection('signing_keys')
  let asked = 0
  const counting = new Proxy(collection, {
    get: (target, name) => {
      if (name === 'find') asked += 1
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  const keys = createSigningKeys({ database: { ...database, collection: () => counting } as unknown as Database, sealing, now: clock })
  for (let n = 0; n < 100; n += 1) expect(await keys.verifier(`made-up-${n}`)).toBeUndefined()
  expect(asked).toBe(1)
})
