import { describe, expect, it } from 'vitest'
import { toTaskFilter } from '../../../tui/resources/tasks/tasks.ts'
import { matches, parseFilter, withField } from '../../../tui/text/filter.ts'
import { now } from '../support/states.ts'

const row = { state: 'retrying', agent: 'copywriter', tag: ['data', 'weekly'], error: 'RATE_LIMITED by openai' }
const fits = (text: string) => matches(parseFilter(text), row)

describe('a filter', () => {
  it.each([
    ['copy', true],
    ['state:retry', true],
    ['state:failed,retrying', true],
    ['state:failed', false],
    ['agent:copy* tag:weekly', true],
    ['agent:*writer', true],
    ['!openai', false],
    ['-agent:copywriter', false],
    ['error:rate-limited', true],
    ['"by openai"', true],
    ['unknown:field', true],
  ])('%s fits: %s', (text, expected) => {
    expect(fits(text)).toBe(expected)
  })

  it('of tasks becomes what the server understands', () => {
    expect(toTaskFilter(parseFilter('state:fail,run pri:p0 agent:a,b team:X tag:t by:ann age<1h rain'), now)).toEqual({
      status: ['RUNNING', 'FAILED'],
      priority: ['CRITICAL'],
      agents: ['a', 'b'],
      team: 'X',
      tag: 't',
      submittedBy: 'ann',
      since: new Date(now - 3600_000).toISOString(),
      text: 'rain',
    })
  })

  it('gets a field set in place of the one it had', () => {
    expect(withField('rain state:failed', 'state', ['running'])).toBe('rain state:running')
    expect(withField('rain state:failed', 'state', [])).toBe('rain')
  })
})
