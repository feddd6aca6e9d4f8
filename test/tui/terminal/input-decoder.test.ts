import { describe, expect, it } from 'vitest'
import { createInputDecoder, type InputEvent } from '../../../tui/terminal/input-decoder.ts'

const keysOf = (events: readonly InputEvent[]) => events.map((event) => (event.kind === 'key' ? event.key : event.kind))

function decode(...chunks: string[]): InputEvent[] {
  const decoder = createInputDecoder()
  return [...chunks.flatMap((chunk) => decoder.feed(chunk)), ...decoder.flush()]
}

describe('what comes from the keyboard', () => {
  it('comes apart when several keys arrive in one read', () => {
    expect(keysOf(decode('jjj'))).toEqual(['j', 'j', 'j'])
    expect(keysOf(decode('j\u001b[Ak'))).toEqual(['j', 'up', 'k'])
  })

  it('comes together when one key arrives in two reads', () => {
    expect(keysOf(decode('\u001b', '[A'))).toEqual(['up'])
    expect(keysOf(decode('\u001b[', '5', '~'))).toEqual(['pageup'])
  })

  it('is an escape when nothing follows it', () => {
    expect(keysOf(decode('\u001b'))).toEqual(['escape'])
    expect(keysOf(decode('\u001b', '\u001b[B'))).toEqual(['escape', 'down'])
  })

  it.each([
    ['\r', 'enter'],
    ['\t', 'tab'],
    ['\u007f', 'backspace'],
    ['\u0010', 'ctrl+p'],
    ['\u001b[Z', 'shift+tab'],
    ['\u001bOP', 'f1'],
    ['\u001b[1;5C', 'ctrl+right'],
    ['\u001b[27u', 'escape'],
    ['\u001b[112;5u', 'ctrl+p'],
    ['\u001bb', 'alt+b'],
    ['é', 'é'],
    ['🎉', '🎉'],
  ])('%j is %s', (bytes, key) => {
    expect(keysOf(decode(bytes))).toEqual([key])
  })

  it('is one text when it is pasted, line breaks and escapes included', () => {
    expect(decode('\u001b[200~one\r\ntwo', ' \u001b[31mthree\u001b[201~j')).toEqual([
      { kind: 'paste', text: 'one\ntwo \u001b[31mthree' },
      { kind: 'key', key: 'j' },
    ])
  })

  it('is a place when the mouse sent it', () => {
    expect(decode('\u001b[<0;10;5M', '\u001b[<0;10;5m', '\u001b[<64;1;1M')).toEqual([
      { kind: 'mouse', action: 'press', column: 9, row: 4 },
      { kind: 'mouse', action: 'wheelUp', column: 0, row: 0 },
    ])
  })

  it('is an answer when the terminal was asked something', () => {
    expect(decode('\u001b]11;rgb:ffff/ffff/eeee\u001b\\', '\u001b[?1u')).toEqual([
      { kind: 'background', light: true },
      { kind: 'keyboard' },
    ])
  })

  it('never turns a sequence nobody knows into letters', () => {
    expect(keysOf(decode('\u001b[?62;22c', '\u001b[99;99t'))).toEqual([])
  })
})
