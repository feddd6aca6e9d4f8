// Takes tasks whose runs last out of the claim index: every claim would have to look past them. Whoever is over sooner leaves the index
// with the end of its run (task-ends.ts), which saves a write; claims skip what is not QUEUED.
import type { Database } from '../mongo.ts'
import type { TaskDoc } from './task.ts'

const lastingMs = 1000

export class Filing {
  readonly #database: Database
  #underWay: { claims: ReadonlySet<string>; done: Promise<void> } | undefined

  constructor(database: Database) {
    this.#database = database
  }

  /** Of these running tasks those that have not been filed. Newcomers were never in the index. */
  async fileAway(running: Iterable<TaskDoc>): Promise<void> {
    if (this.#underWay) return
    const begun = new Date(this.#database.now().getTime() - lastingMs)
    const lasting = [...running].filter(({ ready, startedAt }) => ready && startedAt && startedAt < begun)
    if (lasting.length === 0) return
    const claims = new Set(lasting.map(({ claim = '' }) => claim))
    const done = this.#file(lasting, claims)
    this.#underWay = { claims, done }
    await done
    this.#underWay = undefined
  }

  async #file(tasks: readonly TaskDoc[], claims: ReadonlySet<string>): Promise<void> {
    try {
      const which = { _id: { $in: tasks.map(({ _id }) => _id) }, claim: { $in: [...claims] } }
      await this.#database.collection<TaskDoc>('tasks').updateMany(which, { $unset: { ready: 1 } })
      for (const task of tasks) delete task.ready
    } catch {
      // They are still to be filed.
    }
  }

  /** Resolves when nobody here writes to these tasks any more: a transaction that met us would have to run again. */
  async letGo(tasks: readonly Pick<TaskDoc, 'claim'>[]): Promise<void> {
    const underWay = this.#underWay
    if (underWay && tasks.some(({ claim = '' }) => underWay.claims.has(claim))) await underWay.done
  }

  async end(): Promise<void> {
    await this.#underWay?.done
  }
}
