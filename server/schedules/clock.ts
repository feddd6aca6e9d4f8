// Wakes when the next schedule is due, on every server; which of them fires what is settled in the database. A look every few seconds is
// the net below: it also sees a clock that was moved.
import type { EventRow } from '../events/event-log.ts'
import type { Feed } from '../events/feed.ts'
import { isDatabaseAway } from '../mongo.ts'
import { fireDue } from './fire.ts'
import { nextDueAt } from './firing-store.ts'
import type { FireDeps } from './start-runs.ts'

const lookEveryMs = 5000
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

  async function look(): Promise<number> {
    try {
      const next = await nextDueAt(deps.database)
      const pauseMs = next ? next.getTime() - deps.now().getTime() : lookEveryMs
      if (pauseMs > 0) return pauseMs
      return (await fireDue(deps, deps.now())) > 0 ? 0 : othersMs
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
    lookAt(Math.min(Date.now() + Math.min(pauseMs, lookEveryMs), toldOf))
  }

  function lookAt(moment: number): void {
    if (stopped) return
    clearTimeout(timer)
    nextLookAt = moment
    timer = setTimeout(
      () => {
        looking = turn()
      },
      Math.max(0, moment - Date.now()),
    )
  }

  function onEvent({ type, payload }: EventRow): void {
    const { nextAt } = payload
    if (!moving.has(type) || !(nextAt instanceof Date)) return
    if (isLooking) toldOf = Math.min(toldOf, nextAt.getTime())
    else if (nextAt.getTime() < nextLookAt) lookAt(nextAt.getTime())
  }

  const stopListening = feed.onEvent(onEvent)
  lookAt(Date.now())
  return async () => {
    stopped = true
    stopListening()
    clearTimeout(timer)
    await looking
    clearTimeout(timer)
  }
}
