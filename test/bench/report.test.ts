import { expect, test } from 'vitest'
import { formatTable } from '../../bench/report.ts'
import { growthOf, median, percentile } from '../../bench/rig/statistics.ts'

test('the table shows figure, target, peers and ratios, and says when a peer is not installed', () => {
  const table = formatTable([
    {
      what: 'drain',
      value: 4210.4,
      unit: '/s',
      target: '>= 4,000/s',
      peers: [
        { name: 'Agenda', value: 175 },
        { name: 'BullMQ', value: undefined },
      ],
    },
    { what: 'pick-up', value: 5.25, unit: 'ms' },
  ])
  const [head, , drain, pickUp] = table.split('\n')
  expect(head?.split(/\s{2,}/)).toEqual(['measurement', 'figure', 'target', 'peer', 'ratio', 'note'])
  expect(drain?.split(/\s{2,}/)).toEqual(['drain', '4,210/s', '>= 4,000/s', 'Agenda 175/s, BullMQ not installed', '24x, -'])
  expect(pickUp?.split(/\s{2,}/)).toEqual(['pick-up', '5.3 ms'])
})

test('a figure that could not be read is unknown, not a number', () => {
  expect(formatTable([{ what: 'memory', value: Number.NaN, unit: 'MB' }])).toContain('unknown')
})

test('growth is that of the straight line through the samples, whatever each of them does', () => {
  const line = [0, 1, 2, 3, 4].map((at) => ({ at, value: 10 + 2 * at }))
  expect(growthOf(line)).toBeCloseTo(8)
  expect(growthOf(line.map(({ at }) => ({ at, value: 7 + (at % 2) })))).toBeCloseTo(0)
})

test('a percentile is one of the measured values', () => {
  const values = [5, 1, 4, 2, 3]
  expect(percentile(values, 0.5)).toBe(3)
  expect(percentile(values, 0.95)).toBe(5)
  expect(percentile([7], 0.95)).toBe(7)
  expect(median([9, 1, 5])).toBe(5)
})
