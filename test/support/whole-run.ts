// Before the first test and after the last: starts the one MongoDB of the run, and fails the run when anything was left behind.
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { sweepCommandFolders } from '../../server/agents/command-folder.ts'
import { joinLocalDatabase } from '../../server/launch/local-database.ts'
import { findHolder } from '../../server/launch/mongod-process.ts'
import { createTestFolder } from './test-folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    mongodbUrl: string
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = createTestFolder()
  // Whatever a test puts into a temporary folder lands in here and is missed at the end.
  process.env['TMPDIR'] = folder
  const dataDir = join(folder, 'database')
  const report = (line: string) => process.stderr.write(`${line}\n`)
  const database = await joinLocalDatabase({ dataDir, env: process.env, report })
  project.provide('mongodbUrl', database.url)
  const mongod = await findHolder(dataDir)
  const breakOff = () => endAtOnce(mongod, folder)
  process.once('exit', breakOff)
  return async () => {
    await database.leave()
    process.off('exit', breakOff)
    // What a killed server leaves, the next one removes: none comes after the last test.
    await sweepCommandFolders()
    const processes = findProcesses(folder)
    const files = readdirSync(folder).filter((name) => name.startsWith('capstan-'))
    for (const { pid } of processes) process.kill(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
    const left = [...files.map((name) => `folder ${name}`), ...processes.map(({ command }) => `process ${command}`)]
    if (left.length === 0) return
    // Vitest prints what is thrown here, and still ends as if all were well.
    process.exitCode = 1
    throw new Error(`The tests left behind: ${left.join(', ')}. Each test must end and remove what it started.`)
  }
}

/** Vitest ends on a signal without tearing anything down, and leaves no time for more than this. */
function endAtOnce(mongod: number | undefined, folder: string): void {
  if (mongod !== undefined) process.kill(mongod, 'SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Processes that were given a path inside the folder. Only where the system lists them as files. */
function findProcesses(folder: string): { pid: number; command: string }[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), command: readCommand(name) }))
    .filter(({ command }) => command.includes(folder))
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}
