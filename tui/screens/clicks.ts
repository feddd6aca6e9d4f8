// What a click above and below a page means: a tab and a hint stand for their keys. Clicks on the page itself are the keyboard's business.
import { footerLine, headerLine } from '../pages/frame-lines.ts'
import { layoutOf } from '../state/layout.ts'
import type { State } from '../state/state.ts'
import { widthOf } from '../text/width.ts'
import { glyphsOf, type Line } from '../theme.ts'

/** The key that is pressed by a click there. */
export function keyUnder(state: State, { column, row }: { column: number; row: number }): string | undefined {
  if (state.overlay || layoutOf(state).unusable) return undefined
  if (row === 0) return pressedAt(headerLine(state, { now: state.now, glyphs: glyphsOf(!state.ascii) }), column)
  return row === state.size.rows - 1 ? pressedAt(footerLine(state), column) : undefined
}

function pressedAt(line: Line, column: number): string | undefined {
  let end = 0
  return line.find(({ text }) => {
    end += widthOf(text)
    return column < end
  })?.press
}
