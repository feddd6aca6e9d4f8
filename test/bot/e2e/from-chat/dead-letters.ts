// What was given up, dealt with from chat.
import { beforeAll, describe, expect, it } from 'vitest'
import { has, linkPerson, mine, type Started } from '../../rig.ts'
import { stage } from './stage.ts'

describe('dead letters', () => {
  let all: Started
  beforeAll(async () => {
    all = stage()
    await linkPerson(all, 'dora', { role: 'ADMIN' })
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

  it('groups failures that are alike, and retries all of them after a question', async () => {
    const { slack } = all
    await fail(3)
    await slack.command('dora', 'dead', { channel: 'dead' })
    await slack.waitForMessage('dead', mine('Dead letters', '3 alike'), 'dora')
    await slack.click('dora', { action: 'dead.retryGroup', channel: 'dead' })
    await slack.waitForMessage('dead', mine('3 tasks', 'submitted again'), 'dora')
  })

  it('shows one with its attempts, retries it, and says so when it was dealt with', async () => {
    const { slack } = all
    const [id] = await fail(1)
    await slack.command('dora', `dead show ${id}`, { channel: 'dead' })
    await slack.waitForMessage('dead', mine('Dead after', 'breaker'), 'dora')
    await slack.click('dora', { action: 'dead.retry', channel: 'dead' })
    await slack.waitForMessage('dead', has('breaker', 'Failed'))
    await slack.waitForMessage('dead', mine('1 task submitted again'), 'dora')
    await slack.command('dora', 'dead show D-999999', { channel: 'dead' })
    await slack.waitForMessage('dead', mine('There is no', 'D-999999'), 'dora')
    await slack.command('dora', `dead retry ${id}`, { channel: 'dead' })
    await slack.waitForMessage('dead', mine('already resubmitted'), 'dora')
  })

  it('says what went down with it and stays behind', async () => {
    const { slack, server } = all
    const parent = await server.submit({ agent: 'breaker', parameters: { case: 'parent' } })
    const child = await server.submit({ agent: 'breaker', parameters: { case: 'child' }, dependsOn: [parent] })
    await server.reached(child, 'FAILED')
    await slack.command('dora', `dead retry ${parent.replace('T', 'D')}`, { channel: 'dead-ops' })
    await slack.waitForMessage('dead-ops', mine('1 task that waited for it ended with it', 'retry T-'), 'dora')
  })

  it('is retried with edited parameters from a form', async () => {
    const { slack } = all
    const [id] = await fail(1)
    await slack.command('dora', `dead show ${id}`, { channel: 'dead-ops' })
    await slack.waitForMessage('dead-ops', mine('Dead after', String(id)), 'dora')
    await slack.click('dora', { action: 'dead.edit', channel: 'dead-ops' })
    await slack.waitForModal('dora', ({ callbackId }) => callbackId === 'dead.edit')
    await slack.submitView('dora', { 'p:good': ['yes'] })
    await slack.waitForMessage(slack.directChannel('dora'), has('breaker', 'Done'))
  })

  it('is put aside with a reason, assigned and noted', async () => {
    const { slack } = all
    const [id] = await fail(1)
    const before = await openCount()
    await slack.command('dora', `dead show ${id}`, { channel: 'dead-ops' })
    await slack.waitForMessage('dead-ops', mine(String(id), 'Edit and retry'), 'dora')
    await slack.click('dora', { action: 'dead.more', choose: 'I look after it', channel: 'dead-ops' })
    await slack.waitForMessage('dead-ops', mine('Looks after it', slack.userId('dora')), 'dora')
    await slack.click('dora', { action: 'dead.more', choose: 'Write a note…', channel: 'dead-ops' })
    await slack.waitForModal('dora', ({ callbackId }) => callbackId === 'dead.note')
    await slack.submitView('dora', { words: 'Seen before' })
    await slack.waitForMessage(slack.directChannel('dora'), has('Seen before'))
    await slack.command('dora', `dead discard ${id} "known problem"`, { channel: 'dead-ops' })
    await slack.waitForMessage('dead-ops', mine('put aside'), 'dora')
    expect(await openCount()).toBe(before - 1)
  })

  it('is not touched by those who only look, whatever the button says', async () => {
    const { slack } = all
    const [id] = await fail(1)
    const before = await openCount()
    await slack.command('eve', `dead discard ${id} "mischief"`, { channel: 'dead' })
    await slack.waitForMessage('dead', mine('may not'), 'eve')
    await slack.command('eve', `dead show ${id}`, { channel: 'dead-ops' })
    await slack.waitForMessage('dead-ops', mine('may not'), 'eve')
    expect(await openCount()).toBe(before)
  })
})
