// How many tasks a process may claim now. What runs takes a place, and so does what begins as soon as its claim is durable; what has ended
// takes none, although that may not be written down yet.
import type { Settlement } from './settlement.ts'

/** Runs that take no longer are over, one may expect, before the next claim is written; and no task that was claimed on the strength of that
 *  waits longer for a place. */
export const shortRunMs = 250

export class Places {
  readonly #capacity: number
  /** Claimed and ended in the turn that is being made durable. */
  #coming = 0
  #leaving = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Until what it answers is called. */
  confirm({ coming, leaving }: { coming: number; leaving: number }): () => void {
    this.#coming += coming
    this.#leaving += leaving
    return () => {
      this.#coming -= coming
      this.#leaving -= leaving
    }
  }

  /** Of the tasks held, `ended` have, and are to be written down now. */
  free(held: number, ended: readonly Settlement[] = []): number {
    const running = held - this.#coming - this.#leaving - ended.length
    return this.#capacity - running - this.#coming + this.#soonOver(ended, running)
  }

  /** How many of those that are about to begin will be over when what is claimed now begins: the share that short runs have of those that
   *  ran until now. */
  #soonOver(ended: readonly Settlement[], running: number): number {
    const short = ended.filter(isShort).length
    return short === 0 ? 0 : Math.floor((this.#coming * short) / (ended.length + running))
  }
}

function isShort({ task, patch }: Settlement): boolean {
  const { startedAt } = task
  return startedAt !== undefined && patch.finishedAt !== undefined && patch.finishedAt.getTime() - startedAt.getTime() <= shortRunMs
}
