// The known words nearest to one that is not known, by edit distance. Knows no nouns and verbs.

/** At most three, the nearest first; none when all are far off. */
export function nearest(word: string, known: Iterable<string>): string[] {
  const given = word.toLowerCase()
  const most = Math.max(1, Math.floor(given.length / 3))
  return [...new Set(known)]
    .map((candidate) => ({ candidate, distance: rate(given, candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= most)
    .sort((one, other) => one.distance - other.distance || one.candidate.localeCompare(other.candidate))
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

function rate(given: string, candidate: string): number {
  if (given.length >= 3 && candidate.startsWith(given)) return 0.5
  return distance(given.slice(0, 64), candidate)
}

/** Insertions, deletions, replacements and swaps of neighbours, one each. */
export function distance(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1]
      let least = Math.min((next[column - 1] ?? 0) + 1, (last[column] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1))
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]) {
        least = Math.min(least, (before[column - 2] ?? 0) + 1)
      }
      next.push(least)
    }
    before = last
    last = next
  }
  return last[other.length] ?? 0
}
