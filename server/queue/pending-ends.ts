// Ends of runs that are still to be written, and whoever waits to hear of it.
import type { Settlement } from './settlement.ts'

export interface PendingEnd {
  settlement: Settlement
  /** True when written, false when the claim had been lost. */
  resolve: (written: boolean) => void
}

/** Two turns cost more than one: fewer are not worth it. */
const worthHalving = 40

export class PendingEnds {
  #ends: PendingEnd[] = []

  get size(): number {
    return this.#ends.length
  }

  add(settlement: Settlement): Promise<boolean> {
    return new Promise((resolve) => this.#ends.push({ settlement, resolve }))
  }

  /** All of them or, of many, the first half. */
  take({ half }: { half: boolean }): PendingEnd[] {
    return this.#ends.splice(0, half && this.size >= worthHalving ? Math.ceil(this.size / 2) : this.size)
  }

  putBack(ends: readonly PendingEnd[]): void {
    this.#ends = [...ends, ...this.#ends]
  }
}
