// What a running task leaves behind while it works: progress, streamed text and log lines. Collected here, written in batches:
// at most one progress update a second per task, and only by whoever holds the task's claim.
import type { Progress, LogLevel } from '../agents/adapter.ts'
import { appendEvents } from '../events/event-log.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import { type SealedOutput, toEvent } from '../queue/settlement.ts'
import { sealPlace, type TaskDoc } from '../queue/task.ts'
import type { Vault } from './vault.ts'

const flushMs = 250
const progressEveryMs = 1000
const maxPartialChars = 256 * 1024
const maxLogLines = 5000
const maxLineChars = 8000

export interface LogDoc {
  task: string
  workspace: string
  number: number
  at: Date
  level: LogLevel
  text: Uint8Array
  attempt: number
  expireAt: Date
}

export interface RunRecord {
  progress(update: Progress): void
  log(level: LogLevel, text: string): void
  /** What has not been written yet belongs to the settlement; the log is complete when this resolves. */
  finish(): Promise<SealedOutput>
}

export interface RunRecords {
  open(task: TaskDoc, options: { keepLogsMs: number; mask: (text: string) => string }): RunRecord
  start(): () => Promise<void>
}

interface OpenRun {
  task: TaskDoc
  partial: string
  fraction: number | undefined
  step: string | undefined
  changed: boolean
  writtenAt: number
}

export function createRunRecords({ database, vault, log }: { database: Database; vault: Vault; log: Logger }): RunRecords {
  const tasks = database.collection<TaskDoc>('tasks')
  const logs = database.collection<LogDoc>('task_logs')
  const runs = new Set<OpenRun>()
  let lines: LogDoc[] = []
  let writingLines: Promise<void> = Promise.resolve()

  function toOutput(run: OpenRun): SealedOutput {
    return {
      ...(run.fraction !== undefined && { progress: run.fraction }),
      ...(run.step !== undefined && { step: run.step }),
      ...(run.partial && { partial: vault.seal(run.partial, sealPlace(run.task._id, 'partial')) }),
    }
  }

  function flushLines(): Promise<void> {
    const batch = lines
    lines = []
    if (batch.length > 0) writingLines = writingLines.then(() => logs.insertMany(batch, { ordered: false })).then(() => undefined, (error: unknown) => log.warn({ err: error, lines: batch.length }, 'log lines were lost'))
    return writingLines
  }

  async function flushProgress(): Promise<void> {
    const now = Date.now()
    const due = [...runs].filter((run) => run.changed && now - run.writtenAt >= progressEveryMs)
    if (due.length === 0) return
    for (const run of due) Object.assign(run, { changed: false, writtenAt: now })
    const ids = due.map(({ task }) => task._id)
    const claims = [...new Set(due.map(({ task }) => task.claim as string))]
    const patches = due.map(toOutput)
    await database.transaction(async (session) => {
      const held = await tasks.find({ _id: { $in: ids }, claim: { $in: claims } }, { session, projection: { _id: 1 } }).toArray()
      const mine = new Set(held.map(({ _id }) => _id))
      if (mine.size === 0) return
      const pick = { $arrayElemAt: [{ $literal: patches }, { $indexOfArray: [{ $literal: ids }, '$_id'] }] }
      await tasks.updateMany({ _id: { $in: [...mine] } }, [{ $replaceWith: { $mergeObjects: ['$$ROOT', pick] } }], { session })
      const events = due.filter(({ task }) => mine.has(task._id)).map(({ task, fraction, step, partial }) => toEvent(task, 'task.progressed', { progress: fraction ?? 0, step, partialChars: partial.length }))
      await appendEvents(database, events, session)
    })
  }

  function open(task: TaskDoc, { keepLogsMs, mask }: { keepLogsMs: number; mask: (text: string) => string }): RunRecord {
    const run: OpenRun = { task, partial: '', fraction: undefined, step: undefined, changed: false, writtenAt: 0 }
    const attempt = (task.attempts.at(-1)?.number ?? 0) + 1
    const expireAt = new Date(Date.now() + keepLogsMs)
    let count = 0
    runs.add(run)
    return {
      progress: ({ fraction, step, partial }) => {
        if (fraction !== undefined) run.fraction = Math.min(1, Math.max(run.fraction ?? 0, fraction))
        if (step !== undefined) run.step = mask(step).slice(0, 200)
        if (partial !== undefined && run.partial.length < maxPartialChars) run.partial = mask(run.partial + partial).slice(0, maxPartialChars)
        run.changed = true
      },
      log: (level, text) => {
        count++
        if (count > maxLogLines) return
        const shown = count === maxLogLines ? `The log is full after ${maxLogLines} lines; what follows is left out.` : mask(text).slice(0, maxLineChars)
        lines.push({ task: task._id, workspace: task.workspace, number: attempt * 100_000 + count, at: new Date(), level, text: vault.seal(shown, sealPlace(task._id, 'log')), attempt, expireAt })
      },
      finish: async () => {
        runs.delete(run)
        if (count > 0) await flushLines()
        return toOutput(run)
      },
    }
  }

  return {
    open,
    start: () => {
      let working: Promise<unknown> = Promise.resolve()
      const timer = setInterval(() => {
        if (lines.length > 0) void flushLines()
        working = working.then(flushProgress).catch((error: unknown) => log.debug({ err: error }, 'progress not written'))
      }, flushMs)
      return async () => {
        clearInterval(timer)
        await working
        await flushLines()
      }
    },
  }
}
