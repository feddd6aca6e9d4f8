// A task and what belongs to it. Sealed fields are opened only when somebody asks for them.
import type { Json } from '../../agents/adapter.ts'
import { may } from '../../auth/policy.ts'
import { type BudgetDoc, covers } from '../../queue/budget.ts'
import { deadLetterId } from '../../queue/dead-letter-store.ts'
import { isFinal, sealPlace, type TaskDoc, type TaskVersion } from '../../queue/task.ts'
import { workersFor } from '../../tasks/agent-view.ts'
import { readToolCalls, toBytes } from '../../tasks/log-store.ts'
import { estimateEnd, estimateWait, type Pace, toPace } from '../../tasks/queue-place.ts'
import { waitingOn } from '../../tasks/waiting-on.ts'
import type { Context } from '../context.ts'
import type { Resolvers, TaskAction } from '../generated/resolvers.ts'
import { listLog } from './connections.ts'
import { notificationsOf } from './notifications.ts'

/** A version with the task it belongs to: its parameters open only together. */
export interface VersionOf {
  task: string
  number: number
  version: TaskVersion
}

export const taskResolvers: Pick<Resolvers, 'Task' | 'TaskVersion' | 'TaskConnection' | 'Artifact'> = {
  Task: {
    id: ({ _id }) => _id,
    agent: ({ agent }, _args, { product }) => product.registry.get(agent) ?? null,
    agentName: ({ agent }) => agent,
    parameters: (task, _args, context) => open(context, task, 'parameters'),
    result: (task, _args, context) => open(context, task, 'result'),
    partialOutput: async (task, _args, context) => (await open(context, task, 'partial')) as string | null,
    error: ({ error }) => error ?? null,
    currentStep: ({ step }) => step ?? null,
    tags: ({ tags }) => tags ?? [],
    attempts: allAttempts,
    maxAttempts: ({ retry }) => retry.maxAttempts,
    queuePosition: async (task, _args, { load }) => (await load.position.load(task)) ?? null,
    estimatedWaitSeconds: async (task, _args, context) =>
      estimateWait(await context.load.position.load(task), await paceOf(task, context)) ?? null,
    etaSeconds: async (task, _args, context) =>
      estimateEnd(task, await context.load.position.load(task), await paceOf(task, context)) ?? null,
    dependenciesMet: async ({ dependsOn }, _args, { load }) =>
      present(await load.task.loadMany(dependsOn ?? [])).every(({ status }) => status === 'SUCCEEDED'),
    waitingOn: async (task, _args, context) => waits(task, context),
    viewerCan: (task, _args, { viewer }) =>
      actionsOn(task, (action) => may(viewer, action, { workspace: task.workspace, owner: task.submittedBy.id })),
    runAt: ({ runAt, dueAt }) => dueAt ?? runAt ?? null,
    logs: (task, args, context) => listLog(task, args, context),
    artifacts: ({ _id }, _args, { load }) => load.artifacts.load(_id),
    dependsOn: async ({ dependsOn }, _args, { load }) => present(await load.task.loadMany(dependsOn ?? [])),
    dependents: async ({ _id }, _args, { load }) => present(await load.task.loadMany(await load.dependents.load(_id))),
    deadLetter: async ({ _id }, _args, { load }) => (await load.deadLetter.load(deadLetterId(_id))) ?? null,
    events: ({ _id }, _args, { load }) => load.events.load(_id),
    notifications: (task, _args, context) => notificationsOf(task, isFinal(task.status), context),
    toolCalls: async ({ _id }, _args, { product }) =>
      (await readToolCalls(product, _id)).map((call) => ({ ...call, error: call.error ?? null })),
    workflow: async ({ workflow }, _args, { load }) => (workflow ? ((await load.run.load(workflow.run)) ?? null) : null),
    workflowStep: ({ workflow }) => workflow?.step ?? null,
    requests: ({ _id }, _args, { load }) => load.requestsOfTask.load(_id),
    schedule: async ({ schedule }, _args, { load }) => (schedule ? ((await load.schedule.load(schedule)) ?? null) : null),
    usage: ({ usage }) => usage ?? { inputTokens: 0, outputTokens: 0, costMicros: 0, durationMs: 0 },
    resubmittedAs: async ({ resubmittedAs }, _args, { load }) => (resubmittedAs ? ((await load.task.load(resubmittedAs)) ?? null) : null),
    resubmissionOf: async ({ resubmissionOf }, _args, { load }) =>
      resubmissionOf ? ((await load.task.load(resubmissionOf)) ?? null) : null,
    versions: ({ _id, versions }) => (versions ?? []).map((version, index) => ({ task: _id, number: index + 1, version })),
  },
  TaskVersion: {
    parameters: ({ task, version }, _args, { product }) => product.vault.open(toBytes(version.parameters), sealPlace(task, 'parameters')),
    replacedAt: ({ version }) => version.replacedAt,
    replacedBy: ({ version }) => version.replacedBy,
  },
  TaskConnection: {
    facets: ({ filter }, _args, { product }) => product.taskStore.facets(filter),
  },
  Artifact: {
    url: ({ id }) => `/artifacts/${id}`,
  },
}

async function open({ product }: Context, task: TaskDoc, field: 'parameters' | 'result' | 'partial'): Promise<Json> {
  const sealed = task[field]
  return sealed ? product.vault.open(toBytes(sealed), sealPlace(task._id, field)) : null
}

async function paceOf(task: TaskDoc, { load, product }: Context): Promise<Pace> {
  const { agent: name } = task
  const agent = product.registry.get(name)
  const [state, rates, workers, budgets] = await Promise.all([
    load.agentState.load(name),
    load.agentRates(),
    load.workers(),
    load.budgets(),
  ])
  return toPace({
    agent,
    state,
    rate: rates.get(name),
    usualSeconds: rates.get(name)?.finished ? undefined : await product.usualSeconds(task.workspace, name),
    workers: agent ? workersFor(agent, workers) : [],
    fullBudget: fullBudgetOf(task, budgets),
  })
}

function fullBudgetOf(task: TaskDoc, budgets: readonly BudgetDoc[]): BudgetDoc | undefined {
  return budgets.find((budget) => budget.exhausted === true && budget.policy === 'WAIT' && covers(budget, task))
}

/** The try that is under way is not among the ended ones yet. */
function allAttempts({ attempts, status, startedAt, worker }: TaskDoc) {
  const ended = attempts.map((attempt) => ({ ...attempt, error: attempt.error ?? null }))
  if (status !== 'RUNNING' || !startedAt) return ended
  return [
    ...ended,
    { number: (attempts.at(-1)?.number ?? 0) + 1, startedAt, endedAt: null, worker: worker ?? null, outcome: null, error: null },
  ]
}

async function waits(task: TaskDoc, { load, product }: Context) {
  if (isFinal(task.status) || task.status === 'RUNNING') return []
  const [agentState, workers, parents, budgets] = await Promise.all([
    load.agentState.load(task.agent),
    load.workers(),
    load.task.loadMany(task.dependsOn ?? []),
    load.budgets(),
  ])
  const agent = product.registry.get(task.agent)
  return waitingOn(task, {
    agentState,
    agentKnown: agent !== undefined,
    heldBack: product.workspaces.holdsBack(task),
    fullBudget: fullBudgetOf(task, budgets),
    workers: agent ? workersFor(agent, workers).length : 0,
    anyWorker: workers.some(({ status }) => status === 'ACTIVE'),
    openDependencies: present(parents)
      .filter(({ status }) => status !== 'SUCCEEDED')
      .map(({ _id }) => _id),
  }).map((reason) => ({ ...reason, since: reason.since ?? null, until: reason.until ?? null }))
}

function actionsOn({ status, resubmittedAs }: TaskDoc, allowed: (action: 'operateTask' | 'configure') => boolean): TaskAction[] {
  const actions: TaskAction[] = []
  const mine = allowed('operateTask')
  if (mine && !isFinal(status)) actions.push('CANCEL')
  if (mine && (status === 'FAILED' || status === 'CANCELLED')) actions.push('RETRY')
  if (mine && !isFinal(status) && status !== 'RUNNING') actions.push('REPRIORITIZE')
  if (status === 'FAILED' && !resubmittedAs && allowed('configure')) actions.push('RESUBMIT')
  return actions
}

/** Children the viewer may not see, or that are gone, are left out. */
export function present<T>(loaded: readonly (T | Error | undefined)[]): T[] {
  return loaded.flatMap((item) => {
    if (item instanceof Error) throw item
    return item === undefined ? [] : [item]
  })
}
