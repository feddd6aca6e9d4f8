// Ends programs whose worker was killed: their tasks run elsewhere by now, and nobody else would ever stop them. Where there is no /proc
// they are left alone.
import { readdir, readFile, readlink } from 'node:fs/promises'
import { sep } from 'node:path'

/** Those that work in one of these folders, and whatever else is in their process groups. */
export async function endLeftBehind(folders: readonly string[]): Promise<void> {
  const entries = await readdir('/proc').catch((): string[] => [])
  const groups = await Promise.all(entries.filter((entry) => /^\d+$/.test(entry)).map((pid) => groupIn(pid, folders)))
  for (const group of new Set(groups)) if (group !== undefined) endGroup(group)
}

/** The group of a program of ours. Somebody who looks around in the folder has a terminal; our programs have none. */
async function groupIn(pid: string, folders: readonly string[]): Promise<number | undefined> {
  const place = await readlink(`/proc/${pid}/cwd`).catch(() => undefined)
  if (place === undefined || !folders.some((folder) => place === folder || place.startsWith(`${folder}${sep}`))) return undefined
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [, , group = 0, , terminal] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return group > 1 && terminal === 0 ? group : undefined
}

function endGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // It has just ended by itself, or is somebody else's.
  }
}
