// When nothing matches: whether a filter names an agent, team, capability or worker that is not there. What is in a list may name an
// agent that is gone, so nobody is asked before the list is known to be empty.
import { ApiError } from '../client/api-error.ts'
import { cliNames } from '../generated/operations.ts'
import { nearest } from '../text/did-you-mean.ts'
import type { Io } from './io.ts'

const kinds = {
  agent: { noun: 'agent', listed: 'capstan agents', code: 'UNKNOWN_AGENT' },
  team: { noun: 'team', listed: 'capstan agents', code: 'NOT_FOUND' },
  capability: { noun: 'capability', listed: 'capstan agents --json', code: 'NOT_FOUND' },
  worker: { noun: 'worker', listed: 'capstan workers', code: 'NOT_FOUND' },
} as const

type Kind = keyof typeof kinds

/** Throws when one of them is the name of nothing. */
export async function demandKnown(io: Io, names: { readonly [K in Kind]?: string | null | undefined }): Promise<void> {
  const asked = (Object.keys(kinds) as Kind[]).flatMap((kind) => (names[kind] ? [{ kind, name: names[kind] }] : []))
  if (asked.length === 0) return
  const { agents, workers } = await io.client.request(cliNames, {})
  const known: { [K in Kind]: string[] } = {
    agent: agents.map(({ name }) => name),
    team: agents.map(({ team }) => plainTeam(team)),
    capability: agents.flatMap(({ capabilities }) => capabilities),
    worker: workers.map(({ id }) => id),
  }
  for (const { kind, name } of asked) {
    if (!known[kind].includes(kind === 'team' ? plainTeam(name) : name)) throw unknown(kind, name, known[kind])
  }
}

export function unknown(kind: Kind, name: string, known: readonly string[]): ApiError {
  const { noun, listed, code } = kinds[kind]
  const guess = nearest(name, known)
  const ending = guess ? `, did you mean "${guess}"?` : `; "${listed}" lists them.`
  return new ApiError({ message: `There is no ${noun} "${name}"${ending}`, extensions: { code } })
}

/** MARKETING_TEAM is called marketing by people, and by the server as well. */
const plainTeam = (team: string) =>
  team
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
    .replace(/(?<=.)_(team|agent)$/, '')
