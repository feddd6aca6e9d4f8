import { parseValue } from 'graphql'
import { expect, test } from 'vitest'
import { dateTimeScalar, jsonScalar } from '../../../server/graphql/scalars.ts'

test.each([
  ['2026-03-01T09:00:00Z', '2026-03-01T09:00:00.000Z'],
  ['2026-03-01T09:00:00.123456+11:00', '2026-02-28T22:00:00.123Z'],
  ['2024-02-29T23:59-05:00', '2024-03-01T04:59:00.000Z'],
])('reads %s', (text, iso) => {
  expect(dateTimeScalar.parseValue(text).toISOString()).toBe(iso)
  expect(dateTimeScalar.parseLiteral(parseValue(`"${text}"`)).toISOString()).toBe(iso)
})

test.each([
  '2026-03-01',
  '2026-03-01T09:00:00',
  '2026-02-30T09:00:00Z',
  '2026-03-01T25:00:00Z',
  '2026-13-01T00:00:00Z',
  'tomorrow',
  '',
  0,
  1_700_000_000_000,
  null,
  {},
])('refuses %j and says what it takes, without repeating it', (value) => {
  expect(() => dateTimeScalar.parseValue(value)).toThrow(/^expected a date and time with an offset, such as [^ ]+ or [^ ]+$/)
})

test('writes a Date as ISO, and calls anything else a defect', () => {
  expect(dateTimeScalar.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z')
  for (const wrong of [new Date(Number.NaN), {}, true]) expect(() => dateTimeScalar.serialize(wrong)).toThrow(TypeError)
})

const deep = (levels: number): unknown => (levels === 0 ? 1 : levels % 2 ? { in: deep(levels - 1) } : [deep(levels - 1)])

test('takes any JSON down to 20 levels', () => {
  for (const value of [null, 1, 'text', true, [], {}, { a: [1, { b: null }], $where: 1, 'a.b': 2 }, deep(20)])
    expect(jsonScalar.parseValue(value)).toBe(value)
  expect(() => jsonScalar.parseValue(deep(21))).toThrow('at most 20 levels')
  expect(() => jsonScalar.parseValue(JSON.parse('['.repeat(5000) + ']'.repeat(5000)))).toThrow('at most 20 levels')
})

test.each(['__proto__', 'constructor', 'prototype'])('refuses the key %s at any depth, as a value and in the document', (key) => {
  expect(() => jsonScalar.parseValue(JSON.parse(`{"a":[{"${key}":1}]}`))).toThrow(`without a key named ${key}`)
  expect(() => jsonScalar.parseLiteral(parseValue(`{a: [{${key}: 1}]}`))).toThrow(`without a key named ${key}`)
})

test('refuses what is not JSON', () => {
  for (const value of [() => 1, undefined, Symbol('s'), 1n, Number.NaN, Number.POSITIVE_INFINITY, { a: () => 1 }])
    expect(() => jsonScalar.parseValue(value)).toThrow('expected JSON')
})

test('reads a literal with variables in it', () => {
  expect(jsonScalar.parseLiteral(parseValue('{a: $x, b: [1, 2.5, ENUM]}'), { x: 7 })).toEqual({ a: 7, b: [1, 2.5, 'ENUM'] })
})
