// Stops what was started in a data folder, as Ctrl-C in its terminal would, and stays until it has ended.
import { setTimeout as pause } from 'node:timers/promises'
import { parseConfig } from '../config.ts'
import { hasCode } from './launch-error.ts'
import { membersFolder } from './local-database.ts'
import { listMembers } from './members.ts'
import { isRunning, type ProcessIdentity } from './process-identity.ts'

/** Longer than a launcher takes two signals for one. */
const betweenSignalsMs = 600
const lookMs = 100
/** What a server may take to drain, and its database to stop. */
const patienceMs = 60_000

export async function stopMembers({ force }: { force: boolean }): Promise<number> {
  const { dataDir } = parseConfig(process.env)
  const members = await listMembers(membersFolder(dataDir))
  if (members.length === 0) {
    report(`Nothing runs in ${dataDir}.`)
    return 0
  }
  report(
    `Stopping ${members.length === 1 ? 'one process' : `${members.length} processes`}${force ? ' by force' : '; running tasks get 30 seconds'}.`,
  )
  signal(members)
  if (force) {
    await pause(betweenSignalsMs)
    signal(members.filter(isRunning))
  }
  const deadline = Date.now() + patienceMs
  while (members.some(isRunning)) {
    if (Date.now() > deadline) {
      report('It has not stopped within a minute; "capstan stop --force" does not wait.')
      return 1
    }
    await pause(lookMs)
  }
  report('Stopped.')
  return 0
}

function signal(members: readonly ProcessIdentity[]): void {
  for (const { pid } of members) {
    try {
      process.kill(pid, 'SIGTERM')
    } catch (error) {
      if (!hasCode(error, 'ESRCH')) throw error
    }
  }
}

function report(line: string): void {
  process.stderr.write(`${line}\n`)
}
