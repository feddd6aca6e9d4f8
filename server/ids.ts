// Ids people can read out: a letter and a number, T-1042. Numbers come from the database in blocks, so that handing one out costs nothing.

import { CapstanError } from './errors.ts'
import type { Database } from './mongo.ts'

/** A block that is not used up leaves a gap in the numbers, so blocks grow only while many are asked for. */
const smallestBlock = 10
const largestBlock = 500
const busyMs = 1000

export interface IdSource {
  take(count: number): Promise<string[]>
}

interface Counter {
  _id: string
  last: number
}

export function createIdSource(database: Database, letter: string): IdSource {
  const counters = database.collection<Counter>('counters')
  let free: string[] = []
  let refill: Promise<void> | undefined
  let blockSize = smallestBlock
  let reservedAt = 0

  async function reserve(wanted: number): Promise<void> {
    blockSize = Date.now() - reservedAt < busyMs ? Math.min(blockSize * 2, largestBlock) : smallestBlock
    reservedAt = Date.now()
    const count = Math.max(blockSize, wanted)
    const counter = await counters.findOneAndUpdate({ _id: letter }, { $inc: { last: count } }, { upsert: true, returnDocument: 'after' })
    const last = counter?.last ?? count
    for (let number = last - count + 1; number <= last; number++) free.push(`${letter}-${number}`)
  }

  async function take(count: number): Promise<string[]> {
    while (free.length < count) {
      refill ??= reserve(count).finally(() => {
        refill = undefined
      })
      await refill
    }
    const taken = free.slice(0, count)
    free = free.slice(count)
    return taken
  }

  return { take }
}

/** Throws VALIDATION_FAILED for an id that can never exist, so that a typing error is not answered with "not found". */
export function checkId(letter: string, id: string, path = 'id'): string {
  const upper = id.trim().toUpperCase()
  if (new RegExp(`^${letter}-[1-9][0-9]{0,14}$`).test(upper)) return upper
  throw new CapstanError('VALIDATION_FAILED', `${path}: expected an id such as ${letter}-1042, got "${id.slice(0, 40)}"`, {
    violations: [{ path, message: `expected an id such as ${letter}-1042` }],
  })
}
