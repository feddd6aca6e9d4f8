// Whether a worker takes new work, whatever the order in which it hears what people want.
import { expect, it } from 'vitest'
import { silentLogger } from '../../../server/log.ts'
import { createDraining } from '../../../server/queue/draining.ts'

function start() {
  const calls: string[] = []
  const loop = { pause: () => calls.push('pause'), resume: () => calls.push('resume') }
  return { calls, draining: createDraining({ log: silentLogger, loop }) }
}

it('begins once, and ends by what was asked since', () => {
  const { calls, draining } = start()
  draining.end(performance.now())
  draining.begin()
  draining.begin()
  expect([draining.isOn(), calls]).toEqual([true, ['pause']])
  draining.end(performance.now())
  expect([draining.isOn(), calls]).toEqual([false, ['pause', 'resume']])
})

it('does not end by an answer that was on its way when it began', () => {
  const { calls, draining } = start()
  const askedAt = performance.now() - 1
  draining.begin()
  draining.end(askedAt)
  expect([draining.isOn(), calls]).toEqual([true, ['pause']])
})

it('never ends when its worker leaves, also when it drained before', () => {
  for (const before of [true, false]) {
    const { calls, draining } = start()
    if (before) draining.begin()
    draining.forGood()
    draining.end(performance.now() + 1000)
    expect([draining.isOn(), calls]).toEqual([true, ['pause']])
  }
})
