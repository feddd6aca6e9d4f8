// Promise: a card reads as its reader expects: names instead of ids, times of their zone, nothing twice, one thing in the singular.
import { describe, expect, it } from 'vitest'
import { button } from '../../../bot/blocks/elements.ts'
import { renderRequestCard } from '../../../bot/blocks/request-card.ts'
import { describeThroughput } from '../../../bot/blocks/stats-card.ts'
import { renderLogs } from '../../../bot/blocks/task-list.ts'
import { renderOutcome } from '../../../bot/blocks/task-outcome.ts'
import { renderWorkflowCard } from '../../../bot/blocks/workflow-card.ts'

const at = '2026-03-01T23:30:00.000Z'

function step(id: string, name: string, more: object = {}) {
  const nothing = { parent: null, agent: null, waitingFor: null, startedAt: null, finishedAt: null, error: null, task: null, request: null }
  return { id, kind: 'TASK', name, status: 'PENDING', dependsOn: [], ...nothing, ...more }
}

function run(...steps: object[]) {
  const figures = { status: 'WAITING', totalSteps: 3, completedSteps: 1, progress: 0.3, createdAt: at, finishedAt: null }
  const workflow = { id: 'W-1', name: 'Launch', ...figures, viewerCan: [], submittedBy: { name: 'Ann' }, error: null, reason: null, steps }
  return { workflow, author: undefined } as never
}

const waiting = run(
  step('write', 'Write the post', { status: 'SUCCEEDED' }),
  step('pause', 'Sleep on it', { status: 'WAITING', waitingFor: at }),
  step('agree', 'Agree', { status: 'WAITING', waitingFor: 'an approval: R-2' }),
  step('send', 'Send it', { dependsOn: ['pause', 'agree'] }),
)

describe('the card of a workflow', () => {
  it('says by name what a step waits for', () => {
    const plan = JSON.stringify(renderWorkflowCard(waiting, 'plan').blocks)
    expect(plan).toContain('after Sleep on it, Agree')
    expect(plan).toContain('waits for an approval: R-2')
  })

  it('gives Slack the moment a step waits for, to be shown in the zone of who reads it', () => {
    const plan = JSON.stringify(renderWorkflowCard(waiting, 'plan').blocks)
    expect(plan).toContain(JSON.stringify({ type: 'text', text: 'waits until ' }))
    expect(plan).toContain(`{"type":"date","timestamp":${Date.parse(at) / 1000}`)
    expect(JSON.stringify(renderWorkflowCard(waiting, 'tree').blocks)).toContain('waits until 2026-03-01 23:30 UTC')
  })
})

describe('the card of an approval', () => {
  const card = (details: unknown, more: object = {}) => {
    const asked = { id: 'R-1', kind: 'APPROVAL', status: 'OPEN', title: 'Publish?', text: null, choices: [], details, digest: 'abc' }
    const rules = { quorum: 1, requesterMayDecide: false, expiresAt: null, settledAt: null, answer: null, decisions: [] }
    const people = { requestedBy: { id: 'U-1', name: 'Ann' }, deciders: { roles: ['ADMIN'], users: [], groups: [] } }
    const request = { ...asked, ...rules, ...people, workflow: null, task: null, viewerCan: [], ...more }
    return JSON.stringify(renderRequestCard({ request, names: {} } as never).blocks)
  }

  it('shows what is to be agreed to field by field, and says when there is more', () => {
    const shown = card({ post: 'First line\nSecond line', to: ['ann@example.com'] })
    expect(shown).toContain('*post*\\nFirst line\\nSecond line')
    expect(shown).not.toContain('rich_text_preformatted')
    expect(card(Object.fromEntries(Array.from({ length: 14 }, (_, index) => [`field${index}`, index])))).toContain('and 2 more fields')
    expect(card({ to: Array.from({ length: 20 }, (_, index) => `p${index}@example.com`) })).toContain('and 5 more')
  })

  it('says once when it was decided', () => {
    const decisions = [{ at, decision: 'APPROVE', reason: null, answer: null, by: { id: 'U-2', name: 'Ben' } }]
    const moments = (text: string) => text.match(/!date/g)?.length
    expect(moments(card(null, { status: 'APPROVED', settledAt: at, decisions }))).toBe(1)
    expect(moments(card(null, { status: 'EXPIRED', settledAt: at }))).toBe(1)
  })
})

it('a failure after a single try is told once, and tries are counted when there were several', () => {
  const failed = (number: number) => ({ number, outcome: 'failed', error: { message: 'No tea' } })
  const text = (...attempts: object[]) => {
    const task = { id: 'T-1', agentName: 'brewer', status: 'FAILED', error: { code: 'NO_TEA', message: 'No tea' }, attempts }
    return JSON.stringify(renderOutcome(task as never).message.blocks)
  }
  expect(text(failed(1)).match(/No tea/g)).toHaveLength(1)
  expect(text(failed(1), failed(2))).toContain('2. failed')
})

it('logs and figures carry the time of who asked, and the name of their zone', () => {
  const logs = { nodes: [{ at, level: 'info', text: 'brewing' }], pageInfo: { hasNextPage: false, endCursor: null } }
  const shown = JSON.stringify(renderLogs({ task: { id: 'T-1', agentName: 'brewer', logs } as never, zone: 'Asia/Kolkata' }))
  expect(shown).toContain('05:00:00 info')
  expect(shown).toContain('1 line, Asia/Kolkata time')
  const throughput = [{ at, succeeded: 1, failed: 0 }]
  expect(describeThroughput({ throughput, minutes: 60, zone: 'Asia/Kolkata' })).toBe(
    'In the last 60 minutes 1 task was done and 0 given up. The busiest minute was 05:00 (Asia/Kolkata) with 1 task.',
  )
})

it('a question before something is kept and one before something is done have fitting ways out', () => {
  const confirm = { title: 'Sure?', text: 'Really?', yes: 'Yes' }
  const deny = (style: 'primary' | 'danger') => button({ action: 'a', text: 'A', value: { id: '1' }, style, confirm }).confirm?.deny?.text
  expect([deny('danger'), deny('primary')]).toEqual(['No, keep it', 'Not now'])
})
