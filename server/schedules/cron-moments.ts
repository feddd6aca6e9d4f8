// When a cron expression is due in a time zone. The expression speaks of wall times; this says which moments they are when clocks change:
//   a fixed hour that is skipped runs once, at the first moment after the gap; one that comes twice runs once, the first time;
//   an hour of "*" follows the time that really passes: nothing extra after a gap, and both passes of an hour that comes twice.
import { CronExpression, CronExpressionParser, type CronFieldCollection } from 'cron-parser'
import type { ZoneClock } from './zone-clock.ts'

const dayMs = 24 * 3600_000
const mostParsed = 1000

export interface CronMoment {
  at: number
  /** What the expression asked for, when the clocks do not show it once. */
  clock?: { wall: number; kind: 'SKIPPED' | 'TWICE' }
}

/** The next due moment strictly after `after`; undefined when there is none within the years the parser looks ahead. */
export type NextCronMoment = (after: number) => CronMoment | undefined

export function cronMoments(cron: string, zone: ZoneClock): NextCronMoment {
  return isHourly(cron) ? followTime(cron, zone) : followWall(cron, zone)
}

/** Of several expressions together; a moment of more than one of them comes once. */
export function earliest(nexts: readonly NextCronMoment[]): NextCronMoment {
  return (after) => {
    const moments = nexts.flatMap((next) => next(after) ?? [])
    return moments.sort((a, b) => a.at - b.at)[0]
  }
}

function isHourly(cron: string): boolean {
  const fields = cron.trim().split(/\s+/)
  return ['*', '?', '*/1', '0-23'].includes(fields.at(-4) ?? '')
}

function followWall(cron: string, zone: ZoneClock): NextCronMoment {
  return (after) => {
    const nextWall = wallsAfter(cron, after + zone.offsetMs(after))
    for (;;) {
      const wall = nextWall()
      if (wall === undefined) return undefined
      const [first, second] = zone.moments(wall)
      const at = first ?? endOfGap(zone, wall)
      if (at <= after) continue
      if (first === undefined) return { at, clock: { wall, kind: 'SKIPPED' } }
      return second === undefined ? { at } : { at, clock: { wall, kind: 'TWICE' } }
    }
  }
}

function followTime(cron: string, zone: ZoneClock): NextCronMoment {
  return (after) => {
    let from = after
    let changed = after
    let offset = zone.offsetMs(after)
    for (;;) {
      const wall = wallsAfter(cron, from + offset)()
      if (wall === undefined) return undefined
      const at = wall - offset
      if (zone.offsetMs(at) === offset) return { at }
      const change = zone.nextChange(changed, at)
      if (!change) return { at }
      // On with the clocks as they are after the change, its very moment included.
      offset = zone.offsetMs(change.at)
      changed = change.at
      from = change.at - 1
    }
  }
}

function endOfGap(zone: ZoneClock, wall: number): number {
  const change = zone.nextChange(wall - 2 * dayMs, wall + 2 * dayMs)
  return change?.at ?? wall - zone.offsetMs(wall)
}

/** The expression on clocks that never change. */
function wallsAfter(cron: string, wall: number): () => number | undefined {
  const expression = new CronExpression(fieldsOf(cron), { currentDate: new Date(wall), tz: 'UTC' })
  return () => {
    try {
      return expression.next().getTime()
    } catch {
      return undefined
    }
  }
}

let parsed = new Map<string, CronFieldCollection>()

/** To parse is dearer than to find the next moment. */
function fieldsOf(cron: string): CronFieldCollection {
  const fields = parsed.get(cron) ?? CronExpressionParser.parse(cron, { tz: 'UTC' }).fields
  if (parsed.size >= mostParsed) parsed = new Map()
  parsed.set(cron, fields)
  return fields
}
