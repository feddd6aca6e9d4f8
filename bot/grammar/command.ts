// Text -> the command it means, or what is wrong with it. Asks nobody and carries nothing out.
import { nearest } from './did-you-mean.ts'
import { nounOfId } from './ids.ts'
import type { Noun } from './noun.ts'
import { type CommandName, findNoun, findVerb, nouns, shorthands } from './nouns.ts'
import { plainText } from './slack-text.ts'
import { splitWords, type Words } from './words.ts'

export interface Command {
  kind: 'command'
  name: CommandName
  /** What follows noun and verb. */
  words: readonly string[]
  /** The first of them that was in quotes. */
  quoted: string | undefined
  pairs: Words['pairs']
  flags: Words['flags']
}

export interface Unknown {
  kind: 'unknown'
  word: string
  /** Whole commands to try instead. */
  suggestions: readonly string[]
}

export const longestCommand = 8000

export function parseCommand(text: string): Command | Unknown {
  const words = splitWords(plainText(text.slice(0, longestCommand)))
  const [first, ...rest] = words.plain
  if (!first || words.flags['help'] === true) return toCommand('help.show', first ? [first] : [], words)
  const noun = findNoun(first.text)
  if (noun) return withVerb(noun, rest, words)
  const idNoun = nounOfId(first.text)
  if (idNoun) return withId(idNoun, words)
  return withVerbFirst(first.text, rest, words)
}

type Plain = Words['plain']

function toCommand(name: CommandName, plain: Plain, { pairs, flags }: Words): Command {
  return { kind: 'command', name, words: plain.map(({ text }) => text), quoted: plain.find(({ quoted }) => quoted)?.text, pairs, flags }
}

/** `task cancel T-1`, `task T-1`, `tasks`, `agent copywriter`. */
function withVerb(noun: Noun, rest: Plain, words: Words): Command | Unknown {
  const [word, ...others] = rest
  const verb = word && findVerb(noun, word.text)
  if (verb) return toCommand(`${noun.name}.${verb.name}` as CommandName, others, words)
  if (word && noun.ids && nounOfId(word.text) === noun.ids) {
    const after = others[0] && findVerb(noun, others[0].text)
    if (after) return toCommand(`${noun.name}.${after.name}` as CommandName, [word, ...others.slice(1)], words)
    return toCommand(`${noun.name}.show` as CommandName, rest, words)
  }
  if (word && noun.name === 'agent') return toCommand('agent.show', rest, words)
  if (word && !acceptsWords(noun)) return unknownVerb(noun, word.text)
  return toCommand(`${noun.name}.${noun.verbs[0]?.name ?? 'show'}` as CommandName, rest, words)
}

const acceptsWords = ({ name }: Noun) => ['help', 'link', 'task', 'stats'].includes(name)

/** `T-1`, `T-1 cancel`. */
function withId(idNoun: string, words: Words): Command | Unknown {
  const noun = findNoun(idNoun)
  if (!noun) return { kind: 'unknown', word: idNoun, suggestions: [] }
  return withVerb(noun, words.plain, words)
}

/** `cancel T-1`, `pause W-3`, `list agents`, `cancel task T-1`. */
function withVerbFirst(word: string, rest: Plain, words: Words): Command | Unknown {
  const [second, ...others] = rest
  const named = second && findNoun(second.text)
  const verbOfNamed = named && findVerb(named, word)
  if (named && verbOfNamed) return toCommand(`${named.name}.${verbOfNamed.name}` as CommandName, others, words)
  const noun = findNoun((second && nounOfId(second.text)) ?? '')
  const verb = noun && findVerb(noun, word)
  if (noun && verb) return toCommand(`${noun.name}.${verb.name}` as CommandName, rest, words)
  const short = Object.hasOwn(shorthands, word.toLowerCase()) ? shorthands[word.toLowerCase()] : undefined
  if (short) return toCommand(short, rest, words)
  return unknownWord(word, rest)
}

function unknownVerb(noun: Noun, word: string): Unknown {
  return { kind: 'unknown', word, suggestions: nearestVerbs(noun, word).map((verb) => `${noun.name} ${verb}`) }
}

function unknownWord(word: string, rest: Plain): Unknown {
  const all = (nouns as readonly Noun[]).flatMap(({ name, aliases = [] }) => [name, ...aliases])
  const known = [...Object.keys(shorthands), ...all].filter((candidate) => candidate.length > 1)
  const suggestions = nearest(word, known).map((found) => {
    const noun = findNoun(found)
    return [noun?.name ?? found, ...mended(noun, rest)].join(' ').slice(0, 70)
  })
  return { kind: 'unknown', word, suggestions: [...new Set(suggestions)] }
}

/** Each verb once, by its own name, whichever of its words is near. */
function nearestVerbs(noun: Noun, word: string): string[] {
  const known = noun.verbs.flatMap(({ name, aliases = [] }) => [name, ...aliases])
  return [...new Set(nearest(word, known).map((near) => findVerb(noun, near)?.name ?? near))]
}

/** Whoever mistypes one word often mistypes the next. */
function mended(noun: Noun | undefined, rest: Plain): string[] {
  const [first, ...others] = rest.map(({ text }) => text)
  if (first === undefined) return []
  const isKnown = !noun || findVerb(noun, first) !== undefined
  return [isKnown ? first : (nearestVerbs(noun, first)[0] ?? first), ...others]
}
