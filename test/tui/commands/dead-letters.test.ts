// Promise: from a shell one sees what a bulk decision about given-up tasks would touch before it is made, what became of each of them
// afterwards, and brings back what ended because of them.
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { failer, reporter } from '../../e2e/crew.ts'
import { createTestDatabase } from '../../support/database.ts'
import { createTestServers, type TestServer } from '../../support/server.ts'
import { capstan, type Ran } from '../../support/tui/command-line.ts'

const servers = createTestServers(createTestDatabase())
let server: TestServer
const type = (line: string | string[]): Promise<Ran> => capstan(line, { url: server.url, token: server.token })
const idIn = ({ out }: Ran) => /\bT-\d+/.exec(out)?.[0] ?? ''
const letterOf = (task: string) => task.replace('T', 'D')
const giveUp = async (agent = 'failer', code = 3) => idIn(await type(['submit', agent, '--wait', '--parameters', `{"code": ${code}}`]))

beforeAll(async () => {
  server = await servers.start({ agents: { ...reporter, ...failer('failer'), ...failer('loser') } })
})

beforeEach(async () => {
  await type('dlq discard --all --reason tidy')
})

it('a dry run of either decision shows the first letters and the groups it would touch, and changes nothing', async () => {
  const [one, other] = [await giveUp(), await giveUp('loser')]
  const discarding = await type('dlq discard --all --dry-run')
  expect(discarding.code).toBe(0)
  expect(discarding.out).toMatch(/^2 would be put aside, for example:\n/)
  for (const id of [one, other]) expect(discarding.out).toMatch(new RegExp(` {2}${letterOf(id)} {2}(failer|loser) {2}COMMAND_FAILED: `))
  for (const agent of ['failer', 'loser'])
    expect(discarding.out.split('by what went wrong:')[1]).toMatch(new RegExp(` 1 {2}\\w{12} {2}${agent} {2}COMMAND_FAILED`))
  const asJson = JSON.parse((await type(['dlq', 'discard', one, '--dry-run', '--json'])).out) as { letters: { id: string }[] }
  expect(asJson).toMatchObject({ matched: 1, discarded: 0, groups: [{ agent: 'failer', count: 1 }] })
  expect(asJson.letters.map(({ id }) => id)).toEqual([letterOf(one)])
  const resubmitting = await type('dlq retry --all --dry-run')
  expect(resubmitting.out).toMatch(/^2 would be submitted again, for example:\n/)
  expect(resubmitting.out).toMatch(/what went wrong:[\s\S]*COMMAND_FAILED/)
  expect((await type('dlq list --json')).out).toContain(letterOf(one))
})

it('what became of a letter is seen on it and on its task, also after the task was retried by hand', async () => {
  const id = await giveUp()
  await type(['dlq', 'discard', id, '--reason', 'a trial'])
  expect((await type(['show', id])).out).toMatch(new RegExp(`dead letter +${letterOf(id)} discarded by .*: a trial\\n`))
  expect((await type('dlq list --discarded')).out).toMatch(new RegExp(`${letterOf(id)}.* discarded by .*: a trial`))
  await type(['retry', id, '--parameters', '{"good": true}'])
  await type(['watch', id, '--quiet'])
  expect((await type('dlq list --retried')).out).toMatch(new RegExp(`${letterOf(id)}.* retried by `))
  expect((await type('dlq list')).out).toBe('Nothing was given up.\n')
  expect((await type(['show', id])).out).toMatch(/dead letter +D-\d+ retried by .*; before: discarded by .*: a trial\n/)
  expect((await type(['dlq', 'show', id])).out).toMatch(/state +retried[\s\S]*discarded by .*: a trial\nretried by /)
})

it('a task shows each of its tries with worker, beginning, end and error', async () => {
  const id = await giveUp()
  expect((await type(['show', id])).out).toMatch(
    /tries \(at most 1\)\n {2}1 {2}failed {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC to \d{4}.* UTC \(.*s\) {2}on \S+ {2}COMMAND_FAILED: /,
  )
})

it('what ended because a task was given up is counted, and comes back when asked to', async () => {
  const parent = await giveUp()
  const child = idIn(await type(['submit', 'reporter', '--after', parent]))
  expect(await type(['watch', child, '--quiet'])).toMatchObject({ code: 1 })
  expect((await type(['show', parent])).out).toMatch(new RegExp(`waited for by +${child} FAILED`))
  const good = ['--parameters', '{"good": true}']
  expect((await type(['dlq', 'retry', parent, '--dry-run'])).out).toContain(
    '1 task that depended on them ended with them; --dependents brings them back as well.\n',
  )
  const ran = await type(['dlq', 'retry', parent, ...good, '--dependents'])
  expect(ran.out).toMatch(/1 of 1 submitted again:\n[\s\S]*1 task that depended on them waits/)
  expect(await type(['watch', child, '--quiet'])).toMatchObject({ code: 0 })
  expect((await type(['show', child])).out).toMatch(new RegExp(`depends on +${/again:\n {2}(T-\d+)/.exec(ran.out)?.[1] ?? ''} SUCCEEDED`))
})

it('what is retried by hand brings its dependents back as well when asked to', async () => {
  const parent = await giveUp()
  const child = idIn(await type(['submit', 'reporter', '--after', parent]))
  await type(['watch', child, '--quiet'])
  expect(await type(['retry', parent, '--dependents', '--parameters', '{"good": true}'])).toMatchObject({
    code: 0,
    out: expect.not.stringContaining('capstan retry'),
  })
  expect(await type(['watch', child, '--quiet'])).toMatchObject({ code: 0 })
})

it('what is retried by hand without its dependents names them, and each comes back behind it', async () => {
  const parent = await giveUp()
  const child = idIn(await type(['submit', 'reporter', '--after', parent]))
  await type(['watch', child, '--quiet'])
  expect((await type(['retry', parent, '--parameters', '{"good": true}'])).out).toContain(
    `"capstan retry ${child}" brings it back behind them.\n`,
  )
  expect(await type(['retry', child])).toMatchObject({ code: 0 })
  expect(await type(['watch', child, '--quiet'])).toMatchObject({ code: 0 })
})
