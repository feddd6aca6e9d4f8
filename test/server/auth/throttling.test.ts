// Limits as a client meets them: too many failed logins, too many operations, over both transports.
import { MongoServerSelectionError } from 'mongodb'
import { beforeAll, describe, expect, it } from 'vitest'
import { createLoginThrottle } from '../../../server/auth/login-throttle.ts'
import type { Database } from '../../../server/mongo.ts'
import type { ApiError } from '../../support/api-client.ts'
import { createTestDatabase } from '../../support/database.ts'
import { createKey, createPerson, type Person, password } from '../../support/people.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer
let uma: Person

beforeAll(async () => {
  server = await servers.start({ role: 'api' })
  uma = await createPerson(server, { name: 'Uma', role: 'USER' })
})

const login = 'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken } }'
const away = {
  client: {
    db: () => ({ collection: () => ({ findOneAndUpdate: () => Promise.reject(new MongoServerSelectionError('away', {} as never)) }) }),
  },
  db: { databaseName: 'away' },
} as unknown as Database

describe('the sixth failed login', () => {
  it('is refused before the password is looked at, and so is the right one until the time is over', async () => {
    const nobody = server.as('')
    for (let n = 0; n < 5; n += 1) expect((await nobody.ask(login, { email: uma.email, password: 'wrong wrong' })).status).toBe(401)
    const { status, headers, errors } = await nobody.ask(login, { email: uma.email, password })
    expect([status, errors[0]?.extensions.code]).toEqual([429, 'RATE_LIMITED'])
    expect(Number(headers.get('retry-after'))).toBe(errors[0]!.extensions.retryAfterSeconds)
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    // From the same address for anybody else as well; who is logged in already stays so.
    expect((await nobody.ask(login, { email: 'else@example.com', password })).status).toBe(429)
    expect((await uma.ask('{ me { id } }')).status).toBe(200)
    const failures = await database.db.collection('events').countDocuments({ type: 'auth.login_failed', subject: uma.id })
    expect(failures).toBe(6)
  })

  it('is counted for an account from wherever, and for an address whatever the account', async () => {
    const { client, db } = { client: database.client, db: database.db } as unknown as Database
    const throttle = createLoginThrottle({ client, db })
    const account = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => throttle.begin({ email: 'a@example.com', address: `10.0.0.${n}` })))
    expect(account.filter(({ refused }) => refused).map(({ refused }) => refused?.retryAfterSeconds)).toEqual([900])
    const address = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => throttle.begin({ email: `${n}@example.com`, address: '10.1.0.1' })))
    expect(address.filter(({ refused }) => refused).map(({ refused }) => refused?.retryAfterSeconds)).toEqual([60])
    expect(address.find(({ refused }) => refused)?.refused?.first).toBe(true)
    const good = { email: 'good@example.com', address: '10.2.0.1' }
    for (let n = 0; n < 20; n += 1) {
      const attempt = await throttle.begin(good)
      expect(attempt.refused).toBeUndefined()
      await attempt.succeeded()
    }
  })

  it('is refused while the database is away, too', async () => {
    const throttle = createLoginThrottle(away)
    const attempts = []
    for (let n = 0; n < 7; n += 1) attempts.push(await throttle.begin({ email: 'a@example.com', address: '10.0.0.1' }))
    expect(attempts.map(({ refused }) => refused !== undefined)).toEqual([...Array<boolean>(5).fill(false), true, true])
  })
})

describe('the usual limits', () => {
  it('hold for a key over HTTP and WebSocket together, and every answer tells how it stands', async () => {
    const key = await createKey(uma, { name: 'busy' })
    const client = server.as(key.secret)
    const first = await client.ask('{ me { id } }')
    expect([first.headers.get('ratelimit-limit'), first.headers.get('ratelimit-remaining')]).toEqual(['100', '99'])
    expect(Number(first.headers.get('ratelimit-reset'))).toBeLessThanOrEqual(60)
    const answers = await Promise.all(Array.from({ length: 60 }, () => client.ask('{ me { id } }')))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) as number } }],
    })
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0)
    let errors: unknown[] = []
    for (let n = 0; n < 150 && errors.length === 0; n += 1) {
      const asked = client.subscribe('{ me { id } }')
      await asked.ended
      errors = [...asked.errors]
      await asked.close()
    }
    expect((errors as ApiError[])[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) as number })
    expect((await server.as((await createKey(uma)).secret).ask('{ me { id } }')).status).toBe(200)
  })

  it('are others for a key whose admin said so, and for the token of this machine there are none', async () => {
    const { createApiKey } = await server.gql<{ createApiKey: { secret: string; apiKey: object } }>(
      'mutation { createApiKey(input: { name: "slow", requestsPerMinute: 2 }) { secret apiKey { requestsPerMinute } } }',
    )
    expect(createApiKey.apiKey).toEqual({ requestsPerMinute: 2 })
    const statuses = []
    for (let n = 0; n < 4; n += 1) statuses.push((await server.as(createApiKey.secret).ask('{ me { id } }')).status)
    expect(statuses).toContain(429)
    expect((await uma.refusal('mutation { createApiKey(input: { name: "k", requestsPerMinute: 9 }) { secret } }')).extensions.code).toBe(
      'FORBIDDEN',
    )
    const answers = await Promise.all(Array.from({ length: 150 }, () => server.ask('{ me { id } }')))
    expect(new Set(answers.map(({ status, headers }) => `${status} ${headers.get('ratelimit-limit')}`))).toEqual(new Set(['200 null']))
  })

  it('hold for an address that shows no token', async () => {
    const answers = await Promise.all(Array.from({ length: 120 }, () => server.as('').ask('{ me { id } }')))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]))
  })
})
