// What keeps Capstan from starting, as one sentence for a person: what happened and what to do about it.
export class LaunchError extends Error {}

export function toReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export function hasCode(error: unknown, ...codes: (string | number)[]): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return (typeof code === 'string' || typeof code === 'number') && codes.includes(code)
}
