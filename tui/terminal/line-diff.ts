// The bytes that turn one frame on the screen into the next: only cells that differ are written, each run with an absolute move.
import { type Cell, toCells } from './cells.ts'

const csi = '\u001b['
/** A shorter stretch of unchanged cells costs less to write again than to jump over. */
const shortestJump = 6

/** `before` is what the screen shows, line by line; rows below the last line are blank. */
export function diffFrames(before: readonly string[], after: readonly string[]): string {
  let bytes = ''
  for (let row = 0; row < Math.max(before.length, after.length); row += 1) {
    const [old = '', fresh = ''] = [before[row], after[row]]
    if (old !== fresh) bytes += diffLine(old, fresh, row)
  }
  return bytes
}

interface Change {
  column: number
  cells: Cell[]
}

function diffLine(before: string, after: string, row: number): string {
  const old = byColumn(toCells(before))
  const fresh = toCells(after)
  const changes: Change[] = []
  let column = 0
  let quiet = shortestJump
  let skipped: Cell[] = []
  for (const cell of fresh) {
    if (sameCell(old[column], cell)) {
      quiet += 1
      skipped.push(cell)
    } else {
      const last = changes.at(-1)
      if (last && quiet < shortestJump) last.cells.push(...skipped, cell)
      else changes.push({ column, cells: [cell] })
      quiet = 0
      skipped = []
    }
    column += cell.width
  }
  const tail = old.length > column ? `${moveTo(row, column)}${csi}0m${csi}K` : ''
  return changes.map((change) => writeChange(change, row)).join('') + tail
}

/** Index is the column; the second column of a wide character holds nothing. */
function byColumn(cells: readonly Cell[]): (Cell | undefined)[] {
  return cells.flatMap((cell) => [cell, ...Array.from({ length: Math.max(0, cell.width - 1) }, () => undefined)])
}

function sameCell(old: Cell | undefined, fresh: Cell): boolean {
  return old !== undefined && old.text === fresh.text && old.style === fresh.style
}

function writeChange({ column, cells }: Change, row: number): string {
  let bytes = moveTo(row, column)
  let style = ''
  let at = column
  for (const cell of cells) {
    if (cell.style !== style) bytes += cell.style === '' ? `${csi}0m` : `${csi}0;${cell.style}m`
    style = cell.style
    // Terminals disagree about the width of such characters: what is under it is cleared, what follows is put where it belongs.
    const doubtful = cell.text.length > 1
    bytes += doubtful ? `${' '.repeat(cell.width)}${csi}${at + 1}G${simplest(cell.text)}${csi}${at + cell.width + 1}G` : cell.text
    at += cell.width
  }
  return style === '' ? bytes : `${bytes}${csi}0m`
}

/** Several characters joined into one are drawn side by side where the terminal cannot join them: the first stands for all. */
const simplest = (text: string) => text.split('\u200d')[0] ?? text

const moveTo = (row: number, column: number) => `${csi}${row + 1};${column + 1}H`
