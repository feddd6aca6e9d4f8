// Several replicas, restarts, kills and lost answers: every card is there exactly once in the end.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { bundle } from '../../server/launch/fixtures/bundle.ts'
import { createLab } from '../../support/slack/outbox.ts'
import { createTestSlack } from '../../support/slack/stand-in.ts'

const leaseMs = 3000
/** A database each: the tests wait most of the time, and so they can do it beside each other. */
const both = createLab()
const lost = createLab()
const killed = createLab({ leaseMs })
const later = createLab()
const testSlack = createTestSlack()
const folder = bundle({ outbox: 'test/support/slack/outbox-process.ts' })
const children = new Set<ChildProcess>()
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

const say = (text: string) => ({ text })
const names = Array.from({ length: 15 }, (_, index) => `c${index}`)
const channels = names.map((name) => ({ name }))

it.concurrent('two replicas that are asked for the same cards post none of them twice, and stay within the limits', async () => {
  const slack = await testSlack.start({ channels, team: { id: 'T1', name: 'One' } })
  const [one, other] = await Promise.all([both.start(slack), both.start(slack)])
  const places = names.map((name) => ({ team: slack.team.id, channel: slack.channelId(name), subject: 'task:T-1' }))
  const urgency = 'terminal' as const
  const asked = places.flatMap((place) =>
    [one, other].flatMap((outbox) =>
      [1, 2, 3].map((version) => outbox.show({ ...place, urgency, version, message: say(`state ${version}`) })),
    ),
  )
  await Promise.all(asked)
  await slack.waitFor(() => names.every((name) => slack.messages(name)[0]?.text === 'state 3'), 'all cards in their last state')
  await one.stop()
  await other.stop()
  expect(names.map((name) => slack.messages(name).length)).toEqual(names.map(() => 1))
  expect(slack.calls().filter(({ status }) => status === 429)).toEqual([])
})

it.concurrent('a post whose answer was lost is not there twice', async () => {
  const slack = await testSlack.start({ team: { id: 'T2', name: 'Two' } })
  const outbox = await lost.start(slack)
  slack.faults.loseAnswer('chat.postMessage', 2)
  await outbox.show({ team: 'T2', channel: slack.channelId('team'), subject: 'a', urgency: 'terminal', message: say('here') })
  await slack.waitFor(() => slack.calls('chat.postMessage').length >= 3, 'the third try')
  await outbox.show({ team: 'T2', channel: slack.channelId('team'), subject: 'a', urgency: 'terminal', message: say('edited') })
  await slack.waitForMessage('team', ({ text }) => text === 'edited')
  expect(slack.messages('team')).toHaveLength(1)
})

it.concurrent('a replica killed in the middle of a post leaves it to the next one, which does not repeat it', {
  timeout: 90_000,
}, async () => {
  const slack = await testSlack.start({ team: { id: 'T3', name: 'Three' } })
  const waiting = await killed.start(slack, { starts: false })
  const args = [join(folder, 'outbox.mjs'), killed.database.url, slack.apiUrl, slack.credentials.botToken, String(leaseMs)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.add(child)
  await once(child.stdout, 'data')
  slack.faults.late('chat.postMessage', 4000)
  await waiting.show({ team: 'T3', channel: slack.channelId('team'), subject: 'a', urgency: 'terminal', message: say('here') })
  await slack.waitForMessage('team', ({ text }) => text === 'here')
  child.kill('SIGKILL')
  const next = await killed.start(slack)
  await next.show({ team: 'T3', channel: slack.channelId('team'), subject: 'a', urgency: 'terminal', message: say('after all') })
  await slack.waitFor(() => slack.messages('team').some(({ text }) => text === 'after all'), 'the takeover', 60_000)
  expect(slack.messages('team')).toHaveLength(1)
})

it.concurrent('what was asked for while nobody ran is sent after the start', async () => {
  const slack = await testSlack.start({ team: { id: 'T4', name: 'Four' } })
  const before = await later.start(slack, { starts: false })
  await before.show({ team: 'T4', channel: slack.channelId('team'), subject: 'a', urgency: 'progress', message: say('kept') })
  await before.stop()
  await later.start(slack)
  await slack.waitForMessage('team', ({ text }) => text === 'kept')
})
