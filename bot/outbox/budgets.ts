// Which budgets a row needs before it may be sent, and how much of each its urgency may use: what is left over is there for what is
// more urgent. The numbers are Slack's, from the table of limits.
import { callsPerMinute, type SlackMethod } from '../blocks/limits.ts'
import type { Budget } from '../store/budget-store.ts'
import { type CardRow, urgencies } from './card.ts'

/** The part of a minute's calls that each urgency may use up, most urgent first. */
const shares = [0.96, 0.9, 0.8, 0.66] as const
const progress = urgencies.indexOf('progress')
/** Slack allows one a second; the network may bring two closer together than they were sent. */
const postGapMs = 1250

export function budgetsOf(row: CardRow): Budget[] {
  const methods = methodsOf(row)
  const posts = row.wish.kind === 'file' || methods.includes('chat.postMessage')
  const channel = `${row.team}:${row.postedIn ?? row.channel}:post`
  return [...(posts ? [{ key: channel, calls: 1, inMs: postGapMs, allowance: 1 }] : []), ...methods.map((method) => minute(row, method))]
}

function minute({ team, rank }: CardRow, method: SlackMethod): Budget {
  const calls = callsPerMinute[method]
  const allowance = Math.max(1, Math.floor(calls * (shares[rank] ?? 0.66)))
  // Steps of progress are spread over the minute: else all cards would move at once and then stand still.
  const pace = rank === progress && method === 'chat.update' ? { paceMs: Math.ceil(60_000 / allowance) } : {}
  return { key: budgetKey(team, method), calls, inMs: 60_000, allowance, ...pace }
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
