// Who did what. Pure.
import type { AuditLogQuery } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { nextPage, renderList } from './lists.ts'
import { bold, channelName, code, cut, joinMarkup, type Markup, markup, mention, moment, nothing } from './markup.ts'

export function renderAudit({ auditLog, command }: { auditLog: AuditLogQuery['auditLog']; command: string }): Rendered {
  const { nodes, pageInfo } = auditLog
  return renderList({
    title: 'Audit log',
    rows: nodes.map((entry) => ({ text: auditLine(entry) })),
    empty: markup`Nothing fits.`,
    acts: nextPage(command, pageInfo.endCursor, pageInfo.hasNextPage),
  })
}

function auditLine({ number, at, actor, via, place, action, subject, reason }: AuditLogQuery['auditLog']['nodes'][number]): Markup {
  const parts = [via ? markup`via ${cut(via, 60)}` : undefined, place ? sayPlace(place) : undefined].filter((part) => part !== undefined)
  const where = joinMarkup(parts, ' ')
  return markup`${number}. ${moment(at, '{date_short_pretty} {time_secs}')} ${bold(actor.name, 80)} ${code(action, 60)} ${code(subject, 60)}${parts.length > 0 ? markup` \u00b7 ${where}` : nothing}${reason ? markup`\n${cut(reason, 200)}` : nothing}`
}

/** What the bot told the server of where it was asked, in Slack's own names; anything else as it is. */
function sayPlace(place: string): Markup {
  const [, user, channel, ts] = /^slack:\w+:([UW]\w+):(\w+)(?::(\d+\.\d+))?$/.exec(place) ?? []
  if (!user || !channel) return markup`in ${cut(place, 120)}`
  const where = channel === 'home' ? markup`App Home` : channel.startsWith('D') ? markup`direct messages` : channelName(channel)
  return markup`by ${mention(user)} in ${where}${ts ? markup`, message ${moment(Number(ts) * 1000, '{time_secs}')} ${code(ts)}` : nothing}`
}
