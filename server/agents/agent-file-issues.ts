// Turns what zod found wrong with a file into sentences that say what was expected, what came and what to do.
import type { z } from 'zod'
import { didYouMean } from '../did-you-mean.ts'

type Issue = z.core.$ZodIssue
export type IssuePath = readonly (string | number)[]

export interface FileIssue {
  path: IssuePath
  message: string
}

/** `knownKeys` answers which keys are allowed at a path, for the suggestions. */
export function toFileIssues(issues: readonly Issue[], knownKeys: (path: IssuePath) => readonly string[]): FileIssue[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
    if (issue.code !== 'unrecognized_keys') return [{ path, message: describeIssue(issue) }]
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `unknown key${didYouMean(key, knownKeys(path)) || `; known are ${knownKeys(path).join(', ')}`}`,
    }))
  })
}

function describeIssue(issue: Issue): string {
  if (issue.code === 'invalid_union') return describeUnion(issue)
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => message).join('; ')
  const got = `got ${describeValue(issue.input)}`
  if (issue.code === 'invalid_type') {
    const expected = sentence(issue, `expected ${article(issue.expected)}`)
    return issue.input === undefined ? `is missing; ${expected}` : `${expected}, ${got}`
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String)
    return `expected one of ${values.join(', ')}, ${got}${didYouMean(String(issue.input), values)}`
  }
  if (issue.code === 'too_small') return `${sentence(issue, `expected at least ${issue.minimum}`)}, ${got}`
  if (issue.code === 'too_big') return `${sentence(issue, `expected at most ${issue.maximum}`)}, ${got}`
  return issue.code === 'invalid_format' ? `${issue.message}, ${got}` : issue.message
}

/** The alternative that got furthest says most about what was meant. */
function describeUnion(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  if (issue.message !== 'Invalid input') return issue.message
  const inner = issue.errors.flat().find((each) => each.code !== 'invalid_type' || each.path.length > 0)
  if (inner) return `${inner.path.length > 0 ? `${inner.path.join('.')}: ` : ''}${describeIssue(inner)}`
  return `${sentence(issue, 'has a form that is not known')}, got ${describeValue(issue.input)}`
}

function sentence(issue: Issue, standard: string): string {
  return /^(Invalid|Too (small|big))/.test(issue.message) ? standard : issue.message
}

function article(type: string): string {
  if (type === 'int') return 'a whole number'
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
