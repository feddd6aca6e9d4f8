// Reads a list page by page until there is as much as was asked for.

interface Page<Node> {
  nodes: readonly Node[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

const pageSize = 100

export async function readPages<Node, List extends Page<Node>>(
  limit: number,
  read: (first: number, after: string | null) => Promise<List & Page<Node>>,
): Promise<{ nodes: Node[]; list: List }> {
  let list = await read(Math.min(limit, pageSize), null)
  const nodes = [...list.nodes]
  while (nodes.length < limit && list.pageInfo.hasNextPage) {
    list = await read(Math.min(limit - nodes.length, pageSize), list.pageInfo.endCursor)
    nodes.push(...list.nodes)
  }
  return { nodes, list }
}
