// A painted line as cells: what stands in each column and how it is styled. Reads the only escapes our own frames contain: colours.
import { graphemesOf, widthOf } from '../text/width.ts'

export interface Cell {
  text: string
  width: number
  /** SGR parameters that show on characters, such as `1;38;5;114`; none for blanks. */
  ink: string
  /** SGR parameters that show on blanks, too, such as `48;5;236`. */
  ground: string
}

export const isBlank = ({ text, ground }: Cell) => text === ' ' && ground === ''

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what it looks for.
const sgr = /\u001b\[([\d;]*)m/g

/** Without the blanks at its end. */
export function toCells(line: string): Cell[] {
  const cells: Cell[] = []
  const style = createStyle()
  let from = 0
  for (const match of line.matchAll(sgr)) {
    addCells(cells, line.slice(from, match.index), style)
    style.apply(match[1] ?? '')
    from = match.index + match[0].length
  }
  addCells(cells, line.slice(from), style)
  while (cells.length > 0 && isBlank(cells[cells.length - 1] as Cell)) cells.pop()
  return cells
}

function addCells(cells: Cell[], text: string, style: ReturnType<typeof createStyle>): void {
  if (text === '') return
  const { ink, ground } = style.current()
  for (const piece of graphemesOf(text)) cells.push({ text: piece, width: widthOf(piece), ink: piece === ' ' ? '' : ink, ground })
}

const [underlined, inverse, struck] = ['4', '7', '9']
const grounds = new Set(['background', underlined, struck])

function createStyle() {
  const on = new Map<string, string>()
  let parts: { ink: string; ground: string } | undefined
  const join = (wanted: (name: string) => boolean) => [...on].flatMap(([name, code]) => (wanted(name) ? [code] : [])).join(';')
  // Inverse makes the colour of characters that of blanks.
  const isGround = (name: string) => on.has(inverse) || grounds.has(name)
  return {
    current: () => (parts ??= { ink: join((name) => !isGround(name)), ground: join(isGround) }),
    apply(parameters: string) {
      parts = undefined
      const codes = parameters === '' ? ['0'] : parameters.split(';')
      for (let index = 0; index < codes.length; index += 1) index += applyCode(on, codes, index)
    },
  }
}

/** Answers how many further codes belong to this one. */
function applyCode(on: Map<string, string>, codes: readonly string[], index: number): number {
  const code = Number(codes[index])
  if (code === 38 || code === 48) {
    const length = codes[index + 1] === '5' ? 3 : 5
    on.set(code === 38 ? 'color' : 'background', codes.slice(index, index + length).join(';'))
    return length - 1
  }
  if (code === 0) on.clear()
  else if (code === 22) for (const name of ['1', '2']) on.delete(name)
  else if (code >= 23 && code <= 29) on.delete(String(code - 20))
  else if (code === 39) on.delete('color')
  else if (code === 49) on.delete('background')
  else if (code <= 9) on.set(String(code), String(code))
  else on.set((code >= 40 && code <= 47) || code >= 100 ? 'background' : 'color', String(code))
  return 0
}
