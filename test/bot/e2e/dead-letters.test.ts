// What was given up, dealt with from chat; and the crew, its queue and its figures as messages.
import { beforeAll, expect, it } from 'vitest'
import { crew } from '../crew.ts'
import { createBotRig, eventually, has, linkPerson, type Started } from '../rig.ts'

const rig = createBotRig()
let all: Started

beforeAll(async () => {
  all = await rig.start({ agents: crew })
  await linkPerson(all, 'ann', { role: 'ADMIN' })
  await linkPerson(all, 'eve', { role: 'VIEWER' })
})

/** Failed tasks of the breaker, and their dead letters. */
async function fail(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let index = 0; index < count; index++) ids.push(await all.server.submit({ agent: 'breaker', parameters: { case: `c${index}` } }))
  for (const id of ids) await all.server.reached(id, 'FAILED')
  return ids.map((id) => id.replace('T', 'D'))
}

const openCount = async () =>
  (await all.server.gql<{ deadLetters: { totalCount: number } }>('{ deadLetters { totalCount } }')).deadLetters.totalCount
const mine =
  (...parts: string[]) =>
  (message: Parameters<ReturnType<typeof has>>[0]) =>
    message.ephemeralTo !== undefined && has(...parts)(message)

it('groups failures that are alike, and retries all of them after a question', async () => {
  const { slack } = all
  await fail(3)
  await slack.command('ann', 'dead')
  await slack.waitForMessage('general', mine('Dead letters', '3 alike'), 'ann')
  await slack.click('ann', { action: 'dead.retryGroup', channel: 'general' })
  await slack.waitForMessage('general', mine('3 tasks', 'submitted again'), 'ann')
})

it('shows one with its attempts, retries it, and says so when it was dealt with', async () => {
  const { slack } = all
  const [id] = await fail(1)
  await slack.command('ann', `dead show ${id}`)
  await slack.waitForMessage('general', mine('Dead after', 'breaker'), 'ann')
  await slack.click('ann', { action: 'dead.retry', channel: 'general' })
  await slack.waitForMessage('general', has('breaker', 'Failed'))
  await slack.waitForMessage('general', mine('1 task submitted again'), 'ann')
  await slack.command('ann', `dead retry ${id}`)
  await slack.waitForMessage('general', mine('already resubmitted'), 'ann')
})

it('is retried with edited parameters from a form', async () => {
  const { slack } = all
  const [id] = await fail(1)
  await slack.command('ann', `dead show ${id}`, { channel: 'ops' })
  await slack.waitForMessage('ops', mine('Dead after', String(id)), 'ann')
  await slack.click('ann', { action: 'dead.edit', channel: 'ops' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'dead.edit')
  await slack.submitView('ann', { 'p:good': ['yes'] })
  await slack.waitForMessage(slack.directChannel('ann'), has('breaker', 'Done'))
})

it('is put aside with a reason, assigned and noted', async () => {
  const { slack } = all
  const [id] = await fail(1)
  const before = await openCount()
  await slack.command('ann', `dead show ${id}`, { channel: 'ops' })
  await slack.waitForMessage('ops', mine(String(id), 'Edit and retry'), 'ann')
  await slack.click('ann', { action: 'dead.more', choose: 'I look after it', channel: 'ops' })
  await slack.waitForMessage('ops', mine('Looks after it', slack.userId('ann')), 'ann')
  await slack.click('ann', { action: 'dead.more', choose: 'Write a note…', channel: 'ops' })
  await slack.waitForModal('ann', ({ callbackId }) => callbackId === 'dead.note')
  await slack.submitView('ann', { words: 'Seen before' })
  await slack.waitForMessage(slack.directChannel('ann'), has('Seen before'))
  await slack.command('ann', `dead discard ${id} "known problem"`, { channel: 'ops' })
  await slack.waitForMessage('ops', mine('put aside'), 'ann')
  expect(await openCount()).toBe(before - 1)
})

it('is not touched by those who only look, whatever the button says', async () => {
  const { slack } = all
  const [id] = await fail(1)
  const before = await openCount()
  await slack.command('eve', `dead discard ${id} "mischief"`)
  await slack.waitForMessage('general', mine('may not'), 'eve')
  await slack.command('eve', `dead show ${id}`, { channel: 'ops' })
  await slack.waitForMessage('ops', mine('may not'), 'eve')
  expect(await openCount()).toBe(before)
})

it('queue, agents and workers are told as messages, and operated by those who may', async () => {
  const { slack } = all
  for (const [text, answer] of [
    ['status', 'slots in'],
    ['agents', 'writer'],
    ['agent writer', 'Parameters'],
    ['workers', 'CPU'],
    ['agent disable writer "spring cleaning"', 'switched off'],
    ['agent enable writer', 'switched on'],
    ['agent reset writer', 'is closed'],
    ['queue run', 'still waiting'],
    ['agent wrter', 'Did you mean'],
  ] as const) {
    await slack.command('ann', text, { channel: 'ops' })
    await slack.waitForMessage('ops', mine(answer), 'ann')
  }
  await slack.command('eve', 'agent disable writer', { channel: 'ops' })
  await slack.waitForMessage('ops', mine('may not'), 'eve')
})

it('figures come as text in the channel and as a picture with words for it in their thread', async () => {
  const { slack } = all
  await slack.command('ann', 'stats minutes=15', { channel: 'ops' })
  const figures = await slack.waitForMessage('ops', has('The last 15 minutes', 'Given up'))
  const chart = await slack.waitFor(() => slack.messages('ops').find(({ files }) => files.length > 0), 'the picture')
  expect(chart.threadTs).toBe(figures.ts)
  const [file] = chart.files
  expect(file?.content.subarray(1, 4).toString()).toBe('PNG')
  expect(file?.altText).toMatch(/In the last 15 minutes \d+ tasks were done and \d+ given up/)
})

it('the audit log names the person, the service and the place, and is for admins', async () => {
  const { slack, server } = all
  await slack.command('ann', 'agent disable keeper "for the log"', { channel: 'ops' })
  await slack.waitForMessage('ops', mine('keeper', 'switched off'), 'ann')
  const entry = await eventually(async () => {
    const { auditLog } = await server.gql<{
      auditLog: { nodes: { action: string; place: string; via: string; actor: { name: string }; reason: string }[] }
    }>('{ auditLog(first: 50) { nodes { action place via reason actor { name } } } }')
    return auditLog.nodes.find(({ reason }) => reason === 'for the log')
  }, 'the audit entry')
  expect(entry).toMatchObject({ actor: { name: 'ann' }, via: 'Slack bot' })
  expect(entry.place).toContain(slack.channelId('ops'))
  await slack.command('ann', 'audit', { channel: 'ops' })
  await slack.waitForMessage('ops', mine('Audit log', 'for the log'), 'ann')
  await slack.command('eve', 'audit', { channel: 'ops' })
  await slack.waitForMessage('ops', mine('may not'), 'eve')
})
