// Agents, queue, workers, figures and the audit log as messages, and what those who may can do about them.
import { beforeAll, describe, expect, it } from 'vitest'
import { eventually, has, linkPerson, mine, type Started } from '../../rig.ts'
import { stage } from './stage.ts'

describe('the crew', () => {
  let all: Started
  beforeAll(async () => {
    all = stage()
    await linkPerson(all, 'cora', { role: 'ADMIN' })
  })

  interface Entry {
    action: string
    subject: string
    place: string | null
    via: string
    actor: { name: string }
    reason: string
  }

  function audited(holds: (entry: Entry) => boolean | undefined): Promise<Entry> {
    return eventually(async () => {
      const { auditLog } = await all.server.gql<{ auditLog: { nodes: Entry[] } }>(
        '{ auditLog(first: 50) { nodes { action subject place via reason actor { name } } } }',
      )
      return auditLog.nodes.find(holds)
    }, 'the audit entry')
  }

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
      await slack.command('cora', text, { channel: 'crew' })
      await slack.waitForMessage('crew', mine(answer), 'cora')
    }
    const { workers } = await all.server.gql<{ workers: { id: string }[] }>('{ workers { id } }')
    await slack.command('cora', `worker drain ${workers[0]?.id}`, { channel: 'crew' })
    await slack.waitForMessage('crew', mine('takes nothing new'), 'cora')
    await slack.command('cora', 'workers', { channel: 'crew' })
    const listed = await slack.waitForMessage('crew', mine('CPU', 'Resume'), 'cora')
    await slack.click('cora', { action: 'worker.resume', channel: 'crew', message: listed.ts })
    await slack.waitForMessage('crew', mine('takes new work again'), 'cora')
    await slack.command('eve', 'agent disable writer', { channel: 'crew' })
    await slack.waitForMessage('crew', mine('may not'), 'eve')
  })

  it('figures come as text in the channel and as a picture with words for it in their thread', async () => {
    const { slack } = all
    await slack.command('cora', 'stats minutes=15', { channel: 'crew' })
    const figures = await slack.waitForMessage('crew', has('The last 15 minutes', 'Given up'))
    const chart = await slack.waitFor(() => slack.messages('crew').find(({ files }) => files.length > 0), 'the picture')
    expect(chart.threadTs).toBe(figures.ts)
    const [file] = chart.files
    expect(file?.content.subarray(1, 4).toString()).toBe('PNG')
    expect(file?.altText).toMatch(/In the last 15 minutes \d+ tasks? (was|were) done and \d+ given up/)
  })

  it('the audit log names the person in both worlds, the service, the channel and the message, and is for admins', async () => {
    const { slack } = all
    await slack.command('cora', 'agent disable keeper "for the log"', { channel: 'crew' })
    await slack.waitForMessage('crew', mine('keeper', 'switched off'), 'cora')
    const place = `slack:${slack.team.id}:${slack.userId('cora')}:${slack.channelId('crew')}`
    const typed = await audited(({ reason }) => reason === 'for the log')
    expect(typed).toMatchObject({ actor: { name: 'cora' }, via: 'Slack bot', place })

    await slack.command('cora', 'run breaker case=audited', { channel: 'crew' })
    const card = await slack.waitForMessage('crew', has('breaker · T-', 'Failed'))
    await slack.click('cora', { action: 'task.retry', channel: 'crew', message: card.ts })
    const pressed = await audited((entry) => entry.place?.endsWith(card.ts))
    const subject = card.text.match(/T-\d+/)?.[0]
    expect(pressed).toMatchObject({ subject, actor: { name: 'cora' }, via: 'Slack bot', place: `${place}:${card.ts}` })

    // Only hers: looking for entries above is audited too, and may fill the first page.
    await slack.command('cora', 'audit actor=cora', { channel: 'crew' })
    const where = [`<@${slack.userId('cora')}>`, `<#${slack.channelId('crew')}>`, card.ts]
    await slack.waitForMessage('crew', mine('Audit log', 'for the log', ...where), 'cora')
    await slack.command('eve', 'audit', { channel: 'crew' })
    await slack.waitForMessage('crew', mine('may not'), 'eve')
  })
})
