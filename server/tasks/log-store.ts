// Reads what tasks wrote while they worked, in order, page by page.
import type { Database } from '../mongo.ts'
import { sealPlace } from '../queue/task.ts'
import type { LogDoc } from './log-writer.ts'
import type { Vault } from './vault.ts'

export interface LogLine {
  number: number
  at: Date
  level: string
  text: string
  attempt: number
}

export async function readLog(
  { database, vault }: { database: Database; vault: Vault },
  taskId: string,
  page: { after: number; limit: number },
): Promise<LogLine[]> {
  const rows = await database
    .collection<LogDoc>('task_logs')
    .find({ task: taskId, number: { $gt: page.after } }, { sort: { number: 1 }, limit: page.limit })
    .toArray()
  return rows.map(({ number, at, level, text, attempt }) => ({
    number,
    at,
    level,
    attempt,
    text: String(vault.open(toBytes(text), sealPlace(taskId, 'log'))),
  }))
}

/** The driver answers binary fields in a wrapper of its own. */
export function toBytes(stored: Uint8Array | { buffer: Uint8Array }): Uint8Array {
  return stored instanceof Uint8Array ? stored : stored.buffer
}
