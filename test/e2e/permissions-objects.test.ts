// What people may do to which object: their own, somebody else's, and one of another workspace, which is as good as none at all.
import { beforeAll, describe, expect, it } from 'vitest'
import { appendEvents } from '../../server/events/event-log.ts'
import { connectDatabase } from '../../server/mongo.ts'
import { createAlert } from '../support/alert.ts'
import type { ApiClient } from '../support/api-client.ts'
import { createTestDatabase } from '../support/database.ts'
import { createObjects, later, noObjects, type Objects } from '../support/objects.ts'
import { schemaOperations } from '../support/operations.ts'
import { createKey, createPerson, type Person } from '../support/people.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { commandAgent, failer } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer
/** Of the first workspace. */
let ada: Person
let uma: Person
let otto: Person
let vic: Person
/** Of another one. */
let lea: Person
let lou: Person

const filer = commandAgent(
  'filer',
  `fs.writeFileSync('report.txt', parameters.text ?? 'nothing')
  say({ type: 'log', level: 'info', text: 'Filing ' + parameters.text })
  say({ type: 'artifact', name: 'report.txt', path: 'report.txt' })
  say({ type: 'result', result: 'filed' })`,
)

/** Of that one. */
let foreign: Objects & { alert: string }
const none: typeof foreign = { ...noObjects, alert: 'A-987654' }

beforeAll(async () => {
  const env = { CAPSTAN_RATE_LIMITS: 'admin=9999/9999/999,user=9999/9999/999,viewer=9999/9999/999' }
  server = await servers.start({ env, agents: { ...filer, ...failer('failer') } })
  ada = await createPerson(server, { name: 'Ada', role: 'ADMIN' })
  uma = await createPerson(server, { name: 'Uma', role: 'USER' })
  otto = await createPerson(server, { name: 'Otto', role: 'USER' })
  vic = await createPerson(server, { name: 'Vic', role: 'VIEWER' })
  lea = await createPerson(server, { name: 'Lea', role: 'ADMIN', workspace: 'lab' })
  const lab = server.as(server.token, { 'x-capstan-workspace': 'lab' })
  lou = await createPerson({ ...server, gql: lab.gql }, { name: 'Lou', role: 'USER', workspace: 'lab' })
  foreign = { ...(await createObjects(lou, lea)), alert: await createAlert(database.url, 'lab') }
})

const orders = {
  cancelTask: 'mutation ($id: ID!) { cancelTask(id: $id) { id status } }',
  reprioritizeTask: 'mutation ($id: ID!) { reprioritizeTask(id: $id, priority: HIGH) { id } }',
  retryTask: 'mutation ($id: ID!) { retryTask(id: $id) { id } }',
}

describe('a task', () => {
  it.each([
    ['its owner', () => uma, 'done'],
    ['an admin', () => ada, 'done'],
    ['somebody else', () => otto, 'FORBIDDEN'],
    ['a viewer', () => vic, 'FORBIDDEN'],
    ['an admin of another workspace', () => lea, 'NOT_FOUND'],
  ])('may be operated by %s, or not, as everybody is told before', async (_who, asker, answer) => {
    const id = await uma.submit({ agent: 'filer', runAt: later })
    const shown = await asker().gql<{ task: { viewerCan: string[] } | null }>('query ($id: ID!) { task(id: $id) { viewerCan } }', { id })
    const done = { done: { viewerCan: ['CANCEL', 'REPRIORITIZE'] }, FORBIDDEN: { viewerCan: [] }, NOT_FOUND: null }
    expect(shown.task).toEqual(done[answer as 'done'])
    for (const name of ['reprioritizeTask', 'cancelTask', 'retryTask'] as const) {
      const { errors } = await asker().ask(orders[name], { id })
      expect([name, errors[0]?.extensions.code ?? 'done']).toEqual([name, answer])
    }
  })

  it('belongs to the owner of the key that submitted it', async () => {
    const key = server.as((await createKey(uma)).secret)
    const id = await key.submit({ agent: 'filer', runAt: later })
    expect((await otto.refusal(orders.cancelTask, { id })).extensions.code).toBe('FORBIDDEN')
    expect((await uma.ask(orders.cancelTask, { id })).errors).toEqual([])
  })

  it('of the same workspace is seen by everybody in it, its files too', async () => {
    const id = await uma.submit({ agent: 'filer', parameters: { text: 'for all' } })
    await uma.reached(id, 'SUCCEEDED')
    for (const person of [ada, otto, vic]) {
      const query = 'query ($id: ID!) { task(id: $id) { result artifacts { url } logs { nodes { text } } } }'
      const { task } = await person.gql<{ task: { result: string; artifacts: { url: string }[] } }>(query, { id })
      expect(task).toMatchObject({ result: 'filed', logs: { nodes: [{ text: 'Filing for all' }] } })
      expect((await download(person, task.artifacts[0]!.url)).status).toBe(200)
    }
  })
})

describe('what may be done', () => {
  it('with agents and dead letters is told to everybody as it is', async () => {
    const id = await uma.submit({ agent: 'failer' })
    await uma.reached(id, 'FAILED')
    const agents = '{ agents(filter: { text: "filer" }) { viewerCan } }'
    expect(await ada.gql(agents)).toEqual({ agents: [{ viewerCan: ['SUBMIT', 'DISABLE'] }] })
    expect(await uma.gql(agents)).toEqual({ agents: [{ viewerCan: ['SUBMIT'] }] })
    expect(await vic.gql(agents)).toEqual({ agents: [{ viewerCan: [] }] })
    expect(await ada.gql('{ deadLetters { nodes { viewerCan } } }')).toEqual({
      deadLetters: { nodes: [{ viewerCan: ['RESUBMIT', 'DISCARD', 'NOTE', 'ASSIGN'] }] },
    })
    const letter = 'query ($id: ID!) { task(id: $id) { deadLetter { status viewerCan } } }'
    for (const person of [uma, vic])
      expect(await person.gql(letter, { id })).toEqual({ task: { deadLetter: { status: 'OPEN', viewerCan: [] } } })
  })
})

const download = (asker: { token: string }, path: string) =>
  fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${asker.token}` } })

/** Ids of the two answers are different, and so are the numbers of errors nobody expected. */
function plain(answer: object, id: string): string {
  return JSON.stringify(answer)
    .replaceAll(id, '<id>')
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
}

describe('another workspace', () => {
  const strangers: [string, () => Person][] = [
    ['an admin', () => ada],
    ['a user', () => uma],
  ]

  /** Of which kinds an operation knows the ids: with others it says to everybody alike that they are none. Found by the first stranger. */
  const kindsOf = new Map<string, (keyof typeof foreign)[]>()

  it.each(strangers)('answers for its objects as for none, whatever %s asks', async (_who, asker) => {
    const client: ApiClient = asker()
    const different: unknown[] = []
    for (const { kind, name, ids, document } of schemaOperations.filter((one) => one.ids.length > 0 && one.kind !== 'subscription')) {
      const kinds = kindsOf.get(name) ?? (Object.keys(foreign) as (keyof typeof foreign)[])
      const known: (keyof typeof foreign)[] = []
      for (const of of kinds) {
        const ask = async (id: string) => {
          const { status, data, errors } = await client.ask(
            document(Object.fromEntries(ids.map((arg) => [arg, arg === 'ids' ? [id] : id]))),
          )
          return plain({ status, data, errors: errors.map(({ message, path, extensions }) => ({ message, path, extensions })) }, id)
        }
        const [there, nowhere] = [await ask(foreign[of]), await ask(none[of])]
        if (there !== nowhere) different.push({ operation: `${kind}.${name}`, of, there, nowhere })
        if (/NOT_FOUND|"data":\{/.test(nowhere)) known.push(of)
      }
      kindsOf.set(name, known)
    }
    expect(different).toEqual([])
    for (const [field, there, nowhere] of [
      ['taskUpdated', foreign.task, 'T-987654'],
      ['workflowUpdated', foreign.workflow, 'W-987654'],
    ] as const) {
      const answers: string[] = []
      for (const id of [there, nowhere]) {
        const watch = client.subscribe(`subscription ($id: ID!) { ${field}(id: $id) { cursor } }`, { id })
        await watch.ended
        answers.push(plain({ received: watch.received, errors: watch.errors }, id))
        await watch.close()
      }
      expect(answers[0]).toContain('NOT_FOUND')
      expect(answers[0]).toBe(answers[1])
    }
    const [file, nothing] = [
      await download(asker(), `/artifacts/${foreign.artifact}`),
      await download(asker(), `/artifacts/${none.artifact}`),
    ]
    expect([file.status, await file.text()]).toEqual([404, await nothing.text()])
    expect((await download(lou, `/artifacts/${foreign.artifact}`)).status).toBe(200)
  })

  it('is in no list, count, facet or event of this one', async () => {
    const { tasks, events, queueStats } = await ada.gql<{
      tasks: { nodes: { id: string; workspace: string }[]; totalCount: number; facets: { agent: { count: number }[] } }
      events: { nodes: { subject: string }[] }
      queueStats: { total: number }
    }>(`{
      tasks(first: 100) { nodes { id workspace } totalCount facets { agent { value count } } }
      events(first: 100) { nodes { subject } }
      queueStats { total }
    }`)
    expect(tasks.facets.agent.reduce((sum, { count }) => sum + count, 0)).toBe(tasks.totalCount)
    expect(new Set(tasks.nodes.map(({ workspace }) => workspace))).toEqual(new Set(['default']))
    expect(tasks.totalCount).toBe(tasks.nodes.length)
    expect(queueStats.total).toBe(tasks.totalCount)
    const others = new Set(Object.values(foreign))
    expect(events.nodes.filter(({ subject }) => others.has(subject))).toEqual([])
    const found = await ada.gql<{ tasks: { totalCount: number } }>('{ tasks(filter: { tag: "secret-tag" }) { totalCount } }')
    expect(found.tasks.totalCount).toBe(0)
    expect(
      (await lou.gql<{ tasks: { totalCount: number } }>('{ tasks(filter: { tag: "secret-tag" }) { totalCount } }')).tasks.totalCount,
    ).toBe(1)
  })

  it('is in no list of runs, requests, schedules, alerts or budgets, nor in the calendar', async () => {
    const alert = 'query ($id: ID!) { alert(id: $id) { id } }'
    expect(await ada.gql(alert, { id: foreign.alert })).toEqual({ alert: null })
    expect(await lou.gql(alert, { id: foreign.alert })).toEqual({ alert: { id: foreign.alert } })
    const lists = '{ workflows { totalCount } requests { totalCount } schedules { totalCount } upcomingRuns { at } budgets { id } }'
    expect(await ada.gql(lists)).toEqual({
      workflows: { totalCount: 0 },
      requests: { totalCount: 0 },
      schedules: { totalCount: 0 },
      upcomingRuns: [],
      budgets: [],
    })
    expect(await lou.gql(lists)).toMatchObject({
      workflows: { totalCount: 1 },
      requests: { totalCount: 1 },
      schedules: { totalCount: 1 },
      budgets: [{ id: foreign.budget }],
    })
  })

  it('has its own keys, users, secrets and dead letters', async () => {
    const { users, apiKeys, webhookSecret, deadLetters, deadLetterGroups } = await lea.gql<{ [list: string]: unknown }>(
      '{ users { name } apiKeys { owner { name } } webhookSecret deadLetters { totalCount } deadLetterGroups { count } }',
    )
    expect(users).toEqual([{ name: 'Lea' }, { name: 'Lou' }, { name: 'admin' }])
    expect(apiKeys).toEqual([{ owner: { name: 'Lou' } }])
    expect([deadLetters, deadLetterGroups]).toEqual([{ totalCount: 1 }, [{ count: 1 }]])
    expect((await ada.gql<{ webhookSecret: string }>('{ webhookSecret }')).webhookSecret).not.toBe(webhookSecret)
  })

  it('cannot be named in a filter or an input, or reached with its cursors', async () => {
    for (const query of [
      '{ tasks(filter: { workspace: "lab" }) { totalCount } }',
      '{ deadLetters(filter: { workspace: "lab" }) { totalCount } }',
      '{ events(filter: { workspace: "lab" }) { nodes { id } } }',
      'mutation { submitTask(input: { agent: "filer", parameters: {}, workspace: "lab" }) { id } }',
    ]) {
      expect((await ada.refusal(query)).extensions.code, query).toBe('FORBIDDEN')
    }
    const { tasks } = await lea.gql<{ tasks: { pageInfo: { endCursor: string } } }>('{ tasks(first: 1) { pageInfo { endCursor } } }')
    const page = 'query ($after: String) { tasks(first: 1, after: $after) { totalCount } }'
    expect((await ada.refusal(page, { after: tasks.pageInfo.endCursor })).extensions.code).toBe('VALIDATION_FAILED')
  })

  it('learns nothing from the metrics, which are for admins of the first one', async () => {
    expect((await download(lea, '/metrics')).status).toBe(403)
    expect((await download(uma, '/metrics')).status).toBe(403)
    expect((await download(ada, '/metrics')).status).toBe(200)
  })

  it('and this one never get a message of each other, although they ask the same', async () => {
    const document = 'subscription ($after: String) { events(filter: { types: ["notification.delivered"] }, after: $after) { subject } }'
    const writer = await connectDatabase(database.url)
    const { events } = await ada.gql<{ events: { nodes: { cursor: string }[] } }>('{ events(first: 1) { nodes { cursor } } }')
    const readers = [ada, vic, lea, lou].map((person) =>
      person.subscribe<{ events: { subject: string } }>(document, {
        after: person === lea || person === lou ? undefined : events.nodes[0]!.cursor,
      }),
    )
    const started = lea.subscribe('subscription { queueStats { total } }')
    await started.until(() => true, 'a first message')
    const rounds = 20
    const each = 100
    let last = ''
    for (let round = 0; round < rounds; round += 1) {
      const rows = Array.from({ length: each }, (_, index) => {
        const workspace = Math.random() < 0.5 ? 'default' : 'lab'
        last = `${workspace}-${round}-${index}`
        return { type: 'notification.delivered' as const, workspace, subject: last }
      })
      await appendEvents(writer, rows)
    }
    for (const workspace of ['default', 'lab']) {
      await appendEvents(writer, [{ type: 'notification.delivered', workspace, subject: `${workspace}-end` }])
    }
    for (const [index, reader] of readers.entries()) {
      const own = index < 2 ? 'default' : 'lab'
      await reader.until((message) => message.events.subject === `${own}-end`, `the end of ${own}`)
      expect(reader.received.filter((message) => !message.events.subject.startsWith(own))).toEqual([])
      expect(reader.received.length).toBeGreaterThan((rounds * each) / 4)
    }
    expect(readers[0]!.received).toEqual(readers[1]!.received)
    await writer.close()
  })
})

describe('what concerns logins and keys', () => {
  it('is told to admins only, in lists and as it happens', async () => {
    const types = ['key.*', 'user.*', 'auth.*', 'identity.*']
    const list = 'query ($types: [String!]) { events(filter: { types: $types }) { nodes { type } } }'
    type Events = { events: { nodes: { type: string }[] } }
    expect((await ada.gql<Events>(list, { types })).events.nodes.length).toBeGreaterThan(3)
    expect((await uma.gql<Events>(list, { types })).events.nodes).toEqual([])
    const mixed = (await uma.gql<Events>('{ events(first: 100) { nodes { type } } }')).events.nodes
    expect(mixed.filter(({ type }) => /^(auth|user|key|identity)\./.test(type))).toEqual([])
    expect(mixed.length).toBeGreaterThan(10)
    const [latest] = (await ada.gql<{ events: { nodes: { cursor: string }[] } }>('{ events(first: 1) { nodes { cursor } } }')).events.nodes
    const watch = 'subscription ($after: String) { events(after: $after) { type } }'
    const [admin, user] = [ada, uma].map((person) => person.subscribe<{ events: { type: string } }>(watch, { after: latest!.cursor }))
    await createKey(otto)
    await ada.gql('mutation { updateWorkspace(input: { manual: false }) { id } }')
    await admin!.until(({ events }) => events.type === 'key.created', 'the key')
    await user!.until(({ events }) => events.type === 'workspace.updated', 'the settings')
    expect(user!.received.filter(({ events }) => events.type.startsWith('key.'))).toEqual([])
  })
})
