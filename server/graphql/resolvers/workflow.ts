// Workflow runs, their steps and templates: questions, orders and fields. Sealed fields are opened only when somebody asks for them.
import { setImmediate } from 'node:timers/promises'
import { idsOfPerson } from '../../auth/person-ids.ts'
import { may, workspaceOf } from '../../auth/policy.ts'
import { validationFailed } from '../../errors.ts'
import { checkId } from '../../ids.ts'
import { toBytes } from '../../tasks/log-store.ts'
import { diagramOf } from '../../workflows/diagram.ts'
import { toMermaid } from '../../workflows/diagram-mermaid.ts'
import { toSvg } from '../../workflows/diagram-svg.ts'
import { endedSteps } from '../../workflows/open-run.ts'
import { cancelWorkflow, pauseWorkflow, resumeWorkflow, retryWorkflow } from '../../workflows/operate.ts'
import type { Plan } from '../../workflows/plan.ts'
import { publishEvent } from '../../workflows/publish-event.ts'
import { readDefinition } from '../../workflows/read-definition.ts'
import { isRunFinal, type RunDoc, runPlace, type StepState } from '../../workflows/run.ts'
import { readOutput, readResult } from '../../workflows/run-result.ts'
import { countRuns, type RunListFilter, type RunPosition, runPage } from '../../workflows/run-store.ts'
import { diffTemplates, saveTemplate } from '../../workflows/save-template.ts'
import { checkWorkflow, type StartInput, startWorkflow } from '../../workflows/start.ts'
import { type Connection, pageSize, toConnection } from '../connection.ts'
import type { Context } from '../context.ts'
import type { DiagramFormat, QueryWorkflowsArgs, Resolvers, WorkflowAction } from '../generated/resolvers.ts'
import { notificationsOf } from './notifications.ts'
import { present } from './task.ts'

export type WorkflowList = Connection<RunDoc>

/** A step with the run it is of. */
export interface StepView {
  run: RunDoc
  step: StepState
}

type Queries =
  | 'workflow'
  | 'workflows'
  | 'workflowTemplates'
  | 'workflowTemplate'
  | 'workflowTemplateDiff'
  | 'checkWorkflow'
  | 'drawWorkflow'

export const workflowQueries: Pick<NonNullable<Resolvers['Query']>, Queries> = {
  workflow: async (_root, { id }, { load }) => (await load.run.load(checkId('W', id))) ?? null,
  workflows: (_root, args, context) => listRuns(args, context),
  workflowTemplates: (_root, _args, { product, viewer }) => product.workflows.deps.templates.list(viewer.workspace),
  workflowTemplate: async (_root, { name, version }, { product, viewer }) =>
    (await product.workflows.deps.templates.find(viewer.workspace, name, version)) ?? null,
  workflowTemplateDiff: (_root, args, { product, viewer }) => diffTemplates(product.workflows, viewer.workspace, args),
  checkWorkflow: async (_root, { definition }, { product, viewer }) =>
    (await checkWorkflow(product.workflows, viewer.workspace, definition)).violations,
  drawWorkflow: async (_root, { definition, format }, { product, viewer }) => {
    const { plan, violations } = await checkWorkflow(product.workflows, viewer.workspace, definition)
    // What has other problems is drawn all the same, so that they can be seen.
    if (plan.nodes.length === 0 || plan.byId.size < plan.nodes.length) throw validationFailed(violations)
    return draw(plan, format)
  },
}

type Mutations =
  | 'startWorkflow'
  | 'saveWorkflowTemplate'
  | 'cancelWorkflow'
  | 'pauseWorkflow'
  | 'resumeWorkflow'
  | 'retryWorkflow'
  | 'publishEvent'

export const workflowMutations: Pick<NonNullable<Resolvers['Mutation']>, Mutations> = {
  startWorkflow: (_root, { input }, { product, viewer, requestId }) =>
    startWorkflow(product, { viewer, requestId, origin: 'api' }, input as StartInput),
  saveWorkflowTemplate: (_root, { input }, { product, viewer, requestId }) =>
    saveTemplate(product.workflows, viewer, { ...input, requestId }),
  cancelWorkflow: (_root, args, { product, viewer, requestId }) => cancelWorkflow(product.workflows, viewer, { ...args, requestId }),
  pauseWorkflow: (_root, args, { product, viewer, requestId }) => pauseWorkflow(product.workflows, viewer, { ...args, requestId }),
  resumeWorkflow: (_root, args, { product, viewer, requestId }) => resumeWorkflow(product.workflows, viewer, { ...args, requestId }),
  retryWorkflow: (_root, args, { product, viewer, requestId }) => retryWorkflow(product.workflows, viewer, { ...args, requestId }),
  publishEvent: (_root, args, { product, viewer, requestId }) => publishEvent(product.workflows, viewer, { ...args, requestId }),
}

export const workflowResolvers: Pick<Resolvers, 'Workflow' | 'WorkflowStep' | 'WorkflowTemplate'> = {
  Workflow: {
    id: ({ _id }) => _id,
    template: ({ template }) => template ?? null,
    templateVersion: ({ templateVersion }) => templateVersion ?? null,
    parameters: ({ _id, input }, _args, { product }) => product.vault.open(toBytes(input), runPlace(_id, 'input')),
    definition: ({ _id, definition }, _args, { product }) => product.vault.open(toBytes(definition), runPlace(_id, 'definition')),
    steps: (run) => run.steps.map((step) => ({ run, step })),
    totalSteps: ({ steps }) => steps.length,
    completedSteps: ({ steps }) => endedSteps(steps),
    progress: ({ steps, status }) => (isRunFinal(status) ? 1 : endedSteps(steps) / Math.max(1, steps.length)),
    result: (run, _args, { product }) => readResult(product.workflows.deps, run),
    error: ({ error }) => error ?? null,
    diagram: (run, { format }, { product }) => draw(planOf(product, run), format, run),
    requests: async ({ _id }, _args, { load }) => load.requestsOfRun.load(_id),
    events: ({ _id }, _args, { load }) => load.events.load(_id),
    parentStep: async ({ parent }, _args, { load }) => {
      const run = parent && (await load.run.load(parent.run))
      const step = run?.steps.find(({ id }) => id === parent?.step)
      return run && step ? { run, step } : null
    },
    schedule: async ({ schedule }, _args, { load }) => (schedule ? ((await load.schedule.load(schedule)) ?? null) : null),
    notifications: (run, _args, context) => notificationsOf(run, isRunFinal(run.status), context),
    usage: async ({ steps }, _args, { load }) => {
      const tasks = present(await load.task.loadMany(steps.flatMap(tasksOf)))
      const sum = (key: 'inputTokens' | 'outputTokens' | 'costMicros' | 'durationMs') =>
        tasks.reduce((total, { usage }) => total + (usage?.[key] ?? 0), 0)
      return {
        inputTokens: sum('inputTokens'),
        outputTokens: sum('outputTokens'),
        costMicros: sum('costMicros'),
        durationMs: sum('durationMs'),
      }
    },
    reason: ({ reason }) => reason ?? null,
    viewerCan: (run, _args, { viewer }) =>
      may(viewer, 'operateWorkflow', { workspace: run.workspace, owner: run.submittedBy.id }) && !run.parent ? actionsOn(run) : [],
    finishedAt: ({ finishedAt }) => finishedAt ?? null,
  },
  WorkflowStep: {
    id: ({ step }) => step.id,
    kind: (view, _args, { product }) => nodeOf(product, view)?.work.kind ?? 'AGENT',
    name: (view, _args, { product }) => nodeOf(product, view)?.name ?? view.step.node,
    status: ({ step }) => step.status,
    dependsOn: (view, _args, { product }) => neighbours(product, view),
    parent: (view, _args, { product }) => parentOf(product, view),
    agent: (view, _args, { product }) => {
      const work = nodeOf(product, view)?.work
      return work?.kind === 'AGENT' ? work.agent : null
    },
    task: async ({ step }, _args, { load }) => (step.task ? ((await load.task.load(step.task)) ?? null) : null),
    tasks: async ({ step }, _args, { load }) => present(await load.task.loadMany(tasksOf(step))),
    request: async ({ step }, _args, { load }) => {
      if (step.request) return (await load.request.load(step.request)) ?? null
      const task = step.task ? await load.task.load(step.task) : undefined
      return task?.request ? ((await load.request.load(task.request)) ?? null) : null
    },
    workflow: async ({ step }, _args, { load }) => (step.run ? ((await load.run.load(step.run)) ?? null) : null),
    output: ({ run, step }, _args, { product }) => readOutput(product.workflows.deps, run, step.id),
    error: ({ step }) => step.error ?? null,
    waitingFor: ({ step }) => step.waitingFor ?? null,
    startedAt: ({ step }) => step.startedAt ?? null,
    finishedAt: ({ step }) => step.finishedAt ?? null,
  },
  WorkflowTemplate: {
    parameters: ({ definition }) => readDefinition(definition).plan.parameters,
    diagram: ({ definition }, { format }) => draw(readDefinition(definition).plan, format),
    problems: async ({ definition }, _args, { product, viewer }) =>
      (await checkWorkflow(product.workflows, viewer.workspace, definition)).violations,
    createdAt: ({ createdAt }) => createdAt ?? null,
    createdBy: ({ createdBy }) => createdBy ?? null,
  },
}

/** A picture takes long enough that others go first after each one of a list. */
async function draw(plan: Plan, format: DiagramFormat, run?: RunDoc): Promise<string> {
  await setImmediate()
  const diagram = diagramOf(plan, run)
  return format === 'SVG' ? toSvg(diagram) : toMermaid(diagram)
}

function planOf({ workflows }: Context['product'], run: RunDoc): Plan {
  const plan = workflows.deps.plans.of(run)
  if (!plan) throw new Error(`${run._id} has no definition`)
  return plan
}

function nodeOf(product: Context['product'], { run, step }: StepView) {
  return planOf(product, run).byId.get(step.node)
}

/** The step of a node beside this one: of the same item where both are of one. */
function besides({ run, step }: StepView, id: string): string | undefined {
  const suffix = step.id.slice(step.node.length)
  const places = [...suffix.matchAll(/\[\d+\]/g)].map(([place]) => place)
  for (let count = places.length; count >= 0; count--) {
    const candidate = id + places.slice(0, count).join('')
    if (run.steps.some((each) => each.id === candidate)) return candidate
  }
  return undefined
}

function neighbours(product: Context['product'], view: StepView): string[] {
  const node = nodeOf(product, view)
  const ids = [...(node?.after ?? []), ...(node?.branches ?? []).map(({ condition }) => condition)]
  return [...new Set(ids.flatMap((id) => besides(view, id) ?? []))]
}

function parentOf(product: Context['product'], view: StepView): string | null {
  const parent = nodeOf(product, view)?.parent
  return parent === undefined ? null : (besides(view, parent) ?? null)
}

function tasksOf({ task, tasks }: StepState): string[] {
  return tasks ?? (task ? [task] : [])
}

function actionsOn({ status }: RunDoc): WorkflowAction[] {
  if (status === 'FAILED' || status === 'CANCELLED') return ['RETRY']
  if (status === 'SUCCEEDED') return []
  return ['CANCEL', status === 'PAUSED' ? 'RESUME' : 'PAUSE']
}

async function listRuns(args: Partial<QueryWorkflowsArgs>, { product, cursors, viewer }: Context): Promise<WorkflowList> {
  const { status, template, submittedBy, since, until, text, workspace } = args.filter ?? {}
  const where = workspaceOf(viewer, workspace)
  const filter: RunListFilter = {
    workspace: where,
    status: status ?? undefined,
    template: template ?? undefined,
    submittedBy: submittedBy ? await idsOfPerson(product.database, where, submittedBy) : undefined,
    since: since ?? undefined,
    until: until ?? undefined,
    text: text ?? undefined,
  }
  const list = { name: 'workflows', filter }
  const size = pageSize(args.first)
  const after = args.after ? (cursors.decodeCursor(list, args.after) as unknown as RunPosition) : undefined
  const rows = await runPage(product.database, { filter, limit: size + 1, after })
  const cursorOf = ({ createdAt, _id }: RunDoc) => cursors.encodeCursor({ list, values: [createdAt, _id] })
  return toConnection({ rows, size, after: args.after, cursorOf, count: () => countRuns(product.database, filter) })
}
