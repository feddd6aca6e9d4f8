// Logins as a client sees them: tokens, their renewal, their end, and what a thief of one gets.
import { beforeAll, describe, expect, it } from 'vitest'
import type { ApiKeyDoc } from '../../../server/auth/api-keys.ts'
import { longestMs } from '../../../server/auth/memo.ts'
import type { SessionDoc } from '../../../server/auth/session-store.ts'
import type { UserDoc } from '../../../server/auth/user.ts'
import { socketLimits } from '../../../server/graphql/socket-limits.ts'
import { createTestDatabase } from '../../support/database.ts'
import { eventually } from '../../support/eventually.ts'
import { createKey, createPerson, logIn, type Person, password } from '../../support/people.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer
let uma: Person

const me = '{ me { id name role service workspace { id } email viewerCan memberships { workspace role } } }'
const refresh = 'mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken refreshToken } }'

beforeAll(async () => {
  server = await servers.start({ role: 'api', env: { CAPSTAN_RATE_LIMITS: 'admin=9999/9999/999,user=9999/9999/999,viewer=9999/9999/999' } })
  uma = await createPerson(server, { name: 'Uma', role: 'USER' })
})

const codeOf = async (client: { ask: TestServer['ask'] }) => (await client.ask(me)).errors[0]?.extensions.code
const exchange = (token: string, headers = {}) =>
  server.as('', headers).ask<{ refreshSession: { accessToken: string; refreshToken: string } }>(refresh, { token })

describe('a login', () => {
  it('shows who somebody is and what they may do', async () => {
    expect((await uma.gql<{ me: unknown }>(me)).me).toEqual({
      id: uma.id,
      name: 'Uma',
      role: 'user',
      service: false,
      workspace: { id: 'default' },
      email: 'uma@example.com',
      viewerCan: ['SUBMIT', 'SCHEDULE'],
      memberships: [{ workspace: 'default', role: 'USER' }],
    })
    expect((await server.gql<{ me: { viewerCan: string[] } }>(me)).me).toMatchObject({
      id: 'admin',
      email: 'admin@localhost',
      viewerCan: ['SUBMIT', 'SCHEDULE', 'OPERATE_QUEUE', 'CONFIGURE', 'MANAGE_USERS', 'AUDIT'],
    })
  })

  it('needs no token, and nothing else goes without one', async () => {
    const nobody = server.as('')
    const queries = [
      '{ me { id } }',
      '{ __schema { queryType { name } } }',
      'mutation { logout }',
      '{ nothingLikeThis }',
      '{ task { nothing } }',
    ]
    for (const query of queries) {
      const { status, errors, headers } = await nobody.ask(query)
      expect([status, errors.length, errors[0]?.extensions.code, headers.get('www-authenticate')], query).toEqual([
        401,
        1,
        'UNAUTHENTICATED',
        'Bearer',
      ])
    }
    const beside = `mutation { login(email: "uma@example.com", password: "${password}") { accessToken } logout }`
    expect((await nobody.refusal(beside)).extensions.code).toBe('UNAUTHENTICATED')
    // The same document from somebody who is known afterwards, and from nobody again.
    expect((await uma.ask('{ me { id } }')).errors).toEqual([])
    expect((await nobody.ask('{ me { id } }')).status).toBe(401)
  })

  it('fails alike for a wrong password, somebody unknown and somebody who is switched off', async () => {
    const login = 'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken } }'
    const gone = await createPerson(server, { name: 'Gone', role: 'USER' })
    await server.gql('mutation ($id: ID!) { updateUser(id: $id, input: { disabled: true }) { id } }', { id: gone.id })
    const wrong = await server.as('').ask(login, { email: 'uma@example.com', password: 'not this one' })
    const unknown = await server.as('').ask(login, { email: 'nobody@example.com', password: 'not this one' })
    const disabled = await server.as('').ask(login, { email: gone.email, password })
    expect([wrong.status, wrong.errors]).toEqual([401, unknown.errors])
    expect([disabled.status, disabled.errors]).toEqual([401, unknown.errors])
  })
})

describe('a refresh token', () => {
  it('gives the next pair once; used again by somebody else it ends the session for both', async () => {
    const vic = await createPerson(server, { name: 'Vic', role: 'VIEWER' })
    const first = await exchange(vic.refreshToken)
    const next = first.data!.refreshSession
    expect((await server.as(next.accessToken).ask(me)).errors).toEqual([])
    const stolen = await exchange(vic.refreshToken, { 'user-agent': 'a thief' })
    expect(stolen.errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    expect((await exchange(next.refreshToken)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    await eventually(
      () => codeOf(server.as(next.accessToken)),
      (code) => code === 'UNAUTHENTICATED',
    )
    expect(await codeOf(vic)).toBe('UNAUTHENTICATED')
    const told = await database.db.collection('events').findOne({ type: 'auth.refresh_reused', subject: vic.id })
    expect(told).toMatchObject({ payload: { severity: 'CRITICAL' }, actor: { id: vic.id, address: expect.any(String) as string } })
  })

  it('gives the same next one to a client that did not get the answer', async () => {
    const wes = await createPerson(server, { name: 'Wes', role: 'USER' })
    const answers = await Promise.all([1, 2, 3].map(() => exchange(wes.refreshToken)))
    const given = new Set(answers.map(({ data }) => data!.refreshSession.refreshToken))
    expect(given.size).toBe(1)
    const [next] = given
    expect((await exchange(next!)).errors).toEqual([])
    // The one before is no repetition any more.
    expect((await exchange(wes.refreshToken)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  it('that was made up ends nothing', async () => {
    const xia = await createPerson(server, { name: 'Xia', role: 'USER' })
    const guessed = `${xia.refreshToken.slice(0, -43)}${'A'.repeat(43)}`
    expect((await exchange(guessed)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    expect((await exchange(xia.refreshToken)).errors).toEqual([])
  })

  it('ends after seven days, whatever was exchanged', async () => {
    const yan = await createPerson(server, { name: 'Yan', role: 'USER' })
    const sessions = database.db.collection<SessionDoc>('sessions')
    const session = await sessions.findOne({ user: yan.id })
    expect(session!.expiresAt.getTime() - session!.createdAt.getTime()).toBe(7 * 24 * 3600_000)
    const next = (await exchange(yan.refreshToken)).data!.refreshSession.refreshToken
    expect((await sessions.findOne({ user: yan.id }))!.expiresAt).toEqual(session!.expiresAt)
    await sessions.updateOne({ user: yan.id }, { $set: { expiresAt: new Date() } })
    expect((await exchange(next)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })
})

describe('the end of a session', () => {
  it('comes with a logout, of one session or of all', async () => {
    const zoe = await createPerson(server, { name: 'Zoe', role: 'USER' })
    const second = await logIn(server, zoe)
    const third = await logIn(server, zoe)
    expect(await second.gql('mutation { logout }')).toEqual({ logout: true })
    await eventually(
      () => codeOf(second),
      (code) => code === 'UNAUTHENTICATED',
    )
    expect((await exchange(second.refreshToken)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    expect(await codeOf(zoe)).toBeUndefined()
    await zoe.gql('mutation { logout(everywhere: true) }')
    await eventually(
      async () => [await codeOf(zoe), await codeOf(third)],
      ([a, b]) => a === 'UNAUTHENTICATED' && b === 'UNAUTHENTICATED',
    )
    expect(await server.gql('mutation { logout }')).toEqual({ logout: false })
  })

  it('comes for all other sessions with a new password', async () => {
    const abe = await createPerson(server, { name: 'Abe', role: 'USER' })
    const other = await logIn(server, abe)
    const change = 'mutation ($current: String!, $next: String!) { changePassword(current: $current, next: $next) }'
    expect((await abe.refusal(change, { current: 'wrong', next: 'a longer password' })).extensions.code).toBe('FORBIDDEN')
    expect((await abe.refusal(change, { current: password, next: 'short' })).extensions.violations).toMatchObject([{ path: 'next' }])
    await abe.gql(change, { current: password, next: 'a longer password' })
    await eventually(
      () => codeOf(other),
      (code) => code === 'UNAUTHENTICATED',
    )
    await eventually(
      () => codeOf(abe),
      (code) => code === undefined,
    )
    expect((await exchange(other.refreshToken)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED')
    expect((await exchange(abe.refreshToken)).errors).toEqual([])
  })

  it('reaches sockets within five seconds, and no event comes after it', async () => {
    const bea = await createPerson(server, { name: 'Bea', role: 'USER' })
    const key = await createKey(bea)
    const { events } = await server.gql<{ events: { nodes: { cursor: string }[] } }>('{ events(first: 1) { nodes { cursor } } }')
    const after = events.nodes[0]!.cursor
    const follow = 'subscription ($after: String) { events(after: $after) { type } }'
    const [bySession, byKey] = [bea, server.as(key.secret)].map((client) =>
      client.subscribe<{ events: { type: string } }>(follow, { after }),
    )
    const settings = 'mutation { updateWorkspace(input: { manual: false }) { id } }'
    await server.gql(settings)
    await bySession!.until(({ events }) => events.type === 'workspace.updated', 'an event')
    await byKey!.until(({ events }) => events.type === 'workspace.updated', 'an event')
    await server.gql('mutation ($id: ID!) { updateUser(id: $id, input: { disabled: true }) { disabled } }', { id: bea.id })
    await Promise.all([bySession!.ended, byKey!.ended])
    // What was read is remembered that long, and sockets are looked at that often.
    expect(longestMs + socketLimits.lookEveryMs).toBeLessThan(5000)
    expect(bySession!.errors).toMatchObject([{ code: 4401 }])
    const seen = bySession!.received.length
    await server.gql(settings)
    expect(bySession!.received.length).toBe(seen)
    expect(await codeOf(bea)).toBe('UNAUTHENTICATED')
    expect(await codeOf(server.as(key.secret))).toBe('UNAUTHENTICATED')
  })

  it('or another role reaches requests and sockets within five seconds', async () => {
    const cal = await createPerson(server, { name: 'Cal', role: 'ADMIN' })
    const watch = cal.subscribe('subscription { queueStats { at } }')
    await watch.until(() => true, 'a first message')
    expect((await cal.ask('{ users { id } }')).errors).toEqual([])
    await server.gql('mutation ($id: ID!) { updateUser(id: $id, input: { role: VIEWER }) { role } }', { id: cal.id })
    await eventually(
      async () => (await cal.ask('{ users { id } }')).errors[0]?.extensions.code,
      (code) => code === 'FORBIDDEN',
    )
    await watch.ended
    expect(watch.errors).toMatchObject([{ code: 4401 }])
  })
})

describe('what is stored', () => {
  it('holds no password, token or key that anybody could use', async () => {
    const key = await createKey(uma)
    const { createLinkCode } = await uma.gql<{ createLinkCode: { code: string } }>('mutation { createLinkCode { code } }')
    const secrets = [
      password,
      uma.token,
      uma.refreshToken,
      key.secret,
      // What follows the id may hold underscores itself.
      key.secret.split('_').slice(2).join('_'),
      server.token,
      createLinkCode.code.replace('-', ''),
    ]
    const collections = await database.db.listCollections().toArray()
    const dump = JSON.stringify(
      await Promise.all(
        collections.filter(({ type }) => type === 'collection').map(({ name }) => database.db.collection(name).find().toArray()),
      ),
    )
    expect(dump).toContain(key.id)
    expect(secrets.filter((secret) => dump.includes(secret))).toEqual([])
    const [user, stored] = [
      await database.db.collection<UserDoc>('users').findOne({ _id: uma.id }),
      await database.db.collection<ApiKeyDoc>('api_keys').findOne({ _id: key.id }),
    ]
    expect(user!.password).toMatch(/^scrypt\$/)
    expect(stored!.digest).toMatch(/^[0-9a-f]{64}$/)
  })
})
