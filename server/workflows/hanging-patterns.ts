// Finds patterns in a schema that a text could keep busy for ever. Workflows come from callers, and a pattern holds up the whole server.
import type { JsonSchema } from '../agents/config.ts'
import type { Place, Problem } from './definition-text.ts'

const mostRepeats = 2

export function hangingPatterns(schema: JsonSchema, place: Place): Problem[] {
  return Object.entries(schema).flatMap(([key, value]): Problem[] => {
    const at = [...place, key]
    const own = patternsOf(key, value).filter(mayHang)
    const problems = own.map(() => ({
      place: at,
      message: `expected patterns without a repeated group, and with at most ${mostRepeats} of *, + and {1,9}`,
    }))
    return typeof value === 'object' && value !== null ? [...problems, ...hangingPatterns(value as JsonSchema, at)] : problems
  })
}

function patternsOf(key: string, value: unknown): string[] {
  if (key === 'pattern' && typeof value === 'string') return [value]
  return key === 'patternProperties' && typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function mayHang(pattern: string): boolean {
  const plain = pattern.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x')
  if (/\)[*+{]/.test(plain)) return true
  // A fixed number of times, as in a date, there is only one way to match.
  return (plain.replaceAll(/\{\d+\}/g, '').match(/[*+{]/g) ?? []).length > mostRepeats
}
