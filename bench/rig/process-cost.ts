// What processes have cost so far, read from /proc. Elsewhere than on Linux nothing is known.
import { readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** Time on a processor, all threads, user and system. */
export function cpuMsOf(pid: number): number {
  const stat = read(`/proc/${pid}/stat`)
  // The name of the program, in brackets, may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
}

export function rssMbOf(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1]
  return Number(kilobytes ?? Number.NaN) / 1024
}

/** Milliseconds each of the processes worked since the call. */
export function startMeter(...pids: number[]): () => number[] {
  const before = pids.map(cpuMsOf)
  return () => pids.map((pid, index) => cpuMsOf(pid) - (before[index] ?? Number.NaN))
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
