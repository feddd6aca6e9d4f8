// People who may work here. Only admins see them.
import type { CapstanClient } from '../client/client.ts'
import { type UserRowFragment, updateUser, users as usersOperation } from '../generated/operations.ts'
import { formatAgo, toWords } from '../text/format.ts'
import type { Span } from '../theme.ts'
import type { Resource, RowAction, Surroundings } from './resource.ts'
import { fact } from './sections.ts'

export type UserRow = UserRowFragment

const pause: RowAction<UserRow> = {
  label: ({ disabled }) => (disabled ? 'Enable' : 'Disable'),
  danger: true,
  perform: (client, { id, name, disabled }, { choice }) => turn(client, { id, name }, choice ? choice === 'on' : disabled),
  undo: ({ disabled }) => ({ choice: disabled ? 'off' : 'on' }),
}

async function turn(client: CapstanClient, { id, name }: { id: string; name: string }, on: boolean): Promise<string> {
  await client.request(updateUser, { id, input: { disabled: !on } })
  return on ? `${name} may log in again` : `${name} is logged out everywhere and may not log in`
}

export const users: Resource<UserRow> = {
  name: 'users',
  title: 'Users',
  noun: 'user',
  columns: [
    { title: 'NAME', width: 18, grow: 1, drop: 0, cell: ({ name }) => ({ text: name, bold: true }), order: ({ name }) => name },
    { title: 'STATE', width: 11, drop: 0, cell: stateOf, order: ({ disabled }) => String(disabled) },
    { title: 'ROLE', width: 7, drop: 0, cell: ({ role }) => ({ text: toWords(role) }), order: ({ role }) => role },
    { title: 'EMAIL', width: 24, grow: 2, drop: 1, cell: ({ email }) => ({ text: email, tone: 'dim' }), order: ({ email }) => email },
    { title: 'GROUPS', width: 12, grow: 1, drop: 3, cell: ({ groups }) => ({ text: groups.join(', ') }) },
    { title: 'LAST LOGIN', width: 10, drop: 2, cell: lastLogin, order: ({ lastLoginAt }) => lastLoginAt ?? '' },
  ],
  nameOf: ({ name, email }) => `${name} (${email})`,
  pagedByServer: false,
  async load(client, { signal }) {
    const { users: rows } = await client.request(usersOperation, {}, { signal })
    return { rows, endCursor: null, hasMore: false }
  },
  fields: ({ id, name, email, role, groups, disabled }) => ({
    id,
    name,
    email,
    role: toWords(role),
    group: groups,
    state: disabled ? 'disabled' : 'active',
  }),
  stale: ({ type }) => type.startsWith('user.'),
  describe: (user, around) => [
    {
      title: user.name,
      lines: [
        [stateOf(user, around)],
        fact('id', user.id),
        fact('email', user.email),
        fact('role', toWords(user.role)),
        fact('groups', user.groups.join(', ') || 'none'),
        fact('known as', user.identities.join(', ') || 'nobody elsewhere'),
        fact('last login', lastLogin(user, around).text),
      ],
    },
  ],
  actions: { pause },
  empty: 'No users. Press n to make one.',
}

function stateOf({ disabled }: UserRow, { glyphs }: Surroundings): Span {
  return disabled ? { text: `${glyphs.cancelled} disabled`, tone: 'dim' } : { text: `${glyphs.succeeded} active`, tone: 'good' }
}

function lastLogin({ lastLoginAt }: UserRow, { now }: Pick<Surroundings, 'now'>): Span {
  return { text: lastLoginAt ? formatAgo(lastLoginAt, now) : 'never', tone: 'dim' }
}
