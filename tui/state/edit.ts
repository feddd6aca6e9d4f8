// A line of text being typed, as a value, and what each key does to it. Counts in graphemes, so that no key splits a character.
import { graphemesOf } from '../text/width.ts'

export interface Edit {
  text: string
  /** In graphemes from the beginning. */
  cursor: number
}

export const editOf = (text: string): Edit => ({ text, cursor: graphemesOf(text).length })

export function insert({ text, cursor }: Edit, added: string): Edit {
  const pieces = graphemesOf(text)
  const line = added.replace(/[\n\t]+/g, ' ')
  return { text: [...pieces.slice(0, cursor), line, ...pieces.slice(cursor)].join(''), cursor: cursor + graphemesOf(line).length }
}

/** Undefined when the key does nothing to a text. */
export function editKey(edit: Edit, key: string): Edit | undefined {
  const pieces = graphemesOf(edit.text)
  const { cursor } = edit
  const moved = (place: number): Edit => ({ ...edit, cursor: Math.max(0, Math.min(place, pieces.length)) })
  const removed = (from: number, to: number): Edit => ({ text: [...pieces.slice(0, from), ...pieces.slice(to)].join(''), cursor: from })
  switch (key) {
    case 'left':
    case 'ctrl+b':
      return moved(cursor - 1)
    case 'right':
    case 'ctrl+f':
      return moved(cursor + 1)
    case 'home':
    case 'ctrl+a':
      return moved(0)
    case 'end':
    case 'ctrl+e':
      return moved(pieces.length)
    case 'alt+b':
    case 'ctrl+left':
      return moved(wordStart(pieces, cursor))
    case 'alt+f':
    case 'ctrl+right':
      return moved(wordEnd(pieces, cursor))
    case 'backspace':
      return cursor > 0 ? removed(cursor - 1, cursor) : edit
    case 'delete':
    case 'ctrl+d':
      return removed(cursor, Math.min(cursor + 1, pieces.length))
    case 'ctrl+w':
    case 'alt+backspace':
      return removed(wordStart(pieces, cursor), cursor)
    case 'ctrl+u':
      return removed(0, cursor)
    case 'ctrl+k':
      return removed(cursor, pieces.length)
    case 'space':
      return insert(edit, ' ')
    default:
      return isText(key) ? insert(edit, key) : undefined
  }
}

/** A key that stands for a character of its own. */
export const isText = (key: string): boolean => graphemesOf(key).length === 1

function wordStart(pieces: readonly string[], cursor: number): number {
  let place = cursor
  while (place > 0 && pieces[place - 1] === ' ') place -= 1
  while (place > 0 && pieces[place - 1] !== ' ') place -= 1
  return place
}

function wordEnd(pieces: readonly string[], cursor: number): number {
  let place = cursor
  while (place < pieces.length && pieces[place] === ' ') place += 1
  while (place < pieces.length && pieces[place] !== ' ') place += 1
  return place
}
