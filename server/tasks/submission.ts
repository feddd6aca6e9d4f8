// What a caller may ask for when submitting a task: ranges and formats, all violations at once. Knows nothing of storage.
import { z } from 'zod'
import type { retryStrategies } from '../agents/config.ts'
import { checkParameters, type ParametersCheck } from '../agents/parameters.ts'
import { type Violation, validationFailed } from '../errors.ts'
import { dependencyPolicies, finalStatuses, type NotifyTarget, priorities } from '../queue/task.ts'

const maxAheadMs = 5 * 366 * 24 * 3600_000
const maxParameterBytes = 256 * 1024

const tooLarge = `expected at most ${maxParameterBytes / 1024} KB`
const isSmall = (parameters: object) => JSON.stringify(parameters).length <= maxParameterBytes

/** As `checkParameters`, for a task that is there and gets others: they may be as large as those of a new one. */
export function checkChanged(agent: Parameters<typeof checkParameters>[0], parameters: object): ParametersCheck {
  if (isSmall(parameters)) return checkParameters(agent, parameters)
  return { ok: false, violations: [{ path: 'parameters', message: tooLarge }] }
}

/** GraphQL passes null for what the caller left empty on purpose; both mean "not given" here. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined)
const between = (min: number, max: number) =>
  z
    .number({ error: `expected a number from ${min} to ${max}` })
    .min(min, `expected ${min} to ${max}`)
    .max(max, `expected ${min} to ${max}`)
const whole = (min: number, max: number) => between(min, max).int('expected a whole number')
const moment = z
  .date({ error: 'expected a date and time' })
  .refine((date) => date.getTime() < Date.now() + maxAheadMs, 'expected a moment within the next five years')

/** As the schema spells them. */
const strategies = ['EXPONENTIAL', 'LINEAR', 'FIXED'] as const satisfies readonly Uppercase<(typeof retryStrategies)[number]>[]

const retrySchema = z.object({
  maxAttempts: optional(whole(1, 20)),
  strategy: optional(z.enum(strategies).transform((name) => name.toLowerCase() as (typeof retryStrategies)[number])),
  delaySeconds: optional(between(0, 86_400)),
  factor: optional(between(1, 10)),
  maxDelaySeconds: optional(between(0, 604_800)),
  jitter: optional(between(0, 1)),
})

const notifySchema = z
  .object({
    webhook: optional(
      z
        .url({ protocol: /^https?$/, error: 'expected a URL that starts with https:// or http://' })
        .max(2000, 'expected at most 2000 characters')
        .refine(hasNoLogin, 'expected a URL without user name and password'),
    ),
    email: optional(z.email('expected an email address').max(254, 'expected at most 254 characters')),
    slack: optional(z.string().regex(/^([CDGUW][A-Z0-9]{5,20}|#[^\s#@<>,]{1,80})$/, 'expected a channel such as C0123456789 or #releases')),
    on: optional(z.array(z.enum(finalStatuses)).min(1, 'expected at least one end')),
  })
  .transform(({ webhook, email, slack, on = finalStatuses }, context): NotifyTarget => {
    const given = Object.entries({ WEBHOOK: webhook, EMAIL: email, SLACK: slack }).flatMap(([kind, address]) =>
      address ? [{ kind: kind as NotifyTarget['kind'], address }] : [],
    )
    const [target] = given
    if (target && given.length === 1) return { ...target, on: [...new Set(on)] }
    context.addIssue({ code: 'custom', message: 'expected exactly one of webhook, email and slack' })
    return z.NEVER
  })

function hasNoLogin(address: string): boolean {
  const { username, password } = URL.canParse(address) ? new URL(address) : { username: '', password: '' }
  return username === '' && password === ''
}

const dependencyPattern = /^(T-[1-9]\d{0,14}|#[1-9]\d{0,2})$/

const submissionSchema = z.object({
  agent: optional(z.string().min(1, 'expected the name of an agent').max(100)),
  capabilities: optional(z.array(z.string().min(1).max(100)).min(1).max(20)),
  parameters: z
    .custom<Record<string, unknown>>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'expected an object')
    .refine(isSmall, tooLarge),
  priority: optional(z.enum(priorities)),
  urgency: optional(whole(0, 9)),
  tags: optional(
    z.array(z.string().trim().min(1, 'expected a word').max(64, 'expected at most 64 characters')).max(20, 'expected at most 20 tags'),
  ),
  runAt: optional(moment),
  deadline: optional(moment.refine((date) => date.getTime() > Date.now(), 'expected a moment in the future')),
  dependsOn: optional(
    z
      .array(z.string().regex(dependencyPattern, 'expected the id of a task such as T-1042, or #1 for the first task of this request'))
      .max(50, 'expected at most 50 tasks'),
  ),
  onDependencyFailure: optional(z.enum(dependencyPolicies)),
  timeoutSeconds: optional(whole(1, 86_400)),
  retry: optional(retrySchema),
  idempotencyKey: optional(z.string().min(1, 'expected a key').max(200, 'expected at most 200 characters')),
  workspace: optional(z.string()),
  notify: optional(z.array(notifySchema).max(10, 'expected at most 10 targets')),
})

export type SubmissionInput = z.input<typeof submissionSchema>
export type Submission = z.output<typeof submissionSchema>

export function parseSubmission(input: unknown, path: string): Submission {
  const parsed = submissionSchema.safeParse(input)
  if (!parsed.success) {
    throw validationFailed(
      parsed.error.issues.map((issue): Violation => ({ path: [...(path ? [path] : []), ...issue.path].join('.'), message: issue.message })),
      'TASK_001',
    )
  }
  const { agent, capabilities, runAt, deadline } = parsed.data
  const wrong = (field: string, message: string) =>
    validationFailed([{ path: [path, field].filter(Boolean).join('.'), message }], 'TASK_001')
  if (agent === undefined && capabilities === undefined) throw wrong('agent', 'expected the name of an agent, or capabilities')
  if (runAt && deadline && runAt >= deadline) throw wrong('deadline', `expected a moment after runAt, ${runAt.toISOString()}`)
  return parsed.data
}

/** What it asks to wait for, as far as that can be read: it may be judged although something else is wrong. */
export function dependencyNames({ dependsOn }: { dependsOn?: unknown }): string[] {
  if (!Array.isArray(dependsOn)) return []
  return (dependsOn as unknown[]).filter((name): name is string => typeof name === 'string' && dependencyPattern.test(name))
}

/** One target by itself, for those who keep targets outside of tasks. */
export function parseNotify(input: unknown): { ok: true; target: NotifyTarget } | { ok: false; messages: string[] } {
  const parsed = notifySchema.safeParse(input)
  return parsed.success ? { ok: true, target: parsed.data } : { ok: false, messages: parsed.error.issues.map(({ message }) => message) }
}
