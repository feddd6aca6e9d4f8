// The log of a task as lines: least level, times, wrapping. Made anew only when one of these changes.
import type { LogLine, Pane } from '../state/state.ts'
import { formatClock } from '../text/format.ts'
import { plain, wrapLine } from '../text/lines.ts'
import type { Line, Tone } from '../theme.ts'
import { remember } from './view.ts'

const levels = ['debug', 'info', 'warn', 'error']
const tones: { readonly [level: string]: Tone } = { debug: 'dim', info: 'text', warn: 'warn', error: 'bad' }

const make = remember((log: readonly LogLine[], look: string, columns: number): readonly Line[] => {
  const [least = '0', times, wrapped] = look.split(' ')
  return log
    .filter(({ level }) => Math.max(0, levels.indexOf(level)) >= Number(least))
    .flatMap(({ at, level, text, attempt }) =>
      text.split('\n').flatMap((part, index): Line[] => {
        const clock = times === 'true' ? `${index === 0 ? formatClock(at) : '        '} ` : ''
        const tone = tones[level] ?? 'text'
        const line: Line = [
          { text: ` ${clock}`, tone: 'dim' },
          { text: `${index === 0 ? level.padEnd(5) : '     '} ${attempt > 1 && index === 0 ? `(${attempt}) ` : ''}`, tone },
          { text: part, tone: level === 'info' ? 'text' : tone },
        ]
        return wrapped === 'true' ? wrapLine(line, columns - 1) : [line]
      }),
    )
})

export function logLines(log: readonly LogLine[], { level, times, wrap }: Pane, columns: number): readonly Line[] {
  if (log.length === 0) return [plain('  Nothing was logged yet.', 'dim')]
  return make(log, `${level} ${times} ${wrap}`, columns)
}

export const levelName = (level: number): string => levels[level] ?? ''
