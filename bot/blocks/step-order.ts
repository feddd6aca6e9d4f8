// In which order the steps of a workflow are shown, and how deep: after what they wait for, below the group they are part of. Pure.

interface Step {
  id: string
  dependsOn: readonly string[]
  parent: string | null
}

export interface PlacedStep<S> {
  step: S
  depth: number
  /** The last one of its group. */
  last: boolean
}

/** Every step once, whatever the graph looks like: a cycle or a missing parent loses none. */
export function placeSteps<S extends Step>(steps: readonly S[]): PlacedStep<S>[] {
  const known = new Map(steps.map((step) => [step.id, step]))
  const placed: PlacedStep<S>[] = []
  const done = new Set<string>()
  const childrenOf = (parent: string | undefined) =>
    sortByDependency(steps.filter((step) => (step.parent !== null && known.has(step.parent) ? step.parent : undefined) === parent))
  const place = (group: readonly S[], depth: number) => {
    for (const [index, step] of group.entries()) {
      if (done.has(step.id)) continue
      done.add(step.id)
      placed.push({ step, depth, last: index === group.length - 1 })
      place(childrenOf(step.id), Math.min(depth + 1, 8))
    }
  }
  place(childrenOf(undefined), 0)
  place(
    steps.filter(({ id }) => !done.has(id)),
    0,
  )
  return placed
}

function sortByDependency<S extends Step>(group: readonly S[]): S[] {
  const sorted: S[] = []
  const waiting = new Set(group)
  while (waiting.size > 0) {
    const ids = new Set([...waiting].map(({ id }) => id))
    const ready = [...waiting].filter(({ dependsOn }) => !dependsOn.some((id) => ids.has(id)))
    // A cycle: the rest as it came.
    const next = ready.length > 0 ? ready : [...waiting]
    for (const step of next) waiting.delete(step)
    sorted.push(...next)
  }
  return sorted
}
