// The only source of colours and glyphs: names what a text means and knows how that looks, for every kind of terminal.
import type { ColorDepth } from './terminal/capabilities.ts'
import { widthOf } from './text/width.ts'

export const tones = ['text', 'dim', 'accent', 'good', 'bad', 'warn', 'info', 'busy', 'edge', 'title'] as const

/** What a text means; how it looks is the theme's business. */
export type Tone = (typeof tones)[number]

export interface Span {
  text: string
  tone?: Tone | undefined
  bold?: boolean | undefined
  underline?: boolean | undefined
  inverse?: boolean | undefined
  /** The key that a click on it stands for. */
  press?: string | undefined
}

/** One line of the screen. */
export type Line = readonly Span[]

export const palettes = ['dark', 'light', 'dark colour-blind', 'light colour-blind', 'high contrast'] as const

export type PaletteName = (typeof palettes)[number]

type Hex = `#${string}`

/** Undefined is the terminal's own colour. */
type Palette = { readonly [tone in Tone]: Hex | undefined } & { readonly selection: Hex }

/** The colour-blind ones are made of the colours of Okabe and Ito. */
const colors: { readonly [name in PaletteName]: Palette } = {
  dark: {
    text: undefined,
    dim: '#93a1b5',
    accent: '#8ab4f8',
    good: '#7fd18b',
    bad: '#f68a8a',
    warn: '#f2c46d',
    info: '#7dcfe8',
    busy: '#b79df2',
    edge: '#66707c',
    title: '#c9d6ea',
    selection: '#2a3a57',
  },
  light: {
    text: undefined,
    dim: '#566170',
    accent: '#1a56c4',
    good: '#18703a',
    bad: '#b3261e',
    warn: '#8a5300',
    info: '#006a83',
    busy: '#6a3fb5',
    edge: '#7c8795',
    title: '#1d2a3a',
    selection: '#e1ebfc',
  },
  'dark colour-blind': {
    text: undefined,
    dim: '#9aa3b1',
    accent: '#56b4e9',
    good: '#56b4e9',
    bad: '#f08c48',
    warn: '#f0e442',
    info: '#cc9bd0',
    busy: '#ffffff',
    edge: '#66707c',
    title: '#e6e6e6',
    selection: '#2a3a57',
  },
  'light colour-blind': {
    text: undefined,
    dim: '#565d67',
    accent: '#006ca9',
    good: '#006ca9',
    bad: '#a82a00',
    warn: '#7a6000',
    info: '#8c4a80',
    busy: '#000000',
    edge: '#7c8795',
    title: '#1a1a1a',
    selection: '#e1eefa',
  },
  'high contrast': {
    text: '#ffffff',
    dim: '#d0d0d0',
    accent: '#00ffff',
    good: '#00ff5f',
    bad: '#ff8080',
    warn: '#ffff00',
    info: '#5fd7ff',
    busy: '#ff9fff',
    edge: '#ffffff',
    title: '#ffffff',
    selection: '#0000a0',
  },
}

/** The sixteen colours are the terminal's own. Most have a green, yellow and cyan that cannot be read on white. */
const sixteen: { readonly [background in 'dark' | 'light']: { readonly [tone in Tone]?: number } } = {
  dark: { accent: 34, good: 32, bad: 31, warn: 33, info: 36, busy: 35 },
  light: { accent: 34, good: 34, bad: 31, warn: 35, info: 34, busy: 35 },
}

export interface Glyphs {
  queued: string
  running: string
  succeeded: string
  failed: string
  retrying: string
  cancelled: string
  waiting: string
  scheduled: string
  blocked: string
  paused: string
  live: string
  lost: string
  cursor: string
  mark: string
  full: string
  empty: string
  bars: string
  corner: { topLeft: string; topRight: string; bottomLeft: string; bottomRight: string }
  across: string
  down: string
  arrow: string
  ellipsis: string
  up: string
  below: string
  dot: string
}

const unicodeGlyphs: Glyphs = {
  queued: '·',
  running: '▸',
  succeeded: '✓',
  failed: '✗',
  retrying: '↻',
  cancelled: '⊘',
  waiting: '◇',
  scheduled: '◷',
  blocked: '⋯',
  paused: '‖',
  live: '●',
  lost: '◌',
  cursor: '›',
  mark: '◆',
  full: '█',
  empty: '░',
  bars: '▁▂▃▄▅▆▇█',
  corner: { topLeft: '╭', topRight: '╮', bottomLeft: '╰', bottomRight: '╯' },
  across: '─',
  down: '│',
  arrow: '→',
  ellipsis: '…',
  up: '▴',
  below: '▾',
  dot: '·',
}

const asciiGlyphs: Glyphs = {
  queued: '.',
  running: '>',
  succeeded: '+',
  failed: 'x',
  retrying: '~',
  cancelled: '-',
  waiting: '?',
  scheduled: '@',
  blocked: ':',
  paused: '=',
  live: '*',
  lost: 'o',
  cursor: '>',
  mark: '*',
  full: '#',
  empty: '.',
  bars: '_.-=+*%#',
  corner: { topLeft: '+', topRight: '+', bottomLeft: '+', bottomRight: '+' },
  across: '-',
  down: '|',
  arrow: '->',
  ellipsis: '...',
  up: '^',
  below: 'v',
  dot: '-',
}

export const glyphsOf = (unicode: boolean): Glyphs => (unicode ? unicodeGlyphs : asciiGlyphs)

export interface Theme {
  palette: PaletteName
  glyphs: Glyphs
  /** With the escapes of this terminal, `columns` wide when a background has to reach the edge. */
  paint(line: Line, options?: { selected?: boolean; dimmed?: boolean; columns?: number }): string
}

export interface ThemeOptions {
  palette: PaletteName
  colorDepth: ColorDepth
  unicode: boolean
}

export function createTheme({ palette, colorDepth, unicode }: ThemeOptions): Theme {
  const codes = Object.fromEntries(tones.map((tone) => [tone, codeOf(tone, palette, colorDepth)])) as { [tone in Tone]: string }
  const selection = colorDepth < 8 ? '7' : background(colors[palette].selection, colorDepth)
  return {
    palette,
    glyphs: glyphsOf(unicode),
    paint: (line, { selected = false, dimmed = false, columns = 0 } = {}) => {
      const painted = line.map((span) => paintSpan(span, { codes, selection: selected ? selection : '', dimmed })).join('')
      if (!selected) return painted
      const space = columns - line.reduce((sum, { text }) => sum + widthOf(text), 0)
      return space > 0 ? `${painted}\u001b[${selection}m${' '.repeat(space)}\u001b[0m` : painted
    },
  }
}

/** Too near to the background of a selection. */
const faint: ReadonlySet<Tone> = new Set(['dim', 'edge'])

function paintSpan(
  { text, tone = 'text', bold, underline, inverse }: Span,
  { codes, selection, dimmed }: { codes: { [tone in Tone]: string }; selection: string; dimmed: boolean },
): string {
  const parts = [
    bold || tone === 'title' ? '1' : '',
    dimmed ? '2' : '',
    underline ? '4' : '',
    inverse && selection !== '7' ? '7' : '',
    dimmed ? '' : codes[selection !== '' && faint.has(tone) ? 'text' : tone],
    selection,
  ]
  const style = parts.filter((part) => part !== '').join(';')
  return style === '' || text === '' ? text : `\u001b[${style}m${text}\u001b[0m`
}

function codeOf(tone: Tone, palette: PaletteName, depth: ColorDepth): string {
  if (depth < 8 && faint.has(tone)) return '2'
  if (depth === 0) return ''
  if (depth === 4) return String(sixteen[palette.startsWith('light') ? 'light' : 'dark'][tone] ?? '')
  const hex = colors[palette][tone]
  return hex === undefined ? '' : `38;${channels(hex, depth)}`
}

const background = (hex: Hex, depth: ColorDepth) => `48;${channels(hex, depth)}`

function channels(hex: Hex, depth: ColorDepth): string {
  const wanted = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  return depth === 24 ? `2;${wanted.join(';')}` : `5;${nearest(wanted)}`
}

/** Of the 256 colours the one that looks most alike: from the cube or the greys. */
function nearest(wanted: readonly number[]): number {
  const distance = (index: number) => channelsOf256(index).reduce((sum, value, at) => sum + (value - (wanted[at] ?? 0)) ** 2, 0)
  return Array.from({ length: 240 }, (_, place) => 16 + place).reduce((best, index) => (distance(index) < distance(best) ? index : best))
}

/** What a terminal shows for a colour of the cube (16 to 231) or the greys (232 to 255). */
export function channelsOf256(index: number): number[] {
  if (index >= 232) return Array.from({ length: 3 }, () => 8 + (index - 232) * 10)
  const place = index - 16
  return [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((level) => (level === 0 ? 0 : 55 + level * 40))
}
