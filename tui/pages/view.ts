// What a page is to the screen: lines, some of them selected. Knows no page in particular.
import type { Line } from '../theme.ts'

export interface ViewLine {
  line: Line
  selected?: boolean
  /** Struck out of attention: stale data, other pages. */
  dimmed?: boolean
}

export const asView = (lines: readonly Line[]): ViewLine[] => lines.map((line) => ({ line }))

/** The last result is kept: pages are drawn far more often than what they are made of changes. */
export function remember<Args extends readonly unknown[], Result>(make: (...args: Args) => Result): (...args: Args) => Result {
  let last: { args: Args; result: Result } | undefined
  return (...args) => {
    if (!last?.args.every((arg, index) => Object.is(arg, args[index]))) last = { args, result: make(...args) }
    return last.result
  }
}
