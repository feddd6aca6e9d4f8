// Access tokens that were made up, and what is wrong with them.
import { createHmac } from 'node:crypto'
import { decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAccessTokens } from '../../../server/auth/access-token.ts'
import type { SigningKeyDoc } from '../../../server/auth/signing-keys.ts'
import { createTestDatabase } from '../../support/database.ts'
import { createKey, createPerson, type Person } from '../../support/people.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer
let uma: Person

const me = '{ me { id } }'

beforeAll(async () => {
  server = await servers.start({ role: 'api', env: { CAPSTAN_RATE_LIMITS: 'admin=9999/9999/999,user=9999/9999/999' } })
  uma = await createPerson(server, { name: 'Uma', role: 'USER' })
})

describe('a token that was made up', () => {
  it('gets nowhere, and hears the same whatever is wrong with it', async () => {
    const [head = '', body = '', signature = ''] = uma.token.split('.')
    const key = (await database.db.collection<SigningKeyDoc>('signing_keys').findOne({}))!
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { [name: string]: unknown }
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const mac = (text: string) => createHmac('sha256', JSON.stringify(key.publicKey)).update(text).digest('base64url')
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true })
    const own = (header: { [name: string]: unknown }, payload = claims) =>
      new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key._id, ...header }).sign(privateKey)
    const hs = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: key._id })}.${body}`
    const forged = {
      'alg none': `${encode({ alg: 'none', typ: 'at+jwt', kid: key._id })}.${body}.`,
      'alg none with a signature': `${encode({ alg: 'none', typ: 'at+jwt', kid: key._id })}.${body}.${signature}`,
      'a MAC with the public key': `${hs}.${mac(hs)}`,
      'another key under our id': await own({}),
      'a key of its own in the header': await own({ jwk: await exportJWK(publicKey) }),
      'a key elsewhere': await own({ jku: 'http://127.0.0.1:1/keys', kid: 'theirs' }),
      'a path for a key id': await own({ kid: '../../../../dev/null' }),
      'another body': `${head}.${encode({ ...claims, sub: 'admin' })}.${signature}`,
      'another type': `${encode({ alg: 'EdDSA', kid: key._id })}.${body}.${signature}`,
      'three words': 'a.b.c',
    }
    const answers = await Promise.all(Object.values(forged).map((token) => server.as(token).ask(me)))
    const texts = answers.map(({ status, errors }) => JSON.stringify({ status, errors }))
    expect(new Set(texts).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  })

  it('is what one with another audience, issuer or time is too', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA')
    const keys = {
      signer: async () => ({ kid: 'k', key: privateKey }),
      verifier: async () => publicKey,
      publicKeys: async () => ({ keys: [] }),
      rotate: async () => 'k',
      forget: () => undefined,
    }
    let now = Date.now()
    const tokens = createAccessTokens(keys, () => now)
    const good = { iss: 'capstan', aud: 'capstan-api', sub: 'U-1', sid: 's' }
    const sign = (claims: { [name: string]: unknown }, header = {}) =>
      new SignJWT({ ...good, ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'k', typ: 'at+jwt', ...header })
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey)
    expect(await tokens.verify(await sign({}))).toMatchObject({ user: 'U-1', session: 's' })
    const wrong = [
      await sign({ iss: 'else' }),
      await sign({ aud: 'else' }),
      await sign({ sid: 7 }),
      await sign({}, { typ: 'JWT' }),
      await sign({}, { kid: undefined }),
    ]
    expect(await Promise.all(wrong.map((token) => tokens.verify(token)))).toEqual([undefined, undefined, undefined, undefined, undefined])
    const { token, expiresAt } = await tokens.issue({ user: 'U-1', session: 's' })
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'EdDSA', kid: 'k', typ: 'at+jwt' })
    expect(Math.round((expiresAt.getTime() - now) / 60_000)).toBe(60)
    expect(await tokens.verify(token)).toMatchObject({ user: 'U-1' })
    now += 3600_000
    // Although its signature is remembered.
    expect(await tokens.verify(token)).toBeUndefined()
  })
})

/** How often people, sessions and keys are read meanwhile. */
async function readsDuring(work: () => Promise<void>): Promise<number> {
  await database.db.command({ profile: 2 })
  await work()
  await database.db.command({ profile: 0 })
  const profile = database.db.collection('system.profile')
  const asked = ['users', 'sessions', 'api_keys'].map((name) => `${database.name}.${name}`)
  const reads = await profile.countDocuments({ ns: { $in: asked }, op: 'query' })
  await profile.drop()
  return reads
}

describe.each(['an access token', 'a key'])('two hundred requests with %s, twenty at a time', (what) => {
  it('ask the database who it is a few times, not each of them', async () => {
    const client = what === 'a key' ? server.as((await createKey(uma)).secret) : uma
    const lane = async () => {
      for (let turn = 0; turn < 10; turn += 1) expect((await client.ask(me)).status).toBe(200)
    }
    const reads = await readsDuring(async () => void (await Promise.all(Array.from({ length: 20 }, lane))))
    expect(reads).toBeGreaterThan(0)
    expect(reads).toBeLessThan(40)
  })
})
