// A run along the clock: one bar a step, from when it began to when it ended.
import { statusGlyph, statusTone } from '../resources/status.ts'
import { formatSpan } from '../text/format.ts'
import { toWidth } from '../text/width.ts'
import type { Line } from '../theme.ts'
import { criticalPath, type Draw, type Step, timeOf } from './step.ts'

const nameColumns = 22

export const timelineLines: Draw = (steps, { around, columns, selected, critical }) => {
  const { now, glyphs } = around
  const begins = steps.flatMap(({ startedAt }) => (startedAt ? [Date.parse(startedAt)] : []))
  const first = Math.min(...begins, now)
  const last = Math.max(first + 1000, ...steps.map((step) => endOf(step, now)))
  const room = Math.max(10, columns - nameColumns - 8)
  const path = critical ? criticalPath(steps, now) : new Set<string>()
  const rows = steps.map((step, index) => {
    const line: Line = [
      { text: index === selected ? ` ${glyphs.cursor} ` : '   ', tone: 'accent' },
      statusGlyph(step.status, glyphs),
      { text: ` ${toWidth(step.id, nameColumns)}`, bold: path.has(step.id) },
      { text: barOf(step, { first, last, room, now, full: glyphs.full }), tone: path.has(step.id) ? 'warn' : statusTone(step.status) },
    ]
    return { line, selected: index === selected }
  })
  const scale = `0s${formatSpan(last - first).padStart(room - 2)}`
  return [...rows, { line: [{ text: ' '.repeat(nameColumns + 5) }, { text: scale, tone: 'dim' }] }]
}

function endOf(step: Step, now: number): number {
  return step.startedAt ? Date.parse(step.startedAt) + timeOf(step, now) : 0
}

function barOf(
  step: Step,
  { first, last, room, now, full }: { first: number; last: number; room: number; now: number; full: string },
): string {
  if (!step.startedAt) return ''
  const scale = room / (last - first)
  const before = Math.floor((Date.parse(step.startedAt) - first) * scale)
  const length = Math.max(1, Math.round(timeOf(step, now) * scale))
  return ' '.repeat(before) + full.repeat(Math.min(length, room - before))
}
