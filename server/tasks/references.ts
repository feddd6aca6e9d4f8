// Tasks of one request may depend on each other: #1 names the first. Pure.
import { validationFailed } from '../errors.ts'

interface Referring {
  submission: { dependsOn?: string[] | undefined }
}

/** Throws when a reference names no task of the request, or when tasks wait for each other in a circle. */
export function checkReferences(requests: readonly Referring[]): void {
  const edges = requests.map(({ submission }) => (submission.dependsOn ?? []).flatMap((name) => indexOf(name) ?? []))
  edges.forEach((targets, index) => {
    const outside = targets.find((target) => target >= requests.length)
    if (outside !== undefined) fail(index, `#${outside + 1} names no task of this request, which has ${requests.length}`)
    const circle = findCircle(edges, index)
    if (circle) fail(index, `these tasks wait for each other: ${circle.map((at) => `#${at + 1}`).join(' -> ')}`)
  })
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

function fail(index: number, message: string): never {
  throw validationFailed([{ path: `inputs.${index}.dependsOn`, message }], 'TASK_003')
}
