// Where a run of the tests keeps what it writes: in memory where there is room, for nothing of it outlives the run and no write has to wait
// for a disk. What a run that was killed has left there, the next one removes.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
const enoughBytes = 6 * 1024 ** 3
const prefix = 'capstan-test-'

export function createTestFolder(): string {
  removeLeft()
  return mkdtempSync(join(hasRoom() ? memory : tmpdir(), `${prefix}${process.pid}-`))
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory)
    // Tests write programs, too, and run them.
    const forbidden = readFileSync('/proc/mounts', 'utf8').split('\n').some(isNoExec)
    return !forbidden && Math.min(bavail * bsize, freemem()) > enoughBytes
  } catch {
    return false
  }
}

const isNoExec = (mount: string) => mount.split(' ')[1] === memory && /\bnoexec\b/.test(mount.split(' ')[3] ?? '')

function removeLeft(): void {
  const names = readNames().filter((name) => name.startsWith(prefix) && !isRunning(Number(name.slice(prefix.length).split('-')[0])))
  for (const name of names) rmSync(join(memory, name), { recursive: true, force: true })
}

function readNames(): string[] {
  try {
    return readdirSync(memory)
  } catch {
    return []
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
