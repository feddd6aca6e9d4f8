// Turns a definition into a plan: reads every step by the form of its kind, lays nested steps out as a graph, and collects all that is wrong.
// Whether the graph makes sense is checked elsewhere.
import { toFileIssues } from '../agents/agent-file-issues.ts'
import type { JsonSchema } from '../agents/config.ts'
import { parseDuration } from '../agents/duration.ts'
import { didYouMean } from '../did-you-mean.ts'
import { type DefinitionForm, definitionSchema, kindNames, kindOf, type StepKind, schemaOf, stepAliases } from './definition.ts'
import type { Place, Problem } from './definition-text.ts'
import { readEnding } from './endings.ts'
import { createPlan, type FailurePolicy, type Plan, type PlanNode, type Side } from './plan.ts'
import { toWork } from './step-work.ts'

interface Surroundings {
  parent: string | undefined
  side: Side | undefined
  loops: readonly string[]
}

interface Reader {
  problems: Problem[]
  /** Built up while reading; `after` grows when conditions and sequences are known. */
  nodes: Draft[]
  /** Steps that stand beside each other. */
  levels: { steps: Draft[]; inOrder: boolean }[]
}

type Draft = { -readonly [key in keyof PlanNode]: PlanNode[key] } & { said: boolean }

export function readDefinition(value: unknown): { plan: Plan; problems: Problem[] } {
  const reader: Reader = { problems: [], nodes: [], levels: [] }
  const parsed = definitionSchema.safeParse(value, { reportInput: true })
  if (!parsed.success) {
    reader.problems.push(
      ...toProblems(
        toFileIssues(parsed.error.issues, () => Object.keys(definitionSchema.shape)),
        [],
      ),
    )
  }
  const form = (parsed.data ?? value ?? {}) as Partial<DefinitionForm>
  if (form.steps !== undefined && form.steps !== null && typeof form.steps === 'object') {
    readSteps(reader, form.steps, ['steps'], { parent: undefined, side: undefined, loops: [] })
  }
  linkHelpers(reader)
  for (const { steps, inOrder } of reader.levels) {
    linkBranches(steps)
    if (inOrder) linkSequence(steps)
  }
  const success = readEnding(form.on_success?.notify, ['on_success', 'notify'])
  const failure = readEnding(form.on_failure?.notify, ['on_failure', 'notify'])
  reader.problems.push(...success.problems, ...failure.problems)
  const again = form.on_failure?.retry_workflow
  const plan = createPlan(reader.nodes, {
    name: form.title ?? form.name,
    description: form.description ?? '',
    parameters: (form.parameters ?? { type: 'object' }) as JsonSchema,
    onSuccess: { notify: success.notify },
    onFailure: { notify: failure.notify, retries: typeof again === 'number' ? again : again ? 1 : 0 },
  })
  return { plan, problems: reader.problems }
}

function toProblems(issues: readonly { path: Place; message: string }[], place: Place): Problem[] {
  return issues.map(({ path, message }) => ({ place: [...place, ...path], message }))
}

/** A list runs in its order where a step says nothing else; steps by id run as their depends_on says. */
function readSteps(reader: Reader, steps: unknown, place: Place, around: Surroundings, order: 'sequence' | 'free' = 'sequence'): void {
  const isList = Array.isArray(steps)
  const entries: [string | number, unknown][] = isList ? [...steps.entries()] : Object.entries(steps as object)
  if (entries.length === 0) reader.problems.push({ place, message: 'expected at least one step' })
  const read = entries.flatMap(([key, step]) => {
    const node = readStep(reader, step, { place: [...place, key], around, id: isList ? undefined : String(key) })
    return node ? [node] : []
  })
  reader.levels.push({ steps: read, inOrder: isList && order === 'sequence' })
}

/** A step that others name as their fallback, or to undo what they did, runs only then. */
function linkHelpers({ nodes }: Reader): void {
  for (const node of nodes) {
    for (const [role, id] of [
      ['fallback', node.onFailure.fallback],
      ['undo', node.undo],
    ] as const) {
      const helper = id === undefined ? undefined : nodes.find((each) => each.id === id)
      if (helper) helper.role = role
    }
  }
}

/** Steps that a condition names by id wait for it. */
function linkBranches(read: readonly Draft[]): void {
  for (const { id: condition, work } of read) {
    if (work.kind !== 'CONDITION') continue
    for (const { id, side } of work.targets) {
      const target = read.find((node) => node.id === id)
      if (target) target.branches = [...target.branches, { condition, side }]
    }
  }
}

function linkSequence(read: readonly Draft[]): void {
  const own = read.filter(({ role }) => !role)
  for (const [index, node] of own.entries()) {
    const before = own[index - 1]
    if (!before || node.said || node.branches.length > 0) continue
    // Behind the branches of a condition: behind the condition and all of its branches.
    const conditions = new Set(before.branches.map(({ condition }) => condition))
    const fellows = own.filter(({ branches }) => branches.some(({ condition }) => conditions.has(condition)))
    node.after =
      conditions.size > 0 ? [...new Set([...conditions, ...fellows.filter(({ id }) => id !== node.id).map(({ id }) => id)])] : [before.id]
  }
}

interface StepPlace {
  place: Place
  around: Surroundings
  /** Given by the key it stands under, or by the step it helps. */
  id: string | undefined
  role?: PlanNode['role']
  /** When it has no other. */
  name?: string
}

function readStep(reader: Reader, given: unknown, at: StepPlace): Draft | undefined {
  const { place, around } = at
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    reader.problems.push({ place, message: `expected a step, got ${JSON.stringify(given)?.slice(0, 60) ?? 'nothing'}` })
    return undefined
  }
  const { step, named } = withPlainNames(given as { [key: string]: unknown })
  const kind = kindOf(step)
  if (!kind) {
    const message =
      step['type'] === undefined
        ? `expected a type, one of ${kindNames.join(', ')}, or the name of an agent`
        : `expected one of ${kindNames.join(', ')}, got ${JSON.stringify(step['type'])}${didYouMean(String(step['type']), kindNames)}`
    reader.problems.push({ place: [...place, ...(step['type'] === undefined ? [] : ['type'])], message })
    return undefined
  }
  const form = readForm(reader, { kind, step, named, place })
  const id = (typeof step['id'] === 'string' ? step['id'] : undefined) ?? at.id
  if (id === undefined) reader.problems.push({ place: [...place, named('id')], message: 'is missing; expected an id for the step' })
  if (!form || id === undefined) return undefined
  const node: Draft = {
    id,
    name: (form['name'] as string | undefined) ?? at.name ?? id,
    work: toWork(kind, form as never),
    place,
    after: (form['depends_on'] as string[] | undefined) ?? [],
    said: form['depends_on'] !== undefined,
    branches: [],
    ...around,
    role: at.role,
    onFailure: { retry: 0, delayMs: 0, fallback: undefined, otherwise: 'fail' },
    undo: undefined,
  }
  reader.nodes.push(node)
  node.onFailure = readPolicy(reader, form['on_failure'] as PolicyForm, { node, place: [...place, named('on_failure')] })
  node.undo = readHelper(reader, form['compensate'], { node, role: 'undo', place: [...place, 'compensate'] })
  readInside(reader, node, { form, named })
  return node
}

function readForm(
  reader: Reader,
  { kind, step, named, place }: { kind: StepKind; step: object; named: (key: string) => string; place: Place },
): { [key: string]: unknown } | undefined {
  const schema = schemaOf(kind)
  const parsed = schema.safeParse(step, { reportInput: true })
  if (parsed.success) return parsed.data as { [key: string]: unknown }
  const issues = toFileIssues(parsed.error.issues, (path) => (path.length === 0 ? Object.keys(schema.shape) : []))
  reader.problems.push(
    ...issues.map(({ path: [first, ...rest], message }) => ({
      place: [...place, ...(first === undefined ? [] : [named(String(first))]), ...rest],
      message,
    })),
  )
  return undefined
}

/** Older words become ours; `named` gives back the word that was written. */
function withPlainNames(given: { [key: string]: unknown }): { step: { [key: string]: unknown }; named: (key: string) => string } {
  const written = new Map<string, string>()
  const step = Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      const plain = Object.hasOwn(stepAliases, key) ? (stepAliases[key] as string) : key
      written.set(plain, key)
      return [plain, value]
    }),
  )
  return { step, named: (key) => written.get(key) ?? key }
}

function readInside(
  reader: Reader,
  node: Draft,
  { form, named }: { form: { [key: string]: unknown }; named: (key: string) => string },
): void {
  const { work, place, loops } = node
  if (work.kind === 'PARALLEL')
    readSteps(reader, form['steps'], [...place, named('steps')], { parent: node.id, side: undefined, loops }, 'free')
  if (work.kind === 'FOR_EACH')
    readSteps(reader, bodyOf(form['steps']), [...place, named('steps')], { parent: node.id, side: undefined, loops: [...loops, node.id] })
  if (work.kind !== 'CONDITION') return
  const targets: { id: string; side: Side }[] = []
  for (const side of ['then', 'else'] as const) {
    const branch = form[side]
    if (typeof branch === 'string') targets.push({ id: branch, side })
    else if (isListOfIds(branch)) targets.push(...branch.map((id) => ({ id, side })))
    else if (branch !== undefined) readSteps(reader, bodyOf(branch), [...place, side], { parent: node.id, side, loops })
  }
  node.work = { ...work, targets }
}

/** One step where several may stand. */
function bodyOf(steps: unknown): unknown {
  const isStep =
    typeof steps === 'object' && steps !== null && !Array.isArray(steps) && ('agent' in steps || 'agent_id' in steps || 'type' in steps)
  return isStep ? [steps] : steps
}

function isListOfIds(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')
}

type PolicyForm = 'fail' | 'continue' | { retry?: number; delay?: string; fallback?: unknown; then?: 'fail' | 'continue' } | undefined

function readPolicy(reader: Reader, form: PolicyForm, { node, place }: { node: Draft; place: Place }): FailurePolicy {
  if (form === undefined || typeof form === 'string') return { retry: 0, delayMs: 0, fallback: undefined, otherwise: form ?? 'fail' }
  return {
    retry: form.retry ?? 0,
    delayMs: form.delay === undefined ? 0 : parseDuration(form.delay),
    fallback: readHelper(reader, form.fallback, { node, role: 'fallback', place: [...place, 'fallback'] }),
    otherwise: form.then ?? 'fail',
  }
}

/** A step written in place gets the id of the step it helps, with a word behind it. */
function readHelper(
  reader: Reader,
  form: unknown,
  { node, role, place }: { node: Draft; role: 'fallback' | 'undo'; place: Place },
): string | undefined {
  if (form === undefined || typeof form === 'string') return form
  const { parent, side, loops } = node
  return readStep(reader, form, {
    place,
    around: { parent, side, loops },
    id: `${node.id}_${role}`,
    role,
    name: `${role === 'undo' ? 'Undo' : 'Instead of'} ${node.name}`,
  })?.id
}
