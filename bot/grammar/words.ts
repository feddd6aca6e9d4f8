// One line -> words, `key=value` pairs and `--flags`, quotes respected. Knows no nouns and verbs.

export interface Words {
  /** What is neither pair nor flag, in order. */
  plain: { text: string; quoted: boolean }[]
  pairs: { [key: string]: string }
  flags: { [name: string]: string | true }
}

interface Piece {
  text: string
  /** Where quotes began, so that `"a=b"` is a word and `a="b"` a pair. */
  quotedFrom: number | undefined
}

/** A pair's key; `9:00` and `http://` are no pairs. */
const pair = /^([A-Za-z_][\w.-]*)(=|:(?!\/|\s|$))/
const flag = /^--([A-Za-z][\w-]*)(?:=([\s\S]*))?$/

export function splitWords(line: string): Words {
  const words: Words = { plain: [], pairs: {}, flags: {} }
  const pieces = cut(line)
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index]
    if (!piece) continue
    const named = asFlag(piece)
    if (named) {
      const next = pieces[index + 1]
      const takesNext = named.value === undefined && next !== undefined && !asFlag(next) && !asPair(next)
      set(words.flags, named.name, named.value ?? (takesNext ? next.text : true))
      if (takesNext) index += 1
      continue
    }
    const keyed = asPair(piece)
    if (keyed) set(words.pairs, keyed.key, keyed.value)
    else words.plain.push({ text: piece.text, quoted: piece.quotedFrom !== undefined })
  }
  return words
}

/** Keys come from strangers: `__proto__` is a key like any other. */
function set<T>(target: { [key: string]: T }, key: string, value: T): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

function asFlag({ text, quotedFrom }: Piece): { name: string; value: string | undefined } | undefined {
  const match = quotedFrom === 0 ? null : text.match(flag)
  return match?.[1] ? { name: match[1].toLowerCase(), value: match[2] } : undefined
}

function asPair({ text, quotedFrom }: Piece): { key: string; value: string } | undefined {
  const match = text.match(pair)
  if (!match?.[1] || (quotedFrom !== undefined && quotedFrom < match[0].length)) return undefined
  return { key: match[1], value: text.slice(match[0].length) }
}

/** A quote that is never closed goes to the end of the line; a backslash keeps the next quote. */
function cut(line: string): Piece[] {
  const pieces: Piece[] = []
  let piece: Piece | undefined
  let quote: string | undefined
  for (let index = 0; index < line.length; index += 1) {
    const char = line.charAt(index)
    if (char === '\\' && /["'\\]/.test(line.charAt(index + 1))) {
      piece ??= { text: '', quotedFrom: undefined }
      piece.text += line.charAt(++index)
    } else if (quote) {
      if (char === quote) quote = undefined
      else if (piece) piece.text += char
    } else if (opensQuote(char, piece)) {
      quote = char
      piece ??= { text: '', quotedFrom: undefined }
      piece.quotedFrom ??= piece.text.length
    } else if (/\s/.test(char)) {
      if (piece) pieces.push(piece)
      piece = undefined
    } else {
      piece ??= { text: '', quotedFrom: undefined }
      piece.text += char
    }
  }
  return piece ? [...pieces, piece] : pieces
}

/** An apostrophe inside a word is no quote. */
function opensQuote(char: string, piece: Piece | undefined): boolean {
  if (char === '"') return true
  return char === "'" && (piece === undefined || /[=:]$/.test(piece.text))
}
