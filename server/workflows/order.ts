// What comes before what in a plan: cycles, and the steps that have ended when a step begins. Pure.
import type { Plan, PlanNode } from './plan.ts'

/** Every step has a beginning and an end: a group begins before its steps and ends after them. */
type Moment = `begin ${string}` | `end ${string}`

export interface Order {
  /** Ids of the steps of one cycle; none when there is no cycle. */
  cycle: readonly string[]
  /** Has `earlier` always ended, or been passed over, when `later` begins? */
  isBefore(earlier: string, later: string): boolean
}

export function orderOf(plan: Plan): Order {
  const before = new Map<Moment, Moment[]>()
  const follows = (later: Moment, earlier: Moment) => before.set(later, [...(before.get(later) ?? []), earlier])
  for (const node of plan.nodes) {
    follows(`end ${node.id}`, `begin ${node.id}`)
    if (node.parent !== undefined) follows(`begin ${node.id}`, `begin ${node.parent}`)
    if (node.parent !== undefined) follows(`end ${node.parent}`, `end ${node.id}`)
    for (const id of beforeIt(node)) if (plan.byId.has(id)) follows(`begin ${node.id}`, `end ${id}`)
    const { fallback } = node.onFailure
    if (fallback && plan.byId.has(fallback)) {
      follows(`end ${node.id}`, `end ${fallback}`)
      follows(`begin ${fallback}`, `begin ${node.id}`)
    }
  }
  for (const { id, undo } of plan.nodes) if (undo && plan.byId.has(undo)) follows(`begin ${undo}`, `end ${id}`)
  const reached = new Map<Moment, Set<Moment>>()
  return {
    cycle: findCycle(before),
    isBefore: (earlier, later) => {
      const known = reached.get(`begin ${later}`) ?? collect(before, `begin ${later}`)
      reached.set(`begin ${later}`, known)
      return known.has(`end ${earlier}`)
    },
  }
}

function beforeIt({ after, branches }: PlanNode): string[] {
  return [...after, ...branches.map(({ condition }) => condition)]
}

function collect(before: ReadonlyMap<Moment, readonly Moment[]>, start: Moment): Set<Moment> {
  const found = new Set<Moment>()
  const waiting = [start]
  for (let moment = waiting.pop(); moment; moment = waiting.pop()) {
    for (const earlier of before.get(moment) ?? []) {
      if (found.has(earlier)) continue
      found.add(earlier)
      waiting.push(earlier)
    }
  }
  return found
}

function findCycle(before: ReadonlyMap<Moment, readonly Moment[]>): string[] {
  const done = new Set<Moment>()
  for (const start of before.keys()) {
    const cycle = walk(before, { start, done })
    if (cycle.length > 0) return cycle
  }
  return []
}

/** Depth first without recursion: plans may be deep. */
function walk(before: ReadonlyMap<Moment, readonly Moment[]>, { start, done }: { start: Moment; done: Set<Moment> }): string[] {
  const path: { moment: Moment; next: number }[] = done.has(start) ? [] : [{ moment: start, next: 0 }]
  const onPath = new Set<Moment>([start])
  while (path.length > 0) {
    const top = path.at(-1) as { moment: Moment; next: number }
    const earlier = before.get(top.moment)?.[top.next++]
    if (earlier === undefined) {
      done.add(top.moment)
      onPath.delete(top.moment)
      path.pop()
    } else if (onPath.has(earlier)) {
      const from = path.findIndex(({ moment }) => moment === earlier)
      return [...new Set(path.slice(from).map(({ moment }) => moment.replace(/^(begin|end) /, '')))]
    } else if (!done.has(earlier)) {
      onPath.add(earlier)
      path.push({ moment: earlier, next: 0 })
    }
  }
  return []
}
