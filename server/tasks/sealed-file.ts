// Seals a file of any size under a key of its own, in segments, so that it can be sent while it is being opened and nothing is sent
// that was not checked. The last segment is marked: a file that was cut short does not open. Knows nothing of where files are kept.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'

const segmentBytes = 64 * 1024
const tagBytes = 16

/** For one file and never another: with a fresh key, the number of a segment is a nonce that never repeats. */
export function createFileKey(): Buffer {
  return randomBytes(32)
}

export function sealFile(key: Uint8Array, data: Uint8Array): Buffer {
  const count = Math.max(1, Math.ceil(data.length / segmentBytes))
  const segments = Array.from({ length: count }, (_, index) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(index, index === count - 1), { authTagLength: tagBytes })
    const text = cipher.update(data.subarray(index * segmentBytes, (index + 1) * segmentBytes))
    cipher.final()
    return Buffer.concat([cipher.getAuthTag(), text])
  })
  return Buffer.concat(segments)
}

/** Takes the sealed bytes in pieces of any size; fails as soon as one segment is not as it was sealed. */
export function openFile(key: Uint8Array): Transform {
  let waiting = Buffer.alloc(0)
  let index = 0
  const openSegment = (segment: Buffer, last: boolean): Buffer => {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(index, last), { authTagLength: tagBytes })
    decipher.setAuthTag(segment.subarray(0, tagBytes))
    index += 1
    return Buffer.concat([decipher.update(segment.subarray(tagBytes)), decipher.final()])
  }
  const tell = (done: TransformCallback, work: () => void) => {
    try {
      work()
    } catch (error) {
      return done(new Error('a stored file is damaged', { cause: error }))
    }
    done()
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      tell(done, () => {
        waiting = Buffer.concat([waiting, chunk])
        // What could be the last segment waits until there is more, or no more.
        for (; waiting.length > tagBytes + segmentBytes; waiting = waiting.subarray(tagBytes + segmentBytes))
          this.push(openSegment(waiting.subarray(0, tagBytes + segmentBytes), false))
      })
    },
    flush(done) {
      tell(done, () => this.push(openSegment(waiting, true)))
    },
  })
}

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(index, 0)
  nonce[11] = last ? 1 : 0
  return nonce
}
