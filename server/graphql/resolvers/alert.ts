// Alerts: the list, their news, and that somebody looks after one.
import { acknowledgeAlert } from '../../alerts/acknowledge.ts'
import type { AlertDoc } from '../../alerts/alert.ts'
import { type AlertListFilter, alertById, countAlerts, pageOfAlerts } from '../../alerts/alert-store.ts'
import { mayEver, workspaceOf } from '../../auth/policy.ts'
import { closable } from '../../events/closable.ts'
import { sharedWorkspace } from '../../events/event-log.ts'
import { type FeedMessage } from '../../events/feed.ts'
import { checkId } from '../../ids.ts'
import { type Connection, maxPageSize, pageSize, toConnection } from '../connection.ts'
import type { Context } from '../context.ts'
import type { AlertFilter, QueryAlertsArgs, Resolvers } from '../generated/resolvers.ts'

export type AlertList = Connection<AlertDoc>

const standing = ['OPEN', 'ACKNOWLEDGED'] as const

export const alertQueries: Pick<NonNullable<Resolvers['Query']>, 'alert' | 'alerts'> = {
  alert: async (_root, { id }, { product, viewer }) => (await alertById(product.database, checkId('A', id), viewer.workspace)) ?? null,
  alerts: (_root, args, context) => listAlerts(args, context),
}

export const alertMutations: Pick<NonNullable<Resolvers['Mutation']>, 'acknowledgeAlert'> = {
  acknowledgeAlert: (_root, args, { product, viewer }) => acknowledgeAlert(product.database, viewer, args),
}

export const alertSubscriptions: Pick<NonNullable<Resolvers['Subscription']>, 'alerts'> = {
  alerts: {
    subscribe: (_root, { filter }, context) => alertNews(filter, context),
    resolve: (alert: AlertDoc) => alert,
  },
}

export const alertResolvers: Pick<Resolvers, 'Alert'> = {
  Alert: {
    id: ({ _id }) => _id,
    acknowledgedBy: ({ acknowledgedBy }) => acknowledgedBy ?? null,
    acknowledgedAt: ({ acknowledgedAt }) => acknowledgedAt ?? null,
    note: ({ note }) => note ?? null,
    resolvedAt: ({ resolvedAt }) => resolvedAt ?? null,
    viewerCanAcknowledge: ({ status }, _args, { viewer }) => status !== 'RESOLVED' && mayEver(viewer, 'acknowledge'),
  },
}

function toFilter(filter: AlertFilter | null | undefined, { viewer }: Context): AlertListFilter {
  return {
    workspace: workspaceOf(viewer, filter?.workspace),
    status: filter?.status ?? standing,
    severity: filter?.severity ?? undefined,
    kind: filter?.kind ?? undefined,
  }
}

async function listAlerts(args: Partial<QueryAlertsArgs>, context: Context): Promise<AlertList> {
  const { database } = context.product
  const filter = toFilter(args.filter, context)
  const list = { name: 'alerts', filter }
  const size = pageSize(args.first)
  const [at, id] = args.after ? context.cursors.decodeCursor(list, args.after) : []
  const after = args.after ? { at: at as Date, id: String(id) } : undefined
  const rows = await pageOfAlerts(database, { filter, limit: size + 1, after })
  const cursorOf = ({ firstAt, _id }: AlertDoc) => context.cursors.encodeCursor({ list, values: [firstAt, _id] })
  return toConnection({ rows, size, after: args.after, cursorOf, count: () => countAlerts(database, filter) })
}

async function alertNews(given: AlertFilter | null | undefined, context: Context): Promise<AsyncIterableIterator<AlertDoc>> {
  const filter = toFilter(given, context)
  // Subscribed before they are read: what happens in between comes twice rather than not at all.
  const feed = await context.product.feed.subscribe({
    filter: ({ type, workspace }) => type.startsWith('alert.') && (workspace === filter.workspace || workspace === sharedWorkspace),
  })
  return closable(follow(context, { feed, filter, every: !given?.status }), () => void feed.return?.())
}

interface News {
  feed: AsyncIterable<FeedMessage>
  filter: AlertListFilter
  /** No state was asked for: those that pass are news too. */
  every: boolean
}

async function* follow({ product: { database } }: Context, { feed, filter, every }: News): AsyncGenerator<AlertDoc> {
  const page = () => pageOfAlerts(database, { filter, limit: maxPageSize, after: undefined })
  yield* (await page()).reverse()
  for await (const message of feed) {
    if (message.kind === 'gap') {
      yield* (await page()).reverse()
      continue
    }
    const alert = await alertById(database, message.event.subject, filter.workspace)
    if (alert && fits(alert, filter, every)) yield alert
  }
}

function fits(alert: AlertDoc, { status, severity, kind }: AlertListFilter, every: boolean): boolean {
  return (every || status.includes(alert.status)) && (!severity || severity.includes(alert.severity)) && (!kind || kind === alert.kind)
}
