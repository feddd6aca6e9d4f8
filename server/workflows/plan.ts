// A workflow as a graph: what every rule of starting, drawing and checking reads. Made from a definition, the same for every run of it.
import type { JsonSchema } from '../agents/config.ts'
import type { NotifyTarget, Priority, StoredRetry } from '../queue/task.ts'
import type { Place } from './definition-text.ts'

export type Side = 'then' | 'else'

export interface FailurePolicy {
  /** More tries of the whole step. */
  retry: number
  delayMs: number
  /** Runs instead when the step has failed for good. */
  fallback: string | undefined
  /** When nothing of that helped. */
  otherwise: 'fail' | 'continue'
}

export interface Asked {
  roles: readonly string[]
  users: readonly string[]
  groups: readonly string[]
}

export interface Asking extends Asked {
  title: string | undefined
  text: string | undefined
  details: unknown
  expiresMs: number | undefined
  escalate: (Asked & { afterMs: number }) | undefined
  requesterMayDecide: boolean | undefined
}

export type Work =
  | {
      kind: 'AGENT'
      agent: string
      parameters: { [key: string]: unknown }
      retry: Partial<StoredRetry> | undefined
      timeoutSeconds: number | undefined
      priority: Priority | undefined
      tags: readonly string[]
    }
  | { kind: 'PARALLEL' }
  | { kind: 'CONDITION'; expression: string; targets: readonly { id: string; side: Side }[] }
  | { kind: 'FOR_EACH'; items: unknown; concurrency: number }
  | { kind: 'WAIT'; forMs?: number; until?: string; event?: string; match?: string; timeoutMs?: number }
  | ({ kind: 'APPROVAL'; quorum: number } & Asking)
  | ({ kind: 'QUESTION'; choices: readonly string[]; form: JsonSchema | undefined } & Asking)
  | { kind: 'WORKFLOW'; template: string; version: number | undefined; parameters: { [key: string]: unknown } }
  | { kind: 'END'; status: 'succeeded' | 'failed'; reason: string | undefined }

export interface PlanNode {
  id: string
  name: string
  work: Work
  /** Where it stands in the definition. */
  place: Place
  /** Steps that must have ended. */
  after: readonly string[]
  /** Only after this condition has chosen this side; of several any will do. */
  branches: readonly { condition: string; side: Side }[]
  /** The group, for-each or condition it is written in. */
  parent: string | undefined
  /** Of a condition it is written in. */
  side: Side | undefined
  /** Runs only when another step has failed, or is to be undone. */
  role: 'fallback' | 'undo' | undefined
  /** The for-each steps around it, outermost first. */
  loops: readonly string[]
  onFailure: FailurePolicy
  /** Undoes what it did when the run fails later. */
  undo: string | undefined
}

export interface Ending {
  notify: readonly NotifyTarget[]
}

export interface Plan {
  name: string | undefined
  description: string
  /** JSON Schema of the input. */
  parameters: JsonSchema
  /** In the order of the definition. */
  nodes: readonly PlanNode[]
  byId: ReadonlyMap<string, PlanNode>
  children: ReadonlyMap<string, readonly PlanNode[]>
  onSuccess: Ending
  onFailure: Ending & { retries: number }
}

export function createPlan(nodes: readonly PlanNode[], rest: Omit<Plan, 'nodes' | 'byId' | 'children'>): Plan {
  const children = new Map<string, PlanNode[]>()
  for (const node of nodes) {
    if (node.parent !== undefined && !node.role) children.set(node.parent, [...(children.get(node.parent) ?? []), node])
  }
  return { ...rest, nodes, byId: new Map(nodes.map((node) => [node.id, node])), children }
}

export function isContainer(plan: Plan, node: PlanNode): boolean {
  return node.work.kind === 'PARALLEL' || node.work.kind === 'FOR_EACH' || plan.children.has(node.id)
}

/** Every value of the step that may hold templates, with its key in the definition. */
export function templatedValues({ work }: PlanNode): [key: string, value: unknown][] {
  switch (work.kind) {
    case 'AGENT':
    case 'WORKFLOW':
      return [['parameters', work.parameters]]
    case 'FOR_EACH':
      return [['items', work.items]]
    case 'WAIT':
      return [
        ['until', work.until],
        ['event', work.event],
      ]
    case 'APPROVAL':
    case 'QUESTION':
      return (['title', 'text', 'details', 'users'] as const).map((key) => [key, work[key]])
    case 'END':
      return [['reason', work.reason]]
    case 'PARALLEL':
    case 'CONDITION':
      return []
  }
}

/** Every expression of the step, with its key in the definition. */
export function expressionsOf({ work }: PlanNode): [key: string, text: string][] {
  if (work.kind === 'CONDITION') return [['if', work.expression]]
  if (work.kind === 'WAIT' && work.match !== undefined) return [['match', work.match]]
  return []
}
