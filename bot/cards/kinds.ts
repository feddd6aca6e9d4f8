// How each kind of card is read and drawn, and when it is over. Knows nothing of who watches what.
import { renderAlert } from '../blocks/alert-card.ts'
import { renderRequestCard, type SlackNames } from '../blocks/request-card.ts'
import { renderTaskCard } from '../blocks/task-card.ts'
import { taskStates, workflowStates } from '../blocks/wording.ts'
import { renderWorkflowCard } from '../blocks/workflow-card.ts'
import type { Ask } from '../client/api.ts'
import * as operations from '../generated/operations.ts'
import type { Rendered, Urgency } from '../outbox/card.ts'
import type { CardKind, Watch } from './watch-store.ts'

export interface Drawn {
  message: Rendered
  fallback?: Rendered
  urgency: Urgency
  ended: boolean
  /** Grows with the state: the latest moment the object knows of. */
  version: number
}

export interface Drawing {
  watch: Watch
  names: SlackNames
  planBlocks: boolean
}

export interface KindOfCard<Model> {
  read(ask: Ask, id: string): Promise<Model | null | undefined>
  draw(model: Model, drawing: Drawing): Drawn
  /** What the card offers depends on who asked for it. */
  forAuthor: boolean
}

type Models = {
  task: operations.TaskFieldsFragment
  workflow: operations.WorkflowFieldsFragment
  request: operations.RequestFieldsFragment
  alert: operations.AlertFieldsFragment
}

export type ModelOf<K extends CardKind> = Models[K]

/** The latest of all moments in it; those to come are none. */
function latest(moments: readonly (string | null | undefined)[]): number {
  return Math.max(0, ...moments.map((at) => (at ? Date.parse(at) : 0)).filter((ms) => !Number.isNaN(ms)))
}

export const cardKinds: { readonly [K in CardKind]: KindOfCard<Models[K]> } = {
  task: {
    forAuthor: true,
    read: async (ask, id) => (await ask(operations.task, { id })).task,
    draw: (task, { watch }) => {
      const { ended } = taskStates[task.status]
      const version = latest([
        task.createdAt,
        task.startedAt,
        task.finishedAt,
        ...task.attempts.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]),
      ])
      return { message: renderTaskCard({ task, author: watch.author }), urgency: ended ? 'terminal' : 'progress', ended, version }
    },
  },
  workflow: {
    forAuthor: true,
    read: async (ask, id) => (await ask(operations.workflow, { id })).workflow,
    draw: (workflow, { watch, planBlocks }) => {
      const { ended } = workflowStates[workflow.status]
      const card = { workflow, author: watch.author }
      const tree = renderWorkflowCard(card, 'tree')
      const version = latest([
        workflow.createdAt,
        workflow.finishedAt,
        ...workflow.steps.flatMap(({ startedAt, finishedAt }) => [startedAt, finishedAt]),
      ])
      return {
        ...(planBlocks ? { message: renderWorkflowCard(card, 'plan'), fallback: tree } : { message: tree }),
        urgency: ended ? 'terminal' : 'progress',
        ended,
        version,
      }
    },
  },
  request: {
    forAuthor: false,
    read: async (ask, id) => (await ask(operations.request, { id })).request,
    draw: (request, { names }) => ({
      message: renderRequestCard({ request, names }),
      urgency: 'approval',
      ended: request.status !== 'OPEN',
      version: latest([request.createdAt, request.escalatedAt, request.settledAt, ...request.decisions.map(({ at }) => at)]),
    }),
  },
  alert: {
    forAuthor: false,
    // There is no question for one alert: the newest are looked through.
    read: async (ask, id) =>
      (await ask(operations.alerts, { filter: { status: ['OPEN', 'ACKNOWLEDGED', 'RESOLVED'] }, first: 100 })).alerts.nodes.find(
        (one) => one.id === id,
      ),
    draw: (alert) => ({
      message: renderAlert(alert),
      urgency: 'alert',
      ended: alert.status === 'RESOLVED',
      version: latest([alert.firstAt, alert.lastAt, alert.acknowledgedAt, alert.resolvedAt]),
    }),
  },
}
