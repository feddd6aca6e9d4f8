// Pictures: every step is in them, states are marked by sign as well as by colour, and no name can break out of its place.
// biome-ignore-all lint/suspicious/noThenProperty: the word that workflows use for the branch of a condition
import { describe, expect, it } from 'vitest'
import { diagramOf, marks } from '../../../server/workflows/diagram.ts'
import { toMermaid } from '../../../server/workflows/diagram-mermaid.ts'
import { toSvg } from '../../../server/workflows/diagram-svg.ts'
import { readDefinition } from '../../../server/workflows/read-definition.ts'
import type { StepStatus } from '../../../server/workflows/run.ts'

const step = (id: string, more: object = {}) => ({ id, agent: 'writer', ...more })
/** The ids of the steps right before this one. */
const idsBefore = (n: number, most: number) => Array.from({ length: Math.min(n, most) }, (_, index) => `s${n - index - 1}`)
const groupsOf = (size: number, count: number) =>
  Array.from({ length: count }, (_, group) => ({
    id: `g${group}`,
    type: 'parallel',
    steps: Array.from({ length: size }, (_each, index) => step(`g${group}s${index}`)),
  }))
const nested = (depth: number): object =>
  depth === 0 ? step('inmost') : { id: `g${depth}`, type: 'parallel', steps: [nested(depth - 1), step(`s${depth}`)] }
const large = readDefinition({ title: 'Large', steps: [step('first'), ...groupsOf(6, 6), step('last')] }).plan

interface Rect {
  x: number
  y: number
  width: number
  height: number
}

/** Boxes of steps, as they lie in the picture. */
function boxesIn(svg: string): Rect[] {
  return [...svg.matchAll(/<g><title>[^<]*<\/title><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g)].map(
    ([, x, y, width, height]) => ({
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
    }),
  )
}

const overlap = (a: Rect, b: Rect) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

describe('the picture of a workflow', () => {
  it.each([
    ['every step waits for twenty others', Array.from({ length: 150 }, (_, n) => step(`s${n}`, { depends_on: idsBefore(n, 20) }))],
    ['every step waits for every other', Array.from({ length: 90 }, (_, n) => step(`s${n}`, { depends_on: idsBefore(90, 90) }))],
    ['there are more steps than a workflow may have', Array.from({ length: 3000 }, (_, n) => step(`s${n}`))],
    ['groups wait for groups', groupsOf(98, 2)],
    ['groups stand in groups', [nested(60)]],
  ])('is not begun when it would take the server long, because %s', (_why, steps) => {
    const diagram = diagramOf(readDefinition({ steps }).plan)
    expect(() => toSvg(diagram)).toThrow(/too many steps and arrows for a picture/)
    expect(toMermaid(diagram)).toContain('flowchart')
  })

  it('shows a graph of more than 40 steps without one box over another, and within its frame', () => {
    const svg = toSvg(diagramOf(large))
    const boxes = boxesIn(svg)
    expect(boxes).toHaveLength(38)
    const over = boxes.flatMap((a, index) => boxes.slice(index + 1).filter((b) => overlap(a, b)))
    expect(over).toEqual([])
    const width = Number(/width="([\d.]+)"/.exec(svg)?.[1])
    expect(Math.max(...boxes.map(({ x, width: wide }) => x + wide))).toBeLessThan(width)
  })

  it('marks every state by a sign and says it in words', () => {
    const states = Object.keys(marks) as StepStatus[]
    const { plan } = readDefinition({ steps: states.map((state) => step(state.toLowerCase())) })
    const steps = states.map((status) => ({ id: status.toLowerCase(), node: status.toLowerCase(), status, tries: 1 }))
    const diagram = diagramOf(plan, { _id: 'W-1', name: 'States', status: 'RUNNING', steps })
    for (const state of states) {
      expect(toSvg(diagram)).toContain(`${marks[state]} ${state.toLowerCase()}`)
      expect(toMermaid(diagram)).toContain(`${marks[state]} ${state.toLowerCase()}`)
      expect(toMermaid(diagram)).toMatch(new RegExp(`class s\\d+ ${state.toLowerCase()}\\n`))
    }
  })

  it('cuts a long name to the room its shape has, and tells the whole of it', () => {
    const name = 'A name that is far too long for any box'
    const kinds = [{ agent: 'echo' }, { type: 'approval' }, { if: 'input.a < 1', then: [] }]
    const { plan } = readDefinition({ steps: kinds.map((kind, index) => ({ id: `s${index}`, name, ...kind })) })
    const svg = toSvg(diagramOf(plan))
    const shown = [...svg.matchAll(/font-weight="600">([^<]*)…</g)].map(([, text = '']) => text)
    expect(shown.map((text) => name.startsWith(text))).toEqual([true, true, true])
    const [box, slanted, pointed] = shown.map(({ length }) => length)
    expect([Number(box) > Number(slanted), Number(slanted) > Number(pointed)]).toEqual([true, true])
    expect(svg.split(`<title>${name}</title>`)).toHaveLength(4)
  })

  it('keeps names in their place, whatever they hold', () => {
    const { plan } = readDefinition({
      title: '<script>',
      steps: [step('a', { name: '"]; x --> y <b>&\u0000' }), { id: 'c', if: 'input.a < 1', then: [step('d')] }],
    })
    const svg = toSvg(diagramOf(plan))
    expect(['<script>', '<b>', '\u0000'].filter((part) => svg.includes(part))).toEqual([])
    expect(toMermaid(diagramOf(plan))).not.toContain('"]; x -->')
  })
})
