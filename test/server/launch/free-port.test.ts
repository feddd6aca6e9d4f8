// A port for a database is one that stays free until it is opened.
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { findFreePort } from '../../../server/launch/mongod-process.ts'

it('a free port is none of those that systems hand out to whoever wants any', async () => {
  for (let count = 0; count < 20; count += 1) {
    const port = await findFreePort(undefined)
    expect(port).toBeGreaterThanOrEqual(21_000)
    expect(port).toBeLessThan(32_768)
  }
})

it('a port that is wanted is taken unless somebody has it', async () => {
  const wanted = await findFreePort(undefined)
  expect(await findFreePort(wanted)).toBe(wanted)
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(wanted, '127.0.0.1', resolve))
  expect(await findFreePort(wanted)).not.toBe(wanted)
  await new Promise((resolve) => other.close(resolve))
})
