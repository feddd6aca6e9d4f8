// Promise: from a shell one hands over work, follows it and deals with how it ended, with exit codes a script can trust.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failer, holder, open, reporter } from '../../e2e/crew.ts'
import { createTestDatabase } from '../../support/database.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { type CommandLineOptions, capstan, type Ran } from '../../support/tui/command-line.ts'

const servers = createTestServers(createTestDatabase())
const folder = mkdtempSync(join(tmpdir(), 'capstan-cli-'))
let server: TestServer
const type = (line: string | string[], options: Partial<CommandLineOptions> = {}): Promise<Ran> =>
  capstan(line, { url: server.url, token: server.token, ...options })
const idIn = ({ out }: Ran) => /\b[TW]-\d+/.exec(out)?.[0] ?? ''

beforeAll(async () => {
  server = await servers.start({ agents: { ...reporter, ...holder('holder'), ...failer('failer') } })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('submit', () => {
  it('says the id and how to watch it', async () => {
    const ran = await type('submit reporter topic=Tea')
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.out).toMatch(/^T-\d+ handed to reporter.*capstan watch T-\d+/)
  })

  it('waits and prints the result with --wait', async () => {
    const { code, out } = await type('submit reporter topic=Tea --wait --json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ status: 'SUCCEEDED', parameters: { topic: 'Tea' }, result: { topic: 'Tea' } })
  })

  it('ends with 1 when the task failed', async () => {
    expect(await type('submit failer --wait')).toMatchObject({ code: 1 })
  })

  it('ends with 5 when the task was cancelled', async () => {
    const gate = join(folder, 'never')
    const waiting = type(['submit', 'holder', `gate=${gate}`, '--follow', '--tag', 'doomed'])
    await expect.poll(async () => idIn(await type('list --tag doomed --state running'))).toMatch(/T-/)
    const id = idIn(await type('list --tag doomed'))
    expect(await type(['cancel', id, '--reason', 'changed my mind'])).toMatchObject({ code: 0 })
    expect(await waiting).toMatchObject({ code: 5, out: expect.stringContaining('changed my mind') })
  })

  it('ends with 6 when --timeout runs out before the task', async () => {
    const gate = join(folder, 'late')
    expect(await type(['submit', 'holder', `gate=${gate}`, '--wait', '--timeout', '0.05'])).toMatchObject({ code: 6 })
    expect(await type('submit reporter --run-at 1d --wait --timeout 2')).toMatchObject({
      code: 6,
      err: expect.stringMatching(/^T-\d+ is still scheduled after 2 s; "capstan watch T-\d+" stays with it\.\n$/),
    })
    open(gate)
  })

  it('takes parameters from standard input, a file and pairs, the pairs last', async () => {
    const file = join(folder, 'parameters.json')
    writeFileSync(file, '{"topic": "from a file"}')
    const shown = async (line: string[], input = '') => (JSON.parse((await type([...line, '--json'], { input })).out) as { id: string }).id
    const parametersOf = async (id: string) => (JSON.parse((await type(`show ${id} --json`)).out) as { parameters: unknown }).parameters
    expect(await parametersOf(await shown(['submit', 'reporter', '--parameters', '-'], '{"topic": "typed"}'))).toEqual({ topic: 'typed' })
    expect(await parametersOf(await shown(['submit', 'reporter', '--parameters', file]))).toEqual({ topic: 'from a file' })
    expect(await parametersOf(await shown(['submit', 'reporter', 'topic=given', '--parameters', file]))).toEqual({ topic: 'given' })
  })

  it('refuses what is no pair, no JSON or no moment with 2', async () => {
    for (const line of [
      'submit reporter topic',
      'submit reporter --parameters nonsense',
      'submit reporter --run-at noonish',
      'submit reporter --urgency high',
    ]) {
      expect(await type(line), line).toMatchObject({ code: 2, out: '' })
    }
  })

  it('shows everything the server finds wrong, and ends with 1', async () => {
    const ran = await type('submit reporter --tag "" --urgency 99')
    expect(ran).toMatchObject({ code: 1 })
    expect(ran.err).toMatch(/--tag: [\s\S]*--urgency: |--urgency: [\s\S]*--tag: /)
    expect(ran.err).not.toContain('more')
  })
})

describe('a list of tasks', () => {
  it('is a table for a person, JSON and lines of JSON for a program', async () => {
    await type('submit reporter topic=listed --tag rows --wait')
    const table = await type('list --tag rows')
    expect(table.out.split('\n')[0]).toMatch(/^ID +STATE +PRIORITY +AGENT/)
    expect(table.out).toMatch(/T-\d+ +SUCCEEDED +normal +reporter +100%/)
    expect(JSON.parse((await type('list --tag rows --json')).out)).toMatchObject([{ agentName: 'reporter', status: 'SUCCEEDED' }])
    const lines = (await type('list --tag rows --ndjson')).out.trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { status: string }).status)).toEqual(['SUCCEEDED'])
  })

  it('says so when nothing matches, and how many more there are', async () => {
    expect((await type('list --tag nothing-has-it')).out).toBe('No task matches.\n')
    await type('submit reporter --tag many')
    await type('submit reporter --tag many')
    expect((await type('list --tag many --limit 1')).out).toContain('1 of 2 shown')
    expect((await type('workflow list')).out).toBe('No workflow has run.\n')
    expect((await type('workflow list --template nothing')).out).toBe('No run matches.\n')
    expect((await type('dlq list --assignee nobody')).out).toBe('No dead letter matches.\n')
    expect((await type('dlq retry --assignee nobody --dry-run')).out).toBe('0 would be submitted again.\n')
  })

  it('is shown again when something has happened, with --watch', async () => {
    const stop = new AbortController()
    let seen = ''
    const watching = type('list --tag watched --watch', { signal: stop.signal, onOut: (text) => void (seen += text) })
    await expect.poll(() => seen).toContain('No task matches.')
    await type('submit reporter --tag watched')
    await expect.poll(() => seen).toMatch(/T-\d+ .*reporter/)
    stop.abort()
    expect(await watching).toMatchObject({ code: 0 })
  })
})

describe('one task', () => {
  it('is shown in full', async () => {
    const id = idIn(await type('submit reporter topic=Tea --wait'))
    const { out } = await type(['show', id])
    for (const part of [`task       ${id}`, 'SUCCEEDED', '"topic": "Tea"', 'tries']) expect(out).toContain(part)
  })

  it('prints its log, and follows it to the end', async () => {
    const id = idIn(await type('submit reporter topic=Tea --wait'))
    await expect.poll(async () => (await type(['logs', id])).out).toMatch(/info +Reading Tea[\s\S]*warn +Only one source/)
    const followed = await type(['logs', id, '--follow'])
    expect(followed).toMatchObject({ code: 0, out: expect.stringContaining('Reading Tea') })
  })

  it('that failed is tried again, from its dead letter too', async () => {
    const id = idIn(await type('submit failer --wait'))
    expect((await type('dlq list')).out).toContain(id.replace('T-', 'D-'))
    expect((await type(['dlq', 'show', id.toLowerCase()])).out).toMatch(/tries[\s\S]*parameters/)
    expect(await type('dlq show D-987654')).toMatchObject({ code: 1, err: expect.stringMatching(/^There is no dead letter D-987654; /) })
    expect(await type('dlq retry')).toMatchObject({ code: 2, err: expect.stringContaining('--all') })
    expect((await type('dlq retry --agent failer --dry-run')).out).toMatch(/\d+ would be submitted again/)
    expect((await type(['dlq', 'retry', id, '--parameters', '{"good": true}'])).out).toMatch(/1 of 1 submitted again:\n {2}T-\d+/)
    const again = idIn(await type('submit failer --wait'))
    expect(await type(['retry', again, '--parameters', '{"good": true}'])).toMatchObject({ code: 0 })
    expect(await type(['watch', again])).toMatchObject({ code: 0 })
    const aside = idIn(await type('submit failer --wait'))
    expect(await type(['dlq', 'discard', aside])).toMatchObject({ code: 2, err: expect.stringContaining('--reason') })
    expect((await type(['dlq', 'discard', aside, '--reason', 'a test'])).out).toBe('1 put aside.\n')
    expect((await type(['dlq', 'show', aside])).out).toMatch(/state +discarded[\s\S]*discarded by .*: a test\n/)
  })

  it('that is not there ends with 1, and each of several by itself', async () => {
    expect(await type('show T-999999')).toMatchObject({ code: 1, err: 'There is no task T-999999.\n' })
    const gate = join(folder, 'gate')
    const id = idIn(await type(['submit', 'holder', `gate=${gate}`]))
    const ran = await type(['cancel', 'T-999999', id])
    expect(ran).toMatchObject({ code: 1, err: expect.stringContaining('T-999999') })
    expect(ran.out).toContain(id)
    expect(ran.err.match(/T-999999/g)).toHaveLength(1)
  })

  it('is found in the audit log and among events by its id in small letters and by the kind of thing alone', async () => {
    const id = idIn(await type('run reporter topic=Tea --wait'))
    const small = id.toLowerCase()
    await expect.poll(async () => (await type(['audit', 'list', '--subject', small, '--action', 'task'])).out).toContain(id)
    expect((await type(['events', '--subject', small, '--type', 'task'])).out).toMatch(new RegExp(`task.queued ${id}`))
    expect((await type('events --subject nothing')).out).toBe('No event matches.\n')
  })

  it('is the only one that is followed when its events are', async () => {
    const [mine, stop] = [idIn(await type('submit reporter --wait')), new AbortController()]
    let seen = ''
    const line = ['events', '--follow', '--tail', '1', '--subject', mine]
    const following = type(line, { signal: stop.signal, onOut: (text) => void (seen += text) })
    await expect.poll(() => seen).toContain(`task.succeeded ${mine}`)
    await type('submit reporter --wait')
    await type(['submit', 'reporter', '--after', mine, '--wait'])
    stop.abort()
    await following
    expect(seen.trim().split('\n')).toHaveLength(1)
  })
})

describe('the server', () => {
  it('that is not there ends with 3 and says how to start one', async () => {
    const ran = await type('list', { url: 'http://127.0.0.1:1' })
    expect(ran).toMatchObject({ code: 3, out: '' })
    expect(ran.err).toContain('npm start')
  })

  it('that does not know the token ends with 4 and says what to do', async () => {
    expect(await type('list', { token: 'nonsense' })).toMatchObject({ code: 4, err: expect.stringContaining('capstan login') })
  })

  it('answers any question, and no subscription', async () => {
    expect(JSON.parse((await type(['graphql', '{ me { role } }'])).out)).toEqual({ me: { role: 'admin' } })
    expect(await type(['graphql', 'subscription { queueStats { total } }'])).toMatchObject({ code: 2 })
  })

  it('says what was published', async () => {
    expect(await type('publish order.paid')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^order\.paid is published, as event \w+\.\n$/),
    })
  })

  it('is examined by doctor, which says what to do', async () => {
    const well = await type('doctor')
    expect(well.out).toMatch(/server +ok[\s\S]*database +ok[\s\S]*token +ok[\s\S]*workers +ok/)
    expect(await type('doctor', { url: 'http://127.0.0.1:1' })).toMatchObject({ code: 3, out: expect.stringContaining('npm start') })
    expect((await type('doctor', { token: 'nonsense' })).out).toMatch(/token +wrong/)
  })
})

it('shows the crew and what waits', async () => {
  expect((await type('agents')).out).toMatch(/reporter +TEST_TEAM +ACTIVE/)
  expect((await type('agent show reporter')).out).toContain('REPORTING')
  expect((await type('agent disable reporter --reason tests')).out).toMatch(/reporter.*(DRAINING|PAUSED)/)
  expect((await type('agent enable reporter')).out).toMatch(/reporter.*ACTIVE/)
  expect((await type('agent list')).out.split('\n')[0]).toMatch(/^AGENT +TEAM +STATE/)
  for (const line of ['agent show nobody', 'metrics --agent nobody', 'status --agent nobody'])
    expect(await type(line), line).toMatchObject({ code: 1, err: 'There is no agent "nobody"; "capstan agents" lists them.\n' })
  expect((await type('workers')).out).toMatch(/ACTIVE/)
  const gate = join(folder, 'held')
  const held = idIn(await type(['submit', 'holder', `gate=${gate}`]))
  await expect.poll(async () => (await type('workers')).out).toMatch(new RegExp(`TASKS[^]*\\b${held}\\b`))
  expect(await type(['cancel', held])).toMatchObject({ code: 0 })
  expect((await type('queue')).out).toMatch(/critical +0/)
  expect((await type('status')).out).toMatch(/Capstan at http.*workspace[\s\S]*\nworkers {2,}1 process, [\s\S]*\nagents {2,}3 of 3/)
  expect((await type('events --tail 5 --type agent.*')).out).toMatch(/agent\.enabled reporter/)
  expect((await type('whoami')).out).toMatch(/role +admin/)
})

it('shows and changes the settings of the workspace', async () => {
  expect((await type('workspace')).out).toMatch(/quiet hours +none[\s\S]*queue limit +none/)
  const changed = await type(['workspace', '--queue-limit', '5000', '--quiet-hours', '22:00-06:00 Australia/Sydney'])
  expect(changed.out).toMatch(/quiet hours +22:00-06:00 Australia\/Sydney[\s\S]*queue limit +5000 tasks/)
  expect((await type('workspace --queue-limit none --quiet-hours none')).out).toMatch(/quiet hours +none[\s\S]*queue limit +none/)
  expect(await type('workspace --queue-limit many')).toMatchObject({ code: 2, err: expect.stringContaining('from 1 on, or none') })
})
