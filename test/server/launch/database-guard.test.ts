// The local database stands while anyone uses it. With real processes, killed as the system's memory killer does it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { guardDatabase } from '../../../server/launch/database-guard.ts'
import { joinLocalDatabase, type LocalDatabase } from '../../../server/launch/local-database.ts'
import { findFreePort, findHolder } from '../../../server/launch/mongod-process.ts'
import { identifyProcess } from '../../../server/launch/process-identity.ts'
import { bundle } from './fixtures/bundle.ts'

const programs = bundle({ member: 'test/server/launch/fixtures/member.ts' })
const { MONGODB_URL: _, ...env } = process.env
const patient = { timeout: 60_000, interval: 20 }
const again = /^MongoDB ended by itself and was started again within [\d.]+ s; what was stored is there\.$/

let dataDir: string
let joined: LocalDatabase[]
let members: ChildProcess[]
let lines: string[]

async function enter(): Promise<LocalDatabase> {
  const database = await joinLocalDatabase({ dataDir, env, report: (line) => lines.push(line) })
  joined.push(database)
  return database
}

async function enterElsewhere(): Promise<void> {
  const child = spawn(process.execPath, [join(programs, 'member.mjs'), dataDir], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  members.push(child)
  child.stderr.on('data', (text) => lines.push(...String(text).trim().split('\n')))
  await once(child.stdout, 'data')
}

async function killMongod(): Promise<number> {
  const pid = await findHolder(dataDir)
  if (pid === undefined) throw new Error('There is no mongod to kill.')
  process.kill(pid, 'SIGKILL')
  await vi.waitFor(() => expect(identifyProcess(pid)).toBeUndefined(), patient)
  return pid
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'capstan-guard-'))
  joined = []
  members = []
  lines = []
})

afterEach(async () => {
  for (const child of members) {
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }
  for (const database of joined) await database.leave()
  expect(await findHolder(dataDir)).toBeUndefined()
  await rm(dataDir, { recursive: true })
})

describe('a local database that is killed', () => {
  it('is there again at the same address, with what was stored, and a line says so', async () => {
    const { url } = await enter()
    const client = new MongoClient(url)
    await client.db().collection('things').insertOne({})
    const killed = await killMongod()
    await vi.waitFor(() => expect(lines).toEqual([expect.stringMatching(again)]), patient)
    expect(await client.db().collection('things').countDocuments()).toBe(1)
    expect(await findHolder(dataDir)).not.toBe(killed)
    await client.close()
  })

  it('is started again by one of its members only', async () => {
    await enter()
    await enterElsewhere()
    await enterElsewhere()
    await killMongod()
    await vi.waitFor(() => expect(lines).toHaveLength(1), patient)
    const holder = await findHolder(dataDir)
    // Whoever is later than this comes to the same lock and finds it running.
    await enter()
    expect(lines).toEqual([expect.stringMatching(again)])
    expect(await findHolder(dataDir)).toBe(holder)
  })

  it('stays where its members know it when somebody joins before it is back', async () => {
    const first = await enter()
    await killMongod()
    expect((await enter()).url).toBe(first.url)
  })

  it('does not keep anyone who leaves waiting', async () => {
    const database = await enter()
    await killMongod()
    await database.leave()
    expect(await findHolder(dataDir)).toBeUndefined()
  })

  it('lets everyone leave when it cannot be started, and says why', async () => {
    const database = await enter()
    const file = join(dataDir, 'db', 'WiredTiger.turtle')
    process.kill((await findHolder(dataDir)) ?? 0, 'SIGSTOP')
    await writeFile(file, 'damaged')
    await killMongod()
    await vi.waitFor(
      () => expect(lines[0]).toMatch(/^MongoDB ended by itself and could not be started again yet: MongoDB \(.*did not start: /),
      patient,
    )
    await database.leave()
  })
})

describe('the guard of a database', () => {
  it('says once that it keeps dying, with the last reason, and goes on trying', async () => {
    let tries = 0
    const stop = guardDatabase({
      // Nobody listens there: it has ended each time one looks.
      port: await findFreePort(undefined),
      restart: async () => {
        tries += 1
        if (tries >= 4) throw new Error('the disk is full')
        return true
      },
      report: (line) => lines.push(line),
      pause: () => 0,
    })
    await vi.waitFor(() => expect(tries).toBeGreaterThan(10), patient)
    await stop()
    expect(lines.filter((line) => line.includes('times within a minute'))).toEqual([
      expect.stringMatching(
        /^MongoDB ended or did not start 5 times within a minute, last because: the disk is full\nIt is tried again every 10 s/,
      ),
    ])
  })
})
