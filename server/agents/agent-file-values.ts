// Values that occur in several places of an agent's YAML file.
import { z } from 'zod'
import { durationExpected, durationPattern } from './duration.ts'

export const duration = z.string({ error: durationExpected }).regex(durationPattern, durationExpected)
export const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable')
