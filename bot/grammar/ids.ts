// Ids as people type them: any case, with or without the dash or letter, and cut short. Asks nobody which of them exist.

const prefixes = { T: 'task', W: 'workflow', S: 'schedule', D: 'dead', R: 'request', A: 'alert' } as const
export type IdNoun = (typeof prefixes)[keyof typeof prefixes]

const letterOf = Object.fromEntries(Object.entries(prefixes).map(([letter, noun]) => [noun, letter])) as Record<IdNoun, string>

const whole = /^[#`]?([TWSDRA])-([A-Z0-9]{1,24})`?$/i

/** The noun an id belongs to, `T-1042` to the task; undefined for what is no id. */
export function nounOfId(word: string): IdNoun | undefined {
  const letter = word.match(whole)?.[1]?.toUpperCase()
  return letter === undefined ? undefined : prefixes[letter as keyof typeof prefixes]
}

/** `t-1042`, `1042` and `#1042` are `T-1042` where a task is meant; undefined for what cannot be an id of that noun. */
export function toId(noun: IdNoun, word: string): string | undefined {
  const full = word.match(whole)
  if (full) return nounOfId(word) === noun ? `${letterOf[noun]}-${full[2]?.toUpperCase()}` : undefined
  const short = word.match(/^#?([A-Z0-9]*\d[A-Z0-9]*)$/i)
  return short ? `${letterOf[noun]}-${short[1]?.toUpperCase()}` : undefined
}
