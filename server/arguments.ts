// What the server's command line may say.
import { ConfigError } from './config.ts'

export const roles = ['all', 'api', 'worker'] as const
export type Role = (typeof roles)[number]

export function parseRole(args: readonly string[]): Role {
  const rest = [...args]
  let role: string = 'all'
  while (rest.length > 0) {
    const word = rest.shift() ?? ''
    if (word === '--role') role = rest.shift() ?? ''
    else if (word.startsWith('--role=')) role = word.slice('--role='.length)
    else throw new ConfigError(`Unknown argument "${word}": the server takes --role all, --role api or --role worker.`)
  }
  const known = roles.find((name) => name === role)
  if (!known) throw new ConfigError(`--role: expected all, api or worker, got "${role}".`)
  return known
}
