// The workflows of one server process: hears that something happened to runs and moves them, many at a time. What it hears is only a hint:
// every move reads what is true now, so that a hint too many does nothing, and one that was lost is made up for by the sweep.

import { CapstanError } from '../errors.ts'
import type { EventRow } from '../events/event-log.ts'
import type { Feed } from '../events/feed.ts'
import type { Logger } from '../log.ts'
import { isDatabaseAway } from '../mongo.ts'
import type { Settlement } from '../queue/settlement.ts'
import { type EndedTask, type Known, moveRuns } from './move-runs.ts'
import { isRunFinal, type RunDoc } from './run.ts'
import { afterWrite, openRunIds, RunMoved } from './run-store.ts'
import type { MoveDeps, Moved } from './store-moves.ts'
import { createStarts, type Starts } from './store-starts.ts'

const atOnce = 100
const sweepSize = 300
/** Runs that moved just now are looked after by whoever moved them. */
const restMs = 3000
const tries = 10
const keptRuns = 1000

export interface WorkflowOptions extends MoveDeps {
  log: Logger
  feed: Feed
  /** A moment of a run was stored: it may be the next one. */
  onDue: (moment: Date) => void
}

export interface Workflows {
  readonly deps: MoveDeps
  readonly starts: Starts
  /** Something may have happened to these runs. */
  hint(ids: Iterable<string>): void
  /** Ends of tasks that were written by this process. */
  onStepsEnded(ended: readonly Settlement[]): void
  /** A run that was stored by this process just now. */
  remember(run: RunDoc): void
  /** After a move that was made elsewhere: what it touched beyond the run itself. */
  follow(moved: readonly Moved[]): void
  /** Looks after some of the runs that have not ended; goes round. */
  sweep(): Promise<void>
  start(): () => Promise<void>
}

export function createWorkflows(options: WorkflowOptions): Workflows {
  return new RunMover(options)
}

class RunMover implements Workflows {
  readonly deps: MoveDeps
  readonly starts: Starts
  readonly #options: WorkflowOptions
  readonly #hinted = new Set<string>()
  /** Runs as this process wrote them last; whoever wrote one since makes the next move fail, and it is read again. */
  readonly #recent = new Map<string, RunDoc>()
  #ended = new Map<string, EndedTask>()
  readonly #failures = new Map<string, number>()
  #working: Promise<void> | undefined
  #stopped = false
  #sweptTo = ''

  constructor(options: WorkflowOptions) {
    this.#options = options
    this.deps = options
    this.starts = createStarts(options)
  }

  hint(ids: Iterable<string>): void {
    const read = [...ids]
    // Whoever has something to say of a run may have written it as well.
    for (const id of read) this.#recent.delete(id)
    this.#moveSoon(read)
  }

  #moveSoon(ids: readonly string[]): void {
    if (this.#stopped) return
    for (const id of ids) this.#hinted.add(id)
    if (this.#hinted.size === 0) return
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined
      this.#moveSoon([])
    })
  }

  onStepsEnded(ended: readonly Settlement[]): void {
    for (const { task, patch } of ended) {
      const { status = task.status, result, error } = patch
      this.#ended.set(task._id, {
        _id: task._id,
        run: task.workflow?.run ?? '',
        status,
        ...(result && { result }),
        ...(error && { error }),
      })
    }
    this.#moveSoon(ended.flatMap(({ task }) => task.workflow?.run ?? []))
  }

  remember(run: RunDoc): void {
    this.#recent.delete(run._id)
    if (isRunFinal(run.status)) return
    this.#recent.set(run._id, run)
    const [oldest] = this.#recent.keys()
    if (this.#recent.size > keptRuns && oldest !== undefined) this.#recent.delete(oldest)
  }

  follow(moved: readonly Moved[]): void {
    const next: string[] = []
    for (const { run, patch, work } of moved) {
      this.remember(afterWrite({ before: run, patch }))
      next.push(...work.runs.map(({ _id }) => _id), ...work.stops.flatMap((stop) => stop.run ?? []))
      if (isRunFinal(patch.status) && run.parent) next.push(run.parent.run)
      for (const step of patch.steps) if (isRunFinal(patch.status) && step.run) next.push(step.run)
      if (patch.dueAt) this.#options.onDue(patch.dueAt)
    }
    this.hint(next)
  }

  async sweep(): Promise<void> {
    const movedBefore = new Date(Date.now() - restMs)
    const ids = await openRunIds(this.#options.database, { after: this.#sweptTo, limit: sweepSize, movedBefore })
    this.#sweptTo = ids.length === sweepSize ? (ids.at(-1) ?? '') : ''
    this.hint(ids)
  }

  start(): () => Promise<void> {
    const { feed, log } = this.#options
    const stops = [
      feed.onEvent((event) => this.#onEvent(event)),
      feed.onGap(() => void this.#sweepAll().catch((error: unknown) => log.debug({ err: error }, 'runs not looked after; the sweep will'))),
    ]
    // Whatever happened while no server was up.
    void this.#sweepAll().catch((error: unknown) => log.debug({ err: error }, 'runs not looked after; the sweep will'))
    return async () => {
      this.#stopped = true
      this.#hinted.clear()
      for (const stop of stops) stop()
      await this.#working
    }
  }

  async #sweepAll(): Promise<void> {
    for (let after = ''; !this.#stopped; ) {
      const ids = await openRunIds(this.#options.database, { after, limit: sweepSize, movedBefore: new Date() })
      this.hint(ids)
      if (ids.length < sweepSize) return
      after = ids.at(-1) ?? ''
    }
  }

  /** What other processes did. Ends that a worker writes reach it by a shorter way, so only the rest counts here. */
  #onEvent({ type, workflow, payload }: EventRow): void {
    if (workflow === undefined) return
    const changes = type === 'task.failed' || type === 'task.cancelled' || type === 'task.waiting' || payload['reason'] === 'APPROVED'
    if (changes) this.hint([workflow])
  }

  async #work(): Promise<void> {
    // One turn later, so that what ends in the same moment moves together.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#hinted.size > 0 && !this.#stopped) {
      const ids = [...this.#hinted].slice(0, atOnce)
      for (const id of ids) this.#hinted.delete(id)
      const known = { runs: this.#recent, ended: this.#ended }
      this.#ended = new Map()
      await this.#move(ids, known)
    }
  }

  async #move(ids: readonly string[], known: Known): Promise<void> {
    try {
      this.follow(await moveRuns(this.#options, ids, known))
      for (const id of ids) this.#failures.delete(id)
    } catch (error) {
      // One of them stands in the way of the others: each goes by itself.
      for (const id of ids) this.#recent.delete(id)
      if (ids.length > 1 && !isDatabaseAway(error)) for (const id of ids) await this.#move([id], known)
      else this.#later(ids, error)
    }
  }

  #later(ids: readonly string[], error: unknown): void {
    const [id = ''] = ids
    const failures = (this.#failures.get(id) ?? 0) + 1
    this.#failures.set(id, failures)
    const isExpected = error instanceof RunMoved || isDatabaseAway(error) || (error instanceof CapstanError && error.code === 'QUEUE_FULL')
    if (!isExpected) this.#options.log.error({ err: error, run: id }, 'a run could not be moved on; trying again')
    if (failures > tries) {
      this.#failures.delete(id)
      return
    }
    const pauseMs = error instanceof RunMoved ? 5 * failures : Math.min(100 * 2 ** failures, 5000)
    setTimeout(() => this.hint(ids), pauseMs).unref()
  }
}
