// What a running task leaves behind while it works: progress, streamed text and log lines. Collected here, written in batches: at most
// one update a second per task tells of all of it, written only by whoever holds the task's claim.
import type { LogLevel, Progress, ToolCall } from '../agents/adapter.ts'
import type { Masker } from '../agents/secrets.ts'
import { appendEvents } from '../events/event-log.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import { type SealedOutput, toEvent } from '../queue/settlement.ts'
import { sealPlace, type TaskDoc } from '../queue/task.ts'
import { LogWriter } from './log-writer.ts'
import type { Vault } from './vault.ts'

const flushMs = 250
const progressEveryMs = 1000
const maxPartialChars = 256 * 1024

export interface RunRecord {
  progress(update: Progress): void
  log(level: LogLevel, text: string, call?: ToolCall): void
  /** What has not been written yet belongs to the settlement; the log is complete when this resolves. */
  finish(): Promise<SealedOutput>
}

export interface RunRecordOptions {
  keepLogsMs: number
  mask: Masker
}

export interface RunRecords {
  open(task: TaskDoc, options: RunRecordOptions): RunRecord
  start(): () => Promise<void>
}

export interface RunRecordParts {
  database: Database
  vault: Vault
  log: Logger
}

export function createRunRecords(parts: RunRecordParts): RunRecords {
  return new Records(parts)
}

interface OpenRun {
  task: TaskDoc
  mask: Masker
  partial: string
  fraction: number | undefined
  step: string | undefined
  changed: boolean
  writtenAt: number
}

class Records implements RunRecords {
  readonly #parts: RunRecordParts
  readonly #logs: LogWriter
  readonly #runs = new Set<OpenRun>()
  #timer: NodeJS.Timeout | undefined
  #started = false
  #working: Promise<unknown> = Promise.resolve()

  constructor(parts: RunRecordParts) {
    this.#parts = parts
    this.#logs = new LogWriter(parts)
  }

  open(task: TaskDoc, { keepLogsMs, mask }: RunRecordOptions): RunRecord {
    const run: OpenRun = { task, mask, partial: '', fraction: undefined, step: undefined, changed: false, writtenAt: 0 }
    const lines = this.#logs.open({ task, mask, keepMs: keepLogsMs, attempt: (task.attempts.at(-1)?.number ?? 0) + 1 })
    this.#runs.add(run)
    this.#writeSoon()
    return {
      progress: (update) => note(run, update),
      log: (...line) => {
        lines.write(...line)
        run.changed = true
      },
      finish: async () => {
        this.#runs.delete(run)
        if (lines.count() > 0) await this.#logs.flush()
        return this.#toOutput(run)
      },
    }
  }

  start(): () => Promise<void> {
    this.#started = true
    this.#writeSoon()
    return async () => {
      this.#started = false
      clearTimeout(this.#timer)
      await this.#working
      await this.#logs.flush()
    }
  }

  /** Again and again while anything runs. */
  #writeSoon(): void {
    if (!this.#started || this.#timer || this.#runs.size === 0) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#logs.flush()
      this.#working = this.#working
        .then(() => this.#writeProgress())
        .catch((error: unknown) => this.#parts.log.debug({ err: error }, 'progress not written'))
      this.#writeSoon()
    }, flushMs)
  }

  #toOutput({ task, fraction, step, partial }: OpenRun): SealedOutput {
    return {
      ...(fraction !== undefined && { progress: fraction }),
      ...(step !== undefined && { step }),
      ...(partial && { partial: this.#parts.vault.seal(partial, sealPlace(task._id, 'partial')) }),
    }
  }

  async #writeProgress(): Promise<void> {
    const now = Date.now()
    const due = [...this.#runs].filter((run) => run.changed && now - run.writtenAt >= progressEveryMs)
    if (due.length === 0) return
    for (const run of due) Object.assign(run, { changed: false, writtenAt: now })
    // Whoever hears of new lines finds them.
    await this.#logs.flush()
    const ids = due.map(({ task }) => task._id)
    const claims = [...new Set(due.map(({ task }) => task.claim as string))]
    // The beginning of a secret waits for its rest, to be masked with it.
    const patches = due.map((run) =>
      this.#toOutput({ ...run, partial: run.partial.slice(0, run.partial.length - run.mask.begun(run.partial)) }),
    )
    const { database } = this.#parts
    await database.transaction(async (session) => {
      const tasks = database.collection<TaskDoc>('tasks')
      const held = await tasks.find({ _id: { $in: ids }, claim: { $in: claims } }, { session, projection: { _id: 1 } }).toArray()
      const mine = new Set(held.map(({ _id }) => _id))
      if (mine.size === 0) return
      const pick = { $arrayElemAt: [{ $literal: patches }, { $indexOfArray: [{ $literal: ids }, '$_id'] }] }
      await tasks.updateMany({ _id: { $in: [...mine] } }, [{ $replaceWith: { $mergeObjects: ['$$ROOT', pick] } }], { session })
      const written = due.filter(({ task }) => mine.has(task._id))
      await appendEvents(database, written.map(toProgressEvent), session)
    })
  }
}

function note(run: OpenRun, { fraction, step, partial }: Progress): void {
  const { mask } = run
  if (fraction !== undefined) run.fraction = Math.min(1, Math.max(run.fraction ?? 0, fraction))
  if (step !== undefined) run.step = mask(step).slice(0, 200)
  if (partial !== undefined && run.partial.length < maxPartialChars) run.partial = mask(run.partial + partial).slice(0, maxPartialChars)
  run.changed = true
}

function toProgressEvent({ task, fraction, step, partial }: OpenRun) {
  return toEvent(task, 'task.progressed', { progress: fraction ?? 0, step, partialChars: partial.length })
}
