import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCursors } from '../../../server/graphql/cursor.ts'

const { encodeCursor, decodeCursor } = createCursors('a key of the test')
const list = { name: 'tasks', filter: { agent: 'editor', status: ['FAILED'], since: new Date(0) } }

test('gives back the values that went in', () => {
  const value = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
  )
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), (values) => {
      expect(decodeCursor(list, encodeCursor({ list, values }))).toEqual(values)
    }),
  )
})

test('is plain to carry in a URL', () => {
  expect(encodeCursor({ list, values: ['ü/+=', new Date()] })).toMatch(/^[\w-]+\.[\w-]+$/)
})

test('fits the same filter written in another order, with empty keys left out', () => {
  const text = encodeCursor({ list, values: [1] })
  expect(
    decodeCursor({ name: 'tasks', filter: { since: new Date(0), tag: undefined, team: null, status: ['FAILED'], agent: 'editor' } }, text),
  ).toEqual([1])
})

test.each([
  ['another list', { name: 'deadLetters', filter: list.filter }],
  ['another filter', { name: 'tasks', filter: { ...list.filter, agent: 'copywriter' } }],
  ['no filter', { name: 'tasks' }],
])('refuses a cursor of %s, at "after"', (_what, other) => {
  const text = encodeCursor({ list, values: [1] })
  expect(() => decodeCursor(other, text)).toThrow(
    expect.objectContaining({
      code: 'VALIDATION_FAILED',
      details: { violations: [{ path: 'after', message: expect.stringContaining('another list or filter') }] },
    }),
  )
})

test('refuses any changed character, other keys and other text', () => {
  const text = encodeCursor({ list, values: ['T-1', 5] })
  const refused = expect.objectContaining({
    code: 'VALIDATION_FAILED',
    details: { violations: [expect.objectContaining({ path: 'after' })] },
  })
  for (let i = 0; i < text.length; i += 1) {
    const changed = `${text.slice(0, i)}${text[i] === 'A' ? 'Q' : 'A'}${text.slice(i + 1)}`
    expect(() => decodeCursor(list, changed)).toThrow(refused)
  }
  for (const other of [
    '',
    '.',
    'x',
    `${text}.x`,
    text.slice(0, -1),
    'A'.repeat(5000),
    createCursors('other').encodeCursor({ list, values: [1] }),
  ]) {
    expect(() => decodeCursor(list, other)).toThrow(refused)
  }
})
