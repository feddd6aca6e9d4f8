// What a call costs, and that an unknown price is not taken for none.
import { expect, it } from 'vitest'
import { costMicros } from '../../../../server/agents/model/prices.ts'

const tokens = { input: 1_000, cached: 0, written: 0, output: 100 }

it('a call costs its tokens at the price of the model, dated names included', () => {
  expect(costMicros('claude-sonnet-4-5', tokens)).toBe(1_000 * 3 + 100 * 15)
  expect(costMicros('claude-sonnet-4-5-20250929', tokens)).toBe(4_500)
  expect(costMicros('gpt-5.4-2026-03-05', tokens)).toBe(1_000 * 2.5 + 100 * 15)
})

it('tokens from the cache are cheaper, those written to it dearer', () => {
  expect(costMicros('claude-opus-5', { ...tokens, cached: 400, written: 100 })).toBe(500 * 5 + 400 * 0.5 + 100 * 5 * 1.25 + 100 * 25)
})

it('a long prompt makes a whole call dearer where the provider says so', () => {
  expect(costMicros('claude-haiku-5-5', { ...tokens, input: 100_000 })).toBeCloseTo(10_000 + 50)
  expect(costMicros('claude-haiku-5-5', { ...tokens, input: 100_001 })).toBeCloseTo(5 * (10_000.1 + 50))
})

it('a model that is not listed has no cost', () => {
  expect(costMicros('llama-7', tokens)).toBeUndefined()
})
