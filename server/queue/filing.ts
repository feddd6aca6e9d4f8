// Takes claimed tasks out of the claim index, a moment after their claim was written: inside a transaction the database reads and parses
// its catalog anew for every entry that moves. Nothing waits for it; claims skip what is not QUEUED.
import type { Filter } from 'mongodb'
import type { Database } from '../mongo.ts'
import type { TaskDoc } from './task.ts'

const sweepSize = 1000

export class Filing {
  readonly #database: Database
  readonly #underWay = new Map<string, Promise<void>>()

  constructor(database: Database) {
    this.#database = database
  }

  /** One batch under one claim. Newcomers were never in the index. */
  fileAway(claimed: readonly TaskDoc[]): void {
    const filed = claimed.filter(({ ready }) => ready)
    const claim = filed[0]?.claim
    if (claim === undefined) return
    const done = leaveIndex(this.#database, { _id: { $in: filed.map(({ _id }) => _id) }, claim })
      // The sweep does it later.
      .catch(() => undefined)
      .then(() => void this.#underWay.delete(claim))
    this.#underWay.set(claim, done)
  }

  /** Resolves when nobody here writes to these tasks any more: a transaction that met us would have to run again. */
  async letGo(tasks: readonly Pick<TaskDoc, 'claim'>[]): Promise<void> {
    if (this.#underWay.size === 0) return
    const claims = new Set(tasks.map(({ claim = '' }) => claim))
    for (const claim of claims) await this.#underWay.get(claim)
  }

  async end(): Promise<void> {
    await Promise.all(this.#underWay.values())
  }
}

/** What a process left behind that died before it got to it. */
export async function fileForgotten(database: Database): Promise<number> {
  const tasks = database.collection<TaskDoc>('tasks')
  const forgotten = { ready: true, status: { $ne: 'QUEUED' } } as const
  const found = await tasks.find(forgotten, { hint: 'claim', limit: sweepSize, projection: { _id: 1 } }).toArray()
  return found.length === 0 ? 0 : leaveIndex(database, { _id: { $in: found.map(({ _id }) => _id) }, ...forgotten })
}

async function leaveIndex(database: Database, which: Filter<TaskDoc>): Promise<number> {
  const { modifiedCount } = await database.collection<TaskDoc>('tasks').updateMany(which, { $unset: { ready: 1 } })
  return modifiedCount
}
