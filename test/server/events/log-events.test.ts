import { expect, test } from 'vitest'
import { type NewEvent, toEventRow } from '../../../server/events/event-log.ts'
import type { Feed } from '../../../server/events/feed.ts'
import { logEvents } from '../../../server/events/log-events.ts'
import { createLogger } from '../../../server/log.ts'

function logged(level: string, event: NewEvent): unknown[] {
  const lines: unknown[] = []
  const feed: Pick<Feed, 'onEvent'> = {
    onEvent: (listener) => {
      listener(toEventRow(event, new Date()))
      return () => undefined
    },
  }
  logEvents(feed, createLogger(level, { write: (line) => lines.push(JSON.parse(line)) }))
  return lines
}

const retrying: NewEvent = {
  type: 'task.retrying',
  workspace: 'default',
  subject: 'T-1',
  agent: 'copywriter',
  payload: { failures: 1, maxAttempts: 3, error: { code: 'HTTP_503', class: 'TRANSIENT', message: 'what the far side said' } },
}

test('debug tells of every event what happened to which task, without the words of people and agents', () => {
  const lines = logged('debug', retrying)
  expect(lines).toMatchObject([
    { msg: 'task.retrying', subject: 'T-1', agent: 'copywriter', failures: 1, maxAttempts: 3, code: 'HTTP_503' },
  ])
  expect(JSON.stringify(lines)).not.toContain('what the far side said')
})

test('without debug nothing listens', () => {
  expect(logged('info', retrying)).toEqual([])
})
