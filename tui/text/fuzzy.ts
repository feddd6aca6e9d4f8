// How well typed letters fit a text: for palettes and choices.

/** 0 when the letters do not occur in this order; more for beginnings of words and for neighbours. */
export function fuzzyScore(text: string, typed: string): number {
  const [hay, needle] = [text.toLowerCase(), typed.toLowerCase().replace(/\s+/g, '')]
  let score = 0
  let from = 0
  let last = -2
  for (const letter of needle) {
    const at = hay.indexOf(letter, from)
    if (at < 0) return 0
    score += at === last + 1 ? 3 : at === 0 || hay[at - 1] === ' ' ? 2 : 1
    last = at
    from = at + 1
  }
  return score + 1 / (1 + hay.length)
}
