// The audit log.
import type { AuditEntry } from '../../audit/chain.ts'
import { checkAudit, readAudit } from '../../audit/read-audit.ts'
import { pageSize, toConnection } from '../connection.ts'
import type { Context } from '../context.ts'
import type { QueryAuditLogArgs, Resolvers } from '../generated/resolvers.ts'

export const auditQueries: Pick<NonNullable<Resolvers['Query']>, 'auditLog' | 'auditVerify'> = {
  auditLog: (_root, args, context) => listEntries(args, context),
  auditVerify: async (_root, { head }, { product, viewer, requestId }) => {
    const { intact, checked, firstBad, problem } = await checkAudit(product, { viewer, requestId }, head)
    return { intact, checked, firstBad: firstBad ?? null, problem: problem ?? null }
  },
}

async function listEntries({ filter, first, after }: Partial<QueryAuditLogArgs>, { product, cursors, viewer, requestId }: Context) {
  const size = pageSize(first)
  const list = { name: 'auditLog', filter: { ...filter, workspace: viewer.workspace } }
  const before = after ? Number(cursors.decodeCursor(list, after)[0]) : undefined
  const rows = await readAudit(product, { viewer, requestId }, { filter: filter ?? {}, before, limit: size + 1 })
  const cursorOf = ({ number }: { number: number }) => cursors.encodeCursor({ list, values: [number] })
  const count = async () => ({ value: rows.length, exact: rows.length <= size })
  return toConnection({ rows: rows.map(toView), size, after, cursorOf, count })
}

function toView({ _id, at, actor, action, subject, reason, origin, requestId, details, hash }: AuditEntry) {
  return {
    number: _id,
    at,
    actor: { id: actor.id, name: actor.name },
    via: actor.via ?? null,
    place: actor.place ?? null,
    action,
    subject,
    reason: reason ?? null,
    origin: origin ?? null,
    requestId: requestId ?? null,
    details: actor.address ? { ...details, address: actor.address } : details,
    hash,
  }
}
