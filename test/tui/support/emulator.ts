// A terminal without a window: what is written to it is what a person would see.
import xterm from '@xterm/headless'

export interface Emulator {
  write(bytes: string): Promise<void>
  /** Without trailing blanks. */
  lines(): string[]
  text(): string
  /** The style of a cell, as a terminal keeps it. */
  cell(row: number, column: number): { text: string; inverse: boolean; color: number; bold: boolean }
  readonly alternate: boolean
  resize(columns: number, rows: number): void
}

export function createEmulator(columns: number, rows: number): Emulator {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 200 })
  const line = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row)
  const lines = () => Array.from({ length: terminal.rows }, (_, row) => line(row)?.translateToString(true) ?? '')
  return {
    write: (bytes) => new Promise((resolve) => terminal.write(bytes, resolve)),
    lines,
    text: () => lines().join('\n'),
    cell(row, column) {
      const found = line(row)?.getCell(column)
      return {
        text: found?.getChars() ?? '',
        inverse: found?.isInverse() === 1 || (found?.isInverse() ?? 0) > 0,
        color: found?.getFgColor() ?? -1,
        bold: (found?.isBold() ?? 0) > 0,
      }
    },
    get alternate() {
      return terminal.buffer.active.type === 'alternate'
    },
    resize: (wide, high) => terminal.resize(wide, high),
  }
}
