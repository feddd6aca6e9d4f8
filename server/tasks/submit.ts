// The verb "submit": checks everything, then stores the tasks together or not at all.
import { checkParameters } from '../agents/parameters.ts'
import type { AgentRegistry, RegisteredAgent } from '../agents/registry.ts'
import { demand, workspaceOf } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError, type Violation, validationFailed } from '../errors.ts'
import { by } from '../events/event-log.ts'
import type { IdSource } from '../ids.ts'
import type { Database } from '../mongo.ts'
import type { Enqueue, Submission as NewTasks } from '../queue/enqueue.ts'
import type { NotifyTarget, TaskDoc } from '../queue/task.ts'
import { askFirst, needsApproval } from '../requests/task-approval.ts'
import { agentLoads } from './agent-view.ts'
import { agentNamed, agentWith, type Choosing, demandWorking } from './choose-agent.ts'
import { findEarlier, toKey } from './earlier-submission.ts'
import { type Checked, submittedEvent, toTask } from './new-task.ts'
import { missingDependencies, resolveReference, wrongReferences } from './references.ts'
import { dependencyNames, parseSubmission, type Submission, type SubmissionInput } from './submission.ts'
import type { Vault } from './vault.ts'
import type { WorkspaceRules } from './workspaces.ts'

export const maxTasksPerRequest = 100

export interface SubmitDeps {
  database: Database
  registry: AgentRegistry
  enqueue: Enqueue
  taskIds: IdSource
  vault: Vault
  workspaces: WorkspaceRules
  /** Why the operators switched an agent off; undefined when it is on. */
  offReason: (agent: string, workspace: string) => string | undefined
  /** Why this server cannot tell such a target anything; it can tell all when left out. */
  refuseTarget?: (target: NotifyTarget) => string | undefined
}

/** Who asks, and how. */
export interface Request {
  viewer: Viewer
  requestId?: string | undefined
  origin: string
  /** The schedule that makes the tasks. */
  schedule?: string | undefined
  /** The step of a run that the task is the work of. */
  workflow?: { run: string; step: string } | undefined
}

/** The submitted tasks in order, as they were stored; one submitted before under the same idempotency key comes back as it is now. */
export async function submitTasks(deps: SubmitDeps, request: Request, inputs: readonly SubmissionInput[]): Promise<TaskDoc[]> {
  const prepared = await prepareTasks(deps, request, inputs).catch(async (error: unknown) => {
    // What has been submitted is not judged anew: its agent may be switched off by now, its deadline may have passed.
    const tasks = await findEarlier(deps.database, request.viewer, inputs)
    if (tasks) return { earlier: tasks }
    throw error
  })
  if ('earlier' in prepared) return prepared.earlier
  const stored = await deps.enqueue.submit(prepared)
  const created = new Map(stored.created.map((task) => [task._id, task]))
  const missing = stored.ids.filter((id) => !created.has(id))
  const earlier =
    missing.length > 0
      ? await deps.database
          .collection<TaskDoc>('tasks')
          .find({ _id: { $in: missing } })
          .toArray()
      : []
  for (const task of earlier) created.set(task._id, task)
  return stored.ids.flatMap((id) => created.get(id) ?? [])
}

/** Checks everything and makes the tasks, but stores nothing: for whoever stores them together with something else. */
export async function prepareTasks(deps: SubmitDeps, request: Request, inputs: readonly SubmissionInput[]): Promise<NewTasks> {
  checkCount(inputs)
  const loads = inputs.some(({ agent }) => !agent) ? await agentLoads(deps.database, deps.registry) : new Map<string, number>()
  const workspace = request.viewer.workspace
  const dependencies = await readDependencies(deps.database, workspace, inputs)
  const checked = checkAll({ ...deps, loads }, request, { inputs, wrong: dependencies.wrong })
  const ids = await deps.taskIds.take(checked.length)
  for (const { submission } of checked) submission.dependsOn = submission.dependsOn?.map((name) => resolveReference(name, ids))
  // One that failed blocks as well: the release then applies the task's policy.
  const open = new Set([...dependencies.unsuccessful, ...ids])
  const now = deps.database.now()
  const tasks = await Promise.all(
    checked.map(async (one, index) => {
      const task = toTask(deps, { ...one, id: ids[index] as string, request, now, open })
      const { agent, parameters } = one
      return needsApproval(agent.config) ? askFirst(deps, { task, agent: agent.config, parameters }) : task
    }),
  )
  return {
    tasks,
    events: tasks.map((task) => ({ ...submittedEvent(task), requestId: request.requestId, origin: request.origin, ...by(request.viewer) })),
    keys: tasks.flatMap((task, index) => {
      const key = toKey(workspace, inputs[index] as SubmissionInput)
      return key ? [{ key: key.id, hash: key.hash, task: task._id }] : []
    }),
  }
}

export interface SubmitResult {
  index: number
  task: TaskDoc | null
  error: CapstanError | null
}

/** Each by itself: an expected failure of one is its answer, and the others go ahead. */
export async function submitEach(deps: SubmitDeps, request: Request, inputs: readonly SubmissionInput[]): Promise<SubmitResult[]> {
  checkCount(inputs)
  return Promise.all(
    inputs.map(async (input, index) => {
      try {
        const [task] = await submitTasks(deps, request, [input])
        return { index, task: task ?? null, error: null }
      } catch (error) {
        if (!(error instanceof CapstanError)) throw error
        return { index, task: null, error }
      }
    }),
  )
}

function checkCount(inputs: readonly SubmissionInput[]): void {
  if (inputs.length >= 1 && inputs.length <= maxTasksPerRequest) return
  throw validationFailed([{ path: 'inputs', message: `expected 1 to ${maxTasksPerRequest} tasks, got ${inputs.length}` }], 'TASK_001')
}

type CheckDeps = SubmitDeps & { loads: ReadonlyMap<string, number> }

interface Inputs {
  inputs: readonly SubmissionInput[]
  /** What is wrong with their dependencies. */
  wrong: readonly Violation[]
}

/** Everything that is wrong in one answer, in the order of the inputs. */
function checkAll(deps: CheckDeps, { viewer }: Request, { inputs, wrong }: Inputs): Checked[] {
  const violations: Violation[] = []
  const refused: { error: CapstanError; violation: Violation }[] = []
  const checked: Checked[] = []
  inputs.forEach((input, index) => {
    const path = inputs.length > 1 ? `inputs.${index}` : ''
    try {
      checked.push(checkOne(deps, viewer, { input, path }))
    } catch (error) {
      if (!(error instanceof CapstanError) || error.code === 'FORBIDDEN') throw error
      if (error.code === 'VALIDATION_FAILED') violations.push(...(error.details.violations ?? []))
      else if (!path) throw error
      else refused.push({ error, violation: { path: agentPath(path, input), message: error.message } })
    }
  })
  violations.push(...repeatedKeys(inputs))
  const all = [...violations, ...refused.map(({ violation }) => violation), ...wrong].sort((a, b) => placeOf(a) - placeOf(b))
  if (violations.length + wrong.length > 0) throw validationFailed(all, all.length > wrong.length ? 'TASK_001' : 'TASK_003')
  if (refused.length > 0) throw refusalOf(refused)
  return checked
}

const placeOf = ({ path }: Violation) => Number(/^inputs\.(\d+)/.exec(path)?.[1] ?? 0)

const agentPath = (path: string, { agent }: SubmissionInput) => `${path}.${agent ? 'agent' : 'capabilities'}`

/** Of several tasks: with the code of the first, and the places of all. */
function refusalOf(refused: readonly { error: CapstanError; violation: Violation }[]): CapstanError {
  const [first] = refused as [(typeof refused)[number]]
  const violations = refused.map(({ violation }) => violation)
  const more = refused.length > 1 ? ` (and ${refused.length - 1} more)` : ''
  return new CapstanError(first.error.code, `${first.violation.path}: ${first.error.message}${more}`, {
    ...first.error.details,
    violations,
  })
}

function repeatedKeys(inputs: readonly SubmissionInput[]): Violation[] {
  const keys = inputs.map(({ idempotencyKey }) => idempotencyKey)
  const repeated = keys.flatMap((key, index) => (key && keys.indexOf(key) < index ? [{ index, first: keys.indexOf(key) }] : []))
  return repeated.map(({ index, first }) => ({
    path: `inputs.${index}.idempotencyKey`,
    message: `inputs.${first} has the same key; every task needs its own`,
  }))
}

function checkOne(
  { registry, loads, refuseTarget, ...deps }: CheckDeps,
  viewer: Viewer,
  { input, path }: { input: SubmissionInput; path: string },
): Checked {
  const submission = readSubmission(registry, { input, path })
  demand(viewer, 'submit', { workspace: workspaceOf(viewer, submission.workspace) })
  const unreachable = refusedTargets(submission, refuseTarget, path)
  const offReason = (name: string) => deps.offReason(name, viewer.workspace)
  const agent = submission.agent
    ? namedAndWorking(registry, submission.agent, offReason)
    : agentWith(registry, submission.capabilities ?? [], { loads, offReason }).agent
  const result = checkParameters(agent.config, submission.parameters)
  if (result.ok && unreachable.length === 0) return { submission, agent, parameters: result.parameters }
  throw validationFailed([...unreachable, ...(result.ok ? [] : under(path, result.violations))], 'TASK_001')
}

const under = (path: string, violations: readonly Violation[]): Violation[] =>
  violations.map((violation) => ({ ...violation, path: path ? `${path}.${violation.path}` : violation.path }))

/** What is wrong with its form does not hide what its agent would refuse. */
function readSubmission(registry: AgentRegistry, { input, path }: { input: SubmissionInput; path: string }): Submission {
  try {
    return parseSubmission(input, path)
  } catch (error) {
    const violations = error instanceof CapstanError ? error.details.violations : undefined
    const unreadable = violations?.some(({ path: place }) => /(^|\.)(agent|parameters)$/.test(place))
    if (!violations || !input.agent || unreadable) throw error
    throw validationFailed([...violations, ...under(path, agentViolations(registry, input.agent, input.parameters))], 'TASK_001')
  }
}

function agentViolations(registry: AgentRegistry, name: string, parameters: SubmissionInput['parameters']): Violation[] {
  try {
    const result = checkParameters(agentNamed(registry, name).config, parameters)
    return result.ok ? [] : result.violations
  } catch (error) {
    if (!(error instanceof CapstanError)) throw error
    return [{ path: 'agent', message: error.message }]
  }
}

function namedAndWorking(registry: AgentRegistry, name: string, offReason: Choosing['offReason']): RegisteredAgent {
  const agent = agentNamed(registry, name)
  demandWorking(agent, offReason(agent.config.name))
  return agent
}

function refusedTargets({ notify }: Submission, refuse: SubmitDeps['refuseTarget'], path: string): Violation[] {
  return (notify ?? []).flatMap((target, index): Violation[] => {
    const message = refuse?.(target)
    return message ? [{ path: [path, 'notify', index, target.kind.toLowerCase()].filter((part) => part !== '').join('.'), message }] : []
  })
}

interface Dependencies {
  /** Those among the stored tasks that are waited for and have not succeeded. */
  unsuccessful: string[]
  wrong: Violation[]
}

async function readDependencies(database: Database, workspace: string, inputs: readonly SubmissionInput[]): Promise<Dependencies> {
  const names = inputs.map(dependencyNames)
  const wanted = [...new Set(names.flat())].filter((name) => !name.startsWith('#'))
  const wrong = wrongReferences(names)
  if (wanted.length === 0) return { unsuccessful: [], wrong }
  const rows = await database
    .collection<TaskDoc>('tasks')
    .find({ _id: { $in: wanted }, workspace }, { projection: { status: 1 } })
    .toArray()
  const found = new Map(rows.map(({ _id, status }) => [_id, status]))
  const missing = new Set(wanted.filter((id) => !found.has(id)))
  return {
    unsuccessful: wanted.filter((id) => found.get(id) !== 'SUCCEEDED'),
    wrong: [...wrong, ...missingDependencies(names, missing)],
  }
}
