// Alerts: the card of one, edited until it has passed, and the list. Pure.
import type { AlertBlock } from '@slack/types'
import type { AlertFieldsFragment as Alert, AlertSeverity, AlertsQuery } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { actions, alert, button, context, fields, section } from './elements.ts'
import { nextPage, renderList } from './lists.ts'
import { bold, code, cut, type Markup, markup, moment, nothing } from './markup.ts'
import { message } from './message.ts'
import { plural } from './wording.ts'

const levels: { readonly [severity in AlertSeverity]: NonNullable<AlertBlock['level']> } = {
  INFO: 'info',
  WARNING: 'warning',
  CRITICAL: 'error',
}
const icons: { readonly [severity in AlertSeverity]: string } = { INFO: '\u2139', WARNING: '\u26a0', CRITICAL: '\u203c' }

/** For everybody who reads the channel: whether somebody may acknowledge it, the server says at the click. */
export function renderAlert(shown: Alert): Rendered {
  const { id, kind, severity, status, title, detail, subject, count } = shown
  const passed = status === 'RESOLVED'
  return message(markup`${passed ? 'Passed' : severity.toLowerCase()}: ${title} (${id})`, [
    alert(markup`${bold(title, 300)}${passed ? markup` \u2013 has passed` : nothing}`, passed ? 'success' : levels[severity]),
    ...(detail ? [section(markup`${cut(detail, 1500)}`)] : []),
    ...fields([
      ['About', code(subject, 100)],
      ['Seen', markup`${plural(count, 'time')}`],
      ['First', moment(shown.firstAt)],
      ['Last', moment(shown.lastAt)],
    ]),
    ...context(
      shown.acknowledgedBy && shown.acknowledgedAt
        ? markup`${cut(shown.acknowledgedBy.name, 80)} looks after it since ${moment(shown.acknowledgedAt)}${shown.note ? markup`: ${cut(shown.note, 300)}` : nothing}`
        : undefined,
      shown.resolvedAt ? markup`passed ${moment(shown.resolvedAt)}` : undefined,
      markup`${code(id)} ${code(kind, 60)}`,
    ),
    ...actions(
      `alert:${id}`,
      [
        status === 'OPEN' ? button({ action: 'alert.ack', text: 'I look after it', value: { id }, style: 'primary' }) : undefined,
        isAboutAgent(kind) && !passed ? button({ action: 'agent.show', text: 'Show the agent', value: { id: subject } }) : undefined,
      ].filter((element) => element !== undefined),
    ),
  ])
}

/** What can be done about these can be done on its card. */
const isAboutAgent = (kind: string) => kind === 'circuit.open' || kind === 'agent.unavailable'

export function renderAlertList({ alerts, command }: { alerts: AlertsQuery['alerts']; command: string }): Rendered {
  const { nodes, totalCount, pageInfo } = alerts
  return renderList({
    title: 'Alerts',
    note: markup`${totalCount} not yet passed`,
    rows: nodes.map((one) => ({ text: alertLine(one), accessory: button({ action: 'alert.show', text: 'Show', value: { id: one.id } }) })),
    empty: markup`All is well. \u2714`,
    acts: nextPage(command, pageInfo.endCursor, pageInfo.hasNextPage),
  })
}

export function alertLine({ id, severity, status, title, count, lastAt }: Alert): Markup {
  return markup`${icons[severity]} ${bold(id, 30)} ${cut(title, 200)} \u00b7 ${status.toLowerCase()} \u00b7 ${count}\u00d7, last ${moment(lastAt)}`
}
