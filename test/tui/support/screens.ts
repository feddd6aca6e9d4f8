// What the tests of screens share: rows of every kind, and what has to hold of each screen at every size.
import { expect, it } from 'vitest'
import { keySteps } from '../../../tui/state/keyboard.ts'
import { isMessage } from '../../../tui/state/messages.ts'
import type { State } from '../../../tui/state/state.ts'
import { widthOf } from '../../../tui/text/width.ts'
import { linesOf } from './drawn.ts'
import { ago, now, play, step, taskRow } from './states.ts'

export type Size = { columns: number; rows: number }

const sizes: Size[] = [
  { columns: 140, rows: 40 },
  { columns: 80, rows: 24 },
  { columns: 60, rows: 15 },
]

export const press = (state: State, ...keys: string[]): State =>
  keys.reduce((next, key) => play(next, ...keySteps(next, key).filter(isMessage)), state)

export interface Screen {
  name: string
  make(size: Size): State
  shows: string[]
}

/** What must be there is there, nothing runs over the edge, and the way to help is in view. */
export function testScreens(screens: readonly Screen[]): void {
  const cases = sizes.flatMap((size) => screens.map((screen) => ({ ...screen, ...size, size })))
  it.each(cases)('$name is shown at $columns columns and $rows rows', async ({ make, shows, size }) => {
    const state = make(size)
    const lines = await linesOf(state)
    const text = lines.join('\n')
    for (const expected of shows) expect(text).toContain(expected)
    expect(lines[0]).toContain('capstan ● live')
    if (!state.overlay) expect(lines.at(-1)).toContain('? help')
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(size.columns)
  })
}

export const running = taskRow(8, {
  status: 'RUNNING',
  progress: 0.61,
  currentStep: 'Embedding',
  startedAt: ago(130),
  attempts: [{ number: 1 }],
})
export const failed = taskRow(7, {
  status: 'FAILED',
  agentName: 'fetcher',
  error: { code: 'EXIT', message: 'No such page' },
  viewerCan: ['RETRY'],
})
export const waiting = taskRow(6, { waitingOn: [{ code: 'CONCURRENCY', detail: 'copywriter runs 5 tasks at a time', until: null }] })

export const log = ['Reading Rain', 'Only one source'].map((text, index) => ({
  number: index + 1,
  at: ago(30 - index),
  level: index ? 'warn' : 'info',
  text,
  attempt: 1,
}))

export const steps = [
  step('fetch', { status: 'SUCCEEDED', startedAt: ago(190), finishedAt: ago(187) }),
  step('parse', { status: 'SUCCEEDED', dependsOn: ['fetch'], startedAt: ago(187), finishedAt: ago(176) }),
  step('issues', { status: 'RUNNING', dependsOn: ['fetch'], startedAt: ago(100) }),
  step('merge', { dependsOn: ['parse', 'issues'] }),
]

export const schema = {
  type: 'object',
  required: ['topic'],
  properties: {
    topic: { type: 'string', maxLength: 200, description: 'What the piece is about.' },
    words: { type: 'integer', minimum: 500, default: 2000 },
    tone: { type: 'string', enum: ['formal', 'casual'] },
  },
}

export const group = {
  id: 'f1',
  fingerprint: 'f1',
  agent: 'fetcher',
  code: 'EXIT',
  message: 'No such page',
  count: 24,
  firstAt: ago(9000),
  lastAt: ago(60),
}
export const alert = {
  id: 'A-1',
  kind: 'queue.depth',
  severity: 'CRITICAL' as const,
  status: 'OPEN' as const,
  title: 'The queue is long',
  detail: '1,200 wait',
  subject: 'queue',
  count: 3,
  firstAt: ago(900),
  lastAt: ago(10),
  acknowledgedBy: null,
  note: null,
  resolvedAt: null,
  viewerCanAcknowledge: true,
}
export const audited = {
  id: '12',
  number: 12,
  at: ago(5),
  actor: { name: 'ann' },
  via: null,
  action: 'task.cancelled',
  subject: 'T-4',
  reason: 'not needed',
  origin: 'api',
  details: {},
  hash: 'ff',
}

export const userRow = {
  id: 'U-7',
  email: 'ben@example.com',
  name: 'Ben',
  role: 'USER' as const,
  groups: ['sre'],
  disabled: false,
  identities: [],
  lastLoginAt: ago(7200),
}
export const keyRow = {
  id: '3d5998a610d0',
  name: 'ci',
  prefix: 'cap_3d5998a610d0',
  role: 'USER' as const,
  scopes: ['submit'],
  service: false,
  owner: { name: 'ann' },
  requestsPerMinute: null,
  createdAt: ago(90_000),
  expiresAt: new Date(now + 30 * 24 * 3_600_000).toISOString(),
  lastUsedAt: null,
  revokedAt: null,
}
