// A step of a run as the drawings see it, and what follows from what depends on what. Pure.
import type { WorkflowDetailFragment } from '../generated/operations.ts'
import type { ViewLine } from '../pages/view.ts'
import type { Surroundings } from '../resources/resource.ts'

export type Step = WorkflowDetailFragment['steps'][number]

export interface Look {
  around: Surroundings
  columns: number
  /** Index of the chosen step. */
  selected: number
  critical: boolean
}

export type Draw = (steps: readonly Step[], look: Look) => ViewLine[]

/** How far each step is from the beginning: one more than the furthest it depends on. */
export function ranksOf(steps: readonly Step[]): Map<string, number> {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const ranks = new Map<string, number>()
  const rank = (id: string, path: ReadonlySet<string>): number => {
    const known = ranks.get(id)
    if (known !== undefined) return known
    const step = byId.get(id)
    if (!step || path.has(id)) return -1
    const deeper = new Set([...path, id])
    const before = [...step.dependsOn, ...(step.parent ? [step.parent] : [])]
    const found = 1 + Math.max(-1, ...before.map((each) => rank(each, deeper)))
    ranks.set(id, found)
    return found
  }
  for (const { id } of steps) rank(id, new Set())
  return ranks
}

export function timeOf({ startedAt, finishedAt }: Step, now: number): number {
  if (!startedAt) return 0
  return Math.max(0, (finishedAt ? Date.parse(finishedAt) : now) - Date.parse(startedAt))
}

/** The chain of steps that took longest: shortening any other does not end the run sooner. */
export function criticalPath(steps: readonly Step[], now: number): ReadonlySet<string> {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const ranks = ranksOf(steps)
  const longest = new Map<string, { ms: number; before: string | undefined }>()
  for (const step of [...steps].sort((a, b) => (ranks.get(a.id) ?? 0) - (ranks.get(b.id) ?? 0))) {
    const before = step.dependsOn.filter((id) => byId.has(id)).sort((a, b) => (longest.get(b)?.ms ?? 0) - (longest.get(a)?.ms ?? 0))[0]
    longest.set(step.id, { ms: timeOf(step, now) + (before ? (longest.get(before)?.ms ?? 0) : 0), before })
  }
  const path = new Set<string>()
  let at = [...longest].sort(([, a], [, b]) => b.ms - a.ms)[0]?.[0]
  while (at !== undefined && !path.has(at)) {
    path.add(at)
    at = longest.get(at)?.before
  }
  return path
}
