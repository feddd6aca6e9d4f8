// One mongod as a one-node replica set: start it, recognise it, make it primary, shut it down. Knows nothing of who uses it.
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readFile, rename } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Db, MongoClient } from 'mongodb'
import { hasCode, LaunchError, toReason } from './launch-error.ts'
import { identifyProcess, isRunning, readCommandLine } from './process-identity.ts'

export const replicaSet = 'capstan'
/** Below those that systems hand out to whoever wants any: nobody comes by one of these between the choice and the start. */
const firstPort = 21_000
const portCount = 11_000
const readyWithinMs = 60_000
const notYetInitialized = 94
const alreadyInitialized = 23

export interface MongodSettings {
  binary: string
  dataDir: string
  port: number
  /** Breaks off a start, not what has started. */
  signal?: AbortSignal
}

/** A mongod that answers; close() hangs up and leaves it running. */
export interface RunningMongod {
  port: number
  version: string
  /** Waits until it takes writes. */
  makePrimary(): Promise<void>
  /** Returns when the process has ended. */
  shutDown(): Promise<void>
  close(): Promise<void>
}

export const databaseFolder = (dataDir: string) => join(dataDir, 'db')
export const databaseLog = (dataDir: string) => join(dataDir, 'mongod.log')

/** The mongod that serves this data folder on this port, if there is one. Whoever else listens there is left alone. */
export async function findRunning(dataDir: string, port: number): Promise<RunningMongod | undefined> {
  if (!(await isListening(port))) return undefined
  const client = new MongoClient(`mongodb://127.0.0.1:${port}`, {
    directConnection: true,
    serverSelectionTimeoutMS: 2000,
    appName: 'capstan-launch',
  })
  try {
    const options = await client.db('admin').command({ getCmdLineOpts: 1 })
    if (options['parsed']?.storage?.dbPath !== databaseFolder(dataDir)) throw new Error('another database')
    const { version } = await client.db('admin').command({ buildInfo: 1 })
    return {
      port,
      version: String(version),
      makePrimary: () => makePrimary(client, port),
      shutDown: () => shutDown(client),
      close: () => client.close(),
    }
  } catch {
    await client.close()
    return undefined
  }
}

/** The process that holds the data folder: mongod leaves its pid there, and what a killed one left means nothing. */
export async function findHolder(dataDir: string): Promise<number | undefined> {
  const pid = Number(await readFile(join(databaseFolder(dataDir), 'mongod.lock'), 'utf8').catch(() => ''))
  if (!pid || !identifyProcess(pid)) return undefined
  return readCommandLine(pid).includes(databaseFolder(dataDir)) ? pid : undefined
}

/** Starts one and waits until it answers. It outlives this process: its end is a matter of shutDown. */
export async function startMongod({ binary, dataDir, port, signal }: MongodSettings): Promise<RunningMongod> {
  const log = databaseLog(dataDir)
  await rename(log, `${log}.old`).catch(() => {})
  const child = spawn(binary, mongodArguments(dataDir, port), { detached: true, stdio: 'ignore' })
  child.unref()
  let ended: string | undefined
  child.on('error', (error) => (ended = error.message))
  child.on('exit', (code, signal) => (ended ??= `it ended with ${signal ?? `code ${code}`}`))
  const deadline = Date.now() + readyWithinMs
  while (Date.now() < deadline && !signal?.aborted) {
    const running = await findRunning(dataDir, port)
    if (running) return running
    if (ended !== undefined)
      throw new LaunchError(`MongoDB (${binary}) did not start: ${(await readReason(log)) ?? ended}. Its log is ${log}.`)
    await wait(20)
  }
  child.kill('SIGKILL')
  // A dying one would be taken for a running one by whoever comes next.
  while (ended === undefined) await wait(20)
  signal?.throwIfAborted()
  throw new LaunchError(`MongoDB (${binary}) did not answer within ${readyWithinMs / 1000} s: its log is ${log}.`)
}

function mongodArguments(dataDir: string, port: number): string[] {
  return [
    ...['--dbpath', databaseFolder(dataDir), '--logpath', databaseLog(dataDir)],
    ...['--bind_ip', '127.0.0.1', '--port', String(port), '--nounixsocket'],
    ...['--replSet', replicaSet, '--oplogSize', '2048', '--storageEngine', 'wiredTiger', '--wiredTigerCacheSizeGB', '1'],
    // A worker that dies inside a transaction would otherwise block its agents for a minute.
    ...['--setParameter', 'transactionLifetimeLimitSeconds=3'],
    // Nobody reads the past: what is overwritten need not be kept for five minutes.
    ...['--setParameter', 'minSnapshotHistoryWindowInSeconds=0'],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false', '--quiet'],
  ]
}

async function makePrimary(client: MongoClient, port: number): Promise<void> {
  const admin = client.db('admin')
  const host = `127.0.0.1:${port}`
  const deadline = Date.now() + readyWithinMs
  while (!(await admin.command({ hello: 1 }))['isWritablePrimary']) {
    if (Date.now() > deadline) throw new LaunchError(`MongoDB on ${host} did not become primary within ${readyWithinMs / 1000} s.`)
    await configure(admin, host)
    await wait(20)
  }
}

/** A port may have changed since the last run, and a replica set knows its members by host and port. */
async function configure(admin: Db, host: string): Promise<void> {
  try {
    const { config } = await admin.command({ replSetGetConfig: 1 })
    if (config.members[0]?.host === host) return
    const moved = { ...config, version: config.version + 1, members: [{ ...config.members[0], host }] }
    await admin.command({ replSetReconfig: moved, force: true })
  } catch (error) {
    if (!hasCode(error, notYetInitialized)) throw error
    // While it is still reading its old configuration it says the same, and then refuses.
    await admin.command({ replSetInitiate: { _id: replicaSet, members: [{ _id: 0, host }] } }).catch((refusal: unknown) => {
      if (!hasCode(refusal, alreadyInitialized)) throw refusal
    })
  }
}

async function shutDown(client: MongoClient): Promise<void> {
  const admin = client.db('admin')
  const { pid } = await admin.command({ serverStatus: 1 })
  const mongod = identifyProcess(Number(pid))
  // It hangs up instead of answering.
  await admin.command({ shutdown: 1, force: true, timeoutSecs: 0 }).catch(() => {})
  await client.close()
  while (mongod && isRunning(mongod)) await wait(20)
}

/** The last thing it complained about. */
async function readReason(log: string): Promise<string | undefined> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n')
  const complaint = lines.findLast((line) => /"s":"[EF]"/.test(line) && !line.includes('"Fassert"'))
  if (!complaint) return undefined
  try {
    const { msg, attr } = JSON.parse(complaint)
    const detail = attr?.error?.errmsg ?? attr?.error ?? attr?.message
    return typeof detail === 'string' ? `${msg}: ${detail}` : String(msg)
  } catch (error) {
    return toReason(error)
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** The wanted port when nobody has it, else any free one. */
export async function findFreePort(wanted: number | undefined): Promise<number> {
  if (wanted !== undefined && !(await isListening(wanted))) return wanted
  for (;;) {
    const port = firstPort + randomInt(portCount)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => (hasCode(error, 'EADDRINUSE') || hasCode(error, 'EACCES') ? resolve(false) : reject(error)))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
