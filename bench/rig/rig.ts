// What every measurement stands on: a MongoDB of the benchmark's own, started as the product starts its own, databases, processes.
// Everything it starts it stops; everything it writes lies in one temporary folder that is removed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinLocalDatabase } from '../../server/launch/local-database.ts'
import { connectDatabase, type Database } from '../../server/mongo.ts'
import { prepareCollections } from '../../server/queue/collections.ts'
import { type Child, startChild } from './child.ts'
import { writeCrew } from './crew.ts'
import { type ProcessName, processBundle } from './places.ts'
import { type Redis, startRedis } from './redis.ts'

export interface RigOptions {
  /** Small sizes and single runs: shows that everything works, measures little. */
  quick: boolean
  /** Where CPU profiles of the workers go; none are taken when left out. */
  profileDir?: string | undefined
  /** How long what watches a steady load takes. */
  minutes: number
}

export interface BenchDatabase extends Database {
  url: string
}

export interface Rig {
  quick: boolean
  minutes: number
  /** How often what is noisy is measured; the median counts. */
  runs: number
  folder: string
  agentsDir: string
  mongod: { pid: number; version: string }
  /** `full` in a real run, a smaller number in a quick one. */
  size(full: number, quick: number): number
  /** A new one with the product's collections; `work` is given it, then it is dropped. */
  withDatabase<T>(work: (database: BenchDatabase) => Promise<T>): Promise<T>
  start(name: ProcessName, options: object): Child
  /** Started when first asked for; undefined when there is none on this machine. */
  redis(): Promise<Redis | undefined>
  /** To be undone at the end, last first, whatever happens. */
  onStop(undo: () => Promise<unknown>): void
  stop(): Promise<void>
}

const report = (line: string) => process.stderr.write(`${line}\n`)

export async function createRig({ quick, profileDir, minutes }: RigOptions): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'capstan-bench-'))
  const undos: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })]
  const onStop = (undo: () => Promise<unknown>) => void undos.push(undo)
  let stopping: Promise<void> | undefined
  const stop = () => (stopping ??= undoAll())
  const undoAll = async () => {
    for (const undo of undos.splice(0).reverse()) await undo().catch((error: unknown) => report(`not stopped: ${String(error)}`))
  }
  try {
    const { MONGODB_URL: _, ...env } = process.env
    const local = await joinLocalDatabase({ dataDir: join(folder, 'data'), env, report })
    onStop(() => local.leave())
    const mongod = await identify(local.url)
    let redis: Promise<Redis | undefined> | undefined
    return {
      quick,
      minutes,
      runs: quick ? 1 : 3,
      folder,
      agentsDir: writeCrew(folder),
      mongod,
      size: (full, small) => (quick ? small : full),
      withDatabase: (work) => withDatabase(local.url, work),
      start: (name, options) => {
        const flags = name === 'worker' && profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : []
        const child = startChild({ bundle: processBundle(name), options, flags })
        onStop(() => child.kill())
        return child
      },
      redis: () => (redis ??= startRedis(folder).then(keep)),
      onStop,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }

  function keep(redis: Redis | undefined): Redis | undefined {
    if (redis) onStop(() => redis.stop())
    return redis
  }
}

async function identify(url: string): Promise<Rig['mongod']> {
  const database = await connectDatabase(url)
  try {
    const { pid, version } = await database.db.admin().command({ serverStatus: 1 })
    return { pid: Number(pid), version: String(version) }
  } finally {
    await database.close()
  }
}

let databases = 0

async function withDatabase<T>(rigUrl: string, work: (database: BenchDatabase) => Promise<T>): Promise<T> {
  const url = new URL(rigUrl)
  url.pathname = `/bench_${++databases}`
  const database = await connectDatabase(url.href)
  try {
    await prepareCollections(database)
    return await work({ ...database, url: url.href })
  } finally {
    await database.db.dropDatabase()
    await database.close()
  }
}
