// Promise: many callers, few writes; each caller gets its own answer or its own error.
import { describe, expect, it } from 'vitest'
import { createGroupCommit } from '../../../server/queue/group-commit.ts'
import { createGate } from '../../support/engine.ts'

describe('a group commit', () => {
  it('writes together what arrives while a flush is under way, in order', async () => {
    const gate = createGate()
    const batches: (readonly number[])[] = []
    const group = createGroupCommit<number, number>(async (items) => {
      batches.push(items)
      await gate.passed
      return items.map((item) => item * 10)
    })
    const first = group.add(1)
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    const rest = [2, 3, 4].map((item) => group.add(item))
    gate.open()
    expect(await Promise.all([first, ...rest])).toEqual([10, 20, 30, 40])
    expect(batches).toEqual([[1], [2, 3, 4]])
  })

  it('splits what is too much for one write', async () => {
    const sizes: number[] = []
    const group = createGroupCommit<number, number>(async (items) => {
      sizes.push(items.length)
      return items
    }, 2)
    await Promise.all([1, 2, 3, 4, 5].map((item) => group.add(item)))
    expect(sizes).toEqual([2, 2, 1])
  })

  it('rejects the caller whose result is an error and no other', async () => {
    const group = createGroupCommit<number, number>(async (items) => items.map((item) => (item === 2 ? new Error('two') : item)))
    const ends = await Promise.allSettled([1, 2, 3].map((item) => group.add(item)))
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('rejects all of a flush that failed and goes on with the next', async () => {
    let calls = 0
    const group = createGroupCommit<number, number>(async (items) => {
      if (calls++ === 0) throw new Error('away')
      return items
    })
    await expect(Promise.all([group.add(1), group.add(2)])).rejects.toThrow('away')
    expect(await group.add(3)).toBe(3)
    await group.idle()
  })
})
