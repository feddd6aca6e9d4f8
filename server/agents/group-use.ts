// How much memory and time a process group uses, from /proc. Answers 0 where there is no /proc. However many ask, /proc is read once in
// a quarter of a second at most.
import { readdir, readFile } from 'node:fs/promises'

const pageBytes = 4_096
const ticksASecond = 100
const keepMs = 250

export interface GroupUse {
  memoryBytes: number
  /** Of all its processes that still run, and of those of their children that have ended. */
  cpuMs: number
}

type Groups = ReadonlyMap<number, GroupUse>

const none: GroupUse = { memoryBytes: 0, cpuMs: 0 }
let newest: { at: number; groups: Promise<Groups> } = { at: Number.NEGATIVE_INFINITY, groups: Promise.resolve(new Map()) }

export async function groupUse(groupId: number): Promise<GroupUse> {
  const now = performance.now()
  if (now - newest.at > keepMs) newest = { at: now, groups: readGroups() }
  return (await newest.groups).get(groupId) ?? none
}

async function readGroups(): Promise<Groups> {
  const groups = new Map<number, GroupUse>()
  const entries = await readdir('/proc').catch((): string[] => [])
  const members = await Promise.all(entries.filter((entry) => /^\d+$/.test(entry)).map(readMember))
  for (const { group, memoryBytes, cpuMs } of members) {
    const sum = groups.get(group) ?? none
    groups.set(group, { memoryBytes: sum.memoryBytes + memoryBytes, cpuMs: sum.cpuMs + cpuMs })
  }
  return groups
}

/** The program's name is in parentheses and may hold spaces: fields are counted from the last one on. */
async function readMember(pid: string): Promise<GroupUse & { group: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const [group = 0, memoryPages = 0] = [fields[2], fields[21]]
  const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0)
  return { group, memoryBytes: memoryPages * pageBytes, cpuMs: (ticks * 1000) / ticksASecond }
}
