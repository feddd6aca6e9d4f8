// Finds the word somebody probably meant. Knows nothing of where the words come from.
import { distance } from 'fastest-levenshtein'

/** `, did you mean "topic"?` or nothing, ready to be appended to a message. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [best] = known
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)))
    .sort((a, b) => a.edits - b.edits)
  return best ? `, did you mean "${best.candidate}"?` : ''
}

/** Names that nobody has, each with the one that was probably meant. */
export function strangersAmong(names: readonly string[], known: readonly string[]): string[] {
  return names.filter((name) => !known.includes(name)).map((name) => `there is no ${name}${didYouMean(name, known)}`)
}
