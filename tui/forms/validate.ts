// Checks a value against JSON Schema, for words beside the fields. The server has the last word all the same.

type Check = typeof import('./json-schema.ts').checkSchema

let check: Check | undefined

/** To be awaited before a form opens; until then nothing is found wrong. */
export async function loadValidation(): Promise<void> {
  check ??= (await import('./json-schema.ts')).checkSchema
}

/** What is wrong by dotted path below `prefix`; nothing when the schema itself cannot be used here. */
export function violationsOf(schema: unknown, value: unknown, prefix: string): Map<string, string> {
  return check?.(schema, value, prefix) ?? new Map()
}
