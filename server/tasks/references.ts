// Tasks of one request may depend on each other: #1 names the first. Says where in the request a dependency is wrong. Pure.
import type { Violation } from '../errors.ts'

/** What each input asks to wait for; nothing where that cannot be read. */
type Names = readonly (readonly string[])[]

/** References that name no task of the request, and tasks that wait for each other in a circle, with their places. */
export function wrongReferences(requests: Names): Violation[] {
  const edges = requests.map((names) => names.flatMap((name) => indexOf(name) ?? []))
  const alone = requests.length === 1
  const outside = requests.flatMap((names, index) =>
    names
      .filter((name) => alone || (indexOf(name) ?? 0) >= requests.length)
      .filter((name) => name.startsWith('#'))
      .map((name) => ({
        path: placeOf(requests, index),
        message: alone
          ? `${name} names another task of the same submitTasks request, and this one stands alone`
          : `${name} names no task of this request, which has ${requests.length}`,
      })),
  )
  return alone ? outside : [...outside, ...circles(requests, edges)]
}

/** Each circle once, at the first of its tasks. */
function circles(requests: Names, edges: readonly number[][]): Violation[] {
  const told = new Set<number>()
  return edges.flatMap((_targets, index) => {
    const circle = told.has(index) ? undefined : findCircle(edges, index)
    if (!circle) return []
    for (const at of circle) told.add(at)
    return [
      { path: placeOf(requests, index), message: `these tasks wait for each other: ${circle.map((at) => `#${at + 1}`).join(' -> ')}` },
    ]
  })
}

/** Every place that names one of these. */
export function missingDependencies(requests: Names, missing: ReadonlySet<string>): Violation[] {
  return requests.flatMap((names, index) =>
    names.filter((id) => missing.has(id)).map((id) => ({ path: placeOf(requests, index), message: `there is no task ${id}` })),
  )
}

function placeOf(requests: Names, index: number): string {
  return requests.length > 1 ? `inputs.${index}.dependsOn` : 'dependsOn'
}

export function resolveReference(name: string, ids: readonly string[]): string {
  const index = indexOf(name)
  return index === undefined ? name : (ids[index] ?? name)
}

function indexOf(name: string): number | undefined {
  return name.startsWith('#') ? Number(name.slice(1)) - 1 : undefined
}

function findCircle(edges: readonly number[][], start: number): number[] | undefined {
  const seen = new Set<number>()
  const walk = (at: number, path: number[]): number[] | undefined => {
    for (const next of edges[at] ?? []) {
      if (next === start) return [...path, start]
      if (seen.has(next)) continue
      seen.add(next)
      const found = walk(next, [...path, next])
      if (found) return found
    }
    return undefined
  }
  return walk(start, [start])
}
