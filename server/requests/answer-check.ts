// What somebody says to a request, checked against what it asks for. Pure.
import type { Json } from '../agents/adapter.ts'
import type { JsonSchema } from '../agents/config.ts'
import { createAjv } from '../agents/json-schema.ts'
import { toViolation } from '../agents/schema-violations.ts'
import { withinReason } from '../agents/within-reason.ts'
import { type Violation, validationFailed } from '../errors.ts'
import type { RequestBody, RequestDoc } from '../queue/request-doc.ts'

const maxText = 10_000
const maxBytes = 64 * 1024

export interface Said {
  decision?: 'APPROVE' | 'REJECT' | null | undefined
  answer?: unknown
  reason?: string | null | undefined
}

export type CheckedSaying = { decision: 'APPROVE' | 'REJECT'; reason?: string } | { answer: Json; reason?: string }

export function checkSaying(
  request: Pick<RequestDoc, '_id' | 'kind'>,
  body: RequestBody,
  { decision, answer, reason }: Said,
): CheckedSaying {
  const because = reason?.trim() || undefined
  const hasAnswer = answer !== undefined && answer !== null
  const violations: Violation[] = []
  if (because && because.length > 1000)
    violations.push({ path: 'reason', message: `expected at most 1000 characters, got ${because.length}` })
  if (request.kind === 'APPROVAL') {
    if (!decision) violations.push({ path: 'decision', message: `expected APPROVE or REJECT: ${request._id} is an approval` })
    if (hasAnswer) violations.push({ path: 'answer', message: 'belongs to a question; this is an approval' })
    if (decision === 'REJECT' && !because) violations.push({ path: 'reason', message: 'is demanded for a no' })
  } else {
    if (decision) violations.push({ path: 'decision', message: 'belongs to an approval; this is a question' })
    if (!hasAnswer) violations.push({ path: 'answer', message: 'is missing' })
    else violations.push(...checkAnswer(body, answer as Json))
  }
  if (violations.length > 0) throw validationFailed(violations)
  const why = because ? { reason: because } : {}
  return decision ? { decision, ...why } : { answer: answer as Json, ...why }
}

function breaksOf(form: JsonSchema, answer: Json): Violation[] {
  const validate = createAjv().compile(form)
  return validate(answer) ? [] : (validate.errors ?? []).flatMap((error) => toViolation(error, 'answer') ?? [])
}

function checkAnswer({ choices, form }: RequestBody, answer: Json): Violation[] {
  if (JSON.stringify(answer).length > maxBytes) return [{ path: 'answer', message: `expected at most ${maxBytes / 1024} KB` }]
  if (form)
    return withinReason(
      () => breaksOf(form, answer),
      (why) => [{ path: 'answer', message: `cannot be checked: ${why}` }],
    )
  if (typeof answer !== 'string' || answer.trim() === '') return [{ path: 'answer', message: 'expected a text' }]
  if (choices.length > 0 && !choices.includes(answer))
    return [
      { path: 'answer', message: `expected one of ${choices.map((choice) => `"${choice}"`).join(', ')}, got "${answer.slice(0, 60)}"` },
    ]
  return answer.length > maxText ? [{ path: 'answer', message: `expected at most ${maxText} characters, got ${answer.length}` }] : []
}
