// The form of a workflow as people write it, in YAML or as an object: one schema for each kind of step. Knows nothing of graphs or runs.
import { z } from 'zod'
import { durationExpected, durationPattern } from '../agents/duration.ts'

export const stepKinds = ['AGENT', 'PARALLEL', 'CONDITION', 'FOR_EACH', 'WAIT', 'APPROVAL', 'QUESTION', 'WORKFLOW', 'END'] as const
export type StepKind = (typeof stepKinds)[number]

export const maxSteps = 200

const stepIdPattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/
const stepIdExpected = 'expected a letter, then letters, digits, _ or -, at most 64 in all'

const duration = z.string({ error: durationExpected }).regex(durationPattern, durationExpected)
const text = (max: number) =>
  z.string({ error: 'expected a text' }).min(1, 'expected a text').max(max, `expected at most ${max} characters`)
const stepId = z.string({ error: stepIdExpected }).regex(stepIdPattern, stepIdExpected)
const names = z.union([text(100).transform((name) => [name]), z.array(text(100)).max(100)], {
  error: 'expected the id of a step, or a list',
})
const values = z.record(z.string(), z.unknown(), { error: 'expected an object' })
/** What a template may stand for is checked when it has a value. */
const templated = z.string({ error: 'expected a text' }).max(4000)

const notifyTarget = z.union([text(2000), values], { error: 'expected an address, or one of webhook, email and slack' })
const retry = z.union(
  [
    z.int().min(0).max(19),
    z.strictObject({
      max_attempts: z.int().min(1).max(20).optional(),
      strategy: z.enum(['exponential', 'linear', 'fixed']).optional(),
      delay: duration.optional(),
      factor: z.number().min(1).max(10).optional(),
      max_delay: duration.optional(),
      jitter: z.number().min(0).max(1).optional(),
    }),
  ],
  { error: 'expected how often to try again, or max_attempts, delay and strategy' },
)

/** A step that only runs when another one asks for it: by its id, or written in place. */
const helper = z.union([stepId, values], { error: 'expected the id of a step, or a step' })
const onFailure = z.union(
  [
    z.enum(['fail', 'continue']),
    z.strictObject({
      retry: z.int().min(1).max(20).optional(),
      delay: duration.optional(),
      fallback: helper.optional(),
      // biome-ignore lint/suspicious/noThenProperty: the word that people write
      then: z.enum(['fail', 'continue']).optional(),
    }),
  ],
  { error: 'expected fail, continue, or retry, fallback and then' },
)

const common = {
  id: stepId.optional(),
  type: z.string().optional(),
  name: text(200).optional(),
  depends_on: names.optional(),
  on_failure: onFailure.optional(),
  compensate: helper.optional(),
}

/** Steps in order, or by id. What is inside is read step by step, so that every one is reported on. */
const steps = z.union([z.array(z.unknown()), values], { error: 'expected steps' })
const people = {
  roles: z.union([text(20).transform((one) => [one]), z.array(text(20))]).optional(),
  users: z.union([templated.transform((one) => [one]), z.array(templated)]).optional(),
  groups: z.union([text(100).transform((one) => [one]), z.array(text(100))]).optional(),
}
const asking = {
  ...common,
  ...people,
  title: templated.min(1).optional(),
  text: templated.optional(),
  details: z.unknown().optional(),
  expires: duration.optional(),
  escalate: z.strictObject({ after: duration, ...people }).optional(),
  requester_may_decide: z.boolean().optional(),
}

const schemas = {
  AGENT: z.strictObject({
    ...common,
    agent: text(100),
    parameters: values.default({}),
    retry: retry.optional(),
    timeout: z.union([duration, z.int().min(1).max(86_400)], { error: durationExpected }).optional(),
    priority: z.enum(['CRITICAL', 'HIGH', 'NORMAL', 'LOW', 'critical', 'high', 'normal', 'low']).optional(),
    tags: z.array(text(64)).max(19).optional(),
  }),
  PARALLEL: z.strictObject({ ...common, steps }),
  CONDITION: z.strictObject({
    ...common,
    if: z.union([z.string().min(1).max(4000), z.boolean()], { error: 'expected an expression' }),
    // biome-ignore lint/suspicious/noThenProperty: the word that people write
    then: z.union([stepId, steps], { error: 'expected steps, or ids of steps' }).optional(),
    else: z.union([stepId, steps], { error: 'expected steps, or ids of steps' }).optional(),
  }),
  FOR_EACH: z.strictObject({
    ...common,
    items: z.union([templated, z.array(z.unknown())], { error: 'expected a list, or a template for one' }),
    steps,
    concurrency: z.int().min(1).max(maxSteps).default(5),
  }),
  WAIT: z.strictObject({
    ...common,
    for: duration.optional(),
    until: templated.optional(),
    event: templated.optional(),
    match: z.string().min(1).max(4000).optional(),
    timeout: duration.optional(),
  }),
  APPROVAL: z.strictObject({ ...asking, quorum: z.int().min(1).max(20).default(1) }),
  QUESTION: z.strictObject({ ...asking, choices: z.array(text(200)).min(1).max(50).optional(), form: values.optional() }),
  WORKFLOW: z.strictObject({ ...common, template: text(100), version: z.int().min(1).optional(), parameters: values.default({}) }),
  END: z.strictObject({ ...common, status: z.enum(['succeeded', 'failed']).default('succeeded'), reason: templated.optional() }),
}

export type StepForms = { [kind in StepKind]: z.output<(typeof schemas)[kind]> }

export function schemaOf(kind: StepKind): z.ZodObject {
  return schemas[kind]
}

const ending = z.strictObject({
  notify: z.union([notifyTarget.transform((one) => [one]), z.array(notifyTarget).max(10)]).optional(),
  retry_workflow: z.union([z.boolean(), z.int().min(0).max(10)]).optional(),
})

export const definitionSchema = z.strictObject({
  workflow_id: z.string().optional(),
  name: text(200).optional(),
  title: text(200).optional(),
  description: z.string().max(2000).optional(),
  parameters: values.optional(),
  steps,
  on_success: ending.omit({ retry_workflow: true }).optional(),
  on_failure: ending.optional(),
})

export type DefinitionForm = z.output<typeof definitionSchema>

/** Words of older documents, and the ones used here. */
export const stepAliases: Readonly<Record<string, string>> = {
  step_id: 'id',
  agent_id: 'agent',
  tasks: 'steps',
  branches: 'steps',
  step: 'steps',
  dependsOn: 'depends_on',
  onFailure: 'on_failure',
}

const kindWords: Readonly<Record<string, StepKind>> = {
  agent: 'AGENT',
  task: 'AGENT',
  parallel: 'PARALLEL',
  group: 'PARALLEL',
  condition: 'CONDITION',
  'for-each': 'FOR_EACH',
  for_each: 'FOR_EACH',
  foreach: 'FOR_EACH',
  wait: 'WAIT',
  approval: 'APPROVAL',
  question: 'QUESTION',
  workflow: 'WORKFLOW',
  end: 'END',
}
export const kindNames = ['agent', 'parallel', 'condition', 'for-each', 'wait', 'approval', 'question', 'workflow', 'end'] as const

/** By what it says, or by the key that only one kind has. */
export function kindOf(step: { [key: string]: unknown }): StepKind | undefined {
  if (step['type'] !== undefined) return kindWords[String(step['type']).toLowerCase()]
  if ('agent' in step) return 'AGENT'
  if ('if' in step) return 'CONDITION'
  if ('items' in step) return 'FOR_EACH'
  if ('template' in step) return 'WORKFLOW'
  if ('steps' in step) return 'PARALLEL'
  return undefined
}
