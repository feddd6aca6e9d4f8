// Who uses the local database: one file per member, swept when its process has died. Knows nothing of MongoDB.
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatIdentity, isRunning, ownIdentity, type ProcessIdentity, parseIdentity } from './process-identity.ts'

/** Returns the member's file, which is what removeMember takes. */
export async function addMember(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const file = join(folder, `${process.pid}-${randomUUID().slice(0, 8)}`)
  await writeFile(file, formatIdentity(ownIdentity()))
  return file
}

export async function removeMember(file: string): Promise<void> {
  await rm(file, { force: true })
}

/** Those that are alive; nothing is swept. */
export async function listMembers(folder: string): Promise<ProcessIdentity[]> {
  const names = await readdir(folder).catch(() => [])
  const members = await Promise.all(names.map(async (name) => parseIdentity(await readFile(join(folder, name), 'utf8').catch(() => ''))))
  return members.filter((member) => member !== undefined && isRunning(member)) as ProcessIdentity[]
}

/** Members that are alive; what the dead left behind is removed on the way. */
export async function countMembers(folder: string): Promise<number> {
  let alive = 0
  for (const name of await readdir(folder)) {
    const file = join(folder, name)
    const member = parseIdentity(await readFile(file, 'utf8').catch(() => ''))
    if (member && isRunning(member)) alive += 1
    else await rm(file, { force: true })
  }
  return alive
}
