// Promise: how long runs usually take is known of the last day, by agent and workspace, without asking the database again and again.
import { beforeEach, expect, it } from 'vitest'
import { bucketOf, meanSeconds } from '../../../server/performance/histogram.ts'
import type { RollupDoc } from '../../../server/performance/rollup-store.ts'
import { createUsualSeconds } from '../../../server/performance/run-times.ts'
import { createTestEngine } from '../../support/engine.ts'

const { database } = await createTestEngine()
const rollups = database.collection<RollupDoc>('rollups')
const hourMs = 3600_000
let now = Date.now()

beforeEach(() => rollups.deleteMany({}))

function addHour(hoursAgo: number, agent: string, seconds: readonly number[], workspace = 'default') {
  const at = new Date(Math.floor(now / hourMs - hoursAgo) * hourMs)
  const run: Record<string, number> = {}
  for (const one of seconds) run[bucketOf(one * 1000)] = (run[bucketOf(one * 1000)] ?? 0) + 1
  return rollups.insertOne({ _id: `${hoursAgo} ${workspace} ${agent}`, scale: 'hour', at, workspace, agent, run } as unknown as RollupDoc)
}

it('is the mean of the last day, of each agent and of all, within what the counts are exact to', async () => {
  await addHour(1, 'writer', [200, 400])
  await addHour(20, 'writer', [300])
  await addHour(30, 'writer', [9000])
  await addHour(1, 'coder', [10, 10, 10])
  await addHour(1, 'writer', [9000], 'other')
  const usual = createUsualSeconds(database)
  const within = (value: number | undefined, wanted: number) => expect(Math.abs((value ?? 0) / wanted - 1)).toBeLessThan(0.13)
  within(await usual('default', 'writer'), 300)
  within(await usual('default', 'coder'), 10)
  within(await usual('default'), 155)
  expect(await usual('default', 'nobody')).toBeUndefined()
  expect(await usual('empty')).toBeUndefined()
  expect(meanSeconds({})).toBeNull()
})

it('is read once a minute', async () => {
  const usual = createUsualSeconds(database, () => now)
  expect(await usual('default', 'writer')).toBeUndefined()
  await addHour(1, 'writer', [100])
  expect(await usual('default', 'writer')).toBeUndefined()
  now += 60_000
  expect(await usual('default', 'writer')).toBeGreaterThan(80)
})
