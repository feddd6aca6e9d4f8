// Schedules through the API, on three servers: what a person sees of them from the preview to the history.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers } from '../support/server.ts'

const posted: { channel: string; text: string }[] = []
const slack = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => {
    body += part
  })
  request.on('end', () => {
    posted.push(JSON.parse(body))
    response.setHeader('content-type', 'application/json')
    response.end('{"ok":true}')
  })
})
await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve))
afterAll(() => new Promise((resolve) => slack.close(resolve)))

const database = createTestDatabase()
const servers = createTestServers(database)
const agents = {
  echo: {
    name: 'echo',
    team: 'TEST_TEAM',
    type: 'test',
    description: 'Exists only in tests.',
    parameters: { type: 'object', required: ['text'], properties: { text: { type: 'string' } } },
    llm_config: { provider: 'offline', system_prompt: 'Repeat.' },
  },
}
const env = { SLACK_BOT_TOKEN: 'xoxb-test', SLACK_API_URL: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/` }
const server = await servers.start({ agents, env })
const others = [await servers.start({ agents, env }), await servers.start({ agents, env })]

const task = { agent: 'echo', parameters: { text: 'Hello' } }
const createSchedule = 'mutation ($input: ScheduleInput!) { createSchedule(input: $input) { id description nextRunAt version viewerCan } }'
const make = async (input: object) =>
  (
    await server.gql<{ createSchedule: { id: string; description: string; nextRunAt: string; version: number; viewerCan: string[] } }>(
      createSchedule,
      { input: { name: 'Greeting', ...input } },
    )
  ).createSchedule

const history =
  'query ($id: ID!) { schedule(id: $id) { runs(first: 100) { nodes { dueAt startedAt status manual task { id status schedule { id } } } } } }'
interface Run {
  dueAt: string
  startedAt: string
  status: string
  manual: boolean
  task: { id: string; status: string; schedule: { id: string } } | null
}
const runsOf = async (id: string) => (await server.gql<{ schedule: { runs: { nodes: Run[] } } }>(history, { id })).schedule.runs.nodes

describe('a schedule', () => {
  it('is previewed before it is saved', async () => {
    const input = { name: 'Launch', words: 'every first Monday at 9:00', timezone: 'Australia/Sydney' }
    const { previewSchedule } = await server.gql<{ previewSchedule: { description: string; nextRuns: string[]; notes: string[] } }>(
      'query ($input: ScheduleInput!) { previewSchedule(input: $input) { description nextRuns notes } }',
      { input },
    )
    expect(previewSchedule).toMatchObject({ description: 'on the first Monday of the month at 9:00 (Australia/Sydney)', notes: [] })
    expect(previewSchedule.nextRuns).toHaveLength(10)
    const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Australia/Sydney', weekday: 'short', hour: '2-digit', minute: '2-digit' })
    for (const at of previewSchedule.nextRuns) expect(hour.format(new Date(at))).toBe('Mon 09:00')
  })

  it('runs at each of its moments once, on three servers', async () => {
    const { id } = await make({ every: '1s', overlap: 'QUEUE', task })
    const events = server.subscribe<{ events: { type: string } }>(
      'subscription ($id: ID!) { events(filter: { subjects: [$id], types: ["schedule.fired"] }) { type } }',
      { id },
    )
    await events.until(() => events.received.length >= 4, 'four runs')
    await events.close()
    await others[0]?.gql('mutation ($id: ID!) { pauseSchedule(id: $id) { enabled } }', { id })
    const runs = await runsOf(id)
    const moments = runs.map(({ dueAt }) => Date.parse(dueAt))
    expect(new Set(moments).size).toBe(runs.length)
    const first = moments.at(-1) ?? 0
    expect(moments.toReversed()).toEqual(moments.map((_, index) => first + index * 1000))
    expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 'STARTED'))
    const tasks = runs.map((run) => run.task?.id ?? '')
    expect(new Set(tasks).size).toBe(runs.length)
    await server.reached(tasks[0] ?? '', 'SUCCEEDED')
    const { tasks: made } = await server.gql<{ tasks: { totalCount: number; nodes: { origin: string; schedule: { id: string } }[] } }>(
      'query ($id: ID!) { tasks(filter: { schedule: $id }) { totalCount nodes { origin schedule { id } } } }',
      { id },
    )
    expect(made.totalCount).toBe(runs.length)
    expect(made.nodes[0]).toEqual({ origin: 'schedule', schedule: { id } })
  })

  it('posts to Slack', async () => {
    const { id } = await make({ cron: '0 9 * * *', post: { channel: '#releases', text: 'Good *morning*' } })
    const run = 'mutation ($id: ID!) { runSchedule(id: $id) { status manual task { id } } }'
    const told = server.subscribe<{ events: { type: string } }>(
      'subscription ($id: ID!) { events(filter: { subjects: [$id], types: ["notification.*"] }) { type } }',
      { id },
    )
    expect((await server.gql<{ runSchedule: object }>(run, { id })).runSchedule).toEqual({ status: 'STARTED', manual: true, task: null })
    await told.until(({ events }) => events.type === 'notification.delivered', 'the delivery')
    await told.close()
    expect(posted).toMatchObject([{ channel: '#releases', text: 'Good *morning*' }])
  })

  it('starts a workflow, which is open until it has ended', async () => {
    const steps = [{ id: 'greet', agent: 'echo', parameters: { text: 'Hello' } }]
    const { id } = await make({ cron: '0 9 * * *', workflow: { definition: { name: 'Greeting', steps } } })
    const run = 'mutation ($id: ID!) { runSchedule(id: $id) { status reason workflow { id name } } }'
    const { runSchedule } = await server.gql<{ runSchedule: { workflow: { id: string } } }>(run, { id })
    expect(runSchedule).toMatchObject({ reason: null, status: 'STARTED', workflow: { name: 'Greeting' } })
    const news = server.subscribe<{ workflowUpdated: { workflow: { status: string } } }>(
      'subscription ($id: ID!) { workflowUpdated(id: $id) { workflow { status } } }',
      { id: runSchedule.workflow.id },
    )
    await news.until(({ workflowUpdated }) => workflowUpdated.workflow.status === 'SUCCEEDED', 'the end of the run')
    await news.close()
    expect((await server.gql<{ runSchedule: object }>(run, { id })).runSchedule).toMatchObject({ status: 'STARTED' })
  })

  it('is changed, paused, resumed, listed and deleted', async () => {
    const { id, nextRunAt, viewerCan } = await make({ cron: '30 2 * * *', timezone: 'America/New_York', task })
    expect(viewerCan).toEqual(['EDIT', 'PAUSE', 'RUN', 'DELETE'])
    expect(Date.parse(nextRunAt)).toBeGreaterThan(Date.now())
    const update =
      'mutation ($id: ID!, $input: ScheduleChangeInput!, $seen: Int) { updateSchedule(id: $id, input: $input, expectedVersion: $seen) { version name nextRuns task cron } }'
    const { updateSchedule } = await server.gql<{ updateSchedule: { nextRuns: string[] } }>(update, {
      id,
      input: { name: 'By night' },
      seen: 1,
    })
    expect(updateSchedule).toMatchObject({ version: 2, name: 'By night', task, cron: '30 2 * * *' })
    expect(updateSchedule.nextRuns).toHaveLength(10)
    expect((await server.refusal(update, { id, input: { name: 'By day' }, seen: 1 })).extensions.code).toBe('CONFLICT')
    const paused = await server.gql(
      'mutation ($id: ID!) { pauseSchedule(id: $id, reason: "Later") { enabled nextRunAt nextRuns viewerCan } }',
      { id },
    )
    expect(paused).toEqual({
      pauseSchedule: { enabled: false, nextRunAt: null, nextRuns: [], viewerCan: ['EDIT', 'RESUME', 'RUN', 'DELETE'] },
    })
    const list = 'query ($filter: ScheduleFilter) { schedules(filter: $filter) { totalCount nodes { id } } }'
    const listed = async (filter: object) =>
      (await server.gql<{ schedules: { nodes: { id: string }[] } }>(list, { filter })).schedules.nodes
    expect(await listed({ enabled: false, agent: 'echo', text: 'night' })).toEqual([{ id }])
    expect(await listed({ enabled: true, text: 'night' })).toEqual([])
    await server.gql('mutation ($id: ID!) { resumeSchedule(id: $id) { enabled } }', { id })
    const upcoming = 'query ($until: DateTime) { upcomingRuns(until: $until, first: 500) { at schedule { id } } }'
    const until = new Date(Date.now() + 49 * 3600_000).toISOString()
    const { upcomingRuns } = await server.gql<{ upcomingRuns: { at: string; schedule: { id: string } }[] }>(upcoming, { until })
    expect(upcomingRuns.filter(({ schedule }) => schedule.id === id)).toHaveLength(2)
    expect(upcomingRuns.map(({ at }) => at)).toEqual(upcomingRuns.map(({ at }) => at).toSorted())
    await server.gql('mutation ($id: ID!) { deleteSchedule(id: $id) { id } }', { id })
    expect(await server.gql('query ($id: ID!) { schedule(id: $id) { id } }', { id })).toEqual({ schedule: null })
  })

  it('pages through its history', async () => {
    const { id } = await make({ cron: '0 9 * * *', overlap: 'QUEUE', task })
    for (let n = 0; n < 3; n++) await server.gql('mutation ($id: ID!) { runSchedule(id: $id) { status } }', { id })
    const page =
      'query ($id: ID!, $after: String) { schedule(id: $id) { runs(first: 2, after: $after) { nodes { dueAt } pageInfo { hasNextPage endCursor } } } }'
    interface Page {
      schedule: { runs: { nodes: Run[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }
    }
    const first = (await server.gql<Page>(page, { id })).schedule.runs
    const second = (await server.gql<Page>(page, { id, after: first.pageInfo.endCursor })).schedule.runs
    expect([first.nodes.length, first.pageInfo.hasNextPage, second.nodes.length, second.pageInfo.hasNextPage]).toEqual([2, true, 1, false])
    const all = [...first.nodes, ...second.nodes].map(({ dueAt }) => dueAt)
    expect(all).toEqual(all.toSorted().toReversed())
  })

  it('goes on after all servers were stopped, with what was missed made up for once', async () => {
    const { id } = await make({ every: '1s', task, overlap: 'QUEUE', missed: 'ONCE' })
    const { db } = database
    const events = server.subscribe('subscription ($id: ID!) { events(filter: { subjects: [$id], types: ["schedule.fired"] }) { type } }', {
      id,
    })
    await events.until(() => events.received.length >= 1, 'a run')
    await events.close()
    for (const one of others) await one.stop()
    // As if nobody had been there for a minute.
    await server.stop()
    const schedule = await db.collection<{ _id: string; nextAt: Date }>('schedules').findOne({ _id: id })
    const away = new Date((schedule?.nextAt.getTime() ?? 0) - 60_000)
    await db.collection<{ _id: string }>('schedules').updateOne({ _id: id }, { $set: { nextAt: away, 'timing.from': away } })
    const again = await servers.start({ agents, env })
    const missed = again.subscribe<{ events: { payload: { count: number } } }>(
      'subscription ($id: ID!) { events(filter: { subjects: [$id], types: ["schedule.fired", "schedule.missed"] }) { type payload } }',
      { id },
    )
    await missed.until(() => missed.received.length >= 1, 'a run after the restart')
    await missed.close()
    await again.gql('mutation ($id: ID!) { deleteSchedule(id: $id) { id } }', { id })
    const runs = await db.collection<{ schedule: string; status: string; dueAt: Date }>('schedule_runs').find({ schedule: id }).toArray()
    expect(runs.filter(({ status }) => status === 'MISSED').length).toBeGreaterThan(40)
    expect(new Set(runs.map(({ dueAt }) => dueAt.getTime())).size).toBe(runs.length)
  })
})
