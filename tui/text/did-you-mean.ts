// The name somebody probably meant. Knows nothing of where the names come from.
import { distance } from 'fastest-levenshtein'

/** The known word that is a typing error or two away, if there is one. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3)))
    .sort((a, b) => a.edits - b.edits)
  return best?.candidate
}
