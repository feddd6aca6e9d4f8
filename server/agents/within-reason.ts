// Runs a check against a schema that came from a caller: it may be endless, by circles, by doubling or by a pattern, and nothing else in
// the process would get a turn. Knows nothing of what is checked.
import { createContext, Script } from 'node:vm'

const longestMs = 500
const place: { check: unknown } = createContext({ check: undefined }) as { check: unknown }
const run = new Script('check()')

/** `otherwise` says in its place what to answer, given why there was no answer. */
export function withinReason<T>(check: () => T, otherwise: (why: string) => T): T {
  try {
    place.check = check
    return run.runInContext(place, { timeout: longestMs }) as T
  } catch (error) {
    return otherwise(reasonOf(error))
  } finally {
    place.check = undefined
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const isEndless = code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' || error instanceof RangeError
  return isEndless ? 'the schema of the definition goes in circles, or asks for too much work' : `the schema cannot be used: ${message}`
}
