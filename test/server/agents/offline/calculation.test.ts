import { describe, expect, it } from 'vitest'
import { findCalculation } from '../../../../server/agents/offline/calculation.ts'

describe('recognising a calculation', () => {
  it.each([
    ['Calculate factorial of 10', '10!'],
    ['Calculate the factorial of 10 and write it to a file', '10!'],
    ['what is 12 * (3+4)?', '12 * (3+4)'],
    ['sqrt of 144', 'sqrt(144)'],
    ['What is the square root of 144?', 'sqrt(144)'],
    ['15% of 80', '(15 / 100 * 80)'],
    ['sum of 1, 2 and 3', 'sum(1, 2, 3)'],
    ['how much is 1,000 plus 1?', '1000 + 1'],
    ['2 to the power of 10', '2 ^ 10'],
    ['5!', '5!'],
  ])('reads "%s" as %s', (text, expression) => {
    expect(findCalculation(text)?.expression).toBe(expression)
  })

  it.each([
    'Plan the budget for 2024-2025',
    '2024-2025',
    'calculate the budget for 2024-2025',
    '5',
    'What is the capital of France?',
    'Write 10 posts',
    'Great work!',
    '',
  ])('does not take "%s" for one', (text) => {
    expect(findCalculation(text)).toBeUndefined()
  })
})
