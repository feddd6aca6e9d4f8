// Keys for programs. Their secrets are shown once, when they are made, and are nowhere here.
import { apiKeys as apiKeysOperation, type KeyRowFragment, revokeApiKey } from '../generated/operations.ts'
import { formatAgo, formatMoment, formatUntil, toWords } from '../text/format.ts'
import type { Span } from '../theme.ts'
import type { Resource, Surroundings } from './resource.ts'
import { fact } from './sections.ts'

export type KeyRow = KeyRowFragment

export const apiKeys: Resource<KeyRow> = {
  name: 'apiKeys',
  title: 'API keys',
  noun: 'key',
  columns: [
    { title: 'NAME', width: 16, grow: 1, drop: 0, cell: ({ name }) => ({ text: name, bold: true }), order: ({ name }) => name },
    { title: 'STATE', width: 11, drop: 0, cell: stateOf },
    { title: 'BEGINS', width: 17, drop: 2, cell: ({ prefix }) => ({ text: prefix, tone: 'accent' }) },
    { title: 'ROLE', width: 15, drop: 1, cell: ({ role, service }) => ({ text: service ? `${toWords(role)}, service` : toWords(role) }) },
    { title: 'MAY', width: 12, grow: 2, drop: 3, cell: ({ scopes }) => ({ text: mayOf(scopes), tone: 'dim' }) },
    { title: 'OWNER', width: 10, drop: 4, cell: ({ owner }) => ({ text: owner.name }), order: ({ owner }) => owner.name },
    { title: 'USED', width: 9, drop: 1, cell: usedCell, order: ({ lastUsedAt }) => lastUsedAt ?? '' },
  ],
  nameOf: ({ id, name }) => `${name} (${id})`,
  pagedByServer: false,
  async load(client, { signal }) {
    const { apiKeys: rows } = await client.request(apiKeysOperation, {}, { signal })
    return { rows, endCursor: null, hasMore: false }
  },
  fields: (key) => ({ id: key.id, name: key.name, role: toWords(key.role), owner: key.owner.name, state: stateWord(key, Date.now()) }),
  stale: ({ type }) => type.startsWith('key.'),
  describe: (key, around) => [
    {
      title: key.name,
      lines: [
        [stateOf(key, around)],
        fact('id', key.id),
        fact('begins with', key.prefix),
        fact('role', toWords(key.role)),
        fact('may', mayOf(key.scopes)),
        ...(key.service ? [fact('service', 'may act for users who are linked to it')] : []),
        fact('owner', key.owner.name),
        fact('made', formatMoment(key.createdAt)),
        fact('expires', `${formatMoment(key.expiresAt)} (${formatUntil(key.expiresAt, around.now)})`),
        fact('last used', usedCell(key, around).text),
        ...(key.requestsPerMinute === null ? [] : [fact('limit', `${key.requestsPerMinute} requests a minute`)]),
      ],
    },
  ],
  actions: {
    discard: {
      label: () => 'Revoke',
      refusal: ({ name, revokedAt }) => (revokedAt ? `${name} is revoked already.` : undefined),
      danger: true,
      perform: async (client, { id, name }) => {
        await client.request(revokeApiKey, { id })
        return `${name} is revoked: nothing gets in with it any more`
      },
    },
  },
  empty: 'No keys. Press n to make one.',
}

const mayOf = (scopes: readonly string[]) => scopes.join(', ') || 'all its role may'

function stateWord({ revokedAt, expiresAt }: KeyRow, now: number): 'revoked' | 'expired' | 'active' {
  if (revokedAt) return 'revoked'
  return Date.parse(expiresAt) <= now ? 'expired' : 'active'
}

function stateOf(key: KeyRow, { now, glyphs }: Surroundings): Span {
  const word = stateWord(key, now)
  return word === 'active' ? { text: `${glyphs.succeeded} active`, tone: 'good' } : { text: `${glyphs.cancelled} ${word}`, tone: 'dim' }
}

function usedCell({ lastUsedAt }: KeyRow, { now }: Pick<Surroundings, 'now'>): Span {
  return { text: lastUsedAt ? formatAgo(lastUsedAt, now) : 'never', tone: 'dim' }
}
