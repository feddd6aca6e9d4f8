// A database of its own for one test file, on the MongoDB that serves the whole run.
import { randomBytes } from 'node:crypto'
import { type Db, MongoClient } from 'mongodb'
import { afterAll, inject, type RunnerTask } from 'vitest'

export interface TestDatabase {
  name: string
  /** Names the database too, for code that connects by itself. */
  url: string
  client: MongoClient
  db: Db
}

/** To be called at the top of a test file. Closed after its last test; dropped only when all passed, else there to look at. */
export function createTestDatabase(): TestDatabase {
  const runUrl = inject('mongodbUrl')
  if (!runUrl) throw new Error('There is no MongoDB for the tests: run vitest with --config test/vitest.config.ts, as npm test does.')
  const name = `test_${randomBytes(6).toString('hex')}`
  const url = new URL(runUrl)
  url.pathname = `/${name}`
  const client = new MongoClient(url.href)
  const db = client.db(name)
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the first parameter for fixtures and takes nothing but a pattern.
  afterAll(async ({}, file) => {
    if (file.tasks.every(passed)) await db.dropDatabase()
    await client.close()
  })
  return { name, url: url.href, client, db }
}

function passed(task: RunnerTask): boolean {
  return task.type === 'suite' ? task.tasks.every(passed) : task.result?.state !== 'fail'
}
