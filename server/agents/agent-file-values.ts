// Values that occur in several places of an agent's YAML file.
import { z } from 'zod'
import { durationExpected, durationPattern, parseDuration } from './duration.ts'

/** Timers of the platform go no further than 24.8 days: a longer one would go off at once. */
const longest = '20d'

export const duration = z
  .string({ error: durationExpected })
  .regex(durationPattern, durationExpected)
  .refine((text) => !durationPattern.test(text) || parseDuration(text) <= parseDuration(longest), `expected at most ${longest}`)
export const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable')
