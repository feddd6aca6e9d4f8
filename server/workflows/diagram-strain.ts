// How much work a picture is for the layout: it takes a third of a millisecond for every layer that every arrow crosses, and the server
// does nothing else in that time. Knows nothing of how it is drawn.

export interface Sketch {
  nodes: readonly string[]
  edges: readonly { from: string; to: string }[]
  groups: number
  /** Of groups inside groups. */
  depth: number
}

/** Half a second or so. */
export const mostStrain = 2000

/** The layout takes a layer apart for every level of groups, and borders every group in every layer. */
export function strainOf({ nodes, edges, groups, depth }: Sketch): number {
  const layers = layersOf(nodes, edges)
  const last = Math.max(0, ...layers.values())
  const crossed = edges.reduce((sum, { from, to }) => {
    const [start, end] = [layers.get(from), layers.get(to)]
    // In a circle there are no layers.
    return sum + (start === undefined || end === undefined ? nodes.length : end - start)
  }, 0)
  return (crossed + groups * (last + 1)) * (2 * depth + 1)
}

/** Each node stands below all that it comes after; those in a circle, and behind one, stand nowhere. */
function layersOf(nodes: readonly string[], edges: Sketch['edges']): Map<string, number> {
  const next = new Map(nodes.map((id): [string, string[]] => [id, []]))
  const open = new Map(nodes.map((id) => [id, 0]))
  for (const { from, to } of edges) {
    next.get(from)?.push(to)
    open.set(to, (open.get(to) ?? 0) + 1)
  }
  const layers = new Map(nodes.filter((id) => open.get(id) === 0).map((id) => [id, 0]))
  const lowest = new Map(layers)
  for (const [id, layer] of layers) {
    for (const to of next.get(id) ?? []) {
      lowest.set(to, Math.max(lowest.get(to) ?? 0, layer + 1))
      open.set(to, (open.get(to) ?? 0) - 1)
      if (open.get(to) === 0) layers.set(to, lowest.get(to) ?? 0)
    }
  }
  return layers
}
