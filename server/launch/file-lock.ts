// One process at a time, by a lock file that names its holder. A holder that has died loses the lock to the next who asks.
import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { hasCode } from './launch-error.ts'
import { formatIdentity, isRunning, ownIdentity, parseIdentity } from './process-identity.ts'

export async function withLock<T>(path: string, body: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  // Written whole and then linked: nobody ever reads a lock without its holder's name.
  const mine = `${path}.${randomUUID()}`
  await writeFile(mine, formatIdentity(ownIdentity()))
  try {
    while (!(await tryLink(mine, path))) {
      await removeIfStale(path)
      await wait(20, undefined, signal && { signal })
    }
  } finally {
    await rm(mine, { force: true })
  }
  try {
    return await body()
  } finally {
    await rm(path, { force: true })
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

async function removeIfStale(path: string): Promise<void> {
  if (!isStale(await readIfThere(path))) return
  // Two may find the same stale lock; what the slower one moves away may be the faster one's new lock, and goes back.
  const moved = `${path}.${randomUUID()}`
  try {
    await rename(path, moved)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  if (!isStale(await readIfThere(moved))) await tryLink(moved, path)
  await rm(moved, { force: true })
}

function isStale(text: string | undefined): boolean {
  if (text === undefined) return false
  const holder = parseIdentity(text)
  return !holder || !isRunning(holder)
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}
