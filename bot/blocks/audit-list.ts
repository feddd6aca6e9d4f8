// Who did what. Pure.
import type { AuditLogQuery } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { nextPage, renderList } from './lists.ts'
import { bold, code, cut, type Markup, markup, moment, nothing } from './markup.ts'

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
  const where = [via ? `via ${via}` : '', place ? `in ${place}` : ''].filter(Boolean).join(' ')
  return markup`${number}. ${moment(at, '{date_short_pretty} {time_secs}')} ${bold(actor.name, 80)} ${code(action, 60)} ${code(subject, 60)}${where ? markup` \u00b7 ${cut(where, 120)}` : nothing}${reason ? markup`\n${cut(reason, 200)}` : nothing}`
}
