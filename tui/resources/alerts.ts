// What needs somebody's eye.
import {
  type AlertFilter,
  type AlertRowFragment,
  type AlertStatus,
  acknowledgeAlert,
  alerts as alertsOperation,
} from '../generated/operations.ts'
import type { Filter } from '../text/filter.ts'
import { formatAge, formatAgo, plural, toWords } from '../text/format.ts'
import { type Resource, type Section, type Surroundings, toPage } from './resource.ts'
import { fact, textSection } from './sections.ts'
import { severitySpan, statusSpan, statusWord } from './status.ts'

export type AlertRow = AlertRowFragment

const statuses: readonly AlertStatus[] = ['OPEN', 'ACKNOWLEDGED', 'RESOLVED']

export const alerts: Resource<AlertRow> = {
  name: 'alerts',
  title: 'Alerts',
  noun: 'alert',
  columns: [
    { title: 'SEVERITY', width: 11, drop: 0, cell: ({ severity }) => severitySpan(severity) },
    { title: 'STATE', width: 10, drop: 1, cell: ({ status }, { glyphs }) => statusSpan(status, glyphs) },
    { title: 'WHAT', width: 24, grow: 3, drop: 0, cell: ({ title }) => ({ text: title, bold: true }) },
    { title: 'ABOUT', width: 14, grow: 1, drop: 2, cell: ({ subject }) => ({ text: subject, tone: 'accent' }) },
    { title: 'TIMES', width: 5, drop: 3, align: 'right', cell: ({ count }) => ({ text: String(count), tone: 'dim' }) },
    { title: 'LAST', width: 5, drop: 1, align: 'right', cell: ({ lastAt }, { now }) => ({ text: formatAge(lastAt, now), tone: 'dim' }) },
    { title: 'WITH', width: 10, drop: 4, cell: ({ acknowledgedBy }) => ({ text: acknowledgedBy?.name ?? '', tone: 'dim' }) },
  ],
  nameOf: ({ id, title }) => `${id} "${title}"`,
  pagedByServer: true,
  async load(client, { filter, first, after, signal }) {
    const { alerts: page } = await client.request(
      alertsOperation,
      { filter: toAlertFilter(filter), first, after: after ?? null },
      { signal },
    )
    return toPage(page)
  },
  fields: ({ id, title, kind, status, severity, subject }) => ({
    id,
    what: title,
    kind,
    state: statusWord(status),
    severity: toWords(severity),
    about: subject,
  }),
  stale: ({ type }) => type.startsWith('alert.'),
  describe,
  actions: {
    acknowledge: {
      label: () => 'Acknowledge',
      refusal: ({ id, viewerCanAcknowledge }) =>
        viewerCanAcknowledge ? undefined : `Somebody looks after ${id} already, it has passed, or you may not.`,
      danger: false,
      reason: 'optional',
      perform: async (client, { id }, { reason }) => {
        await client.request(acknowledgeAlert, { id, note: reason || null })
        return `You look after ${id}`
      },
    },
  },
  empty: 'No alerts. All is well.',
}

function toAlertFilter({ fields }: Filter): AlertFilter {
  const wanted = fields.get('state') ?? fields.get('status')
  const status = statuses.filter((each) => wanted?.some((value) => statusWord(each).startsWith(value)))
  const [kind] = fields.get('kind') ?? []
  return { ...(wanted && { status }), ...(kind && { kind }) }
}

function describe(alert: AlertRow, { now, glyphs }: Surroundings): Section[] {
  return [
    {
      title: `${alert.id} ${alert.title}`,
      lines: [
        [severitySpan(alert.severity), { text: '  ' }, statusSpan(alert.status, glyphs)],
        fact('kind', alert.kind),
        fact('about', alert.subject),
        fact('seen', `${plural(alert.count, 'time')}, first ${formatAgo(alert.firstAt, now)}, last ${formatAgo(alert.lastAt, now)}`),
        fact('looked after', alert.acknowledgedBy?.name ?? 'by nobody'),
      ],
    },
    ...textSection('Detail', alert.detail),
    ...textSection('Note', alert.note),
  ]
}
