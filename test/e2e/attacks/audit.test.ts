// What people did is in the audit log, with who, why and where from, and the log shows when it was tampered with. Against the whole product.
import { beforeAll, expect, test, vi } from 'vitest'
import { createTestDatabase } from '../../support/database.ts'
import { createPerson } from '../../support/people.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { failer, reporter } from '../crew.ts'
import { overHttp, send } from './kit.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

beforeAll(async () => {
  server = await servers.start({ agents: { ...reporter, ...failer('picky') } })
})

interface Entry {
  number: number
  actor: { id: string; name: string }
  action: string
  subject: string
  reason: string | null
  origin: string | null
  requestId: string | null
  details: { [key: string]: unknown }
  hash: string
}

const fields = 'number actor { id name } action subject reason origin requestId details hash'

async function entries(filter: object = {}): Promise<Entry[]> {
  const answer = await server.gql<{ auditLog: { nodes: Entry[] } }>(
    `query ($filter: AuditFilter) { auditLog(filter: $filter, first: 100) { nodes { ${fields} } } }`,
    { filter },
  )
  return answer.auditLog.nodes
}

async function entryOf(action: string, subject?: string): Promise<Entry> {
  return vi.waitFor(
    async () => {
      const [found] = await entries({ actions: [action], ...(subject && { subject }) })
      expect(found, `no entry ${action} of ${subject}`).toBeDefined()
      return found as Entry
    },
    { timeout: 60_000, interval: 100 },
  )
}

const verify = async (head?: string) =>
  (
    await server.gql<{ auditVerify: { intact: boolean; checked: number; firstBad: number | null; problem: string | null } }>(
      'query ($head: String) { auditVerify(head: $head) { intact checked firstBad problem } }',
      { head },
    )
  ).auditVerify

test('39. each thing that people do makes one entry, with who, why and under which request', async () => {
  const { id: me } = (await server.gql<{ me: { id: string } }>('{ me { id } }')).me
  const done = await server.submit({ agent: 'reporter' })
  await server.reached(done, 'SUCCEEDED')
  const later = await server.submit({ agent: 'reporter', runAt: new Date(Date.now() + 3_600_000) })
  const failed = await server.submit({ agent: 'picky' })
  await server.reached(failed, 'FAILED')
  const letter = failed.replace('T-', 'D-')
  const reply = await send(server, {
    headers: { 'x-request-id': 'R-audit-1' },
    body: JSON.stringify({ query: `mutation { cancelTask(id: "${later}", reason: "not needed") { id } }` }),
  })
  expect(reply.codes).toEqual([])
  await server.gql(`mutation { noteDeadLetter(id: "${letter}", text: "seen") { id } }`)
  await server.gql(`mutation { assignDeadLetter(id: "${letter}", assignee: "Ada") { id } }`)
  await server.gql(`mutation { discardDeadLetters(ids: ["${letter}"], reason: "hopeless") }`).catch(() => undefined)
  await server.gql('mutation { setAgentEnabled(name: "reporter", enabled: false, reason: "tea") { name } }')
  await server.gql('mutation { setAgentEnabled(name: "reporter", enabled: true) { name } }')
  await server.gql('mutation { updateWorkspace(input: { manual: false }) { manual } }')

  expect(await entryOf('task.queued', done)).toMatchObject({
    actor: { id: me },
    origin: 'api',
    requestId: expect.any(String),
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(await entryOf('task.cancelled', later)).toMatchObject({
    actor: { id: me },
    reason: 'not needed',
    requestId: 'R-audit-1',
    details: { address: expect.stringContaining('127.0.0.1') },
  })
  expect(await entryOf('dead_letter.noted', letter)).toMatchObject({ actor: { id: me } })
  expect(await entryOf('dead_letter.assigned', letter)).toMatchObject({ actor: { id: me } })
  expect(await entryOf('agent.disabled', 'reporter')).toMatchObject({ reason: 'tea' })
  // Switching on is another thing than switching off.
  expect(await entryOf('agent.enabled', 'reporter')).toMatchObject({ reason: null })
  expect(await entryOf('workspace.updated')).toMatchObject({ actor: { id: me } })
  // Nobody started, finished or wrote off anything: that was the server, and is no entry.
  for (const subject of [done, failed]) expect((await entries({ subject })).map(({ action }) => action)).toEqual(['task.queued'])
  expect(await verify()).toMatchObject({ intact: true, firstBad: null })
})

test('39. what was refused, read, verified and exported are entries too; looking at anything else is none', async () => {
  await send(server, { headers: { authorization: 'Bearer wrong-token-of-somebody' }, body: JSON.stringify({ query: '{ me { id } }' }) })
  expect(await entryOf('auth.denied', '/graphql')).toMatchObject({
    actor: { id: 'nobody' },
    details: { code: 'UNAUTHENTICATED', address: expect.any(String) },
  })
  expect(await entryOf('audit.read')).toMatchObject({ subject: 'audit' })
  await verify()
  expect(await entryOf('audit.verified')).toMatchObject({ details: { intact: true } })
  const exported = await send(server, { method: 'GET', path: '/audit.jsonl' })
  expect([exported.status, exported.headers.get('content-type')]).toEqual([200, 'application/jsonl; charset=utf-8'])
  const lines = exported.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { number: number; previous: string; hash: string })
  expect(lines.slice(1).map(({ previous }) => previous)).toEqual(lines.slice(0, -1).map(({ hash }) => hash))
  expect(await entryOf('audit.exported')).toMatchObject({ subject: 'audit' })
  const before = (await entries())[0]?.number ?? 0
  await overHttp(server, '{ tasks { nodes { id } } agents { name } deadLetters { nodes { id } } }')
  // Reading the log is the one entry that comes of it.
  const news = await vi.waitFor(
    async () => {
      const found = (await entries()).filter(({ number }) => number > before)
      expect(found).not.toEqual([])
      return found
    },
    { timeout: 60_000, interval: 100 },
  )
  expect(new Set(news.map(({ action }) => action))).toEqual(new Set(['audit.read']))
})

test('the export is for those with a token, and by GET', async () => {
  expect((await send(server, { method: 'GET', path: '/audit.jsonl', headers: { authorization: '' } })).status).toBe(401)
  expect((await send(server, { path: '/audit.jsonl', body: '{}' })).status).toBe(405)
})

test('the list turns its pages once through, and filters by who, what, about what and when', async () => {
  const all = await entries()
  let after: string | null = null
  const seen: number[] = []
  do {
    const answer: { auditLog: { nodes: Entry[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } = await server.gql(
      'query ($after: String) { auditLog(first: 3, after: $after) { nodes { number } pageInfo { hasNextPage endCursor } } }',
      { after },
    )
    seen.push(...answer.auditLog.nodes.map(({ number }) => number))
    after = answer.auditLog.pageInfo.hasNextPage ? answer.auditLog.pageInfo.endCursor : null
  } while (after)
  expect(seen).toEqual(seen.toSorted((a, b) => b - a))
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen).toEqual(expect.arrayContaining(all.map(({ number }) => number)))
  expect(new Set((await entries({ actions: ['agent.*'] })).map(({ action }) => action))).toEqual(
    new Set(['agent.enabled', 'agent.disabled']),
  )
  expect(await entries({ actor: 'somebody-else' })).toEqual([])
  const { actor, ...disabled } = all.find(({ action }) => action === 'agent.disabled') as Entry
  expect(await entries({ actor: actor.id, actions: ['agent.disabled'] })).toContainEqual({ actor, ...disabled })
  expect(await entries({ actor: actor.name, actions: ['agent.disabled'] })).toContainEqual({ actor, ...disabled })
  expect(await entries({ until: '2020-01-01T00:00:00Z' })).toEqual([])
  expect((await overHttp(server, '{ auditLog(filter: { workspace: "another" }) { nodes { number } } }')).codes).toEqual(['FORBIDDEN'])
})

test('39. who switched an agent off is in the audit log; another workspace hears that it is off and why, not who it was', async () => {
  const ada = await createPerson(server, { name: 'Ada', role: 'ADMIN' })
  const olga = await createPerson(server, { name: 'Olga', role: 'ADMIN', workspace: 'elsewhere' })
  await ada.gql('mutation { setAgentEnabled(name: "picky", enabled: false, reason: "teatime") { name } }')
  const query =
    '{ agent(name: "picky") { unavailableReason } events(filter: { types: ["agent.disabled"] }, first: 1) { nodes { payload } } }'
  expect(await ada.gql(query)).toMatchObject({ agent: { unavailableReason: 'switched off by Ada: teatime' } })
  const there = JSON.stringify(await olga.gql(query))
  const refused = await vi.waitFor(
    async () => JSON.stringify(await olga.refusal('mutation { submitTask(input: { agent: "picky", parameters: {} }) { id } }')),
    { timeout: 60_000, interval: 100 },
  )
  for (const told of [there, refused]) {
    expect(told).toContain('teatime')
    expect(told).not.toContain('Ada')
  }
  expect(await entryOf('agent.disabled', 'picky')).toMatchObject({ actor: { id: ada.id, name: 'Ada' }, reason: 'teatime' })
  expect((await entries({ actor: 'Ada@example.com', actions: ['agent.disabled'] })).map(({ subject }) => subject)).toEqual(['picky'])
})

test('39. guessing passwords is written down, and the sixth time within a minute is an alert', async () => {
  const guess = 'mutation ($password: String!) { login(email: "nobody@crew.example", password: $password) { accessToken } }'
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      send(server, {
        headers: { authorization: '' },
        body: JSON.stringify({ query: guess, variables: { password: `guess number ${index}` } }),
      }),
    ),
  )
  expect(new Set(answers.flatMap(({ codes }) => codes))).toEqual(new Set(['UNAUTHENTICATED', 'RATE_LIMITED']))
  expect(await entryOf('auth.login_failed')).toMatchObject({ subject: 'unknown' })
  expect(await entryOf('security.failed_logins')).toMatchObject({ details: { seen: 6 } })
})

test('38. two servers and 200 writers at once make one chain without a gap, and the leader may go in between', async () => {
  const second = await servers.start({ role: 'api' })
  const write = (through: TestServer, count: number) =>
    Promise.all(Array.from({ length: count }, () => through.submit({ agent: 'reporter', runAt: new Date(Date.now() + 3_600_000) })))
  const ids = (await Promise.all([write(server, 100), write(second, 100)])).flat()
  await vi.waitFor(
    async () => {
      const found = await database.db.collection('audit').countDocuments({ subject: { $in: ids }, action: 'task.scheduled' })
      expect(found).toBe(200)
    },
    { timeout: 60_000, interval: 200 },
  )
  expect(await verify()).toMatchObject({ intact: true })
  await second.stop()
})

test('37. a change, a removal, a reordering and a shortened end are found, with the first bad number', async () => {
  const audit = database.db.collection<{ _id: number; [field: string]: unknown }>('audit')
  const third = await audit.findOne({ _id: 3 })
  await audit.updateOne({ _id: 3 }, { $set: { 'actor.name': 'Somebody Else' } })
  expect(await verify()).toMatchObject({ intact: false, firstBad: 3 })
  await audit.deleteOne({ _id: 3 })
  expect(await verify()).toMatchObject({ intact: false, firstBad: 3, problem: 'Entry 3 is missing.' })
  await audit.insertOne(third!)
  expect(await verify()).toMatchObject({ intact: true })
  // Against a head that was noted elsewhere.
  const [newest] = await entries()
  expect(await verify(`${newest!.number}:${newest!.hash}`)).toMatchObject({ intact: true })
  expect(await verify(`${newest!.number}:${'0'.repeat(64)}`)).toMatchObject({ intact: false, firstBad: newest!.number })
  expect((await overHttp(server, '{ auditVerify(head: "nonsense") { intact } }')).codes).toEqual(['VALIDATION_FAILED'])
})
