// Tells whether a process that was seen earlier is still the same and still running: a pid alone may have been given out again.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hasCode } from './launch-error.ts'

export interface ProcessIdentity {
  pid: number
  /** As the system writes it; only ever compared with itself. */
  startedAt: string
}

export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const seen = process.platform === 'linux' ? readProc(pid) : readPs(pid)
  // A zombie has ended, only its parent has not asked yet.
  if (!seen || /^[ZX]/.test(seen.state)) return undefined
  return { pid, startedAt: seen.startedAt }
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startedAt === identity.startedAt
}

export function ownIdentity(): ProcessIdentity {
  return identifyProcess(process.pid) ?? { pid: process.pid, startedAt: 'unknown' }
}

export function parseIdentity(text: string): ProcessIdentity | undefined {
  const [pid, startedAt] = text.split('\n')
  return pid && startedAt && Number.isInteger(Number(pid)) ? { pid: Number(pid), startedAt } : undefined
}

export function formatIdentity({ pid, startedAt }: ProcessIdentity): string {
  return `${pid}\n${startedAt}\n`
}

/** Empty when the process is gone. */
export function readCommandLine(pid: number): string {
  if (process.platform !== 'linux') return runPs(pid, 'args=') ?? ''
  return readProcFile(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? ''
}

function readProc(pid: number): { state: string; startedAt: string } | undefined {
  const stat = readProcFile(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // The second field is the program's name in brackets and may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? '', startedAt: fields[19] ?? '' }
}

function readProcFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return undefined
    throw error
  }
}

function readPs(pid: number): { state: string; startedAt: string } | undefined {
  const [state = '', ...startedAt] = runPs(pid, 'stat=,lstart=')?.split(/\s+/) ?? []
  return startedAt.length > 0 ? { state, startedAt: startedAt.join(' ') } : undefined
}

function runPs(pid: number, columns: string): string | undefined {
  const { stdout, status } = spawnSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
  return status === 0 ? stdout.trim() : undefined
}
