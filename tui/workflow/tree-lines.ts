// A run as an indented list: groups with their members, each step with what it waits for.
import { statusGlyph, statusTone } from '../resources/status.ts'
import type { Line } from '../theme.ts'
import { criticalPath, type Draw, type Step } from './step.ts'
import { stepNote } from './step-line.ts'

export const treeLines: Draw = (steps, { around, selected, critical }) => {
  const { now, glyphs } = around
  const path = critical ? criticalPath(steps, now) : new Set<string>()
  const depth = depthsOf(steps)
  return steps.map((step, index) => {
    const indent = '  '.repeat(depth.get(step.id) ?? 0)
    const line: Line = [
      { text: index === selected ? ` ${glyphs.cursor} ` : '   ', tone: 'accent' },
      { text: indent },
      statusGlyph(step.status, glyphs),
      { text: ` ${step.id}`, tone: path.has(step.id) ? 'warn' : statusTone(step.status), bold: path.has(step.id) },
      { text: `  ${stepNote(step, now)}`, tone: 'dim' },
      { text: step.agent ? `  ${step.agent}` : '', tone: 'dim' },
      { text: step.dependsOn.length > 0 ? `  after ${step.dependsOn.join(', ')}` : '', tone: 'dim' },
    ]
    return { line, selected: index === selected }
  })
}

function depthsOf(steps: readonly Step[]): Map<string, number> {
  const parents = new Map(steps.map(({ id, parent }) => [id, parent]))
  const depth = (id: string, seen = 0): number => {
    const parent = parents.get(id)
    return parent && seen < 20 ? 1 + depth(parent, seen + 1) : 0
  }
  return new Map(steps.map(({ id }) => [id, depth(id)]))
}
