// Which budgets a row needs before it may be sent, and how much of each its urgency may use: what is left over is there for what is
// more urgent. The numbers are Slack's, from the table of limits.
import { callsPerMinute, type SlackMethod } from '../blocks/limits.ts'
import type { Budget } from '../store/budget-store.ts'
import { type CardRow, urgencies } from './card.ts'
import type { Rhythm } from './rhythm.ts'

/** The part of a minute's calls that each urgency may use up, most urgent first. */
const shares = [0.96, 0.9, 0.8, 0.66] as const
const progress = urgencies.indexOf('progress')

export function budgetsOf(row: CardRow, rhythm: Rhythm): Budget[] {
  const methods = methodsOf(row)
  const posts = row.wish.kind === 'file' || methods.includes('chat.postMessage')
  const channel = `${row.team}:${row.postedIn ?? row.channel}:post`
  const post = { key: channel, calls: 1, inMs: rhythm.postGapMs, allowance: 1 }
  return [...(posts ? [post] : []), ...methods.map((method) => minute(row, method, rhythm))]
}

function minute({ team, rank }: CardRow, method: SlackMethod, { minuteMs }: Rhythm): Budget {
  const calls = callsPerMinute[method]
  const allowance = Math.max(1, Math.floor(calls * (shares[rank] ?? 0.66)))
  // Steps of progress are spread over the minute: else all cards would move at once and then stand still.
  const pace = rank === progress && method === 'chat.update' ? { paceMs: Math.ceil(minuteMs / allowance) } : {}
  return { key: budgetKey(team, method), calls, inMs: minuteMs, allowance, ...pace }
}

export const budgetKey = (team: string, method: SlackMethod) => `${team}:${method}`

function methodsOf({ wish, ts }: CardRow): SlackMethod[] {
  switch (wish.kind) {
    case 'message':
      return [ts ? 'chat.update' : 'chat.postMessage']
    case 'file':
      return ['files.getUploadURLExternal', 'files.completeUploadExternal']
    case 'reaction':
      return ['reactions.add']
    case 'home':
      return ['views.publish']
    case 'removal':
      return ['chat.delete']
  }
}
