import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { diffFrames, wholeFrame } from '../../../tui/terminal/line-diff.ts'
import { createScreen } from '../../../tui/terminal/screen.ts'
import { patient } from '../../support/patience.ts'
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
  const looks = ({ text, inverse, color, bold }: ReturnType<typeof emulator.cell>) =>
    text.trim() === '' && !inverse ? 'blank' : { text, inverse, color, bold }
  return Array.from({ length: 5 }, (_, row) => Array.from({ length: 40 }, (_, column) => looks(emulator.cell(row, column))))
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

  it('does not repeat what blanks make no difference to', () => {
    const before = ['\u001b[31mone   \u001b[0m']
    expect(diffFrames(before, ['\u001b[31mone\u001b[0m'])).toBe('')
    expect(diffFrames([], ['\u001b[31mone\u001b[0m \u001b[31mtwo\u001b[0m'])).toBe('\u001b[1;1H\u001b[31mone two\u001b[m')
    expect(diffFrames(['y'.repeat(32)], [`a${' '.repeat(30)}b`])).toBe('\u001b[1;1Ha\u001b[30X\u001b[30Cb')
  })

  it('puts what follows a composed character where it belongs, whatever the terminal makes of its width', () => {
    expect(diffFrames([], ['👨‍👩‍👧x'])).toContain('\u001b[1G👨\u001b[3Gx')
  })
})

describe('a whole frame', () => {
  it('leaves nothing of what stood there before, and makes nothing blank in between', async () => {
    const emulator = createEmulator(40, 5)
    await emulator.write('\u001b[?7l\u001b[41m\u001b[2J\u001b[1;1Hgarbage that is longer than the line')
    const full = 'x'.repeat(40)
    const lines = ['\u001b[1mone\u001b[0m', '', '日本', full, '']
    await emulator.write(wholeFrame(lines))
    expect(emulator.lines()).toEqual(['one', '', '日本', full, ''])
    expect(wholeFrame(lines)).not.toContain('\u001b[2J')
  })
})

describe('the screen', () => {
  function slowTerminal() {
    const written: string[] = []
    const taken: (() => void)[] = []
    const screen = createScreen({
      write: (bytes, done) => {
        written.push(bytes)
        taken.push(done)
      },
    })
    return { screen, written, take: () => taken.shift()?.() }
  }

  it('leaves out the frames that came while the terminal took another one', async () => {
    const { screen, written, take } = slowTerminal()
    for (const text of ['one', 'two', 'three']) screen.draw(text)
    expect(written).toHaveLength(1)
    take()
    await vi.waitFor(() => expect(written).toHaveLength(2), patient)
    expect(written[1]).toContain('three')
  })

  it('draws nothing while somebody else has the terminal, and everything afterwards', async () => {
    const { screen, written, take } = slowTerminal()
    screen.draw('one')
    const through = screen.pause()
    screen.draw('two')
    take()
    await through
    expect(written).toHaveLength(1)
    screen.repaint()
    expect(written[1]).toContain('two')
  })

  it('is drawn whole again when asked to', async () => {
    const emulator = createEmulator(20, 3)
    const screen = createScreen({
      write: (bytes, taken) => {
        void emulator.write(bytes).then(taken)
      },
    })
    screen.draw('hello\nworld')
    await emulator.write('\u001b[1;1Hgarbage')
    screen.repaint()
    await vi.waitFor(() => expect(emulator.lines()).toEqual(['hello', 'world', '']), patient)
  })
})
