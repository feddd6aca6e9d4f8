// A step as a few words: glyph, name, and how it is going.
import type { Surroundings } from '../resources/resource.ts'
import { statusGlyph, statusWord } from '../resources/status.ts'
import { formatDuration, toWords } from '../text/format.ts'
import { cutLine } from '../text/lines.ts'
import type { Line } from '../theme.ts'
import { type Step, timeOf } from './step.ts'

export function stepNote(step: Step, now: number): string {
  const { status, task } = step
  if (task && task.attempts.length > 1 && status !== 'SUCCEEDED') return `try ${task.attempts.length}/${task.maxAttempts}`
  if (status === 'RUNNING' && task && task.progress > 0) return `${Math.round(task.progress * 100)}%`
  if (status === 'WAITING') return step.waitingFor ?? 'waits'
  const ms = timeOf(step, now)
  return ms > 0 ? formatDuration(ms) : ''
}

/** What is known of the chosen step, below the drawing. */
export function stepDetail(step: Step | undefined, { now, glyphs }: Surroundings, columns: number): Line[] {
  if (!step) return []
  const parts = [
    step.name === step.id ? '' : step.name,
    statusWord(step.status),
    step.status === 'WAITING' ? '' : stepNote(step, now),
    step.agent ?? toWords(step.kind),
    step.task?.id ?? step.workflow?.id ?? step.request?.id ?? '',
    step.dependsOn.length > 0 ? `after ${step.dependsOn.join(', ')}` : '',
  ].filter((part) => part !== '')
  const why = step.error ? `${step.error.code}: ${step.error.message}` : step.waitingFor ? `waits for ${step.waitingFor}` : ''
  return [
    [{ text: glyphs.across.repeat(columns), tone: 'edge' }],
    cutLine(
      [{ text: ' ' }, statusGlyph(step.status, glyphs), { text: ` ${step.id}  `, bold: true }, { text: parts.join(`  ${glyphs.dot} `) }],
      columns,
    ),
    cutLine([{ text: ` ${why}`, tone: step.error ? 'bad' : 'dim' }], columns),
  ]
}
