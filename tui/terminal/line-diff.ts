// The bytes that turn one frame on the screen into the next: only cells that differ are written, each run with an absolute move.
import { type Cell, isBlank, toCells } from './cells.ts'

const csi = '\u001b['
/** A shorter stretch of unchanged cells costs less to write again than to jump over. */
const shortestJump = 6
/** The same for blanks. */
const shortestErasure = 12

/** `before` is what the screen shows, line by line; rows below the last line are blank. */
export function diffFrames(before: readonly string[], after: readonly string[]): string {
  let bytes = ''
  for (let row = 0; row < Math.max(before.length, after.length); row += 1) {
    const [old = '', fresh = ''] = [before[row], after[row]]
    if (old !== fresh) bytes += diffLine(old, fresh, row)
  }
  return bytes
}

/** Every line anew, over whatever stands there; the screen is never blank in between. */
export function wholeFrame(lines: readonly string[]): string {
  return `${csi}m${lines.map((line, row) => `${moveTo(row, 0)}${csi}K${writeCells(toCells(line), 0)}`).join('')}`
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
    if (sameCell(old[column], cell, column < old.length)) {
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
  const tail = old.length > column ? `${quiet === 0 ? '' : moveTo(row, column)}${csi}K` : ''
  return changes.map(({ column: from, cells }) => moveTo(row, from) + writeCells(cells, from)).join('') + tail
}

/** Index is the column; the second column of a wide character holds nothing. */
function byColumn(cells: readonly Cell[]): (Cell | undefined)[] {
  return cells.flatMap((cell) => [cell, ...Array.from({ length: Math.max(0, cell.width - 1) }, () => undefined)])
}

/** Behind its end a line is blank. */
function sameCell(old: Cell | undefined, fresh: Cell, within: boolean): boolean {
  if (!old) return !within && isBlank(fresh)
  return old.text === fresh.text && old.ink === fresh.ink && old.ground === fresh.ground
}

/** Leaves the cursor behind the last cell, and no style on. */
function writeCells(cells: readonly Cell[], column: number): string {
  let bytes = ''
  let [ink, ground] = ['', '']
  let at = column
  for (let index = 0; index < cells.length; index += 1) {
    const cell = cells[index] as Cell
    // A blank looks the same in any ink.
    if (cell.ground !== ground || (cell.text !== ' ' && cell.ink !== ink)) {
      bytes += turnTo(cell, ink !== '' || ground !== '')
      ;({ ink, ground } = cell)
    }
    const blanks = countBlanks(cells, index)
    if (blanks >= shortestErasure) {
      bytes += `${csi}${blanks}X${csi}${blanks}C`
      at += blanks
      index += blanks - 1
    } else {
      bytes += writeCell(cell, at)
      at += cell.width
    }
  }
  return ink === '' && ground === '' ? bytes : `${bytes}${csi}m`
}

function turnTo({ ink, ground }: Cell, styled: boolean): string {
  const codes = [ink, ground].filter((part) => part !== '')
  return `${csi}${(styled && codes.length > 0 ? ['0', ...codes] : codes).join(';')}m`
}

function countBlanks(cells: readonly Cell[], from: number): number {
  let end = from
  for (let cell = cells[end]; cell && isBlank(cell); cell = cells[end]) end += 1
  return end - from
}

/** Terminals disagree about the width of composed characters: what is under it is cleared, what follows is put where it belongs. */
function writeCell({ text, width }: Cell, at: number): string {
  return text.length > 1 ? `${' '.repeat(width)}${csi}${at + 1}G${simplest(text)}${csi}${at + width + 1}G` : text
}

/** Several characters joined into one are drawn side by side where the terminal cannot join them: the first stands for all. */
const simplest = (text: string) => text.split('\u200d')[0] ?? text

const moveTo = (row: number, column: number) => `${csi}${row + 1};${column + 1}H`
