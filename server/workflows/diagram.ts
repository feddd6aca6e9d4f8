// What a picture of a workflow shows: boxes, groups and arrows, with the state of each where it is of a run. Knows no format.
import type { Plan, PlanNode } from './plan.ts'
import type { RunDoc, StepState, StepStatus } from './run.ts'

export interface Box {
  id: string
  title: string
  /** Second line: what kind of step, who does it. */
  detail: string
  kind: PlanNode['work']['kind']
  /** Of a run. */
  status: StepStatus | undefined
  parent: string | undefined
  isGroup: boolean
}

export interface Arrow {
  from: string
  to: string
  label: string | undefined
  /** Taken only when something went wrong. */
  dashed: boolean
}

export interface Diagram {
  title: string
  boxes: Box[]
  arrows: Arrow[]
}

/** Marks of the states, so that nothing is told by colour alone. */
export const marks: Readonly<Record<StepStatus, string>> = {
  PENDING: '○',
  RUNNING: '▶',
  WAITING: '‖',
  SUCCEEDED: '✔',
  FAILED: '✖',
  SKIPPED: '–',
  CANCELLED: '■',
}

export function diagramOf(plan: Plan, run?: Pick<RunDoc, '_id' | 'name' | 'steps' | 'status'>): Diagram {
  const groups = new Set(plan.nodes.flatMap(({ parent }) => parent ?? []))
  const boxes = plan.nodes.map((node): Box => {
    const steps = run?.steps.filter((step) => step.node === node.id) ?? []
    return {
      id: node.id,
      title: node.name,
      detail: `${laneOf(node)}${detailOf(node, steps)}`,
      kind: node.work.kind,
      status: run ? stateOf(steps) : undefined,
      parent: node.parent,
      isGroup: groups.has(node.id),
    }
  })
  const title = run ? `${run._id} ${run.name}: ${run.status.toLowerCase()}` : (plan.name ?? 'Workflow')
  return { title, boxes, arrows: plan.nodes.flatMap((node) => arrowsTo(plan, node)) }
}

/** The first step of a branch says which one it is. */
function laneOf({ side, after, role }: PlanNode): string {
  if (!side || role || after.length > 0) return ''
  return side === 'then' ? 'yes · ' : 'no · '
}

function detailOf({ work }: PlanNode, steps: readonly StepState[]): string {
  const items = steps.length > 1 ? `, ${steps.filter(({ status }) => status === 'SUCCEEDED').length} of ${steps.length} done` : ''
  switch (work.kind) {
    case 'AGENT':
      return work.agent + items
    case 'CONDITION':
      return `if ${work.expression}`
    case 'FOR_EACH':
      return `for each${steps[0]?.count === undefined ? '' : ` of ${steps[0].count}`}`
    case 'WAIT':
      return work.event === undefined ? `wait ${work.until ?? inWords(work.forMs ?? 0)}` : `wait for ${work.event}`
    case 'WORKFLOW':
      return `workflow ${work.template}`
    case 'PARALLEL':
    case 'APPROVAL':
    case 'QUESTION':
    case 'END':
      return work.kind.toLowerCase() + items
  }
}

function inWords(ms: number): string {
  const units = [
    [24 * 3600_000, 'd'],
    [3600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ] as const
  const [size, unit] = units.find(([each]) => ms >= each && ms % each === 0) ?? [1000, 's']
  return `${ms / size} ${unit}`
}

/** Of several items the state that matters most. */
function stateOf(steps: readonly StepState[]): StepStatus {
  const order: StepStatus[] = ['FAILED', 'RUNNING', 'WAITING', 'CANCELLED', 'PENDING', 'SUCCEEDED', 'SKIPPED']
  return order.find((status) => steps.some((step) => step.status === status)) ?? 'PENDING'
}

function arrowsTo(plan: Plan, node: PlanNode): Arrow[] {
  const plain = node.after
    .filter((from) => plan.byId.has(from))
    .map((from): Arrow => ({ from, to: node.id, label: undefined, dashed: false }))
  const gates = node.branches.map(
    ({ condition, side }): Arrow => ({ from: condition, to: node.id, label: side === 'then' ? 'yes' : 'no', dashed: false }),
  )
  const helpers = [
    [node.onFailure.fallback, 'on failure'],
    [node.undo, 'undo'],
  ].flatMap(([to, label]): Arrow[] => (to && plan.byId.has(to) ? [{ from: node.id, to, label, dashed: true }] : []))
  return [...plain, ...gates, ...helpers]
}
