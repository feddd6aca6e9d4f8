import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sanitize, sanitizeText } from '../../../tui/client/sanitize.ts'

describe('a text from the server', () => {
  it.each([
    ['\u001b[2Jgone', 'gone'],
    ['\u001b]52;c;aGFja2Vk\u0007safe', 'safe'],
    ['\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['red \u001b[31mtext\u001b[0m', 'red text'],
    ['\u009b31mred', 'red'],
    ['\u001bP1;2|dcs\u001b\\after', 'after'],
    ['bell\u0007', 'bell\ufffd'],
    ['over\rwritten', 'over\nwritten'],
    ['a\tb', 'a  b'],
    ['\u202eright to left', '\ufffdright to left'],
    ['half \ud83d of a pair', 'half \ufffd of a pair'],
  ])('loses what a terminal would act on: %j', (text, harmless) => {
    expect(sanitizeText(text)).toBe(harmless)
  })

  it('stays as it is otherwise', () => {
    const text = 'Zoë schrieb 日本語 🎉 👨‍👩‍👧\nund noch eine Zeile'
    expect(sanitizeText(text)).toBe(text)
  })

  it('holds nothing a terminal acts on, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be left.
        expect(sanitizeText(`\u001b${text}`)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      }),
    )
  })
})

describe('an answer from the server', () => {
  it('is the very same object when there was nothing to do', () => {
    const answer = { tasks: [{ id: 'T-1', tags: ['a'] }] }
    expect(sanitize(answer)).toBe(answer)
  })

  it('is harmless at any depth, keys included', () => {
    expect(sanitize({ a: [{ '\u001b[2Jkey': '\u001b[31mred' }] })).toEqual({ a: [{ key: 'red' }] })
  })
})
