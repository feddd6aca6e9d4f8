// Work waits for its turn: behind acknowledgements, and behind the work that came before.
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createLanes } from '../../../bot/listeners/lanes.ts'

const noCrowd = { count: 100, holdMs: 0 }

/** Pieces of work that run until they are let go. */
function createWork(lanes: ReturnType<typeof createLanes>) {
  const begun: number[] = []
  const ends: (() => void)[] = []
  const add = (name: number) =>
    lanes(async () => {
      begun.push(name)
      await new Promise<void>((resolve) => ends.push(resolve))
    })
  return { begun, add, endOne: () => ends.shift()?.() }
}

async function turns(): Promise<void> {
  for (let count = 0; count < 5; count++) await turn()
}

it('one is begun at a time while more keeps coming, and several as soon as no more do', async () => {
  let now = 1000
  const { begun, add, endOne } = createWork(createLanes({ atOnce: 3, inTheRush: 1, crowd: noCrowd, now: () => now }))
  for (const name of [1, 2, 3, 4, 5]) void add(name)
  await turns()
  expect(begun).toEqual([1])
  endOne()
  await turns()
  expect(begun).toEqual([1, 2])
  now += 1000
  await expect.poll(() => begun).toEqual([1, 2, 3, 4])
  endOne()
  await turns()
  expect(begun).toEqual([1, 2, 3, 4, 5])
})

it('none is begun while a crowd comes, until it has passed or the first has waited long enough', async () => {
  let now = 1000
  const { begun, add, endOne } = createWork(createLanes({ atOnce: 3, inTheRush: 1, crowd: { count: 3, holdMs: 50 }, now: () => now }))
  for (const name of [1, 2, 3, 4]) void add(name)
  await turns()
  expect(begun).toEqual([])
  now += 60
  for (const name of [5, 6, 7]) void add(name)
  await turns()
  expect(begun).toEqual([1])
  endOne()
  await turns()
  expect(begun).toEqual([1, 2])
  now += 1000
  await expect.poll(() => begun).toEqual([1, 2, 3, 4])
})

it('what fails makes room like what succeeds', async () => {
  const lanes = createLanes({ atOnce: 1, inTheRush: 1, crowd: noCrowd })
  await expect(lanes(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  let done = false
  await lanes(async () => {
    done = true
  })
  expect(done).toBe(true)
})

it('nothing is begun in the turn in which it came', async () => {
  const { begun, add } = createWork(createLanes({ atOnce: 3, inTheRush: 1, crowd: noCrowd }))
  void add(1)
  await Promise.resolve()
  expect(begun).toEqual([])
  await turns()
  expect(begun).toEqual([1])
})
