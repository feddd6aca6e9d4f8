// How many tasks a process may claim now. What runs takes a place, and so does what begins as soon as its claim is durable; what has ended
// takes none, although that may not be written down yet.
import type { Settlement } from './settlement.ts'
import type { TaskDoc } from './task.ts'

export class Places {
  readonly #capacity: number
  /** Claimed and ended in the turn that is being made durable. */
  #coming = 0
  #leaving = 0
  /** The batch that began last. */
  #latest: { claim: string | undefined; size: number } | undefined

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** To be called when what comes begins and what leaves is gone. */
  confirm({ coming, leaving }: { coming: readonly TaskDoc[]; leaving: number }): () => void {
    const [first, { length: size }] = [coming[0], coming]
    this.#coming += size
    this.#leaving += leaving
    return () => {
      this.#coming -= size
      this.#leaving -= leaving
      if (first) this.#latest = { claim: first.claim, size }
    }
  }

  /** Of the tasks held, this many have ended and are to be written down now. */
  free(held: number, ended = 0): number {
    const running = held - this.#coming - this.#leaving - ended
    return this.#capacity - this.#coming - running
  }

  /** How many of those that are about to begin will be over by the time what is claimed now begins: as large a share of them as was over of
   *  the batch before when a turn came to look. */
  soonFree(ended: readonly Settlement[]): number {
    if (!this.#latest || this.#coming === 0) return 0
    const { claim, size } = this.#latest
    const over = ended.filter(({ task, ending }) => task.claim === claim && ending === 'succeeded').length
    return Math.floor((this.#coming * over) / size)
  }
}
