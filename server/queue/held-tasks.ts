// What a worker has claimed and not ended, and the rows that tell others of it batch by batch. Knows nothing of when to claim.
import type { Database } from '../mongo.ts'
import type { TaskDoc } from './task.ts'
import { claimsOf } from './task-claims.ts'

export class HeldTasks {
  readonly #database: Database
  readonly #tasks = new Map<string, TaskDoc>()
  /** Batches claimed and how many of each are still held. */
  readonly #open = new Map<string, number>()
  #ended: string[] = []

  constructor(database: Database) {
    this.#database = database
  }

  all(): ReadonlyMap<string, TaskDoc> {
    return this.#tasks
  }

  get size(): number {
    return this.#tasks.size
  }

  /** The task may have been dropped, or even claimed anew, since its run began. */
  has({ _id, claim }: TaskDoc): boolean {
    return this.#tasks.get(_id)?.claim === claim
  }

  /** One batch under one claim. */
  take(claimed: readonly TaskDoc[]): void {
    const [first] = claimed
    if (!first?.claim) return
    for (const task of claimed) this.#tasks.set(task._id, task)
    this.#open.set(first.claim, claimed.length)
  }

  drop({ _id, claim = '' }: TaskDoc, { tidy } = { tidy: true }): void {
    this.#tasks.delete(_id)
    const left = (this.#open.get(claim) ?? 0) - 1
    this.#open.set(claim, left)
    if (left > 0) return
    this.#open.delete(claim)
    if (tidy) this.#ended.push(claim)
  }

  clear(): void {
    this.#tasks.clear()
  }

  /** Batches that were committed under this worker's name although it never heard of it: they are its own, and nobody else would run
   *  them while it lives. */
  async findUnknown(worker: string): Promise<TaskDoc[][]> {
    const claims = await claimsOf(this.#database).find({ worker }).toArray()
    const unknown = claims.filter(({ _id }) => !this.#open.has(_id) && !this.#ended.includes(_id))
    const tasks = this.#database.collection<TaskDoc>('tasks')
    return Promise.all(unknown.map(({ _id: claim, tasks: ids }) => tasks.find({ _id: { $in: ids }, claim, status: 'RUNNING' }).toArray()))
  }

  /** Rows of batches that have ended are only clutter: they go when there is time. */
  async tidy(): Promise<void> {
    const batch = this.#ended
    this.#ended = []
    if (batch.length === 0) return
    await claimsOf(this.#database)
      .deleteMany({ _id: { $in: batch } })
      .catch(() => undefined)
  }
}
