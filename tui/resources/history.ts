// What happened: the event log, and the audit log with who did it. Neither changes; both only grow.
import { type AuditLogQuery, auditLog, type EventsQuery, events as eventsOperation } from '../generated/operations.ts'
import { formatClock, formatMoment, formatPercent } from '../text/format.ts'
import type { Tone } from '../theme.ts'
import type { Item, Resource } from './resource.ts'
import { fact, jsonSection } from './sections.ts'

export type EventRow = EventsQuery['events']['nodes'][number]
export type AuditRow = AuditLogQuery['auditLog']['nodes'][number] & Item

export const events: Resource<EventRow> = {
  name: 'events',
  title: 'Events',
  noun: 'event',
  columns: [
    { title: 'AT', width: 8, drop: 0, cell: ({ at }) => ({ text: formatClock(at), tone: 'dim' }) },
    { title: 'EVENT', width: 24, drop: 0, cell: ({ type }) => ({ text: type, tone: toneOf(type) }) },
    { title: 'ABOUT', width: 14, drop: 0, cell: ({ subject }) => ({ text: subject, tone: 'accent' }) },
    { title: 'DETAILS', width: 10, grow: 1, drop: 1, cell: ({ payload }) => ({ text: brief(payload), tone: 'dim' }) },
  ],
  nameOf: ({ type, subject }) => `${type} of ${subject}`,
  pagedByServer: true,
  async load(client, { filter, first, after, signal }) {
    const types = filter.fields.get('type')
    const subjects = filter.fields.get('about')
    const asked = { ...(types && { types }), ...(subjects && { subjects }) }
    const { events: page } = await client.request(eventsOperation, { filter: asked, first, after: after ?? null }, { signal })
    return { rows: page.nodes, endCursor: page.pageInfo.endCursor, hasMore: page.pageInfo.hasNextPage }
  },
  fields: ({ type, subject, payload }) => ({ type, about: subject, details: brief(payload) }),
  stale: () => true,
  describe: ({ id, type, at, subject, payload }) => [
    { title: type, lines: [fact('about', subject), fact('at', formatMoment(at)), fact('id', id)] },
    ...jsonSection('Details', payload),
  ],
  actions: {},
  empty: 'Nothing has happened yet.',
}

export const audit: Resource<AuditRow> = {
  name: 'audit',
  title: 'Audit',
  noun: 'audit entry',
  columns: [
    { title: 'NO', width: 7, drop: 3, align: 'right', cell: ({ number }) => ({ text: String(number), tone: 'dim' }) },
    { title: 'AT', width: 17, drop: 0, cell: ({ at }) => ({ text: formatMoment(at), tone: 'dim' }) },
    { title: 'WHO', width: 14, grow: 1, drop: 0, cell: ({ actor, via }) => ({ text: via ? `${actor.name} via ${via}` : actor.name }) },
    { title: 'DID', width: 22, drop: 0, cell: ({ action }) => ({ text: action, tone: toneOf(action) }) },
    { title: 'TO', width: 12, drop: 1, cell: ({ subject }) => ({ text: subject, tone: 'accent' }) },
    { title: 'FROM', width: 8, drop: 4, cell: ({ origin }) => ({ text: origin ?? '', tone: 'dim' }) },
    { title: 'REASON', width: 10, grow: 2, drop: 2, cell: ({ reason }) => ({ text: reason ?? '' }) },
  ],
  nameOf: ({ number, action }) => `line ${number} (${action})`,
  pagedByServer: true,
  async load(client, { filter: { fields }, first, after, signal }) {
    const [actor] = fields.get('who') ?? []
    const [subject] = fields.get('to') ?? []
    const actions = fields.get('did')
    const filter = { ...(actor && { actor }), ...(subject && { subject }), ...(actions && { actions }) }
    const { auditLog: page } = await client.request(auditLog, { filter, first, after: after ?? null }, { signal })
    const rows = page.nodes.map((entry) => ({ ...entry, id: String(entry.number) }))
    return { rows, endCursor: page.pageInfo.endCursor, hasMore: page.pageInfo.hasNextPage }
  },
  fields: ({ actor, action, subject, reason }) => ({ who: actor.name, did: action, to: subject, reason: reason ?? '' }),
  // That the log was read is in the log, too: reading it again for that would never end.
  stale: ({ type }) => !/^(audit|notification)\.|^task\.(started|progressed|succeeded|failed|retrying|held)$/.test(type),
  describe: (entry) => [
    {
      title: `${entry.number} ${entry.action}`,
      lines: [
        fact('who', entry.via ? `${entry.actor.name} via ${entry.via}` : entry.actor.name),
        fact('to', entry.subject),
        fact('at', formatMoment(entry.at)),
        ...(entry.origin ? [fact('from', entry.origin)] : []),
        ...(entry.reason ? [fact('reason', entry.reason)] : []),
        fact('hash', entry.hash),
      ],
    },
    ...jsonSection('Details', entry.details),
  ],
  actions: {},
  empty: 'Nothing is recorded yet.',
}

function toneOf(type: string): Tone {
  if (/failed|lost|opened|created$|denied|rejected/.test(type)) return 'bad'
  if (/retry|waiting|gap|drain|cancel|disabled/.test(type)) return 'warn'
  if (/succeeded|closed|delivered|approved/.test(type)) return 'good'
  return 'text'
}

/** What an event tells, in a line. */
export function brief(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null) return payload === null || payload === undefined ? '' : String(payload)
  return Object.entries(payload)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => `${key}=${typeof value === 'object' && value !== null ? briefObject(value) : briefValue(key, value)}`)
    .join(' ')
}

function briefValue(key: string, value: unknown): string {
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value)
  return key === 'progress' ? formatPercent(value) : value.toFixed(2)
}

function briefObject(value: object): string {
  if ('message' in value) return String(value.message)
  return 'name' in value ? String(value.name) : JSON.stringify(value)
}
