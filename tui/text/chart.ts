// Bars and little curves out of characters. Pure; the glyphs come from the theme.
import type { Glyphs } from '../theme.ts'

/** `share` of `columns`, the rest in the empty glyph. */
export function bar(share: number, columns: number, glyphs: Pick<Glyphs, 'full' | 'empty'>): string {
  const filled = Math.round(Math.max(0, Math.min(1, share)) * columns)
  return glyphs.full.repeat(filled) + glyphs.empty.repeat(Math.max(0, columns - filled))
}

/** One character a value, the newest right; values that do not fit are left out. */
export function sparkline(values: readonly number[], columns: number, glyphs: Pick<Glyphs, 'bars'>): string {
  const shown = values.slice(-columns)
  const most = Math.max(1, ...shown)
  const steps = [...glyphs.bars]
  return shown.map((value) => steps[value <= 0 ? 0 : Math.max(1, Math.round((value / most) * (steps.length - 1)))]).join('')
}
