// Ids that stand in the order of time: what several processes write within the same second can be read in the order it happened in.
import { randomBytes, randomInt } from 'node:crypto'

const ownPart = randomBytes(3)
let count = randomInt(2 ** 23)

/** The bytes of an object id: the second it was made in, as readers expect, then the millisecond, this process and a count. */
export function createEventId(at: Date): Buffer {
  const ms = at.getTime()
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(Math.floor(ms / 1000), 0)
  bytes.writeUInt16BE(ms % 1000, 4)
  ownPart.copy(bytes, 6)
  count = (count + 1) % 2 ** 24
  bytes.writeUIntBE(count, 9, 3)
  return bytes
}
