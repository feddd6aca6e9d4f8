import { describe, expect, it } from 'vitest'
import { calculate } from '../../../../server/agents/tools/calculator.ts'

describe('the calculator', () => {
  it.each([
    ['12 * (3 + 4)', '84'],
    ['factorial(10)', '3628800'],
    ['0.1 + 0.2', '0.3'],
    ['sqrt(144)', '12'],
    ['2^100', '1267650600228229401496703205376'],
    ['10 / 4', '2.5'],
    ['mean(1, 2, 6)', '3'],
    ['7 mod 4', '3'],
    ['round(2.5 * pi)', '8'],
  ])('works out %s', async (expression, result) => {
    expect(await calculate(expression)).toBe(result)
  })

  it('is exact up to 100!', async () => {
    expect(await calculate('100!')).toMatch(/^9332621544\d{148}$/)
  })

  it.each([
    'import({ a: 1 })',
    'createUnit("x")',
    'evaluate("1")',
    'parse("1")',
    'simplify("x + x")',
    'derivative("x^2", "x")',
    'config({})',
    'f(x) = x',
    'a = 3',
    '"text"',
    '[1, 2]',
    '1:10',
    'x',
    'cos.constructor',
    'random()',
    'ones(1000, 1000)',
    '{ a: 1 }',
    '1; 2',
    'true ? 1 : 2',
    'process',
  ])('refuses %s, which is not arithmetic', async (expression) => {
    await expect(calculate(expression)).rejects.toThrow(/not arithmetic|not an expression/)
  })

  it.each([
    ['5000!', 'the number before ! must be at most 1000, got 5000'],
    ['9^9^9^9', 'the exponent must be at most 10000'],
    ['10^9999', 'the result has more than 3000 digits'],
    ['1 / 0', 'not a finite number'],
    ['sqrt(-1)', 'not a real number'],
    ['', 'got nothing'],
    ['1 + '.repeat(200), 'at most 500 characters'],
  ])('says why it cannot work out %s', async (expression, reason) => {
    await expect(calculate(expression)).rejects.toThrow(reason)
  })
})
