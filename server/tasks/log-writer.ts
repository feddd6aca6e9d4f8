// Writes log lines of running tasks in batches. A line is sealed when it arrives; knows nothing of progress.
import type { Json, LogLevel, RunContext, ToolCall } from '../agents/adapter.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import { sealPlace, type TaskDoc } from '../queue/task.ts'
import type { Vault } from './vault.ts'

const maxLines = 5000
const maxLineChars = 8000
const maxErrorChars = 1000
/** Line numbers of one attempt never reach those of the next. */
const numbersPerAttempt = 100_000

export interface LogDoc {
  task: string
  workspace: string
  number: number
  at: Date
  level: LogLevel
  text: Uint8Array
  /** Of a line that tells of a tool: the call, for those who count. */
  call?: Uint8Array
  attempt: number
  expireAt: Date
}

export interface LogTarget {
  task: TaskDoc
  attempt: number
  keepMs: number
  mask: (text: string) => string
}

export class LogWriter {
  readonly #parts: { database: Database; vault: Vault; log: Logger }
  #lines: LogDoc[] = []
  #writing: Promise<void> = Promise.resolve()

  constructor(parts: { database: Database; vault: Vault; log: Logger }) {
    this.#parts = parts
  }

  /** How one attempt writes its lines; `count` tells how many there were. */
  open({ task, attempt, keepMs, mask }: LogTarget): { write: RunContext['log']; count: () => number } {
    const fixed = { task: task._id, workspace: task.workspace, attempt, expireAt: new Date(Date.now() + keepMs) }
    let count = 0
    const write: RunContext['log'] = (level, text, call) => {
      count++
      if (count > maxLines) return
      const shown =
        count === maxLines ? `The log is full after ${maxLines} lines; what follows is left out.` : mask(text).slice(0, maxLineChars)
      const seal = (value: Json) => this.#parts.vault.seal(value, sealPlace(task._id, 'log'))
      const told = call && { call: seal(toJson(call, mask)) }
      this.#lines.push({ ...fixed, number: attempt * numbersPerAttempt + count, at: new Date(), level, text: seal(shown), ...told })
    }
    return { write, count: () => count }
  }

  /** Resolves when every line that has arrived is written. */
  flush(): Promise<void> {
    const batch = this.#lines
    this.#lines = []
    if (batch.length > 0) this.#writing = this.#writing.then(() => this.#insert(batch))
    return this.#writing
  }

  async #insert(batch: LogDoc[]): Promise<void> {
    try {
      await this.#parts.database.collection<LogDoc>('task_logs').insertMany(batch, { ordered: false })
    } catch (error) {
      this.#parts.log.warn({ err: error, lines: batch.length }, 'log lines were lost')
    }
  }
}

function toJson({ at, error, ...call }: ToolCall, mask: (text: string) => string): Json {
  return { ...call, at: at.toISOString(), ...(error !== undefined && { error: mask(error).slice(0, maxErrorChars) }) }
}
