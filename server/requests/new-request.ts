// Makes the document of a new request: seals what it shows, binds its digest to the details, and works out who may decide. Stores nothing.
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Json } from '../agents/adapter.ts'
import type { Deciders, RequestBody, RequestDoc } from '../queue/request-doc.ts'
import { requestPlace } from '../queue/request-doc.ts'
import type { Person } from '../queue/task.ts'

export interface NewRequest {
  id: string
  workspace: string
  kind: RequestDoc['kind']
  title: string
  text?: string | undefined
  choices?: readonly string[]
  form?: { [key: string]: Json } | undefined
  details: Json
  deciders: Deciders
  quorum?: number
  expiresMs?: number | undefined
  escalate?: (Deciders & { afterMs: number }) | undefined
  requesterMayDecide: boolean
  requestedBy: Person
  run?: string
  step?: string
  task?: string
}

export interface Sealer {
  seal(value: Json, place: string): Buffer
}

export function toRequest(vault: Sealer, request: NewRequest, now: Date): RequestDoc {
  const { id, workspace, kind, title, text, choices = [], form, details, deciders, quorum = 1, expiresMs, escalate, ...rest } = request
  const body: RequestBody = { text: text ?? null, choices: [...choices], form: form ?? null, details }
  return {
    _id: id,
    workspace,
    kind,
    status: 'OPEN',
    open: true,
    title,
    body: vault.seal(body as unknown as Json, requestPlace(id, 'body')),
    digest: digestOf(details),
    ...plain(deciders),
    quorum,
    decisions: [],
    createdAt: now,
    ...(expiresMs !== undefined && { expiresAt: new Date(now.getTime() + expiresMs) }),
    ...(escalate && { escalate: withMoment(escalate, now) }),
    ...rest,
  }
}

function withMoment({ afterMs, roles, users, groups }: Deciders & { afterMs: number }, now: Date): NonNullable<RequestDoc['escalate']> {
  return { ...plain({ roles, users, groups }), at: new Date(now.getTime() + afterMs) }
}

/** Addresses are compared in lower case. */
function plain({ roles, users, groups }: Deciders): Deciders {
  return { roles, users: users.map((user) => (user.includes('@') ? user.toLowerCase() : user)), groups }
}

/** The same details in another order of keys have the same digest. */
export function digestOf(details: Json): string {
  return createHash('sha256')
    .update(canonicalize(details) ?? 'null')
    .digest('hex')
}
