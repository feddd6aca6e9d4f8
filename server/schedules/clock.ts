// Wakes shortly before the next schedule is due, to work out what can be, and when it is, on every server; which of them fires what is
// settled in the database. A look every few seconds is the net below: it also sees a clock that was moved.
import type { EventRow } from '../events/event-log.ts'
import type { Feed } from '../events/feed.ts'
import { isDatabaseAway } from '../mongo.ts'
import { nothingAhead } from './ahead.ts'
import { fireDue } from './fire.ts'
import { endTurn, nextDueAt } from './firing-store.ts'
import type { FireDeps } from './start-runs.ts'
import { aheadMs, workOutAhead } from './work-ahead.ts'

const lookEveryMs = 10_000
/** Others are at work on what is due: they are given this long before the next look. */
const othersMs = 200
const afterErrorMs = 1000

const moving: ReadonlySet<string> = new Set(['schedule.created', 'schedule.updated', 'schedule.resumed'])

/** Answers how to stop: what is being fired is finished first. */
export function startScheduleClock(deps: FireDeps, feed: Pick<Feed, 'onEvent' | 'onGap'>): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let nextLookAt = 0
  /** A moment told of while a look was under way, which may not have seen it. */
  let toldOf = Number.POSITIVE_INFINITY
  let isLooking = false
  let stopped = false
  let looking: Promise<void> = Promise.resolve()
  let ahead = nothingAhead

  async function look(): Promise<number> {
    try {
      const next = await nextDueAt(deps.database)
      if (!next) return lookEveryMs
      const now = deps.now()
      const pauseMs = next.getTime() - now.getTime()
      if (pauseMs > aheadMs) return pauseMs - aheadMs
      if (pauseMs <= 0) return (await fireDue(deps, now, ahead)) > 0 ? 0 : othersMs
      ahead = await workOutAhead(deps, now, ahead)
      return next.getTime() - deps.now().getTime()
    } catch (error) {
      if (isDatabaseAway(error)) deps.log.debug({ err: error }, 'schedules wait for the database')
      else deps.log.error({ err: error }, 'looking for due schedules failed; trying again')
      return afterErrorMs
    }
  }

  async function turn(): Promise<void> {
    isLooking = true
    toldOf = Number.POSITIVE_INFINITY
    const pauseMs = await look()
    isLooking = false
    lookAt(Math.min(deps.now().getTime() + Math.min(pauseMs, lookEveryMs), toldOf))
  }

  function lookAt(moment: number): void {
    if (stopped) return
    clearTimeout(timer)
    nextLookAt = moment
    timer = setTimeout(
      () => {
        looking = turn()
      },
      Math.max(0, moment - deps.now().getTime()),
    )
  }

  function onEvent({ type, payload }: EventRow): void {
    const { nextAt } = payload
    if (!moving.has(type) || !(nextAt instanceof Date)) return
    const moment = nextAt.getTime() - aheadMs
    if (isLooking) toldOf = Math.min(toldOf, moment)
    else if (moment < nextLookAt) lookAt(moment)
  }

  const stopListening = feed.onEvent(onEvent)
  lookAt(deps.now().getTime())
  return async () => {
    stopped = true
    stopListening()
    clearTimeout(timer)
    await looking
    clearTimeout(timer)
    if (ahead !== nothingAhead) await endTurn(deps.database, deps.server).catch(() => undefined)
  }
}
