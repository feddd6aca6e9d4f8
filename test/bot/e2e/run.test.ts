// Work handed over from chat: one card, edited live, the result below it.
import { beforeAll, describe, expect, it } from 'vitest'
import type { ShownMessage } from '../../../bot/stand-in/test-api.ts'
import { crew } from '../crew.ts'
import { createBotRig, linkPerson, type Started } from '../rig.ts'

const rig = createBotRig()
let all: Started

beforeAll(async () => {
  all = await rig.start({ agents: crew })
  await linkPerson(all, 'ann')
})

const has =
  (...parts: string[]) =>
  (message: ShownMessage) =>
    parts.every((part) => JSON.stringify([message.text, message.blocks]).includes(part))

describe('run', () => {
  it('shows one card that is edited until the task is done, and puts the result into its thread', async () => {
    const { slack } = all
    const { acknowledged, tookMs } = await slack.command('ann', 'run writer topic="Solar power" word_count=700 priority=high')
    expect(acknowledged).toBe(true)
    expect(tookMs).toBeLessThan(3000)
    const card = await slack.waitForMessage('general', has('writer', 'Done', 'High'))
    expect(slack.messages('general').filter(({ threadTs, fromBot }) => fromBot && !threadTs)).toHaveLength(1)
    const result = await slack.waitFor(() => slack.thread('general', card.ts).find(has('On Solar power', '700')), 'the result')
    expect(result.threadTs).toBe(card.ts)
    await slack.waitForMessage(
      'general',
      ({ ts, reactions }) => ts === card.ts && reactions.some(({ name }) => name === 'white_check_mark'),
    )
  })
})
