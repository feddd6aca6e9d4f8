// The verb "start a workflow": checks the definition and the input, then stores the run together with its first tasks.
import type { Json } from '../agents/adapter.ts'
import { checkInput } from '../agents/parameters.ts'
import { demand, workspaceOf } from '../auth/policy.ts'
import { CapstanError, type Violation, validationFailed } from '../errors.ts'
import { findKey } from '../queue/keys.ts'
import { type NotifyTarget, type Priority, priorities } from '../queue/task.ts'
import { parseNotify } from '../tasks/submission.ts'
import type { Request } from '../tasks/submit.ts'
import { type CheckedDefinition, hashOf } from './check-definition.ts'
import { workOutFirst } from './move-runs.ts'
import { toRun } from './new-run.ts'
import type { RunDoc } from './run.ts'
import { runsOf } from './run-store.ts'
import { StartedBefore } from './store-starts.ts'
import type { Template } from './template.ts'
import type { Workflows } from './workflows.ts'

export interface StartInput {
  template?: string | null | undefined
  version?: number | null | undefined
  definition?: unknown
  parameters?: unknown
  name?: string | null | undefined
  priority?: Priority | null | undefined
  idempotencyKey?: string | null | undefined
  workspace?: string | null | undefined
  notify?: readonly unknown[] | null | undefined
}

export interface StartParts {
  workflows: Workflows
  refuseTarget?: ((target: NotifyTarget) => string | undefined) | undefined
}

/** The run as it is after its first steps have begun; one started before under the same key comes back as it is now. */
export async function startWorkflow(parts: StartParts, request: Request, input: StartInput): Promise<RunDoc> {
  const { workflows } = parts
  const { deps } = workflows
  const { viewer } = request
  const prepared = await prepareStart(parts, request, input)
  const key = input.idempotencyKey
    ? { id: `${viewer.workspace}:workflow:${input.idempotencyKey}`, hash: hashOf(toPlain(input)) }
    : undefined
  const earlier = key && (await findKey(deps.database, key))
  if (earlier) return readRun(workflows, earlier)
  const [id = ''] = await deps.runIds.take(1)
  const run = toRun(deps.vault, { ...prepared, id, idempotencyKey: input.idempotencyKey ?? undefined }, deps.database.now())
  const moved = await workOutFirst(deps, run, prepared.plan)
  try {
    await workflows.starts.add({ moved, key, request })
  } catch (error) {
    if (!(error instanceof StartedBefore)) throw error
    return readRun(workflows, error.run)
  }
  workflows.follow([moved])
  workflows.remember({ ...run, ...moved.patch })
  // Steps that need nobody, such as a condition at the very beginning, may have ended it already.
  return { ...run, ...moved.patch }
}

/** Everything a start refuses, without starting anything. */
export async function checkStart(parts: StartParts, request: Request, input: StartInput): Promise<void> {
  await prepareStart(parts, request, input)
}

async function readRun({ deps }: Workflows, id: string): Promise<RunDoc> {
  const run = await runsOf(deps.database).findOne({ _id: id })
  if (!run) throw new CapstanError('CONFLICT', `idempotencyKey: ${id} was started with this key and is not kept any more.`)
  return run
}

async function prepareStart({ workflows, refuseTarget }: StartParts, { viewer, origin, requestId, schedule }: Request, input: StartInput) {
  const { deps } = workflows
  demand(viewer, 'submit', { workspace: workspaceOf(viewer, input.workspace) })
  const violations: Violation[] = checkForm(input)
  if (violations.length > 0) throw validationFailed(violations)
  const template = input.template ? await findTemplate(workflows, viewer.workspace, input) : undefined
  const {
    plan,
    value,
    hash,
    violations: wrong,
  } = await checkWorkflow(workflows, viewer.workspace, template?.definition ?? input.definition)
  if (wrong.length > 0) throw validationFailed(wrong)
  const check = checkInput(plan, input.parameters ?? {})
  if (!check.ok) violations.push(...check.violations)
  const notify = readNotify(input.notify ?? [], { refuseTarget, violations })
  for (const target of [...plan.onSuccess.notify, ...plan.onFailure.notify]) {
    const message = refuseTarget?.(target)
    if (message) violations.push({ path: 'definition.notify', message })
  }
  if (violations.length > 0 || !check.ok) throw validationFailed(violations)
  deps.plans.remember(hash, plan)
  return {
    workspace: viewer.workspace,
    plan,
    hash,
    definition: value,
    input: check.parameters,
    name: (input.name?.trim() || template?.title || plan.name) ?? 'Workflow',
    template,
    priority: input.priority ?? ('NORMAL' as const),
    depth: 0,
    schedule: schedule ?? undefined,
    notify,
    submittedBy: { id: viewer.id, name: viewer.name },
    origin,
    requestId,
  }
}

function checkForm({ template, definition, version, name, priority, idempotencyKey, notify }: StartInput): Violation[] {
  const given = [template, definition].filter((each) => each !== undefined && each !== null && each !== '')
  return [
    ...(given.length === 1 ? [] : [{ path: 'input', message: 'expected exactly one of template and definition' }]),
    ...(version && !template ? [{ path: 'input.version', message: 'belongs to a template' }] : []),
    ...(name && name.length > 200 ? [{ path: 'input.name', message: 'expected at most 200 characters' }] : []),
    ...(priority && !priorities.includes(priority)
      ? [{ path: 'input.priority', message: `expected one of ${priorities.join(', ')}` }]
      : []),
    ...(idempotencyKey && idempotencyKey.length > 200
      ? [{ path: 'input.idempotencyKey', message: 'expected at most 200 characters' }]
      : []),
    ...(notify && notify.length > 10 ? [{ path: 'input.notify', message: 'expected at most 10 targets' }] : []),
  ]
}

async function findTemplate({ deps }: Workflows, workspace: string, { template: name, version }: StartInput): Promise<Template> {
  const found = await deps.templates.find(workspace, name ?? '', version)
  if (found) return found
  const latest = version ? await deps.templates.find(workspace, name ?? '') : undefined
  if (latest)
    throw new CapstanError('NOT_FOUND', `There is no version ${version} of ${latest.name}; there is ${latest.versions.join(', ')}.`)
  const names = (await deps.templates.list(workspace)).map((each) => each.name)
  throw new CapstanError('NOT_FOUND', `There is no template "${(name ?? '').slice(0, 60)}"; there is ${names.join(', ')}.`)
}

/** Everything that is wrong with a definition. */
export async function checkWorkflow({ deps }: Workflows, workspace: string, definition: unknown): Promise<CheckedDefinition> {
  // Templates that steps name are looked for only where a definition can name any.
  const text = JSON.stringify(definition ?? null)
  const templates = text.includes('template') ? await deps.templates.list(workspace) : []
  const hasTemplate = (name: string, version: number | undefined) =>
    templates.some((each) => each.name === name && (version === undefined || each.versions.includes(version)))
  return deps.plans.check(definition, text, hasTemplate)
}

function readNotify(
  given: readonly unknown[],
  { refuseTarget, violations }: { refuseTarget: StartParts['refuseTarget']; violations: Violation[] },
): NotifyTarget[] {
  return given.flatMap((each, index) => {
    const parsed = parseNotify(each)
    const messages = parsed.ok ? [refuseTarget?.(parsed.target) ?? ''].filter(Boolean) : parsed.messages
    violations.push(...messages.map((message) => ({ path: `notify.${index}`, message })))
    return parsed.ok ? [parsed.target] : []
  })
}

/** The same input in another order of keys is the same input. */
function toPlain(value: unknown): Json {
  if (Array.isArray(value)) return value.map(toPlain)
  if (value === null || value === undefined || typeof value !== 'object') return (value ?? null) as Json
  const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== null)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, toPlain(item)]))
}
