// Promise: a file comes back as it was, in whatever pieces it arrives, and not at all when a byte of it is another or missing.
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, it } from 'vitest'
import { createFileKey, openFile, sealFile } from '../../../server/tasks/sealed-file.ts'

const key = createFileKey()

async function opened(sealed: Buffer, pieceBytes: number): Promise<Buffer> {
  const pieces = Array.from({ length: Math.ceil(sealed.length / pieceBytes) }, (_, index) =>
    sealed.subarray(index * pieceBytes, (index + 1) * pieceBytes),
  )
  const parts: Buffer[] = []
  await pipeline(Readable.from(pieces, { objectMode: false }), openFile(key), async (source) => {
    for await (const part of source) parts.push(part as Buffer)
  })
  return Buffer.concat(parts)
}

it.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])('a file of %i bytes', async (bytes) => {
  const data = randomBytes(bytes)
  const sealed = sealFile(key, data)
  for (const piece of [1000, 65_552, 1_000_000]) expect((await opened(sealed, piece)).equals(data)).toBe(true)
})

it('shows nothing of the file', () => {
  expect(sealFile(key, Buffer.from('a secret word '.repeat(10_000))).includes('secret')).toBe(false)
})

it.each([
  ['a changed byte', (sealed: Buffer) => Buffer.from(sealed.map((byte, index) => (index === 70_000 ? byte ^ 1 : byte)))],
  ['its end cut off', (sealed: Buffer) => sealed.subarray(0, 65_552)],
  ['a few bytes cut off', (sealed: Buffer) => sealed.subarray(0, -3)],
  [
    'two segments in the wrong order',
    (sealed: Buffer) => Buffer.concat([sealed.subarray(65_552, 131_104), sealed.subarray(0, 65_552), sealed.subarray(131_104)]),
  ],
  ['bytes behind its end', (sealed: Buffer) => Buffer.concat([sealed, Buffer.from('more')])],
  ['nothing left', () => Buffer.alloc(0)],
])('does not open with %s', async (_what, damage) => {
  await expect(opened(damage(sealFile(key, randomBytes(200_000))), 10_000)).rejects.toThrow('damaged')
})
