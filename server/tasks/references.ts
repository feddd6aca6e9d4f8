// Tasks of one request may depend on each other: #1 names the first. Says where in the request a dependency is wrong. Pure.
import { type Violation, validationFailed } from '../errors.ts'

interface Referring {
  submission: { dependsOn?: string[] | undefined }
}

/** Throws when a reference names no task of the request, or when tasks wait for each other in a circle. */
export function checkReferences(requests: readonly Referring[]): void {
  const [only] = requests
  const alone = requests.length === 1 && only?.submission.dependsOn?.find((name) => name.startsWith('#'))
  if (alone) fail(placeOf(requests, 0), `${alone} names another task of the same submitTasks request, and this one stands alone`)
  const edges = requests.map(({ submission }) => (submission.dependsOn ?? []).flatMap((name) => indexOf(name) ?? []))
  edges.forEach((targets, index) => {
    const outside = targets.find((target) => target >= requests.length)
    if (outside !== undefined) fail(placeOf(requests, index), `#${outside + 1} names no task of this request, which has ${requests.length}`)
    const circle = findCircle(edges, index)
    if (circle) fail(placeOf(requests, index), `these tasks wait for each other: ${circle.map((at) => `#${at + 1}`).join(' -> ')}`)
  })
}

/** Every place that names one of these. */
export function missingDependencies(requests: readonly Referring[], missing: ReadonlySet<string>): Violation[] {
  return requests.flatMap(({ submission }, index) =>
    (submission.dependsOn ?? [])
      .filter((id) => missing.has(id))
      .map((id) => ({ path: placeOf(requests, index), message: `there is no task ${id}` })),
  )
}

function placeOf(requests: readonly Referring[], index: number): string {
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

function fail(path: string, message: string): never {
  throw validationFailed([{ path, message }], 'TASK_003')
}
