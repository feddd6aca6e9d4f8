// Promise: what looks like an attack becomes an event, once in a while and with whom it is about.
import { expect, it } from 'vitest'
import { createAttackWatch } from '../../../server/audit/attack-watch.ts'
import type { AuditEntry } from '../../../server/audit/chain.ts'
import type { NewEvent } from '../../../server/events/event-log.ts'

let number = 0
function entry(action: string, seconds: number, change: Partial<AuditEntry> = {}): AuditEntry {
  number += 1
  const base = {
    _id: number,
    event: `e${number}`,
    workspace: 'w',
    subject: 'U-1',
    actor: { id: 'U-1', name: 'Uma' },
    details: {},
    previous: '',
    hash: '',
  }
  return { ...base, action, at: new Date(seconds * 1000), ...change }
}

async function raisedBy(entries: AuditEntry[]): Promise<NewEvent[]> {
  const raised: NewEvent[] = []
  const watch = createAttackWatch(async (events) => void raised.push(...events))
  for (const one of entries) await watch([one])
  return raised
}

const many = (count: number, make: (index: number) => AuditEntry) => Array.from({ length: count }, (_, index) => make(index))

it('the sixth failed login of an account within a minute, and then not again for a while', async () => {
  expect(await raisedBy(many(5, (index) => entry('auth.login_failed', index)))).toEqual([])
  expect(await raisedBy(many(30, (index) => entry('auth.login_failed', index)))).toMatchObject([
    { type: 'security.failed_logins', workspace: 'w', subject: 'U-1', payload: { seen: 6 } },
  ])
})

it('failed logins from one address, whatever accounts they try', async () => {
  const actor = { id: 'anonymous', name: 'anonymous', address: '203.0.113.9' }
  const raised = await raisedBy(many(6, (index) => entry('auth.login_failed', index, { subject: `U-${index}`, actor })))
  expect(raised).toMatchObject([{ type: 'security.failed_logins', subject: 'address 203.0.113.9' }])
})

it('nothing when the same number is spread over a longer time', async () => {
  expect(await raisedBy(many(30, (index) => entry('auth.login_failed', index * 13)))).toEqual([])
})

it('one person who is refused again and again, counted ones included; not who only forgot a token', async () => {
  const refused =
    (code: string, count = 1) =>
    (index: number) =>
      entry('auth.denied', index, { details: { code, count } })
  expect(await raisedBy(many(6, refused('FORBIDDEN')))).toMatchObject([{ type: 'security.privilege_attempts', subject: 'U-1' }])
  expect(await raisedBy(many(1, refused('FORBIDDEN', 400)))).toMatchObject([{ payload: { seen: 400 } }])
  expect(await raisedBy(many(50, refused('UNAUTHENTICATED')))).toEqual([])
})

it('more than a hundred submissions within a minute', async () => {
  const submitted = (index: number) => entry('task.queued', index / 10, { details: { priority: 'NORMAL', status: 'QUEUED' } })
  expect(await raisedBy(many(100, submitted))).toEqual([])
  expect(await raisedBy(many(101, submitted))).toMatchObject([{ type: 'security.submission_burst', subject: 'U-1' }])
})
