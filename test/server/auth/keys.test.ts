// Keys, services and links as their owners see them.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ApiKeyDoc } from '../../../server/auth/api-keys.ts'
import type { LinkCodeDoc } from '../../../server/auth/identities.ts'
import { createTestDatabase } from '../../support/database.ts'
import { eventually } from '../../support/eventually.ts'
import { createKey, createPerson, type Person } from '../../support/people.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer
let uma: Person
let ada: Person

const plenty = 'admin=9999/9999/999,user=9999/9999/999,viewer=9999/9999/999'

beforeAll(async () => {
  server = await servers.start({ role: 'api', env: { CAPSTAN_RATE_LIMITS: plenty } })
  uma = await createPerson(server, { name: 'Uma', role: 'USER', groups: ['sre'] })
  ada = await createPerson(server, { name: 'Ada', role: 'ADMIN' })
})

const me = '{ me { id name role service workspace { id } viewerCan } }'
interface Me {
  me: { id: string; name: string; role: string; service: boolean; workspace: { id: string }; viewerCan: string[] }
}
const update = 'mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id name role groups disabled } }'
describe('keys', () => {
  it('ask as their owner, with at most the role the owner has at the time', async () => {
    const cal = await createPerson(server, { name: 'Cal', role: 'ADMIN' })
    const key = server.as((await createKey(cal)).secret)
    expect((await key.gql<Me>(me)).me).toMatchObject({ id: cal.id, role: 'admin', service: false })
    await server.gql(update, { id: cal.id, input: { role: 'VIEWER' } })
    await eventually(
      () => key.gql<Me>(me),
      ({ me: { role } }) => role === 'viewer',
    )
    expect((await uma.refusal('mutation { createApiKey(input: { name: "k", role: ADMIN }) { secret } }')).extensions.code).toBe('FORBIDDEN')
  })

  it('do what their scopes say and nothing else', async () => {
    const reader = server.as((await createKey(ada, { scopes: ['read'] })).secret)
    expect((await reader.gql<Me>(me)).me.viewerCan).toEqual([])
    expect((await reader.refusal('mutation { updateWorkspace(input: { manual: false }) { id } }')).extensions.code).toBe('FORBIDDEN')
    expect((await reader.refusal('{ webhookSecret }')).extensions.code).toBe('FORBIDDEN')
    expect((await reader.refusal('mutation { createApiKey(input: { name: "k" }) { secret } }')).extensions.code).toBe('FORBIDDEN')
    const one = server.as((await createKey(ada, { scopes: ['updateWorkspace'] })).secret)
    expect((await one.ask('mutation { updateWorkspace(input: { manual: false }) { id } }')).errors).toEqual([])
    expect((await one.refusal('{ me { id } }')).extensions.code).toBe('FORBIDDEN')
    expect((await one.refusal('{ webhookSecret }')).extensions.code).toBe('FORBIDDEN')
    const manager = server.as((await createKey(ada, { scopes: ['createApiKey'] })).secret)
    for (const scopes of [['read'], ['configure'], ['tasks'], []]) {
      const refused = await manager.refusal(
        'mutation ($scopes: [String!]) { createApiKey(input: { name: "k", scopes: $scopes }) { secret } }',
        { scopes },
      )
      expect(refused.extensions.violations).toMatchObject([{ path: 'input.scopes' }])
    }
    expect((await ada.refusal('mutation { createApiKey(input: { name: "k", scopes: ["everything"] }) { secret } }')).extensions.code).toBe(
      'VALIDATION_FAILED',
    )
  })

  it('are listed without what they are, with their last use to the minute', async () => {
    const { id, secret } = await createKey(uma, { name: 'script', scopes: ['read'] })
    await server.as(secret).gql('{ me { id } }')
    const list = '{ apiKeys { id name prefix scopes role service owner { id } requestsPerMinute lastUsedAt revokedAt } }'
    type Keys = { apiKeys: { id: string; lastUsedAt: string | null; owner: { id: string } }[] }
    const mine = await eventually(
      async () => (await uma.gql<Keys>(list)).apiKeys.find((key) => key.id === id),
      (key) => key?.lastUsedAt !== null,
    )
    expect(mine).toMatchObject({
      name: 'script',
      prefix: `cap_${id}`,
      scopes: ['read'],
      role: 'USER',
      requestsPerMinute: 100,
      revokedAt: null,
    })
    expect(mine!.lastUsedAt).toMatch(/:00\.000Z$/)
    expect((await uma.gql<Keys>(list)).apiKeys.every(({ owner }) => owner.id === uma.id)).toBe(true)
    expect(new Set((await ada.gql<Keys>(list)).apiKeys.map(({ owner }) => owner.id)).size).toBeGreaterThan(1)
  })

  it('end when they are revoked, by their owner or an admin, and when they expire', async () => {
    const revoke = 'mutation ($id: ID!) { revokeApiKey(id: $id) { revokedAt } }'
    const [first, second, third] = [await createKey(uma), await createKey(uma), await createKey(ada)]
    expect((await server.as(first.secret).ask(me)).status).toBe(200)
    await uma.gql(revoke, { id: first.id })
    await eventually(
      async () => (await server.as(first.secret).ask(me)).status,
      (status) => status === 401,
    )
    await ada.gql(revoke, { id: second.id })
    expect(await uma.refusal(revoke, { id: third.id })).toMatchObject({ extensions: { code: 'NOT_FOUND' } })
    expect((await uma.refusal(revoke, { id: first.id })).extensions.code).toBe('ILLEGAL_STATE')
    await database.db.collection<ApiKeyDoc>('api_keys').updateOne({ _id: third.id }, { $set: { expiresAt: new Date() } })
    expect((await server.as(third.secret).ask(me)).status).toBe(401)
    const past = { name: 'k', expiresAt: '2020-01-01T00:00:00Z' }
    expect(
      (await uma.refusal('mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }', { input: past })).extensions
        .violations,
    ).toMatchObject([{ path: 'input.expiresAt' }])
  })

  it('make no key that outlives them or may ask for more, and are not too many', async () => {
    const maker = server.as(
      (await createKey(ada, { expiresAt: new Date(Date.now() + 3600_000).toISOString(), requestsPerMinute: 50 })).secret,
    )
    const create = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { expiresAt requestsPerMinute } } }'
    const { createApiKey } = await maker.gql<{ createApiKey: { apiKey: { expiresAt: string; requestsPerMinute: number } } }>(create, {
      input: { name: 'k' },
    })
    expect(new Date(createApiKey.apiKey.expiresAt).getTime()).toBeLessThanOrEqual(Date.now() + 3600_000)
    expect(createApiKey.apiKey.requestsPerMinute).toBe(50)
    const late = { name: 'k', expiresAt: new Date(Date.now() + 7200_000).toISOString() }
    expect((await maker.refusal(create, { input: late })).extensions.violations).toMatchObject([{ path: 'input.expiresAt' }])
    const vic = await createPerson(server, { name: 'Vic', role: 'VIEWER' })
    for (let n = 0; n < 50; n += 1) await createKey(vic)
    expect((await vic.refusal(create, { input: { name: 'one more' } })).extensions.code).toBe('ILLEGAL_STATE')
  })

  it('leave a trace of who made and revoked them, with the request', async () => {
    const { id } = await createKey(uma)
    await uma.gql('mutation ($id: ID!) { revokeApiKey(id: $id) { id } }', { id })
    const events = await database.db.collection('events').find({ subject: id }).toArray()
    expect(events).toMatchObject(
      ['key.created', 'key.revoked'].map((type) => ({
        type,
        workspace: 'default',
        actor: { id: uma.id, name: 'Uma', address: expect.stringContaining('127.0.0.1') as string },
        requestId: expect.any(String) as string,
      })),
    )
  })

  it('of another key with the same id are no keys', async () => {
    const { secret } = await createKey(uma)
    const guess = `${secret.slice(0, -43)}${'A'.repeat(43)}`
    expect((await server.as(guess).ask(me)).status).toBe(401)
    expect((await server.as(guess.replace(/_[0-9a-f]{12}_/, '_000000000000_')).ask(me)).status).toBe(401)
  })
})

describe('services', () => {
  const acting = (identity: string, token: string, more = {}) => server.as(token, { 'x-capstan-acting-user': identity, ...more })
  const code = async (person: Person) =>
    (await person.gql<{ createLinkCode: { code: string } }>('mutation { createLinkCode { code expiresAt } }')).createLinkCode.code
  const link = 'mutation ($code: String!, $identity: String!) { linkIdentity(code: $code, identity: $identity) { id identities } }'

  it('are made by admins only; the first start makes the one of the bot', async () => {
    expect((await uma.refusal('mutation { createApiKey(input: { name: "bot", service: true }) { secret } }')).extensions.code).toBe(
      'FORBIDDEN',
    )
    const file = join(servers.folder, 'data', 'bot.token')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const token = readFileSync(file, 'utf8').trim()
    expect((await server.as(token).gql<Me>(me)).me).toMatchObject({ name: 'bot', role: 'viewer', service: true, viewerCan: [] })
    const again = await servers.start({ role: 'api' })
    expect(readFileSync(file, 'utf8').trim()).toBe(token)
    await again.stop()
  })

  it('act for the person an identity is linked to, and for a guest who looks when it is linked to nobody', async () => {
    const { secret } = await createKey(ada, { name: 'slack', service: true })
    const identity = 'slack:T1:U2'
    expect((await acting(identity, secret).gql<Me>(me)).me).toMatchObject({ id: identity, role: 'viewer', service: false, viewerCan: [] })
    const given = await code(uma)
    expect(given).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/)
    expect((await server.as(secret).refusal(link, { code: 'AAAA-AAAA', identity })).extensions.code).toBe('NOT_FOUND')
    const { linkIdentity } = await acting(identity, secret).gql<{ linkIdentity: unknown }>(link, { code: given.toLowerCase(), identity })
    expect(linkIdentity).toEqual({ id: uma.id, identities: [identity] })
    await eventually(
      () => acting(identity, secret).gql<Me>(me),
      ({ me: { id } }) => id === uma.id,
    )
    const linked = (await acting(identity, secret, { 'x-capstan-place': 'C9/171.2' }).gql<Me>(me)).me
    expect(linked).toMatchObject({ name: 'Uma', role: 'user', service: false, viewerCan: ['SUBMIT', 'SCHEDULE'] })
    // Once only.
    expect((await server.as(secret).refusal(link, { code: given, identity: 'slack:T1:U3' })).extensions.code).toBe('NOT_FOUND')
    expect((await server.as(secret).refusal(link, { code: await code(ada), identity })).extensions.code).toBe('CONFLICT')
    expect(await uma.gql('mutation { unlinkIdentity(identity: "slack:T1:U2") }')).toEqual({ unlinkIdentity: true })
    await eventually(
      () => acting(identity, secret).gql<Me>(me),
      ({ me: { id } }) => id === identity,
    )
  })

  it('do nothing to accounts, and nobody else may act for others', async () => {
    const { secret } = await createKey(ada, { name: 'slack', service: true })
    await server.as(secret).gql(link, { code: await code(ada), identity: 'slack:T1:U7' })
    const asAda = acting('slack:T1:U7', secret)
    await eventually(
      () => asAda.gql<Me>(me),
      ({ me: { id } }) => id === ada.id,
    )
    for (const query of [
      'mutation { createApiKey(input: { name: "k" }) { secret } }',
      'mutation { createLinkCode { code } }',
      'mutation { logout(everywhere: true) }',
    ]) {
      expect((await asAda.refusal(query)).extensions.code).toBe('FORBIDDEN')
    }
    const { secret: plain } = await createKey(ada)
    for (const token of [plain, ada.token, server.token]) {
      expect((await acting('slack:T1:U7', token).refusal(me)).extensions.code).toBe('FORBIDDEN')
    }
    expect((await uma.refusal(link, { code: 'AAAA-AAAA', identity: 'slack:T1:U8' })).extensions.code).toBe('FORBIDDEN')
    expect((await acting('slack:T1:U9', secret).refusal(link, { code: 'AAAA-AAAA', identity: 'slack:T1:U8' })).extensions.code).toBe(
      'FORBIDDEN',
    )
    await server.gql(update, { id: ada.id, input: { role: 'USER' } })
    await eventually(
      () => asAda.gql<Me>(me),
      ({ me: { role } }) => role === 'user',
    )
    await server.gql(update, { id: ada.id, input: { role: 'ADMIN' } })
    await eventually(
      () => asAda.gql<Me>(me),
      ({ me: { role } }) => role === 'admin',
    )
  })

  it('get few guesses at a code, which is good for ten minutes', async () => {
    const { secret } = await createKey(ada, { name: 'slack', service: true })
    const identity = 'slack:T1:U5'
    const given = await code(uma)
    const codes = database.db.collection<LinkCodeDoc>('link_codes')
    const stored = (await codes.findOne({ user: uma.id }))!
    expect(Math.round((stored.expireAt.getTime() - Date.now()) / 60_000)).toBe(10)
    await codes.updateOne({ _id: stored._id }, { $set: { expireAt: new Date() } })
    expect((await server.as(secret).refusal(link, { code: given, identity })).extensions.code).toBe('NOT_FOUND')
    const tries = []
    for (let n = 0; n < 5; n += 1) tries.push((await server.as(secret).refusal(link, { code: 'AAAA-AAAA', identity })).extensions)
    expect(tries.map(({ code: answer }) => answer)).toEqual([...Array<string>(4).fill('NOT_FOUND'), 'RATE_LIMITED'])
    expect(tries[4]!.retryAfterSeconds).toBeGreaterThan(60)
  })

  it('may let people they do not know do more, or nothing', async () => {
    const { secret } = await createKey(ada, { name: 'slack', service: true })
    const closed = await servers.start({ role: 'api', env: { CAPSTAN_GUESTS: 'none' } })
    const guest = closed.as(secret, { 'x-capstan-acting-user': 'slack:T1:U6' })
    expect((await guest.refusal(me)).extensions.code).toBe('FORBIDDEN')
    const given = await code(uma)
    expect((await guest.ask(link, { code: given, identity: 'slack:T1:U6' })).errors).toEqual([])
    const open = await servers.start({ role: 'api', env: { CAPSTAN_GUESTS: 'user' } })
    const other = open.as(secret, { 'x-capstan-acting-user': 'slack:T1:U77' })
    expect((await other.gql<Me>(me)).me.viewerCan).toEqual(['SUBMIT', 'SCHEDULE'])
  })
})
