// Recognises a plain calculation in words: "Calculate factorial of 10", "15% of 80", "what is 12 * (3+4)". Calculates nothing itself.

const asking = "calculate|compute|evaluate|work out|solve|what is|what's|what are|how much is|find|determine"
const trigger = new RegExp(String.raw`^(?:please\s+)?(?:can you\s+|could you\s+)?(?:${asking})\s+`, 'i')
const filler = /^(?:(?:me|the|a|result of|value of|answer to|expression)\s+)+/i
/** What follows one of these is about what to do with the answer. */
const afterwards = /\s+(?:and(?!\s+-?\d)|then|in|using|with|for|as|to(?!\s+the\s+power))\b.*$/i

const number = String.raw`-?\d+(?:\.\d+)?`
const rewrites: readonly [RegExp, string][] = [
  [new RegExp(`(?:the )?(?:sum|total) of (${number}(?:(?:, and |, | and )${number})+)`, 'gi'), 'sum($1)'],
  [new RegExp(`(?:the )?(?:average|mean) of (${number}(?:(?:, and |, | and )${number})+)`, 'gi'), 'mean($1)'],
  [new RegExp(`(?:the )?product of (${number}) and (${number})`, 'gi'), '($1 * $2)'],
  [/(?:the )?factorial (?:of |for )?\(?(\d+)\)?/gi, '$1!'],
  [/(\d+)(?:'s)? factorial/gi, '$1!'],
  [new RegExp(`(?:the )?(?:square root|sqrt) of \\(?(${number})\\)?`, 'gi'), 'sqrt($1)'],
  [new RegExp(`(?:the )?(?:cube root|cbrt) of \\(?(${number})\\)?`, 'gi'), 'cbrt($1)'],
  [new RegExp(`(${number})\\s*(?:%|percent) of (${number})`, 'gi'), '($1 / 100 * $2)'],
  [/\bto the power of\b|\braised to\b/gi, '^'],
  [/\bsquared\b/gi, '^2'],
  [/\bcubed\b/gi, '^3'],
  [/\bdivided by\b|÷/gi, '/'],
  [/\bmultiplied by\b|\btimes\b|×/gi, '*'],
  [/\bplus\b/gi, '+'],
  [/\bminus\b|−/gi, '-'],
  [/\bmodulo\b/gi, 'mod'],
]
const words = 'abs|ceil|floor|round|sqrt|cbrt|exp|log10|log2|log|factorial|gcd|lcm|mod|min|max|sum|mean|median|sin|cos|tan|pi|e'
const expression = new RegExp(String.raw`^(?:\d+(?:\.\d+)?|[-+*/^%!(),\s]|\b(?:${words})\b)+$`)

export interface Calculation {
  expression: string
  /** How the person put it, for the answer's sentence. */
  wording: string
}

export function findCalculation(text: string): Calculation | undefined {
  const plain = text.trim().replace(/\s*=?\s*[?.!]*$/, (end) => (end.includes('!') && /\d!$/.test(text.trim()) ? end : ''))
  const asked = trigger.test(plain)
  const body = plain.replace(trigger, '').replace(filler, '')
  const rewritten = (candidate: string): string => candidate.replace(/(\d),(?=\d{3}\b)/g, '$1')
  for (const wording of asked ? [body, body.replace(afterwards, '')] : [body]) {
    const candidate = rewrites
      .reduce((current, [from, to]) => current.replace(from, to), rewritten(wording))
      .replace(/\s+and\s+/g, ', ')
      .trim()
    if (isCalculation(candidate, asked)) return { expression: candidate, wording }
  }
  return undefined
}

/** Without a verb a text such as "2024-2025" or "5" is not taken for a sum. */
function isCalculation(candidate: string, asked: boolean): boolean {
  if (!expression.test(candidate) || !/\d/.test(candidate)) return false
  if (/^\d{4}\s*-\s*\d{2,4}(\s*-\s*\d{2})?$/.test(candidate)) return false
  return asked ? /[-+*/^%!(]/.test(candidate) : /\d\s*[-+*/^%!]|[a-z]\(|\)/.test(candidate)
}
