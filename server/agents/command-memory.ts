// How much memory a process group uses, from /proc. Answers 0 where there is no /proc.
import { readdir, readFile } from 'node:fs/promises'

const pageBytes = 4_096

export async function groupMemoryBytes(groupId: number): Promise<number> {
  const entries = await readdir('/proc').catch((): string[] => [])
  const sizes = await Promise.all(entries.filter((entry) => /^\d+$/.test(entry)).map((pid) => memberBytes(pid, groupId)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** The program's name is in parentheses and may hold spaces: fields are counted from the last one on. */
async function memberBytes(pid: string, groupId: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[2]) === groupId ? Number(fields[21]) * pageBytes : 0
}
