// One at a time, and a holder that died holds nothing.
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from '../../../server/launch/file-lock.ts'
import { formatIdentity, ownIdentity } from '../../../server/launch/process-identity.ts'

let folder: string
let lock: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capstan-lock-'))
  lock = join(folder, 'lock')
})
afterEach(() => rm(folder, { recursive: true }))

describe('a lock file', () => {
  it('lets one in at a time, and leaves nothing behind', async () => {
    let inside = 0
    let most = 0
    const body = async () => {
      inside += 1
      most = Math.max(most, inside)
      await turn()
      inside -= 1
    }
    await Promise.all(Array.from({ length: 8 }, () => withLock(lock, body)))
    expect(most).toBe(1)
    expect(await readdir(folder)).toEqual([])
  })

  it('is free again after a failure', async () => {
    await expect(withLock(lock, () => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck')
    expect(await withLock(lock, async () => 'in')).toBe('in')
  })

  it.each([
    ['a process that has ended', () => `${spawnSync('true').pid}\n1\n`],
    ['another process with the same pid', () => formatIdentity({ ...ownIdentity(), startedAt: 'long ago' })],
    ['nobody, because it was cut short', () => ''],
  ])('is taken from %s, by one of those who wait', async (_holder, content) => {
    await writeFile(lock, content())
    let inside = 0
    const body = async () => {
      expect(++inside).toBe(1)
      await turn()
      inside -= 1
    }
    await Promise.all(Array.from({ length: 6 }, () => withLock(lock, body)))
    expect(await readdir(folder)).toEqual([])
  })

  it('is not taken from a process that lives; waiting ends when it is told to', async () => {
    await writeFile(lock, formatIdentity(ownIdentity()))
    const stop = new AbortController()
    const waiting = withLock(lock, async () => 'in', stop.signal)
    stop.abort()
    await expect(waiting).rejects.toThrow(/abort/)
    expect(await readdir(folder)).toEqual(['lock'])
  })
})
