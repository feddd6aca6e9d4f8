// The folder a local program runs in: made for one run, named after the process that made it, and removed by a later process when
// that one was killed first, with the programs that still run in it. Knows nothing of what happens inside.
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endLeftBehind } from './left-behind.ts'

/** Tells this process from an earlier one with the same pid, which in a container is the rule. */
const startedAt = Math.round(performance.timeOrigin).toString(36)
const pattern = /^capstan-task-(?<pid>\d+)-(?<startedAt>[0-9a-z]+)-/

export function makeCommandFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `capstan-task-${process.pid}-${startedAt}-`))
}

/** Removes what processes that are gone left behind; answers how many folders. What cannot be removed is left alone. */
export async function sweepCommandFolders(): Promise<number> {
  const names = await readdir(tmpdir()).catch(() => [])
  const orphans = names.filter(isOrphan)
  if (orphans.length === 0) return 0
  const within = await realpath(tmpdir())
  await endLeftBehind(orphans.map((name) => join(within, name)))
  const swept = await Promise.all(orphans.map((name) => tryRemove(join(tmpdir(), name))))
  return swept.filter(Boolean).length
}

function isOrphan(name: string): boolean {
  const owner = pattern.exec(name)?.groups
  if (!owner) return false
  const pid = Number(owner['pid'])
  return pid === process.pid ? owner['startedAt'] !== startedAt : !isAlive(pid)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Somebody else's process is alive all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function tryRemove(path: string): Promise<boolean> {
  return rm(path, { recursive: true, force: true }).then(
    () => true,
    () => false,
  )
}
