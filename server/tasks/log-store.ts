// Reads what tasks wrote while they worked, in order, page by page.
import type { ToolCall } from '../agents/adapter.ts'
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

const maxToolCalls = 200

export interface LoggedToolCall extends ToolCall {
  attempt: number
}

/** Oldest first; after the first 200 no more. */
export async function readToolCalls({ database, vault }: { database: Database; vault: Vault }, taskId: string): Promise<LoggedToolCall[]> {
  const rows = await database
    .collection<LogDoc>('task_logs')
    .find({ task: taskId, call: { $exists: true } }, { sort: { number: 1 }, limit: maxToolCalls, projection: { attempt: 1, call: 1 } })
    .toArray()
  return rows.flatMap(({ attempt, call }) => {
    if (!call) return []
    const { at, ...told } = vault.open(toBytes(call), sealPlace(taskId, 'log')) as unknown as Omit<ToolCall, 'at'> & { at: string }
    return [{ ...told, at: new Date(at), attempt }]
  })
}

/** The driver answers binary fields in a wrapper of its own. */
export function toBytes(stored: Uint8Array | { buffer: Uint8Array }): Uint8Array {
  return stored instanceof Uint8Array ? stored : stored.buffer
}
