// The database of one data folder, shared by every Capstan process on this machine that uses the folder: the first to join
// starts it, any of them starts it again when it ends by itself, the last to leave stops it. Under a lock, and by what is true
// rather than what was written down: members that died are swept, a mongod that outlived a killed start is taken over.
import { access, constants, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { guardDatabase } from './database-guard.ts'
import { withLock } from './file-lock.ts'
import { findMongod } from './find-mongod.ts'
import { hasCode, LaunchError, toReason } from './launch-error.ts'
import { addMember, countMembers, removeMember } from './members.ts'
import { databaseFolder, findFreePort, findHolder, findRunning, type RunningMongod, replicaSet, startMongod } from './mongod-process.ts'

export interface JoinOptions {
  dataDir: string
  env: NodeJS.ProcessEnv
  /** Told what takes long, line by line. */
  report: (line: string) => void
  signal?: AbortSignal
}

export interface LocalDatabase {
  url: string
  /** Returns when the database has stopped, or is left to others. */
  leave(): Promise<void>
}

/** What database.json holds: where the database is, for people and for the next start. */
interface DatabaseRecord {
  url: string
  port: number
  mongod: string
}

const takeOverWithinMs = 30_000

/** With MONGODB_URL set there is nothing to start and nothing to leave. Throws LaunchError. */
export async function joinLocalDatabase(options: JoinOptions): Promise<LocalDatabase> {
  const given = options.env['MONGODB_URL']
  if (given) return { url: given, leave: async () => {} }
  const dataDir = resolve(options.dataDir)
  await makeFolders(dataDir)
  const lock = join(dataDir, 'database.lock')
  const { member, record } = await withLock(lock, () => enter(dataDir, options), options.signal)
  const stopGuard = guardDatabase({
    port: record.port,
    restart: (signal) => withLock(lock, () => restart(dataDir, record, signal), signal),
    report: options.report,
  })
  let left: Promise<void> | undefined
  const leaveOnce = async () => {
    await stopGuard()
    await withLock(lock, () => leave(dataDir, member))
  }
  return { url: record.url, leave: () => (left ??= leaveOnce()) }
}

async function enter(dataDir: string, options: JoinOptions): Promise<{ member: string; record: DatabaseRecord }> {
  const mongod = (await takeOver(dataDir)) ?? (await start(dataDir, options))
  try {
    await mongod.makePrimary()
    const record = await readRecord(dataDir)
    if (!record) throw new LaunchError(`${recordFile(dataDir)} was removed while Capstan started: start it again.`)
    return { member: await addMember(membersFolder(dataDir)), record }
  } catch (error) {
    if ((await countMembers(membersFolder(dataDir))) === 0) await mongod.shutDown()
    throw error
  } finally {
    await mongod.close()
  }
}

/** At the address its members know. True when it was started here, false when another member was faster. */
async function restart(dataDir: string, { port, mongod: binary }: DatabaseRecord, signal: AbortSignal): Promise<boolean> {
  const running = await takeOver(dataDir, signal)
  const mongod = running ?? (await startMongod({ binary, dataDir, port, signal }))
  try {
    await mongod.makePrimary()
    return !running
  } finally {
    await mongod.close()
  }
}

async function leave(dataDir: string, member: string): Promise<void> {
  await removeMember(member)
  if ((await countMembers(membersFolder(dataDir))) > 0) return
  const mongod = await takeOver(dataDir)
  await mongod?.shutDown()
}

/** The mongod that serves this folder. One that is still starting or already stopping is waited for. */
async function takeOver(dataDir: string, signal?: AbortSignal): Promise<RunningMongod | undefined> {
  const deadline = Date.now() + takeOverWithinMs
  for (;;) {
    const record = await readRecord(dataDir)
    const running = record && (await findRunning(dataDir, record.port))
    if (running) return running
    const holder = await findHolder(dataDir)
    if (holder === undefined) return undefined
    if (Date.now() > deadline) {
      throw new LaunchError(`MongoDB (process ${holder}) holds ${databaseFolder(dataDir)} but does not answer: end it and start again.`)
    }
    await wait(50, undefined, signal && { signal })
  }
}

async function start(dataDir: string, { env, report, signal }: JoinOptions): Promise<RunningMongod> {
  const record = await readRecord(dataDir)
  const binary = await findMongod({ env, report, signal, previous: record?.mongod })
  // Members that are just without a database know its address and no other.
  const others = (await countMembers(membersFolder(dataDir))) > 0
  const port = others && record ? record.port : await findFreePort(record?.port)
  // Before it runs, so that whoever comes after a kill right here finds it.
  await writeRecord(dataDir, { url: urlOf(port), port, mongod: binary })
  return startMongod({ binary, dataDir, port })
}

async function makeFolders(dataDir: string): Promise<void> {
  try {
    for (const folder of [dataDir, databaseFolder(dataDir), membersFolder(dataDir)]) {
      await makeFolder(folder)
      await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    }
  } catch (error) {
    throw new LaunchError(
      `The data folder ${dataDir} cannot be used (${toReason(error)}): set CAPSTAN_DATA_DIR to a folder that you can write to.`,
    )
  }
}

/** Step by step: Node's own recursive mkdir never returns where a folder refuses new ones with ENOENT, as /proc does. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    if (hasCode(error, 'EEXIST') && (await stat(path)).isDirectory()) return
    if (!hasCode(error, 'ENOENT') || path === dirname(path)) throw error
    await makeFolder(dirname(path))
    await mkdir(path, { mode: 0o700 })
  }
}

async function readRecord(dataDir: string): Promise<DatabaseRecord | undefined> {
  try {
    const { url, port, mongod } = JSON.parse(await readFile(recordFile(dataDir), 'utf8'))
    return typeof url === 'string' && Number.isInteger(port) && typeof mongod === 'string' ? { url, port, mongod } : undefined
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return undefined
    throw error
  }
}

async function writeRecord(dataDir: string, record: DatabaseRecord): Promise<void> {
  const file = recordFile(dataDir)
  await writeFile(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`)
  await rename(`${file}.new`, file)
}

const recordFile = (dataDir: string) => join(dataDir, 'database.json')
export const membersFolder = (dataDir: string) => join(dataDir, 'members')
const urlOf = (port: number) => `mongodb://127.0.0.1:${port}/capstan?replicaSet=${replicaSet}`
