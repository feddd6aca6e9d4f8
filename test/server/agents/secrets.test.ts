import { describe, expect, it } from 'vitest'
import { createMasker, maskJson } from '../../../server/agents/secrets.ts'

describe('masking secrets', () => {
  const mask = createMasker(['s3cr3t-value', 'a/b c+d"e', 'short'])

  it('replaces every occurrence in a text', () => {
    expect(mask('key=s3cr3t-value&again=s3cr3t-value')).toBe('key=[secret]&again=[secret]')
  })

  it('finds a value inside a URL and inside JSON', () => {
    expect(mask(`https://example.com/?key=${encodeURIComponent('a/b c+d"e')}`)).toBe('https://example.com/?key=[secret]')
    expect(mask(JSON.stringify({ key: 'a/b c+d"e' }))).toBe('{"key":"[secret]"}')
  })

  it('leaves words alone that are too short to be secrets', () => {
    expect(mask('a short text')).toBe('a short text')
  })

  it('masks the longer of two values that begin alike as a whole', () => {
    expect(createMasker(['abcdef', 'abcdefghi'])('abcdefghi')).toBe('[secret]')
  })

  it('finds a value in JSON inside of JSON', () => {
    expect(mask(JSON.stringify({ body: JSON.stringify({ key: 'a/b c+d"e' }) }))).toBe(JSON.stringify({ body: '{"key":"[secret]"}' }))
  })

  it.each([
    ['It is s3cr3t', 6],
    ['It is s3cr3t-valu', 11],
    ['yes', 1],
    ['It is s3cr3t, or is it not?', 0],
    ['', 0],
  ])('knows that "%s" may end with the beginning of a value: %i characters of it', (text, characters) => {
    expect(mask.begun(text)).toBe(characters)
  })

  it('reaches every text of a JSON value, keys included', () => {
    expect(maskJson(mask, { list: ['s3cr3t-value', 1, null], 's3cr3t-value': { deep: 'x s3cr3t-value' } })).toEqual({
      list: ['[secret]', 1, null],
      '[secret]': { deep: 'x [secret]' },
    })
  })
})
