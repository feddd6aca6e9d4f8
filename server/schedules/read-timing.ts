// From what people give, cron, every, at or words, to the normal form; collects what is wrong with it. Pure.
import type { Violation } from '../errors.ts'
import { cronProblem } from './cron-check.ts'
import { parseEvery } from './interval.ts'
import type { Given } from './schedule.ts'
import type { Timing } from './timing.ts'
import { readWords } from './words.ts'
import { zoneClock } from './zone-clock.ts'

export interface TimingInput {
  given: Given
  timezone: string
  /** Where an interval begins to count. */
  from: Date
}

/** Undefined when something is wrong; `violations` then says what. */
export function readTiming({ given, timezone, from }: TimingInput, violations: Violation[]): Timing | undefined {
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
  return readFromWords({ words: given.words, now: given.saidAt }, { timezone, from }, violations)
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
  { timezone, from }: Omit<TimingInput, 'given'>,
  violations: Violation[],
): Timing | undefined {
  const meaning = readWords(words.slice(0, 200), { now, zone: zoneClock(timezone) })
  if (meaning && 'at' in meaning) return { kind: 'at', at: meaning.at }
  if (meaning && 'cron' in meaning) return { kind: 'cron', cron: meaning.cron }
  const everyMs = meaning && parseEvery(meaning.every)
  if (everyMs !== undefined) return { kind: 'every', everyMs, from }
  const examples = 'every weekday at 9:00, monthly on the 1st, every first Monday at 9:00, every 15 minutes or tomorrow at 9:00'
  violations.push({ path: 'words', message: `expected words such as ${examples}, got "${words.slice(0, 60)}"` })
  return undefined
}
