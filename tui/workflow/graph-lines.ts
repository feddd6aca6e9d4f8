// A run as a graph from left to right: a column for each rank, lines from each step to those that wait for it. Many steps of one for-each
// are drawn as one node. When it does not fit the width, it is drawn as a tree instead.
import type { ViewLine } from '../pages/view.ts'
import { statusGlyph, statusTone } from '../resources/status.ts'
import { lineWidth } from '../text/lines.ts'
import { cut } from '../text/width.ts'
import type { Glyphs, Line, Span } from '../theme.ts'
import { criticalPath, type Draw, type Look, ranksOf, type Step } from './step.ts'
import { stepNote } from './step-line.ts'
import { treeLines } from './tree-lines.ts'

const mostOfGroup = 6
const nameColumns = 20
const gapColumns = 5

interface Node {
  id: string
  /** Places in the list of steps; more than one for a group. */
  indexes: readonly number[]
  label: Line
  before: readonly string[]
  rank: number
  /** No step: a line on its way past a column. */
  pass?: true
}

/** With what is known of each step, or with names alone where there is less room. */
export const graphLines: Draw = (steps, look) => {
  for (const notes of [true, false]) {
    const ranks = groupByRank(withPasses(withoutDetours(toNodes(steps, { ...look, notes }))))
    const widths = ranks.map((rank) => 1 + Math.max(...rank.map(({ label }) => lineWidth(label))))
    const total = widths.reduce((sum, width) => sum + width + gapColumns, 2 - gapColumns)
    if (total <= look.columns) return draw(ranks, widths, look)
  }
  return treeLines(steps, look)
}

type NodeLook = Look & { notes: boolean }

function toNodes(steps: readonly Step[], look: NodeLook): Node[] {
  const ranks = ranksOf(steps)
  const path = look.critical ? criticalPath(steps, look.around.now) : new Set<string>()
  const children = new Map<string, number[]>()
  for (const [index, { parent }] of steps.entries()) if (parent) children.set(parent, [...(children.get(parent) ?? []), index])
  const folded = new Set([...children.values()].filter((indexes) => indexes.length > mostOfGroup).flat())
  const groupOf = new Map(
    [...children].flatMap(([parent, indexes]) =>
      indexes.length > mostOfGroup ? indexes.map((index) => [steps[index]?.id ?? '', parent] as const) : [],
    ),
  )
  return steps.flatMap((step, index): Node[] => {
    if (folded.has(index)) return []
    const group = (children.get(step.id) ?? []).filter((child) => folded.has(child))
    const before = [...step.dependsOn, ...(step.parent && step.dependsOn.length === 0 ? [step.parent] : [])].map(
      (id) => groupOf.get(id) ?? id,
    )
    const indexes = [index, ...group]
    const members = group.flatMap((child) => steps[child] ?? [])
    const label = labelOf(step, members, { look, critical: path.has(step.id), selected: indexes.includes(look.selected) })
    return [{ id: step.id, indexes, label, before: [...new Set(before)], rank: ranks.get(step.id) ?? 0 }]
  })
}

/** What a step waits for by way of another one needs no line of its own. */
function withoutDetours(nodes: readonly Node[]): Node[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const earlier = new Map<string, ReadonlySet<string>>()
  const before = (id: string): ReadonlySet<string> => {
    const known = earlier.get(id)
    if (known) return known
    earlier.set(id, new Set())
    const found = new Set((byId.get(id)?.before ?? []).flatMap((each) => [each, ...before(each)]))
    earlier.set(id, found)
    return found
  }
  return nodes.map((node) => ({ ...node, before: node.before.filter((id) => !node.before.some((other) => before(other).has(id))) }))
}

/** A line to a step further on takes a row of its own in the columns between, or it would seem to end where it passes. */
function withPasses(nodes: readonly Node[]): Node[] {
  const rankOf = new Map(nodes.map(({ id, rank }) => [id, rank]))
  const passes = new Map<string, Node>()
  const via = (id: string, to: number): string => {
    let last = id
    for (let rank = (rankOf.get(id) ?? to) + 1; rank < to; rank += 1) {
      const pass = `${id} past ${rank}`
      if (!passes.has(pass)) passes.set(pass, { id: pass, indexes: [], label: [], before: [last], rank, pass: true })
      last = pass
    }
    return last
  }
  const moved = nodes.map((node) => ({ ...node, before: node.before.map((id) => via(id, node.rank)) }))
  return [...moved, ...passes.values()]
}

function labelOf(
  step: Step,
  members: readonly Step[],
  { look, critical, selected }: { look: NodeLook; critical: boolean; selected: boolean },
): Line {
  const { now, glyphs } = look.around
  const note = members.length > 0 ? `×${members.length} ${countsOf(members, glyphs)}` : look.notes ? stepNote(step, now) : ''
  return [
    statusGlyph(step.status, glyphs),
    { text: ' ' },
    { text: cut(step.id, nameColumns), tone: critical ? 'warn' : statusTone(step.status), bold: critical || selected, inverse: selected },
    { text: note ? ` ${cut(note, 18)}` : '', tone: 'dim' },
  ]
}

function countsOf(members: readonly Step[], glyphs: Glyphs): string {
  const statuses = ['SUCCEEDED', 'RUNNING', 'FAILED', 'PENDING'] as const
  return statuses
    .map((status) => [statusGlyph(status, glyphs).text, members.filter((step) => step.status === status).length] as const)
    .filter(([, count]) => count > 0)
    .map(([glyph, count]) => `${glyph}${count}`)
    .join(' ')
}

function groupByRank(nodes: readonly Node[]): Node[][] {
  const ranks: Node[][] = []
  for (const node of nodes) {
    const rank = (ranks[node.rank] ??= [])
    rank.push(node)
  }
  return ranks.filter((rank) => rank !== undefined)
}

/** Every node has a row of its own in its column; lines run in the gaps between columns. */
function draw(ranks: readonly Node[][], widths: readonly number[], { around: { glyphs } }: Look): ViewLine[] {
  const rowOf = placeRows(ranks)
  const height = 1 + Math.max(0, ...rowOf.values())
  const lines = Array.from({ length: height }, (): Span[] => [{ text: '  ' }])
  for (const [column, rank] of ranks.entries()) {
    const width = widths[column] ?? 0
    for (let row = 0; row < height; row += 1) {
      const node = rank.find(({ id }) => rowOf.get(id) === row)
      const label = node?.label ?? []
      const room = width - lineWidth(label)
      const line = glyphs.across.repeat(room)
      const text = node?.pass ? line : node && hasNext(node, ranks) ? ` ${line}`.slice(0, room) : ' '.repeat(room)
      lines[row]?.push(...label, { text, tone: 'edge' })
    }
    const next = ranks[column + 1]
    if (next)
      for (const [row, text] of gap({ left: rank, right: next, rowOf, height, glyphs }).entries()) lines[row]?.push({ text, tone: 'edge' })
  }
  return lines.map((line) => ({ line }))
}

const hasNext = ({ id }: Node, ranks: readonly Node[][]): boolean => ranks.some((rank) => rank.some(({ before }) => before.includes(id)))

/** A step stands as near as it can to the middle of what it waits for, below those placed before it. */
function placeRows(ranks: readonly Node[][]): Map<string, number> {
  const rows = new Map<string, number>()
  for (const rank of ranks) {
    let free = 0
    const wanted = rank.map((node) => {
      const before = node.before.flatMap((id) => rows.get(id) ?? [])
      return { node, row: before.length > 0 ? Math.floor(before.reduce((sum, row) => sum + row, 0) / before.length) : 0 }
    })
    for (const { node, row } of wanted.sort((a, b) => a.row - b.row)) {
      const place = Math.max(free, row - Math.floor((rank.length - 1) / 2))
      rows.set(node.id, place)
      free = place + 1
    }
  }
  return rows
}

interface Gap {
  left: readonly Node[]
  right: readonly Node[]
  rowOf: ReadonlyMap<string, number>
  height: number
  glyphs: Glyphs
}

/** The lines between one column and those after it, as one text a row. */
function gap({ left, right, rowOf, height, glyphs }: Gap): string[] {
  const edges = left.flatMap(({ id }) =>
    right
      .filter(({ before }) => before.includes(id))
      .map((to) => ({ from: rowOf.get(id) ?? 0, to: rowOf.get(to.id) ?? 0, arrives: !to.pass })),
  )
  return Array.from({ length: height }, (_, row) => {
    const comes = edges.some(({ from }) => from === row)
    const goes = edges.some(({ to }) => to === row)
    const arrives = edges.some(({ to, arrives: ends }) => to === row && ends)
    const up = edges.some(({ from, to }) => Math.min(from, to) < row && Math.max(from, to) >= row)
    const down = edges.some(({ from, to }) => Math.min(from, to) <= row && Math.max(from, to) > row)
    const bend = joint({ left: comes, right: goes, up, down }, glyphs)
    return `${comes ? glyphs.across : ' '}${comes ? glyphs.across : ' '}${bend}${goes ? `${glyphs.across}${arrives ? cut(glyphs.arrow, 1, '') : glyphs.across}` : '  '}`
  })
}

const joints: { readonly [sides: string]: string } = {
  lr: '─',
  lrd: '┬',
  lru: '┴',
  lrud: '┼',
  ld: '┐',
  lu: '┘',
  lud: '┤',
  rd: '┌',
  ru: '└',
  rud: '├',
  ud: '│',
}

function joint({ left, right, up, down }: { left: boolean; right: boolean; up: boolean; down: boolean }, glyphs: Glyphs): string {
  const sides = `${left ? 'l' : ''}${right ? 'r' : ''}${up ? 'u' : ''}${down ? 'd' : ''}`
  if (sides === '') return ' '
  const drawn = joints[sides] ?? glyphs.across
  if (glyphs.across === '-') return sides === 'lr' ? '-' : sides === 'ud' ? '|' : '+'
  return drawn
}
