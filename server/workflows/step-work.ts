// What a step does, from the form it was written in. Pure; the form has been checked.
import type { JsonSchema } from '../agents/config.ts'
import { parseDuration } from '../agents/duration.ts'
import type { Priority, StoredRetry } from '../queue/task.ts'
import type { StepForms, StepKind } from './definition.ts'
import type { Asking, Work } from './plan.ts'

export function toWork<K extends StepKind>(kind: K, form: StepForms[K]): Work {
  return makers[kind](form as never)
}

const makers: { readonly [K in StepKind]: (form: StepForms[K]) => Work } = {
  AGENT: ({ agent, parameters, retry, timeout, priority, tags }) => ({
    kind: 'AGENT',
    agent,
    parameters,
    retry: toRetry(retry),
    timeoutSeconds: typeof timeout === 'string' ? Math.ceil(parseDuration(timeout) / 1000) : timeout,
    priority: priority?.toUpperCase() as Priority | undefined,
    tags: tags ?? [],
  }),
  PARALLEL: () => ({ kind: 'PARALLEL' }),
  CONDITION: (form) => ({ kind: 'CONDITION', expression: expressionOf(String(form.if)), targets: [] }),
  FOR_EACH: ({ items, concurrency }) => ({ kind: 'FOR_EACH', items, concurrency }),
  WAIT: (form) => ({
    kind: 'WAIT',
    ...(form.for !== undefined && { forMs: parseDuration(form.for) }),
    ...(form.until !== undefined && { until: form.until }),
    ...(form.event !== undefined && { event: form.event }),
    ...(form.match !== undefined && { match: expressionOf(form.match) }),
    ...(form.timeout !== undefined && { timeoutMs: parseDuration(form.timeout) }),
  }),
  APPROVAL: (form) => ({ kind: 'APPROVAL', quorum: form.quorum, ...toAsking(form) }),
  QUESTION: (form) => ({ kind: 'QUESTION', choices: form.choices ?? [], form: form.form as JsonSchema | undefined, ...toAsking(form) }),
  WORKFLOW: ({ template, version, parameters }) => ({ kind: 'WORKFLOW', template, version, parameters }),
  END: ({ status, reason }) => ({ kind: 'END', status, reason }),
}

/** Written with or without the braces of a template. */
function expressionOf(text: string): string {
  const inner = /^\s*\{\{([\s\S]*)\}\}\s*$/.exec(text)?.[1]
  return (inner && !inner.includes('{{') ? inner : text).trim()
}

function toAsking(form: StepForms['APPROVAL'] | StepForms['QUESTION']): Asking {
  const { title, text, details, expires, escalate, requester_may_decide: requesterMayDecide } = form
  return {
    ...askedOf(form),
    title,
    text,
    details,
    expiresMs: expires === undefined ? undefined : parseDuration(expires),
    escalate: escalate && { afterMs: parseDuration(escalate.after), ...askedOf(escalate) },
    requesterMayDecide,
  }
}

function askedOf({
  roles = [],
  users = [],
  groups = [],
}: {
  roles?: string[] | undefined
  users?: string[] | undefined
  groups?: string[] | undefined
}) {
  return { roles: roles.map((role) => role.toUpperCase()), users, groups }
}

function toRetry(form: StepForms['AGENT']['retry']): Partial<StoredRetry> | undefined {
  if (form === undefined) return undefined
  if (typeof form === 'number') return { maxAttempts: form + 1 }
  const { max_attempts: maxAttempts, strategy, delay, factor, max_delay: maxDelay, jitter } = form
  return {
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(strategy && { strategy }),
    ...(delay !== undefined && { delayMs: parseDuration(delay) }),
    ...(factor !== undefined && { factor }),
    ...(maxDelay !== undefined && { maxDelayMs: parseDuration(maxDelay) }),
    ...(jitter !== undefined && { jitter }),
  }
}
