// The database of a data folder is shared, survives kills and ends with its last member. With a real mongod.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { joinLocalDatabase, type LocalDatabase } from '../../../server/launch/local-database.ts'
import { findHolder } from '../../../server/launch/mongod-process.ts'
import { bundle } from './fixtures/bundle.ts'

const programs = bundle({ member: 'test/server/launch/fixtures/member.ts' })

let dataDir: string
let joined: LocalDatabase[]
let members: ChildProcess[]

const { MONGODB_URL: _, ...env } = process.env

async function enter(): Promise<LocalDatabase> {
  const database = await joinLocalDatabase({ dataDir, env, report: () => {} })
  joined.push(database)
  return database
}

/** Another process that joins, says so and waits to be killed. */
async function enterElsewhere(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(programs, 'member.mjs'), dataDir], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  members.push(child)
  await once(child.stdout ?? child, 'data')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function countStarts(url: string): Promise<number> {
  const client = new MongoClient(url)
  try {
    await client.db().collection('starts').insertOne({})
    return await client.db().collection('starts').countDocuments()
  } finally {
    await client.close()
  }
}

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'capstan-local-'))
  joined = []
  members = []
})

afterEach(async () => {
  for (const child of members) child.kill('SIGKILL')
  if (joined.length === 0) return
  for (const database of joined) await database.leave()
  expect(await findHolder(dataDir)).toBeUndefined()
  await rm(dataDir, { recursive: true })
})

describe('the local database', () => {
  it('starts nothing when MONGODB_URL names one', async () => {
    const url = 'mongodb://db.example/capstan?replicaSet=rs0'
    const database = await joinLocalDatabase({ dataDir, env: { MONGODB_URL: url }, report: () => {} })
    expect(database.url).toBe(url)
    await database.leave()
    expect(await findHolder(dataDir)).toBeUndefined()
    await rm(dataDir, { recursive: true })
  })

  it('is the same for two members and stops with the last of them', async () => {
    const first = await enter()
    const second = await enter()
    expect(second.url).toBe(first.url)
    await first.leave()
    expect(await findHolder(dataDir)).toBeTypeOf('number')
    await second.leave()
    expect(await findHolder(dataDir)).toBeUndefined()
  })

  it('is started once when two come at the same time', async () => {
    const [first, second] = await Promise.all([enter(), enter()])
    expect(first.url).toBe(second.url)
  })

  it('keeps its data and its address from one start to the next', async () => {
    const first = await enter()
    expect(await countStarts(first.url)).toBe(1)
    await first.leave()
    const second = await enter()
    expect(second.url).toBe(first.url)
    expect(await countStarts(second.url)).toBe(2)
  })

  it('does not wait for a member that was killed', async () => {
    const mine = await enter()
    await kill(await enterElsewhere())
    await mine.leave()
    expect(await findHolder(dataDir)).toBeUndefined()
  })

  it('is taken over when all its members were killed', async () => {
    await kill(await enterElsewhere())
    const orphan = await findHolder(dataDir)
    expect(orphan).toBeTypeOf('number')
    await enter()
    expect(await findHolder(dataDir)).toBe(orphan)
  })

  it('recovers when everything was killed, whatever files say', async () => {
    const child = await enterElsewhere()
    const { url } = JSON.parse(await readFile(join(dataDir, 'database.json'), 'utf8'))
    expect(await countStarts(url)).toBe(1)
    const mongod = (await findHolder(dataDir)) ?? 0
    // First whoever would start the database again.
    await kill(child)
    process.kill(mongod, 'SIGKILL')
    await writeFile(join(dataDir, 'database.lock'), `${child.pid}\n1\n`)
    expect(await countStarts((await enter()).url)).toBe(2)
  })

  it('says in one sentence that the data folder cannot be used', async () => {
    const file = join(dataDir, 'file')
    await writeFile(file, '')
    const joining = joinLocalDatabase({ dataDir: file, env, report: () => {} })
    await expect(joining).rejects.toThrow(/^The data folder .* cannot be used \(EEXIST.*\): set CAPSTAN_DATA_DIR/)
    await rm(dataDir, { recursive: true })
  })
})
