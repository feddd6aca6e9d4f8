// Whatever is written can be read: every colour of every palette on the background it is made for, and on a selected row.
import { describe, expect, it } from 'vitest'
import { channelsOf256, createTheme, type PaletteName, palettes, type Tone, tones } from '../../tui/theme.ts'

type Color = readonly number[]

/** As WCAG 2 defines them. */
const luminance = (color: Color) => {
  const [red = 0, green = 0, blue = 0] = color
    .map((value) => value / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
const contrast = (one: Color, other: Color) => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const white = [255, 255, 255]
const black = [0, 0, 0]
/** A terminal's own, and those that are only nearly black or white. */
const backgrounds = (palette: PaletteName) =>
  palette.startsWith('light') ? { text: black, behind: [white, [253, 246, 227]] } : { text: white, behind: [black, [30, 30, 30]] }

function seen(palette: PaletteName, { tone, selected, colorDepth }: { tone: Tone; selected: boolean; colorDepth: 8 | 24 }) {
  const painted = createTheme({ palette, colorDepth, unicode: true }).paint([{ text: 'x', tone }], { selected })
  const find = (code: 38 | 48): Color | undefined => {
    const [, kind, values = ''] = new RegExp(`[[;]${code};([25]);([\\d;]*)`).exec(painted) ?? []
    const numbers = values.split(';').map(Number)
    if (kind === undefined) return undefined
    return kind === '2' ? numbers.slice(0, 3) : channelsOf256(numbers[0] ?? 0)
  }
  const { text, behind } = backgrounds(palette)
  const background = find(48)
  return { color: find(38) ?? text, behind: background ? [background] : behind }
}

describe.each(palettes)('the palette %s', (palette) => {
  it.each([8, 24] as const)('is read easily in colours of %s bits, selected or not', (colorDepth) => {
    for (const tone of tones) {
      for (const selected of [false, true]) {
        const { color, behind } = seen(palette, { tone, selected, colorDepth })
        // Lines between things carry no text.
        const least = tone === 'edge' && !selected ? 3 : 4.5
        for (const background of behind) {
          expect(contrast(color, background), `${tone} ${color} on ${background}`).toBeGreaterThanOrEqual(least)
        }
      }
    }
  })
})

describe('sixteen colours', () => {
  const codes = (palette: PaletteName) => {
    const theme = createTheme({ palette, colorDepth: 4, unicode: true })
    return tones.map((tone) => theme.paint([{ text: 'x', tone }]))
  }

  it('on a light background are those that terminals show dark', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape begins there.
    for (const painted of codes('light')) expect(painted).not.toMatch(/\u001b\[(\d+;)*3[236]m/)
  })

  it('tell good from bad on any background', () => {
    for (const palette of palettes) {
      const painted = codes(palette)
      expect(painted[tones.indexOf('good')]).not.toBe(painted[tones.indexOf('bad')])
    }
  })
})
