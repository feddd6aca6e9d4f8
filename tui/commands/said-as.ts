// What the server calls its inputs, in the words of the command line: people typed options and ids, not fields.

/** By the server's path: the option or argument that sets it; empty where the rest says enough. */
export interface Sayings {
  readonly [path: string]: string
}

const always: Sayings = { id: '', ids: '', 'x-capstan-workspace': '--workspace' }

/** `timeoutSeconds: expected 1 to 86400` becomes `--limit: expected 1 to 86400`. */
export function saidAs(text: string, says: Sayings = {}): string {
  const [, path = '', rest = ''] = /^([\w-]+(?:\.[\w-]+)*): ([\s\S]*)$/.exec(text) ?? []
  const known = Object.entries({ ...always, ...says }).find(([name]) => path === name || path.startsWith(`${name}.`))
  if (!known) return text
  return known[1] ? `${known[1]}: ${rest}` : rest
}
