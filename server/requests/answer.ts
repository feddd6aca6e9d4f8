// The verb "answer": somebody decides an approval or answers a question. Settled by one conditional write; whoever comes later is told
// who was first.
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'
import { by } from '../events/event-log.ts'
import { checkId } from '../ids.ts'
import { type Database, RetryTransaction } from '../mongo.ts'
import { type RequestBody, type RequestDecision, type RequestDoc, requestEvent, requestPlace } from '../queue/request-doc.ts'
import type { TaskError } from '../queue/task.ts'
import { type CheckedSaying, checkSaying, type Said } from './answer-check.ts'
import { whyNot } from './deciders.ts'
import type { Sealer } from './new-request.ts'
import { requestsOf, writeRequest } from './request-store.ts'
import { settleTask, type TaskRules } from './settle-store.ts'

export interface AnswerDeps {
  database: Database
  vault: Sealer & { open(sealed: Uint8Array, place: string): unknown }
  rules: TaskRules
  /** A run may go on, a task may be claimed. */
  onSettled: (request: RequestDoc) => void
}

export interface AnswerInput extends Said {
  id: string
  digest?: string | null | undefined
  requestId?: string | undefined
}

export async function answerRequest(deps: AnswerDeps, viewer: Viewer, input: AnswerInput): Promise<RequestDoc> {
  const id = checkId('R', input.id)
  const settled = await deps.database.transaction(async (session) => {
    const request = await requestsOf(deps.database).findOne({ _id: id, workspace: viewer.workspace }, { session })
    if (!request) throw new CapstanError('NOT_FOUND', `There is no request ${id} in this workspace.`)
    demandOpen(request, new Date())
    const refusal = whyNot(viewer, request)
    if (refusal) throw new CapstanError('FORBIDDEN', refusal)
    const said = checkSaying(request, bodyOf(deps, request), input)
    if (input.digest && input.digest !== request.digest)
      throw new CapstanError('CONFLICT', `digest: the details of ${id} are others than those that were shown; look again before deciding.`)
    const after = decide(deps, { request, viewer, said, now: new Date() })
    const type = after.status === 'OPEN' ? 'request.decided' : (`request.${after.status.toLowerCase()}` as 'request.approved')
    const last = after.decisions.at(-1)
    const payload = {
      by: last?.by,
      decision: last?.decision,
      reason: last?.reason,
      task: request.task,
      run: request.run,
      step: request.step,
    }
    const event = { ...requestEvent(request, type, payload), requestId: input.requestId, reason: last?.reason, ...by(viewer) }
    const written = await writeRequest(deps.database, { before: request, after, events: [event], session })
    if (!written) throw new RetryTransaction('somebody else decided in this moment')
    if (after.task && after.status !== 'OPEN')
      await settleTask(deps.database, deps.rules, { request: after, error: endingOf(after), session })
    return after
  })
  if (settled.status !== 'OPEN') deps.onSettled(settled)
  return settled
}

/** Late and second answers hear who was first. */
function demandOpen({ _id, kind, status, decisions, settledAt, expiresAt }: RequestDoc, now: Date): void {
  if (status === 'OPEN' && !(expiresAt && expiresAt <= now)) return
  if (status === 'OPEN' || status === 'EXPIRED')
    throw new CapstanError('CONFLICT', `${_id} expired at ${(expiresAt ?? now).toISOString()}; ask again.`)
  if (status === 'CANCELLED') throw new CapstanError('CONFLICT', `${_id} is no longer needed since ${(settledAt ?? now).toISOString()}.`)
  const last = decisions.at(-1)
  const what = kind === 'QUESTION' ? 'answered' : status.toLowerCase()
  throw new CapstanError('CONFLICT', `${_id} was ${what} by ${last?.by.name ?? 'somebody'} at ${(settledAt ?? now).toISOString()}.`)
}

function decide(
  { vault }: AnswerDeps,
  { request, viewer, said, now }: { request: RequestDoc; viewer: Viewer; said: CheckedSaying; now: Date },
): RequestDoc {
  const earlier = request.decisions.find((decision) => decision.by.id === viewer.id)
  if (earlier)
    throw new CapstanError(
      'CONFLICT',
      `${viewer.name} has approved ${request._id} at ${earlier.at.toISOString()} already; somebody else has to as well.`,
    )
  const decision: RequestDecision = {
    by: { id: viewer.id, name: viewer.name },
    at: now,
    ...(said.reason && { reason: said.reason }),
    ...('decision' in said ? { decision: said.decision } : { answer: vault.seal(said.answer, requestPlace(request._id, 'answer')) }),
  }
  const decisions = [...request.decisions, decision]
  const status = statusAfter(request, decisions)
  return { ...request, decisions, status, ...(status !== 'OPEN' && { settledAt: now }) }
}

/** A no settles at once; a yes when enough different people have said it. */
function statusAfter({ kind, quorum }: RequestDoc, decisions: readonly RequestDecision[]): RequestDoc['status'] {
  if (kind === 'QUESTION') return 'ANSWERED'
  if (decisions.some(({ decision }) => decision === 'REJECT')) return 'REJECTED'
  return new Set(decisions.map(({ by: person }) => person.id)).size >= quorum ? 'APPROVED' : 'OPEN'
}

/** Why what waited for it cannot go on; undefined when it can. */
export function endingOf({ _id, status, decisions, expiresAt }: RequestDoc): TaskError | undefined {
  const last = decisions.at(-1)
  switch (status) {
    case 'REJECTED':
      return { code: 'REJECTED', class: 'PERMANENT', message: `${last?.by.name ?? 'Somebody'} said no to ${_id}: ${last?.reason ?? ''}` }
    case 'EXPIRED':
      return { code: 'EXPIRED', class: 'TIMEOUT', message: `Nobody decided ${_id} until ${expiresAt?.toISOString() ?? 'it expired'}.` }
    case 'CANCELLED':
      return { code: 'CANCELLED', class: 'CANCELLED', message: `${_id} was no longer needed.` }
    case 'OPEN':
    case 'APPROVED':
    case 'ANSWERED':
      return undefined
  }
}

export function bodyOf({ vault }: Pick<AnswerDeps, 'vault'>, { _id, body }: RequestDoc): RequestBody {
  return vault.open(body, requestPlace(_id, 'body')) as RequestBody
}
