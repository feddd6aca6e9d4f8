// What the commands of a move become: tasks, requests and runs, with their ids, noted at the steps that asked for them. Stores nothing.
import type { Json } from '../agents/adapter.ts'
import { checkInput, checkParameters } from '../agents/parameters.ts'
import type { AgentRegistry, RegisteredAgent } from '../agents/registry.ts'
import { CapstanError } from '../errors.ts'
import type { IdSource } from '../ids.ts'
import type { Database } from '../mongo.ts'
import { type RequestDoc, takeRequestIds } from '../queue/request-doc.ts'
import type { StoredRetry, TaskDoc } from '../queue/task.ts'
import { anybody } from '../requests/deciders.ts'
import { couldOthersDecide } from '../requests/deciders-store.ts'
import { toRequest } from '../requests/new-request.ts'
import { askFirst, needsApproval } from '../requests/task-approval.ts'
import { agentNamed, demandWorking } from '../tasks/choose-agent.ts'
import { toTask } from '../tasks/new-task.ts'
import type { Submission } from '../tasks/submission.ts'
import type { Vault } from '../tasks/vault.ts'
import type { WorkspaceRules } from '../tasks/workspaces.ts'
import { hashOf } from './check-definition.ts'
import { toRun } from './new-run.ts'
import { noteWaiting } from './next-steps.ts'
import type { PlanNode } from './plan.ts'
import type { Plans } from './plans.ts'
import { readDefinition } from './read-definition.ts'
import type { RunDoc, StepState } from './run.ts'
import { type Command, type Prepared, type RunState, stepError, type World } from './run-state.ts'
import type { Template } from './template.ts'

export const maxDepth = 5

export interface WorkDeps {
  database: Database
  registry: AgentRegistry
  vault: Vault
  workspaces: WorkspaceRules
  plans: Plans
  taskIds: IdSource
  runIds: IdSource
  offReason: (agent: string) => string | undefined
}

interface PreparedTask {
  agent: RegisteredAgent
  parameters: { [key: string]: Json }
}

interface PreparedRun {
  template: Template
  input: { [key: string]: Json }
}

/** Checks what a step hands over, at the moment it does. */
export function preparers(
  deps: Pick<WorkDeps, 'registry' | 'offReason'>,
  run: RunDoc,
  templates: ReadonlyMap<string, Template>,
): Pick<World, 'prepareTask' | 'prepareRun'> {
  return {
    prepareTask: ({ work, place }, parameters) => {
      if (work.kind !== 'AGENT') return { ok: false, error: stepError('INTERNAL', 'is no step of an agent') }
      try {
        const agent = agentNamed(deps.registry, work.agent)
        demandWorking(agent, deps.offReason(work.agent))
        const check = checkParameters(agent.config, parameters)
        if (check.ok) return { ok: true, prepared: { agent, parameters: check.parameters } satisfies PreparedTask }
        return refused(check.violations.map(({ path, message }) => `${[...place, path].join('.')}: ${message}`))
      } catch (error) {
        if (!(error instanceof CapstanError)) throw error
        return { ok: false, error: stepError(error.code, `${[...place, 'agent'].join('.')}: ${error.message}`) }
      }
    },
    prepareRun: ({ work, place, id }, parameters) => {
      const template = templates.get(id)
      if (work.kind !== 'WORKFLOW' || !template)
        return { ok: false, error: stepError('NOT_FOUND', `${[...place, 'template'].join('.')}: there is no such template any more`) }
      if (run.depth + 1 >= maxDepth)
        return {
          ok: false,
          error: stepError('TOO_DEEP', `${place.join('.')}: workflows may start each other ${maxDepth} levels deep at most`),
        }
      const check = checkInput(readDefinition(template.definition).plan, parameters)
      if (check.ok) return { ok: true, prepared: { template, input: check.parameters } satisfies PreparedRun }
      return refused(check.violations.map(({ path, message }) => `${[...place, path].join('.')}: ${message}`))
    },
  }
}

function refused(problems: readonly string[]): Prepared {
  return { ok: false, error: stepError('VALIDATION_FAILED', problems.join('; ')) }
}

export interface Work {
  tasks: TaskDoc[]
  requests: RequestDoc[]
  runs: RunDoc[]
  stops: Extract<Command, { kind: 'stop' }>[]
}

export async function makeWork(deps: WorkDeps, run: RunDoc, state: RunState): Promise<Work> {
  const { commands } = state
  const of = <K extends Command['kind']>(kind: K) =>
    commands.filter((command): command is Extract<Command, { kind: K }> => command.kind === kind)
  const [taskIds, requestIds, runIds] = await Promise.all([
    take(deps.taskIds, of('task').length),
    of('request').length > 0 ? takeRequestIds(deps.database, of('request').length) : [],
    take(deps.runIds, of('run').length),
  ])
  const made: Work = { tasks: [], requests: [], runs: [], stops: of('stop') }
  for (const [index, command] of of('task').entries())
    made.tasks.push(await makeTask(deps, { run, state, command, id: taskIds[index] ?? '' }))
  for (const [index, command] of of('request').entries())
    made.requests.push(await makeRequest(deps, { run, state, command, id: requestIds[index] ?? '' }))
  for (const [index, command] of of('run').entries()) made.runs.push(makeRun(deps, { run, state, command, id: runIds[index] ?? '' }))
  noteWaiting(state)
  return made
}

async function take(ids: IdSource, count: number): Promise<string[]> {
  return count > 0 ? ids.take(count) : []
}

interface Making<K extends Command['kind']> {
  run: RunDoc
  state: RunState
  command: Extract<Command, { kind: K }>
  id: string
}

function stepOf({ state, command }: Pick<Making<'task' | 'request' | 'run'>, 'state' | 'command'>): StepState {
  const step = state.steps.get(command.step)
  if (!step) throw new Error(`the run has no step ${command.step}`)
  return step
}

async function makeTask(deps: WorkDeps, making: Making<'task'>): Promise<TaskDoc> {
  const { run, state, command, id } = making
  const { agent, parameters } = command.prepared as PreparedTask
  const step = stepOf(making)
  if (step.task) step.tasks = [...(step.tasks ?? [step.task]), id].slice(-50)
  else if (step.tasks) step.tasks = [...step.tasks, id].slice(-50)
  step.task = id
  const task = toTask(deps, {
    submission: toSubmission(command.node, run),
    agent,
    parameters,
    id,
    request: {
      viewer: { ...run.submittedBy, role: 'user', workspace: run.workspace },
      origin: run.origin,
      requestId: run.requestId,
      schedule: run.schedule,
      workflow: { run: run._id, step: step.id },
    },
    now: state.world.now,
    open: new Set(),
  })
  const withRetry = { ...task, retry: { ...task.retry, ...retryOf(command.node) } }
  if (command.approved) return { ...withRetry, approved: true }
  if (!needsApproval(agent.config)) return withRetry
  step.status = 'WAITING'
  const asking = await askFirst(deps, { task: withRetry, agent: agent.config, parameters })
  step.waitingFor = `an answer to ${asking.request ?? 'a request'}`
  return asking
}

function toSubmission({ work }: PlanNode, run: RunDoc): Submission {
  const { priority, timeoutSeconds, tags } = work.kind === 'AGENT' ? work : { priority: undefined, timeoutSeconds: undefined, tags: [] }
  return {
    agent: undefined,
    capabilities: undefined,
    parameters: {},
    priority: priority ?? run.priority,
    urgency: undefined,
    tags: tags.length > 0 ? [...tags] : undefined,
    runAt: undefined,
    deadline: undefined,
    dependsOn: undefined,
    onDependencyFailure: undefined,
    timeoutSeconds,
    retry: undefined,
    idempotencyKey: undefined,
    workspace: undefined,
    notify: undefined,
  }
}

function retryOf({ work }: PlanNode): Partial<StoredRetry> {
  return (work.kind === 'AGENT' && work.retry) || {}
}

async function makeRequest(deps: WorkDeps, making: Making<'request'>): Promise<RequestDoc> {
  const { run, command, id, state } = making
  const { work } = command.node
  if (work.kind !== 'APPROVAL' && work.kind !== 'QUESTION') throw new Error('only approvals and questions ask people')
  const step = stepOf(making)
  step.request = id
  step.waitingFor = `${work.kind === 'APPROVAL' ? 'an approval' : 'an answer'}: ${id}`
  const named = { roles: [...work.roles], users: [...command.users], groups: [...work.groups] }
  const nobody = [named.roles, named.users, named.groups].every((names) => names.length === 0)
  const deciders = nobody ? anybody : named
  const { workspace, submittedBy } = run
  const mayDecide =
    work.requesterMayDecide ??
    (work.kind === 'QUESTION' || !(await couldOthersDecide(deps.database, { workspace, requester: submittedBy.id, deciders })))
  const { escalate } = work
  return toRequest(
    deps.vault,
    {
      id,
      workspace,
      kind: work.kind,
      title: command.title,
      text: command.text,
      details: command.details,
      deciders,
      ...(work.kind === 'QUESTION' ? { choices: work.choices, form: work.form } : { quorum: work.quorum }),
      expiresMs: work.expiresMs,
      escalate: escalate && {
        afterMs: escalate.afterMs,
        roles: [...escalate.roles],
        users: [...escalate.users],
        groups: [...escalate.groups],
      },
      requesterMayDecide: mayDecide,
      requestedBy: submittedBy,
      run: run._id,
      step: step.id,
    },
    state.world.now,
  )
}

function makeRun(deps: WorkDeps, making: Making<'run'>): RunDoc {
  const { run, state, command, id } = making
  const { template, input } = command.prepared as PreparedRun
  const step = stepOf(making)
  step.run = id
  const { plan } = readDefinition(template.definition)
  const hash = hashOf(template.definition)
  deps.plans.remember(hash, plan)
  const { workspace, priority, submittedBy, origin, requestId, schedule } = run
  return toRun(
    deps.vault,
    {
      id,
      workspace,
      plan,
      hash,
      definition: template.definition,
      input,
      name: template.title,
      template,
      priority,
      parent: { run: run._id, step: step.id },
      depth: run.depth + 1,
      schedule,
      submittedBy,
      origin,
      requestId,
    },
    state.world.now,
  )
}
