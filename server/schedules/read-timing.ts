// From what people give, cron, every, at or words, to the normal form; collects what is wrong with it. Pure.
import type { Violation } from '../errors.ts'
import { cronProblem } from './cron-check.ts'
import { parseEvery } from './interval.ts'
import type { Given } from './schedule.ts'
import { nextMoment, type Timing } from './timing.ts'
import { type Meaning, readWords, toPlainText } from './words.ts'
import { doubtAbout } from './words-pace.ts'
import { zoneClock } from './zone-clock.ts'

export interface TimingInput {
  given: Given
  timezone: string
  /** Where an interval begins to count. */
  from: Date
  startAt?: Date | undefined
}

/** Undefined when something is wrong; `violations` then says what. */
export function readTiming({ given, timezone, from, startAt }: TimingInput, violations: Violation[]): Timing | undefined {
  if ('cron' in given) return readCron(given.cron, violations)
  if ('at' in given) return { kind: 'at', at: given.at }
  if ('every' in given) {
    const everyMs = parseEvery(given.every)
    if (everyMs !== undefined) return { kind: 'every', everyMs, from }
    violations.push({
      path: 'every',
      message: `expected a pause such as 90s, 15m, 2h or 1d, at least 1s and at most 366d, got "${given.every.slice(0, 40)}"`,
    })
    return undefined
  }
  return readFromWords({ words: given.words, now: given.saidAt }, { timezone, from, startAt }, violations)
}

function readCron(text: string, violations: Violation[]): Timing | undefined {
  const cron = text.trim().replace(/\s+/g, ' ').toUpperCase()
  const problem = cronProblem(cron)
  if (!problem) return { kind: 'cron', cron }
  violations.push({ path: 'cron', message: problem })
  return undefined
}

function readFromWords(
  { words, now }: { words: string; now: Date },
  { timezone, from, startAt }: Omit<TimingInput, 'given'>,
  violations: Violation[],
): Timing | undefined {
  const said = words.slice(0, 200)
  const meaning = readWords(said, { now, zone: zoneClock(timezone) })
  if (meaning && 'at' in meaning) return { kind: 'at', at: meaning.at }
  if (meaning && 'cron' in meaning) return toCron(meaning, { timezone, after: startAt ? new Date(startAt.getTime() - 1) : now })
  const everyMs = meaning && parseEvery(meaning.every)
  if (everyMs !== undefined) return { kind: 'every', everyMs, from }
  const examples = 'every weekday at 9:00, every first Monday at 9:00, every 2 weeks on Monday, every 15 minutes or tomorrow at 9:00'
  const expected = doubtAbout(toPlainText(said)) ?? `expected words such as ${examples}`
  violations.push({ path: 'words', message: `${expected}, got "${words.slice(0, 60)}"; what words cannot say, cron or two schedules can` })
  return undefined
}

/** What comes every so many weeks is counted from its first moment. */
function toCron(
  { cron, also, pace }: Extract<Meaning, { cron: string }>,
  { timezone, after }: { timezone: string; after: Date },
): Timing | undefined {
  const timing = { kind: 'cron' as const, cron, ...(also && { also }) }
  return pace ? { ...timing, stride: { ...pace, from: nextMoment({ timing, timezone }, after) ?? after } } : timing
}
