// A workflow as an SVG picture: laid out in layers by dagre, states coloured and marked with a sign. Depends on no font and no script.
import { Graph, layout } from '@dagrejs/dagre'
import { CapstanError } from '../errors.ts'
import { maxSteps } from './definition.ts'
import { type Arrow, type Box, type Diagram, marks } from './diagram.ts'
import { mostStrain, strainOf } from './diagram-strain.ts'
import type { StepStatus } from './run.ts'

const boxWidth = 216
const boxHeight = 52
const margin = 24
const titleHeight = 40
const legendHeight = 36

interface Placed {
  x: number
  y: number
  width: number
  height: number
}

interface Colors {
  fill: string
  line: string
  text: string
}

const colors: Readonly<Record<StepStatus, Colors>> = {
  PENDING: { fill: '#ffffff', line: '#8a94a3', text: '#333c47' },
  RUNNING: { fill: '#dcebff', line: '#1f6feb', text: '#0b2f66' },
  WAITING: { fill: '#fff3cf', line: '#a66f00', text: '#513700' },
  SUCCEEDED: { fill: '#d9f5e1', line: '#1a7f37', text: '#0b3d1b' },
  FAILED: { fill: '#ffdfdc', line: '#c62828', text: '#5f0f0f' },
  SKIPPED: { fill: '#f1f2f4', line: '#a5acb6', text: '#5b6572' },
  CANCELLED: { fill: '#ebe7f2', line: '#6f5a99', text: '#372a55' },
}
const plain: Colors = { fill: '#ffffff', line: '#4a5563', text: '#1f2731' }

/** Throws when there are too many arrows for a picture. */
export function toSvg(diagram: Diagram): string {
  refuseIfHard(diagram)
  const graph = arrange(diagram)
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  const isRun = diagram.boxes.some(({ status }) => status)
  const wide = Math.max(width + 2 * margin, isRun ? 760 : 320)
  const high = height + 2 * margin + titleHeight + (isRun ? legendHeight : 0)
  const place = (id: string) => graph.node(id) as Placed
  const groups = diagram.boxes.filter(({ isGroup }) => isGroup)
  const body = [
    ...groups.sort((a, b) => depthOf(diagram, a) - depthOf(diagram, b)).map((box) => drawGroup(box, place(box.id))),
    ...diagram.arrows.map((arrow) => drawArrow(arrow, pointsOf(graph, diagram, arrow))),
    ...diagram.boxes.filter(({ isGroup }) => !isGroup).map((box) => drawBox(box, place(box.id))),
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(wide)}" height="${round(high)}" viewBox="0 0 ${round(wide)} ${round(high)}" font-family="system-ui, 'DejaVu Sans', sans-serif" role="img">`,
    `<title>${toXml(diagram.title)}</title>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#5b6572"/></marker></defs>',
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="${margin}" y="26" font-size="16" font-weight="600" fill="#1f2731">${toXml(cut(diagram.title, 90))}</text>`,
    `<g transform="translate(${margin} ${titleHeight + margin / 2})">`,
    ...body,
    '</g>',
    ...(isRun ? [drawLegend(high - 14)] : []),
    '</svg>',
  ].join('\n')
}

function refuseIfHard(diagram: Diagram): void {
  const { boxes, arrows } = diagram
  const groups = boxes.filter(({ isGroup }) => isGroup)
  const nodes = boxes.filter(({ isGroup }) => !isGroup).map(({ id }) => id)
  const depth = Math.max(0, ...groups.map((group) => 1 + depthOf(diagram, group)))
  const edges: { from: string; to: string }[] = []
  if (boxes.length <= maxSteps) for (const arrow of arrows) if (edges.length <= mostStrain) edges.push(...endsOf(diagram, arrow))
  if (boxes.length <= maxSteps && strainOf({ nodes, edges, groups: groups.length, depth }) <= mostStrain) return
  throw new CapstanError('TOO_LARGE', 'This workflow has too many steps and arrows for a picture. Ask for the format MERMAID.')
}

function arrange({ boxes, arrows }: Diagram): Graph {
  const graph = new Graph({ compound: true, multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 26, ranksep: 44, edgesep: 12 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id, isGroup, kind } of boxes)
    graph.setNode(id, isGroup ? {} : { width: boxWidth, height: kind === 'CONDITION' ? boxHeight + 14 : boxHeight })
  for (const { id, parent } of boxes) if (parent !== undefined) graph.setParent(id, parent)
  for (const [index, arrow] of arrows.entries()) {
    for (const [count, ends] of endsOf({ boxes, arrows }, arrow).entries()) {
      const label = count === 0 && arrow.label ? { width: 60, height: 14, labelpos: 'c' } : { width: 0, height: 0 }
      graph.setEdge(ends.from, ends.to, label, edgeName(index, count))
    }
  }
  layout(graph)
  return graph
}

function edgeName(arrow: number, count: number): string {
  return `${arrow}/${count}`
}

type Boxes = Pick<Diagram, 'boxes' | 'arrows'>

/** The layout knows arrows between boxes only: one from or to a group is one from or to all of its outer boxes. The straightest is drawn. */
function endsOf(diagram: Boxes, { from, to }: Arrow): { from: string; to: string }[] {
  const starts = leaves(diagram, from, 'last')
  const targets = leaves(diagram, to, 'first')
  return starts.flatMap((start) => targets.filter((target) => target !== start).map((target) => ({ from: start, to: target })))
}

/** Boxes of a group that nothing in it comes before, or after; those in the middle first. */
function leaves(diagram: Boxes, id: string, which: 'first' | 'last'): string[] {
  const inside = diagram.boxes.filter(({ parent }) => parent === id)
  if (inside.length === 0) return [id]
  const ids = new Set(inside.map((box) => box.id))
  const linked = new Set(
    diagram.arrows.filter(({ from, to }) => ids.has(from) && ids.has(to)).map(({ from, to }) => (which === 'first' ? to : from)),
  )
  const open = inside.filter((box) => !linked.has(box.id))
  const middle = Math.floor((open.length - 1) / 2)
  return [...open.slice(middle), ...open.slice(0, middle)].flatMap((box) => leaves(diagram, box.id, which))
}

function depthOf(diagram: Diagram, { parent }: Box): number {
  const around = diagram.boxes.find(({ id }) => id === parent)
  return around ? 1 + depthOf(diagram, around) : 0
}

interface Point {
  x: number
  y: number
}

/** Cut where the arrow enters or leaves the group that it is meant for. */
function pointsOf(graph: Graph, diagram: Diagram, arrow: Arrow): Point[] {
  const all = endsOf(diagram, arrow)
  const slants = all.map(({ from, to }) => Math.abs((graph.node(from) as Placed).x - (graph.node(to) as Placed).x))
  const straightest = slants.indexOf(Math.min(...slants))
  const ends = all[straightest]
  if (!ends) return []
  const name = edgeName(diagram.arrows.indexOf(arrow), straightest)
  const { points } = graph.edge({ v: ends.from, w: ends.to, name }) as { points: Point[] }
  const trimmed = ends.to === arrow.to ? points : upTo(points, graph.node(arrow.to) as Placed)
  return ends.from === arrow.from ? trimmed : upTo([...trimmed].reverse(), graph.node(arrow.from) as Placed).reverse()
}

/** The line from its start up to the edge of a box that it ends in. */
function upTo(points: readonly Point[], { x, y, width, height }: Placed): Point[] {
  const isInside = (point: Point) => Math.abs(point.x - x) <= width / 2 && Math.abs(point.y - y) <= height / 2
  const first = points.findIndex(isInside)
  if (first <= 0) return [...points]
  let outside = points[first - 1] as Point
  let inside = points[first] as Point
  for (let step = 0; step < 20; step++) {
    const middle = { x: (outside.x + inside.x) / 2, y: (outside.y + inside.y) / 2 }
    if (isInside(middle)) inside = middle
    else outside = middle
  }
  return [...points.slice(0, first), inside]
}

function drawArrow({ label, dashed }: Arrow, points: readonly Point[]): string {
  if (points.length < 2) return ''
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join('')
  const line = `<path d="${path}" fill="none" stroke="#5b6572" stroke-width="1.4"${dashed ? ' stroke-dasharray="5 4"' : ''} marker-end="url(#tip)"/>`
  if (!label) return line
  const middle = points[Math.floor((points.length - 1) / 2)] as Point
  return `${line}<text x="${round(middle.x)}" y="${round(middle.y + 4)}" font-size="11" text-anchor="middle" fill="#333c47" stroke="#ffffff" stroke-width="4" paint-order="stroke">${toXml(label)}</text>`
}

function drawGroup(box: Box, { x, y, width, height }: Placed): string {
  const { line } = box.status ? colors[box.status] : plain
  const [left, top] = [x - width / 2, y - height / 2]
  const words = cut(`${box.status ? `${marks[box.status]} ` : ''}${box.title} · ${box.detail}`, Math.floor(width / 6.4))
  return `<rect x="${round(left)}" y="${round(top)}" width="${round(width)}" height="${round(height)}" rx="10" fill="#f7f8fa" stroke="${line}" stroke-width="1.4" stroke-dasharray="2 3"/><text x="${round(left + 10)}" y="${round(top + 15)}" font-size="11" fill="#333c47">${toXml(words)}</text>`
}

function drawBox(box: Box, place: Placed): string {
  const color = box.status ? colors[box.status] : plain
  const { x, y } = place
  const mark = box.status ? `${marks[box.status]} ` : ''
  const dashed = box.status === 'SKIPPED' ? ' stroke-dasharray="4 3"' : ''
  const style = `fill="${color.fill}" stroke="${color.line}" stroke-width="${box.status === 'RUNNING' || box.status === 'FAILED' ? 2.6 : 1.5}"${dashed}`
  const words = (text: string, dy: number, attributes: string) =>
    `<text x="${round(x)}" y="${round(y + dy)}" text-anchor="middle" fill="${color.text}" ${attributes}>${toXml(text)}</text>`
  const whole = `<title>${toXml(box.status ? `${box.title}: ${box.status.toLowerCase()}` : box.title)}</title>`
  const room = place.width - 2 * (slants[box.kind] ?? 6)
  const title = words(cut(mark + box.title, Math.floor(room / titleLetter)), -3, 'font-size="13" font-weight="600"')
  const detail = words(cut(box.detail, Math.floor(room / detailLetter)), 14, 'font-size="11"')
  return `<g>${whole}${outline(box, place, style)}${title}${detail}</g>`
}

/** Widths of letters, as wide as common fonts have them on average. */
const titleLetter = 8.2
const detailLetter = 6.6
/** What a shape takes away on each side. */
const slants: { readonly [kind in Box['kind']]?: number } = { CONDITION: 16, APPROVAL: 12, QUESTION: 12, WAIT: 12, END: 12 }

function outline({ kind }: Box, { x, y, width, height }: Placed, style: string): string {
  const [left, top, right, bottom] = [x - width / 2, y - height / 2, x + width / 2, y + height / 2].map(round) as [
    number,
    number,
    number,
    number,
  ]
  const points = (list: [number, number][]) => `<polygon points="${list.map((point) => point.map(round).join(',')).join(' ')}" ${style}/>`
  if (kind === 'CONDITION') {
    const slant = 16
    return points([
      [left, y],
      [left + slant, top],
      [right - slant, top],
      [right, y],
      [right - slant, bottom],
      [left + slant, bottom],
    ])
  }
  if (kind === 'APPROVAL' || kind === 'QUESTION') {
    return points([
      [left + 10, top],
      [right, top],
      [right - 10, bottom],
      [left, bottom],
    ])
  }
  const radius = kind === 'WAIT' || kind === 'END' ? height / 2 : 6
  return `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${radius}" ${style}/>`
}

function drawLegend(y: number): string {
  const entries = (Object.keys(marks) as StepStatus[]).map((status, index) => {
    const x = margin + index * 102
    const { fill, line, text } = colors[status]
    return `<rect x="${x}" y="${round(y - 10)}" width="12" height="12" rx="2" fill="${fill}" stroke="${line}"/><text x="${x + 17}" y="${round(y)}" font-size="11" fill="${text}">${marks[status]} ${status.toLowerCase()}</text>`
  })
  return entries.join('')
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, Math.max(1, most - 1))}…` : text
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** Also takes out what no XML may hold. */
function toXml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}
