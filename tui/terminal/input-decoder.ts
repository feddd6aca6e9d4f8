// Bytes from a terminal -> keys, pasted text, mouse and answers to questions. Several keys in one read come apart, a sequence split over
// two reads comes together; a lone escape is only known after a pause, when `flush` is called.

export type InputEvent =
  | { kind: 'key'; key: string }
  | { kind: 'paste'; text: string }
  | { kind: 'mouse'; action: 'press' | 'wheelUp' | 'wheelDown'; column: number; row: number }
  | { kind: 'focus'; focused: boolean }
  /** The terminal told its background colour. */
  | { kind: 'background'; light: boolean }
  /** The terminal can tell keys apart that look alike otherwise. */
  | { kind: 'keyboard' }

export interface InputDecoder {
  feed(chunk: string): InputEvent[]
  /** What is left has nothing more coming: an escape was the key itself. */
  flush(): InputEvent[]
  readonly pending: boolean
}

const pasteBegin = '\u001b[200~'
const pasteEnd = '\u001b[201~'

export function createInputDecoder(): InputDecoder {
  let rest = ''
  return {
    feed(chunk) {
      const events: InputEvent[] = []
      rest = drain(rest + chunk, events)
      return events
    },
    flush() {
      // An unfinished paste is not a key: it goes on waiting for its end.
      if (rest === '' || rest.startsWith(pasteBegin)) return []
      const [first = '', ...others] = rest
      rest = ''
      const events: InputEvent[] = [{ kind: 'key', key: nameOf(first) }]
      drain(others.join(''), events)
      return events
    },
    get pending() {
      return rest !== ''
    },
  }
}

/** Takes what is complete and answers what is not. */
function drain(input: string, events: InputEvent[]): string {
  let at = 0
  while (at < input.length) {
    const taken = takeOne(input, at)
    if (!taken) return input.slice(at)
    events.push(...taken.events)
    at += taken.length
  }
  return ''
}

interface Taken {
  length: number
  events: InputEvent[]
}

function takeOne(input: string, at: number): Taken | undefined {
  if (input[at] !== '\u001b') return takeCharacter(input, at)
  const next = input[at + 1]
  if (next === undefined) return undefined
  if (next === '[') return takeCsi(input, at)
  if (next === ']') return takeOsc(input, at)
  if (next === 'O') return takeSs3(input, at)
  // A second escape belongs to what follows it.
  if (next === '\u001b') return { length: 1, events: [{ kind: 'key', key: 'escape' }] }
  const character = takeCharacter(input, at + 1)
  return character && { length: character.length + 1, events: character.events.map(withAlt) }
}

function withAlt(event: InputEvent): InputEvent {
  return event.kind === 'key' ? { kind: 'key', key: `alt+${event.key}` } : event
}

function takeCharacter(input: string, at: number): Taken {
  const character = String.fromCodePoint(input.codePointAt(at) ?? 0)
  return { length: character.length, events: [{ kind: 'key', key: nameOf(character) }] }
}

const controlNames: { [character: string]: string } = {
  '\r': 'enter',
  '\n': 'ctrl+j',
  '\t': 'tab',
  '\u001b': 'escape',
  '\u007f': 'backspace',
  '\b': 'backspace',
  ' ': 'space',
  '\u0000': 'ctrl+space',
}

function nameOf(character: string): string {
  const name = controlNames[character]
  if (name !== undefined) return name
  const code = character.codePointAt(0) ?? 0
  return code < 32 ? `ctrl+${String.fromCharCode(code + 96)}` : character
}

const finals: { [final: string]: string } = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  H: 'home',
  F: 'end',
  Z: 'shift+tab',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
}

const tildes: { [number: string]: string } = { 1: 'home', 3: 'delete', 4: 'end', 5: 'pageup', 6: 'pagedown', 7: 'home', 8: 'end', 15: 'f5' }

function takeCsi(input: string, at: number): Taken | undefined {
  const match = /^\[([<?]?[\d;:]*)([@-~])/.exec(input.slice(at + 1, at + 40))
  if (!match) return unfinished(input, at)
  const [whole, parameters = '', final = ''] = match
  const length = 1 + whole.length
  if (final === '~' && parameters === '200') return takePaste(input, at)
  if (parameters.startsWith('?')) return { length, events: final === 'u' ? [{ kind: 'keyboard' }] : [] }
  if (parameters.startsWith('<')) return { length, events: toMouse(parameters.slice(1), final) }
  if (final === 'I' || final === 'O') return { length, events: [{ kind: 'focus', focused: final === 'I' }] }
  const key = keyOfCsi(parameters, final)
  return { length, events: key === undefined ? [] : [{ kind: 'key', key }] }
}

/** Too long or with a character no sequence has: the escape stood alone, and what follows is text. */
function unfinished(input: string, at: number): Taken | undefined {
  return /^\[[<?]?[\d;:]*$/.test(input.slice(at + 1)) && input.length - at < 40
    ? undefined
    : { length: 1, events: [{ kind: 'key', key: 'escape' }] }
}

function keyOfCsi(parameters: string, final: string): string | undefined {
  const [first = '', second = ''] = parameters.split(';')
  if (final === 'u') return withModifiers(nameOf(String.fromCodePoint(Number(first.split(':')[0]) || 0)), second)
  const name = final === '~' ? tildes[first] : finals[final]
  return name && withModifiers(name, second)
}

function withModifiers(key: string, parameter: string): string {
  const bits = Math.max(0, (Number(parameter.split(':')[0]) || 1) - 1)
  // Shift on a printable key is already in the character.
  const shift = bits & 1 && key.length > 1 ? 'shift+' : ''
  const shifted = bits & 1 && key.length === 1 ? key.toUpperCase() : key
  return `${bits & 4 ? 'ctrl+' : ''}${bits & 2 ? 'alt+' : ''}${shift}${shifted}`
}

function takeSs3(input: string, at: number): Taken | undefined {
  const final = input[at + 2]
  if (final === undefined) return undefined
  const key = finals[final]
  return key ? { length: 3, events: [{ kind: 'key', key }] } : { length: 2, events: [{ kind: 'key', key: 'alt+O' }] }
}

function takePaste(input: string, at: number): Taken | undefined {
  const from = at + pasteBegin.length
  const end = input.indexOf(pasteEnd, from)
  if (end < 0) return undefined
  return { length: end + pasteEnd.length - at, events: [{ kind: 'paste', text: input.slice(from, end).replace(/\r\n?/g, '\n') }] }
}

function toMouse(parameters: string, final: string): InputEvent[] {
  const [button = -1, column = 0, row = 0] = parameters.split(';').map(Number)
  const place = { column: column - 1, row: row - 1 }
  if (button === 64) return [{ kind: 'mouse', action: 'wheelUp', ...place }]
  if (button === 65) return [{ kind: 'mouse', action: 'wheelDown', ...place }]
  return button === 0 && final === 'M' ? [{ kind: 'mouse', action: 'press', ...place }] : []
}

function takeOsc(input: string, at: number): Taken | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these end such a sequence.
  const match = /^\]([^\u0007\u001b]*)(\u0007|\u001b\\)/.exec(input.slice(at + 1, at + 200))
  if (!match) return input.length - at < 200 ? undefined : { length: 1, events: [] }
  return { length: 1 + match[0].length, events: toBackground(match[1] ?? '') }
}

function toBackground(answer: string): InputEvent[] {
  const match = /^11;rgba?:([0-9a-f]+)\/([0-9a-f]+)\/([0-9a-f]+)/i.exec(answer)
  if (!match) return []
  const [red = 0, green = 0, blue = 0] = match.slice(1, 4).map((part) => Number.parseInt(part, 16) / (16 ** part.length - 1))
  return [{ kind: 'background', light: 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 }]
}
