// Takes secrets out of text that is about to be written down: values this process knows to be secret, and what looks like one.
// Works on the finished text, whatever it was made from. Each pattern runs in linear time.

const mark = '[secret]'
/** Shorter values are ordinary words. */
const minimumLength = 8

/** Standard output is one for the process, and so is the list of what may not appear there. */
const hidden = new Set<string>()
let known: RegExp | undefined

/** From now on this value appears in no log line, in whatever form a URL or a JSON string gives it. */
export function hideInLogs(...values: readonly (string | undefined)[]): void {
  for (const value of values) {
    if (value === undefined || value.length < minimumLength) continue
    const quoted = inQuotes(value)
    for (const form of [value, encodeURIComponent(value), quoted, inQuotes(quoted)]) hidden.add(form)
  }
  const longestFirst = [...hidden].sort((a, b) => b.length - a.length)
  known = longestFirst.length > 0 ? new RegExp(longestFirst.map(escapePattern).join('|'), 'g') : undefined
}

function inQuotes(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

const patterns: readonly (readonly [RegExp, string])[] = [
  // user:password@ of a URL
  [/(\b[a-z][a-z\d+.-]{1,20}:\/\/)[^\s/?#"'@\\]{1,512}@/gi, `$1${mark}@`],
  // a header, wherever it is quoted
  [/\b(Bearer|Basic)(\s+|%20)[\w.~+/=-]{8,4096}/gi, `$1 ${mark}`],
  // three parts of a signed token
  [/\beyJ[\w-]{8,4096}\.[\w-]{4,8192}\.[\w-]{4,1024}/g, mark],
  // keys that say what they are: ours, Slack's, those of model providers, of code hosts and of clouds
  [/\b(?:cap|ref)_[0-9a-f]{8,64}_[\w-]{16,512}/g, mark],
  [/\b(?:xox[abeoprs]-|xapp-|sk-|whsec_|ghp_|github_pat_|glpat-|AKIA|AIza)[\w-]{12,512}/g, mark],
]

/** `"password":"…"`, also inside a JSON string; and `password=…` in a query or a message. */
const namePart =
  '(?:pass(?:word|wd|phrase)?|secret|token|authorization|cookie|credential|api[_-]?key|access[_-]?key|private[_-]?key|secret[_-]?key)s?'
const named: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(\\\\?"[\\w-]{0,40}${namePart}\\\\?"\\s{0,3}:\\s{0,3}\\\\?")(?:[^"\\\\]|\\\\[^"])*`, 'gi'), `$1${mark}`],
  [new RegExp(`([?&\\s;][\\w-]{0,40}${namePart}=)[^&\\s"'\\\\;]{1,4096}`, 'gi'), `$1${mark}`],
]

export function scrub(text: string): string {
  let clean = known ? text.replace(known, mark) : text
  for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement)
  for (const [pattern, replacement] of named) clean = clean.replace(pattern, replacement)
  return clean
}
