// Who one is to the server: logging in and out, users, keys.
import {
  apiKeys,
  cliChangePassword,
  cliLinkCode,
  cliLogin,
  cliLogout,
  cliMe,
  createApiKey,
  createUser,
  type KeyRowFragment,
  type Role,
  revokeApiKey,
  type UserRowFragment,
  updateUser,
  users,
} from '../generated/operations.ts'
import { argument, type Call, type CommandSpec, isSet, listOf, numberOf, textOf, UsageError } from './command.ts'
import { age, facts, moment } from './format.ts'
import { readMoment, readWord } from './inputs.ts'
import { type Io, printOne, printRows } from './io.ts'
import type { Column } from './table.ts'

const roles: readonly Role[] = ['ADMIN', 'USER', 'VIEWER']
const roleOption = { flags: '--role <role>', summary: 'admin, user or viewer', choices: ['admin', 'user', 'viewer'] }

function userColumns(io: Io): Column<UserRowFragment>[] {
  return [
    { title: 'ID', of: ({ id }) => id },
    { title: 'EMAIL', of: ({ email }) => email },
    { title: 'ROLE', of: ({ role }) => role.toLowerCase() },
    { title: 'STATE', of: ({ disabled }) => (disabled ? 'disabled' : 'active') },
    { title: 'GROUPS', of: ({ groups }) => groups.join(', ') },
    { title: 'LAST LOGIN', of: ({ lastLoginAt }) => (lastLoginAt ? `${age(lastLoginAt, io.now())} ago` : 'never') },
    { title: 'NAME', of: ({ name }) => name, grows: true },
  ]
}

const keyColumns: readonly Column<KeyRowFragment>[] = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'BEGINS', of: ({ prefix }) => prefix },
  { title: 'ROLE', of: ({ role, service }) => (service ? `${role.toLowerCase()}, service` : role.toLowerCase()) },
  { title: 'MAY', of: ({ scopes }) => scopes.join(', ') || 'all its role may' },
  { title: 'OWNER', of: ({ owner }) => owner.name },
  { title: 'EXPIRES', of: ({ expiresAt, revokedAt }) => (revokedAt ? 'revoked' : moment(expiresAt)) },
  { title: 'LAST USED', of: ({ lastUsedAt }) => moment(lastUsedAt) || 'never' },
  { title: 'NAME', of: ({ name }) => name, grows: true },
]

/** Never on the command line, where other users of the machine and the shell's history can read it. */
async function readSecret(io: Io, call: Call, question: string): Promise<string> {
  const secret = isSet(call, 'passwordStdin') ? (await io.readInput()).replace(/\r?\n$/, '') : await io.askSecret(question)
  if (!secret) throw new UsageError('expected a password: type it at the prompt, or give it with --password-stdin')
  return secret
}

const passwordStdin = { flags: '--password-stdin', summary: 'read the password from standard input' }

export const accessCommands: readonly CommandSpec[] = [
  {
    words: 'login',
    takes: '<email>',
    summary: 'Log in to a server; later commands use the session.',
    options: [passwordStdin],
    examples: ['login ann@example.com --url https://capstan.example.com'],
    run: async (io, call) => {
      const email = argument(call)
      const { login } = await io.client.request(
        cliLogin,
        { email, password: await readSecret(io, call, `Password of ${email}: `) },
        { raw: true },
      )
      io.sessions.keep(io.client.url, login)
      printOne(io, login.user, ({ name, role }) => [`Logged in at ${io.client.url} as ${name} (${role.toLowerCase()}).`])
      return undefined
    },
  },
  {
    words: 'logout',
    summary: 'End the session.',
    options: [{ flags: '--everywhere', summary: 'all sessions of yours' }],
    examples: ['logout'],
    run: async (io, call) => {
      await io.client.request(cliLogout, { everywhere: isSet(call, 'everywhere') })
      io.sessions.drop(io.client.url)
      printOne(io, { loggedOut: true }, () => ['Logged out.'])
      return undefined
    },
  },
  {
    words: 'whoami',
    summary: 'Who you are to the server, and what you may do.',
    examples: ['whoami'],
    run: async (io) => {
      const { me } = await io.client.request(cliMe, {})
      printOne(io, me, ({ name, email, role, workspace, memberships, viewerCan, service }) =>
        facts([
          ['name', service ? `${name} (a service)` : name],
          ['email', email],
          ['role', role],
          ['workspace', workspace.id],
          ['workspaces', memberships.map((one) => `${one.workspace} (${one.role.toLowerCase()})`).join(', ')],
          ['may', viewerCan.map((action) => action.toLowerCase().replace('_', ' ')).join(', ') || 'look'],
          ['server', io.client.url],
        ]),
      )
      return undefined
    },
  },
  {
    words: 'password',
    summary: 'Change your own password; ends your other sessions.',
    examples: ['password'],
    run: async (io) => {
      const current = await io.askSecret('Present password: ')
      const next = await io.askSecret('New password, at least 12 characters: ')
      if (!current || !next) throw new UsageError('expected both passwords at the prompt')
      await io.client.request(cliChangePassword, { current, next })
      printOne(io, { changed: true }, () => ['Changed.'])
      return undefined
    },
  },
  {
    words: 'link',
    summary: 'A code that links your Slack account to you: type it to the bot.',
    examples: ['link'],
    run: async (io) => {
      const { createLinkCode } = await io.client.request(cliLinkCode, {})
      printOne(io, createLinkCode, ({ code, expiresAt }) => [
        `In Slack, type: /capstan link ${code}`,
        `It works once, until ${moment(expiresAt)}.`,
      ])
      return undefined
    },
  },
  {
    words: 'user list',
    summary: 'Users of the workspace.',
    examples: ['user list'],
    run: async (io) => {
      const { users: people } = await io.client.request(users, {})
      printRows(io, people, { columns: userColumns(io), empty: 'There are no users.' })
      return undefined
    },
  },
  {
    words: 'user create',
    takes: '<email> <name>',
    summary: 'Make a user, or take one into the workspace. A password is made and shown once.',
    options: [roleOption, { flags: '--group <name>', summary: 'that approvals may name', many: true }, passwordStdin],
    examples: ['user create ben@example.com "Ben" --role user'],
    run: async (io, call) => {
      const groups = listOf(call, 'group')
      const input = {
        email: argument(call),
        name: argument(call, 1),
        role: readWord(textOf(call, 'role'), roles, '--role') ?? ('USER' as const),
        ...(groups && { groups: [...groups] }),
        ...(isSet(call, 'passwordStdin') && { password: await readSecret(io, call, '') }),
      }
      const { createUser: created } = await io.client.request(createUser, { input }, { raw: true })
      printOne(io, created, ({ user, password }) => [
        `${user.email} may work here as ${user.role.toLowerCase()}.`,
        ...(password ? [`Password, shown this once: ${password}`] : []),
      ])
      return undefined
    },
  },
  {
    words: 'user update',
    takes: '<user>',
    summary: 'Change a user.',
    options: [
      { flags: '--name <text>', summary: 'name to show' },
      roleOption,
      { flags: '--remove', summary: 'take the person out of the workspace' },
      { flags: '--disable', summary: 'log out everywhere, and no login any more' },
      { flags: '--enable', summary: 'undo --disable' },
      { flags: '--group <name>', summary: 'that approvals may name', many: true },
    ],
    examples: ['user update U-7 --role viewer', 'user update U-7 --disable'],
    run: async (io, call) => {
      const [name, groups, role] = [textOf(call, 'name'), listOf(call, 'group'), readWord(textOf(call, 'role'), roles, '--role')]
      const input = {
        ...(name && { name }),
        ...(groups && { groups: [...groups] }),
        ...(role && { role }),
        ...(isSet(call, 'remove') && { role: null }),
        ...(isSet(call, 'disable') && { disabled: true }),
        ...(isSet(call, 'enable') && { disabled: false }),
      }
      const { updateUser: changed } = await io.client.request(updateUser, { id: argument(call), input })
      printRows(io, [changed], { columns: userColumns(io), empty: '' })
      return undefined
    },
  },
  {
    words: 'token list',
    summary: 'Keys for programs.',
    examples: ['token list'],
    run: async (io) => {
      const { apiKeys: keys } = await io.client.request(apiKeys, {})
      printRows(io, keys, { columns: keyColumns, empty: 'There are no keys.' })
      return undefined
    },
  },
  {
    words: 'token create',
    takes: '<name>',
    summary: 'Make a key for programs; it is shown once.',
    options: [
      { flags: '--scope <scope>', summary: 'read, submit, operate, configure, or the name of an operation', many: true },
      roleOption,
      { flags: '--expires <moment>', summary: 'when it stops working; in a year when left out, for example 30d' },
      { flags: '--service', summary: 'may act for users linked to it, as the Slack bot does' },
      { flags: '--per-minute <count>', summary: 'requests a minute' },
    ],
    examples: ['token create ci --scope submit --expires 90d'],
    run: async (io, call) => {
      const [scopes, expires] = [listOf(call, 'scope'), textOf(call, 'expires')]
      const input = {
        name: argument(call),
        ...(scopes && { scopes: [...scopes] }),
        role: readWord(textOf(call, 'role'), roles, '--role') ?? null,
        ...(expires && { expiresAt: readMoment(expires, 'expires', io.now()) }),
        ...(isSet(call, 'service') && { service: true }),
        requestsPerMinute: numberOf(call, 'perMinute') ?? null,
      }
      const { createApiKey: created } = await io.client.request(createApiKey, { input }, { raw: true })
      printOne(io, created, ({ secret, apiKey }) => [`${apiKey.name}, shown this once:`, secret])
      return undefined
    },
  },
  {
    words: 'token revoke',
    takes: '<key>',
    summary: 'End a key at once.',
    examples: ['token revoke K-3'],
    run: async (io, call) => {
      const { revokeApiKey: revoked } = await io.client.request(revokeApiKey, { id: argument(call) })
      printRows(io, [revoked], { columns: keyColumns, empty: '' })
      return undefined
    },
  },
]
