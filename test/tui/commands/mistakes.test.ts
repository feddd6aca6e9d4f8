// Promise: a mistake in the words of a command is answered with one clear sentence, in the words of the command line, and starts nothing.
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { holder, open, reporter } from '../../e2e/crew.ts'
import { createTestDatabase } from '../../support/database.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { capstan, type Ran } from '../../support/tui/command-line.ts'

const servers = createTestServers(createTestDatabase())
let server: TestServer
const type = (line: string | string[]): Promise<Ran> => capstan(line, { url: server.url, token: server.token })
const idIn = ({ out }: Ran) => /\bT-\d+/.exec(out)?.[0] ?? ''

beforeAll(async () => {
  server = await servers.start({ agents: { ...reporter, ...holder('holder') } })
})

describe('a name in a filter that is the name of nothing', () => {
  it.each([
    ['list --agent reportr', 'There is no agent "reportr", did you mean "reporter"?'],
    ['list --agent Reporter', 'There is no agent "Reporter", did you mean "reporter"?'],
    ['list --team tests', 'There is no team "tests", did you mean "test"?'],
    ['list --worker nonsense', 'There is no worker "nonsense"; "capstan workers" lists them.'],
    ['agents --capability REPORTNG', 'There is no capability "REPORTNG", did you mean "REPORTING"?'],
    ['agent show reportr', 'There is no agent "reportr", did you mean "reporter"?'],
    ['metrics --agent reportr', 'There is no agent "reportr", did you mean "reporter"?'],
    ['dlq list --agent reportr', 'There is no agent "reportr", did you mean "reporter"?'],
    ['dlq groups --agent reportr', 'There is no agent "reportr", did you mean "reporter"?'],
    ['dlq retry --agent reportr', 'There is no agent "reportr", did you mean "reporter"?'],
    ['dlq discard --agent reportr --reason old', 'There is no agent "reportr", did you mean "reporter"?'],
    ['run-queue --agent reportr', 'There is no agent "reportr", did you mean "reporter"?'],
    ['run-queue --type testr', '--type: no agent is of type "testr", did you mean "tester"?'],
    ['budget set agent day reportr --runs 5', 'There is no agent "reportr", did you mean "reporter"?'],
  ])('in "%s" is named, with the nearest', async (line, err) => {
    expect(await type(line)).toEqual({ code: 1, out: '', err: `${err}\n` })
  })

  it('is not looked for when there is something in the list, or nothing is named wrongly', async () => {
    expect(await type('list --team test --tag nothing')).toMatchObject({ code: 0, out: 'No task matches.\n' })
    expect(await type('dlq list --agent reporter')).toMatchObject({ code: 0, out: 'No dead letter matches.\n' })
  })
})

it('a list of what a worker runs now holds that and nothing else', async () => {
  const gate = join(servers.folder, 'gate')
  await type('submit reporter --wait')
  const running = idIn(await type(['submit', 'holder', `gate=${gate}`]))
  await expect.poll(async () => (await type(['list', '--state', 'running'])).out).toContain(running)
  const [worker] = JSON.parse((await type('workers --json')).out) as { id: string }[]
  const listed = JSON.parse((await type(['list', '--worker', worker?.id ?? '', '--json'])).out) as { id: string }[]
  expect(listed.map(({ id }) => id)).toEqual([running])
  expect((await type(['list', '--worker', worker?.id ?? '', '--state', 'succeeded'])).out).toBe('No task matches.\n')
  expect((await type(['show', running])).out).toMatch(new RegExp(`1 {2}running {2}since .* {2}on ${worker?.id ?? ''}`))
  open(gate)
  await type(['watch', running, '--quiet'])
})

it('a worker that drains can be taken back', async () => {
  const [{ id } = { id: '' }] = JSON.parse((await type('workers --json')).out) as { id: string }[]
  expect(await type(['worker', 'drain', id])).toMatchObject({ code: 0, out: `${id} drains; it runs 0 tasks.\n` })
  expect(await type(['worker', 'resume', id])).toMatchObject({ code: 0, out: `${id} takes new work again; it runs 0 tasks.\n` })
  expect(await type('submit reporter --wait')).toMatchObject({ code: 0 })
  expect(await type('worker resume nobody')).toMatchObject({ code: 1, err: 'There is no running worker "nobody"; "workers" lists them.\n' })
})

describe('what the server refuses', () => {
  it.each([
    ['submit reporter --urgency 12 --tries 99', '--urgency: expected 0 to 9\n--tries: expected 1 to 20\n'],
    ['submit reporter --limit 100000', '--limit: expected 1 to 86400\n'],
    ['submit reporter --after T-999999', '--after: there is no task T-999999\n'],
    ['submit reporter --deadline 2020-01-01', '--deadline: expected a moment in the future\n'],
    ['run-queue --max 99', '--max: expected a whole number from 1 to 50, got 99\n'],
    ['run-queue --limit 999', '--limit: expected a whole number from 1 to 100, got 999\n'],
    ['list --workflow T-1', '--workflow: expected an id such as W-1042, got "T-1"\n'],
    ['show 21', 'expected an id such as T-1042, got "21"\n'],
    ['cancel x', 'expected an id such as T-1042, got "x"\n'],
    ['dlq retry x', 'expected an id such as D-1042, got "x"\n'],
    ['dlq show T-999999', 'There is no dead letter D-999999; "capstan dlq list" shows those that are open.\n'],
  ])('in "%s" is said of the option that was typed', async (line, err) => {
    expect(await type(line)).toEqual({ code: 1, out: '', err })
  })
})

describe('what only the command line can see', () => {
  it.each([
    ['submit reporter --urgency 1.5', '--urgency: expected a whole number from 0, got 1.5\n'],
    ['submit reporter --tries 0', '--tries: expected a whole number from 1, got 0\n'],
    ['run-queue --max 1.5', '--max: expected a whole number from 1, got 1.5\n'],
    ['watch T-1 --timeout -1', '--timeout: expected seconds from 0, got -1\n'],
    ['dlq retry D-1 --agent reporter', 'expected either ids or a filter, got both\n'],
    ['dlq discard D-1 --all --reason old', 'expected either ids or a filter, got both\n'],
    ['dlq list --discarded --retried', 'expected one of --discarded, --resubmitted, --retried\n'],
    ['show D-1', 'expected the id of a task, got a dead letter: try T-1, or "capstan dlq show"\n'],
    ['budget set agent day reporter', 'expected at least one of --tokens, --dollars and --runs\n'],
    ['budget set agent day reporter --dollars -1', '--dollars: expected an amount from 0, got -1\n'],
  ])('in "%s" ends with 2', async (line, err) => {
    expect(await type(line)).toEqual({ code: 2, out: '', err })
  })

  it.each(['--wait --timeout x', '--wait --timeout -1', '--timeout 5'])('in "submit reporter %s" hands nothing over', async (options) => {
    expect(await type(`submit reporter --tag wrong ${options}`)).toMatchObject({ code: 2, out: '' })
    expect((await type('list --tag wrong')).out).toBe('No task matches.\n')
  })

  it('switches no agent off when one of them is not there', async () => {
    expect(await type('agent disable reporter holdr')).toEqual({
      code: 1,
      out: '',
      err: 'There is no agent "holdr", did you mean "holder"?\n',
    })
    expect((await type('agent show reporter')).out).toMatch(/state +ACTIVE/)
  })
})
