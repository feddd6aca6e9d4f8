// Promise: a key can be replaced while everything runs. Old values stay readable, become new ones, and the old key can then go.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createLogger, silentLogger } from '../../../server/log.ts'
import { connectDatabase } from '../../../server/mongo.ts'
import { prepareCollections } from '../../../server/queue/collections.ts'
import { sealPlace } from '../../../server/queue/task.ts'
import { createResealer, valuesUnderOldKeys } from '../../../server/tasks/reseal-store.ts'
import { sealedCollections } from '../../../server/tasks/sealed-fields.ts'
import { createVault, keyIdOf, type Vault } from '../../../server/tasks/vault.ts'
import { openVault } from '../../../server/tasks/vault-store.ts'
import { sealedWorkflows } from '../../../server/workflows/sealed-runs.ts'
import { createTestDatabase } from '../../support/database.ts'

const { url, name, db } = createTestDatabase()
const oldKey = 'the first root key of this database, long'
const newKey = 'the second root key of this database, long'

async function connected<T>(use: (database: Awaited<ReturnType<typeof connectDatabase>>) => Promise<T>): Promise<T> {
  const database = await connectDatabase(url, name)
  try {
    return await use(database)
  } finally {
    await database.close()
  }
}

type Stored = { _id: string; [field: string]: unknown }
const places = [...sealedCollections, ...sealedWorkflows]
const phase = async () => (await db.collection<Stored>('vault').findOne({ _id: 'rotation' }))?.['phase']
const tasks = () => db.collection<Stored>('tasks')

function sealedTask(vault: Vault, id: string): Stored {
  const seal = (field: 'parameters' | 'result' | 'partial') => vault.seal({ from: field }, sealPlace(id, field))
  return {
    _id: id,
    parameters: seal('parameters'),
    result: seal('result'),
    partial: seal('partial'),
    versions: [{ parameters: seal('parameters') }],
  }
}

async function openAll(vault: Vault): Promise<number> {
  let read = 0
  for await (const row of tasks().find({}, { promoteBuffers: true })) {
    for (const field of ['parameters', 'result', 'partial'] as const) {
      expect(vault.open(row[field] as Uint8Array, sealPlace(row._id, field))).toEqual({ from: field })
      read += 1
    }
  }
  return read
}

describe('replacing the key', () => {
  it('reads everything throughout, writes with the new key at once, and leaves nothing under the old one', {
    timeout: 90_000,
  }, async () => {
    await connected(async (database) => {
      await prepareCollections(database)
      const before = await openVault(database, { secretKey: oldKey, previous: [] })
      const derived = before.derive('list cursors')
      await tasks().insertMany(Array.from({ length: 600 }, (_, index) => sealedTask(before, `T-${index}`)))
      await db.collection('task_logs').insertOne({ task: 'T-1', text: before.seal('a line', sealPlace('T-1', 'log')) })

      const after = await openVault(database, { secretKey: newKey, previous: [oldKey] })
      expect(after.derive('list cursors').equals(derived)).toBe(true)
      expect(keyIdOf(after.seal(1, 'x'))).toBe(after.keyId)
      const resealer = createResealer({ database, vault: after, log: silentLogger, places })
      let sealed = 0
      for (let more = true; more; more = (await phase()) !== 'done') {
        const [again, read] = await Promise.all([resealer.tick(), openAll(after)])
        expect(read).toBe(1800)
        sealed += again
      }
      expect(sealed).toBe(600 * 4 + 1 + 1)
      expect(await valuesUnderOldKeys(database)).toEqual({ [before.keyId]: 0 })
      expect(await resealer.tick()).toBe(0)

      const alone = await openVault(database, { secretKey: newKey, previous: [] })
      expect(await openAll(alone)).toBe(1800)
      expect(alone.derive('list cursors').equals(derived)).toBe(true)
    })
  })

  it('goes on where a process that died had stopped, and finds what a straggler still sealed with the old key', async () => {
    await connected(async (database) => {
      const thirdKey = 'the third root key of this database, long'
      const vault = await openVault(database, { secretKey: thirdKey, previous: [newKey] })
      // Stopped in the middle: the next leader reads how far the first had come.
      await db
        .collection<{ _id: string }>('vault')
        .replaceOne(
          { _id: 'rotation' },
          { keyId: vault.keyId, phase: 'seal', collection: 1, after: 'T-5', left: {}, counting: {} },
          { upsert: true },
        )
      const resealer = createResealer({ database, vault, log: silentLogger, places })
      for (let more = true; more; more = (await phase()) !== 'done') await resealer.tick()
      await tasks().insertOne(sealedTask(createVault(newKey), 'T-late'))
      const next = createResealer({ database, vault, log: silentLogger, places })
      let late = 0
      for (let more = true; more; more = (await phase()) !== 'done') late += await next.tick()
      expect(late).toBe(4)
      await openAll(await openVault(database, { secretKey: thirdKey, previous: [] }))
    })
  })

  it('ends with a warning when a value is damaged, rather than never', async () => {
    await connected(async (database) => {
      const lines: string[] = []
      const fourthKey = 'the fourth root key of this database, long'
      const vault = await openVault(database, { secretKey: fourthKey, previous: ['the third root key of this database, long'] })
      const damaged = sealedTask(createVault('the third root key of this database, long'), 'T-damaged')
      ;(damaged.parameters as Buffer)[40]! ^= 1
      await tasks().insertOne(damaged)
      const log = createLogger('warn', { write: (line) => lines.push(line) })
      const resealer = createResealer({ database, vault, log, places })
      for (let more = true; more; more = (await phase()) !== 'done') await resealer.tick()
      expect(lines.join('')).toContain('cannot be opened')
      expect(Object.values(await valuesUnderOldKeys(database))).toContain(1)
      await tasks().deleteOne({ _id: 'T-damaged' })
    })
  })

  it('is refused with a sentence, and changes nothing, when the key is lost', async () => {
    await connected(async (database) => {
      await expect(openVault(database, { secretKey: 'a key that has never been used here', previous: [] })).rejects.toThrow(
        /^CAPSTAN_SECRET_KEY is not the key of this database: .* CAPSTAN_SECRET_KEY_PREVIOUS\.$/,
      )
    })
  })
})

it('knows every place where something is sealed', () => {
  // A file that seals is listed here once what it seals is in server/tasks/sealed-fields.ts or server/workflows/sealed-runs.ts.
  const known = [
    'auth/signing-keys.ts',
    'requests/answer.ts',
    'requests/new-request.ts',
    'schedules/targets.ts',
    'tasks/artifact-store.ts',
    'tasks/callback-store.ts',
    'tasks/dead-letters/renew-task.ts',
    'tasks/execute.ts',
    'tasks/log-writer.ts',
    'tasks/new-task.ts',
    'tasks/reseal-store.ts',
    'tasks/retry-task.ts',
    'tasks/run-records.ts',
    'tasks/shared-state-store.ts',
    'tasks/vault-store.ts',
    'workflows/new-run.ts',
    'workflows/open-run.ts',
    'workflows/template-store.ts',
  ]
  const root = new URL('../../../server/', import.meta.url)
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const sealing = sources.filter((name) => /\.seal\(/.test(readFileSync(new URL(name, root), 'utf8')))
  expect(sealing.toSorted()).toEqual(known)
})
