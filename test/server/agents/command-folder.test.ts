// A server that was killed leaves no folders in the temporary folder for good.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { makeCommandFolder, sweepCommandFolders } from '../../../server/agents/command-folder.ts'

let temporary: string

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'capstan-sweep-'))
  vi.stubEnv('TMPDIR', temporary)
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(temporary, { recursive: true })
})

function leave(name: string): void {
  mkdirSync(join(temporary, name))
  writeFileSync(join(temporary, name, 'draft.md'), 'half')
}

const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid

it('removes the folders of processes that are gone', async () => {
  leave(`capstan-task-${deadPid()}-abc-Xy12Zz`)
  leave(`capstan-task-${deadPid()}-abc-Ab34Cd`)
  expect(await sweepCommandFolders()).toBe(2)
  expect(readdirSync(temporary)).toEqual([])
})

it.runIf(existsSync('/proc/self/cwd'))('ends what still runs in them, and nothing else', async () => {
  const name = `capstan-task-${deadPid()}-abc-Xy12Zz`
  leave(name)
  const forever = ['-e', 'setInterval(() => undefined, 1000)']
  const orphan = spawn(process.execPath, forever, { cwd: join(temporary, name), detached: true, stdio: 'ignore' })
  const other = spawn(process.execPath, forever, { cwd: temporary, detached: true, stdio: 'ignore' })
  const ended = once(orphan, 'exit')
  try {
    expect(await sweepCommandFolders()).toBe(1)
    expect(await ended).toEqual([null, 'SIGKILL'])
    expect(other.exitCode ?? other.signalCode).toBeNull()
  } finally {
    orphan.kill('SIGKILL')
    other.kill('SIGKILL')
  }
})

it('removes what an earlier process with the same pid left, as it happens in a container', async () => {
  leave(`capstan-task-${process.pid}-earlier-Xy12Zz`)
  expect(await sweepCommandFolders()).toBe(1)
})

it('leaves alone what is in use here or elsewhere, and what is not its own', async () => {
  const mine = basename(await makeCommandFolder())
  const elsewhere = `capstan-task-${process.ppid}-abc-Xy12Zz`
  const foreign = ['capstan-task-list', 'capstan-launch-1-a-b', 'notes']
  for (const name of [elsewhere, ...foreign]) leave(name)
  expect(await sweepCommandFolders()).toBe(0)
  expect(readdirSync(temporary).sort()).toEqual([mine, elsewhere, ...foreign].sort())
})
