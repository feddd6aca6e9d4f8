// What every tool of a model agent has in common. Knows nothing of models or of single tools.
import { z } from 'zod'
import type { Json, RunFailure } from '../adapter.ts'
import type { JsonSchema } from '../config.ts'

export interface Tool {
  name: string
  /** Written for the model. */
  description: string
  /** JSON Schema of the input. */
  input: JsonSchema
  /** Answers what the model reads. Throws an Error whose message tells the model what to do differently. */
  run(input: unknown, signal: AbortSignal): Promise<string>
}

/** A run cannot go on, whatever the model does. */
export class ToolFailure extends Error {
  readonly failure: RunFailure

  constructor(failure: RunFailure) {
    super(failure.message)
    this.failure = failure
  }
}

export interface ToolSpec<S extends z.ZodObject> {
  name: string
  description: string
  input: S
  run(input: z.infer<S>, signal: AbortSignal): Promise<string>
}

/** A tool of our own: what the model sends is checked before it runs. */
export function defineTool<S extends z.ZodObject>({ name, description, input, run }: ToolSpec<S>): Tool {
  const { $schema: _, ...schema } = z.toJSONSchema(input) as JsonSchema
  return {
    name,
    description,
    input: schema,
    run: async (given, signal) => {
      const parsed = input.safeParse(given)
      if (parsed.success) return run(parsed.data, signal)
      throw new Error(
        `the input is not right: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
      )
    },
  }
}

export function toText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
