import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffFrames } from '../../../tui/terminal/line-diff.ts'
import { createScreen } from '../../../tui/terminal/screen.ts'
import { createEmulator } from '../support/emulator.ts'

const piece = fc.constantFrom('a', 'b ', 'done', '日本', '🎉', 'é', '│', '█░', '✓ ', '  ', '👨‍👩‍👧', '🇦🇺')
const style = fc.constantFrom('', '\u001b[1m', '\u001b[31m', '\u001b[38;5;114;48;5;236m', '\u001b[7m', '\u001b[2;38;2;1;2;3m')
const span = fc.tuple(style, piece).map(([code, text]) => (code === '' ? text : `${code}${text}\u001b[0m`))
const line = fc.array(span, { maxLength: 7 }).map((spans) => spans.join(''))
const frame = fc.array(line, { minLength: 5, maxLength: 5 })

async function shown(...frames: string[][]) {
  const emulator = createEmulator(40, 5)
  await emulator.write('\u001b[?7l')
  let before: string[] = []
  for (const next of frames) {
    await emulator.write(diffFrames(before, next))
    before = next
  }
  return Array.from({ length: 5 }, (_, row) => Array.from({ length: 40 }, (_, column) => emulator.cell(row, column)))
}

describe('what is written for the next frame', () => {
  it('leaves the screen as if the frame had been drawn on a blank one, whatever stood there before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 2, maxLength: 4 }), async (frames) => {
        expect(await shown(...frames)).toEqual(await shown(frames.at(-1) ?? []))
      }),
      { numRuns: 150 },
    )
  })

  it('is nothing when nothing changed', () => {
    expect(diffFrames(['one', 'two'], ['one', 'two'])).toBe('')
  })

  it('holds only the cells that changed', () => {
    const before = ['T-1 running 10%   copywriter', 'T-2 queued']
    const bytes = diffFrames(before, ['T-1 running 11%   copywriter', 'T-2 queued'])
    expect(bytes).toBe('\u001b[1;14H1')
  })

  it('puts what follows a composed character where it belongs, whatever the terminal makes of its width', () => {
    expect(diffFrames([], ['👨‍👩‍👧x'])).toContain('\u001b[1G👨\u001b[3Gx')
  })
})

describe('the screen', () => {
  it('waits while the terminal cannot keep up, and then shows only the latest frame', () => {
    const written: string[] = []
    let drained = () => {}
    const screen = createScreen({
      write: (bytes) => {
        written.push(bytes)
        return written.length > 1
      },
      once: (_event, listener) => {
        drained = listener
      },
    })
    for (const text of ['one', 'two', 'three']) screen.draw(text)
    expect(written).toHaveLength(1)
    drained()
    expect(written).toHaveLength(2)
    expect(written[1]).toContain('three')
  })

  it('is drawn whole again when asked to', async () => {
    const emulator = createEmulator(20, 3)
    const screen = createScreen({
      write: (bytes) => {
        void emulator.write(bytes)
        return true
      },
      once: () => undefined,
    })
    screen.draw('hello\nworld')
    await emulator.write('\u001b[1;1Hgarbage')
    screen.repaint()
    await emulator.write('')
    expect(emulator.lines()).toEqual(['hello', 'world', ''])
  })
})
