// How much memory and time a process group uses, from /proc. Answers 0 where there is no /proc.
import { readdir, readFile } from 'node:fs/promises'

const pageBytes = 4_096

const ticksASecond = 100

export interface GroupUse {
  memoryBytes: number
  /** Of all its processes that still run, since they began. */
  cpuMs: number
}

export async function groupUse(groupId: number): Promise<GroupUse> {
  const entries = await readdir('/proc').catch((): string[] => [])
  const members = await Promise.all(entries.filter((entry) => /^\d+$/.test(entry)).map((pid) => memberUse(pid, groupId)))
  return members.reduce((sum, one) => ({ memoryBytes: sum.memoryBytes + one.memoryBytes, cpuMs: sum.cpuMs + one.cpuMs }), none)
}

const none: GroupUse = { memoryBytes: 0, cpuMs: 0 }

/** The program's name is in parentheses and may hold spaces: fields are counted from the last one on. */
async function memberUse(pid: string, groupId: number): Promise<GroupUse> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (Number(fields[2]) !== groupId) return none
  const ticks = Number(fields[11]) + Number(fields[12])
  return { memoryBytes: Number(fields[21]) * pageBytes, cpuMs: (ticks * 1000) / ticksASecond }
}
