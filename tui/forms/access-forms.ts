// The forms for people and keys, and the input the server gets from them.
import type { CreateApiKeyInput, CreateUserInput, Role, UpdateUserInput } from '../generated/operations.ts'
import type { UserRow } from '../resources/users.ts'
import type { NewForm } from './form-state.ts'
import { field, type Value } from './forms.ts'

const roles: readonly Role[] = ['ADMIN', 'USER', 'VIEWER']

export function userForm(row: UserRow | undefined): NewForm {
  return {
    title: row ? `Edit ${row.name}` : 'New user',
    target: { kind: 'user', id: row?.id },
    fields: [
      ...(row ? [] : [field('email', 'email', { required: true, help: 'The name to log in with. A password is made and shown once.' })]),
      field('name', 'name', { required: true, help: 'Shown to others.' }),
      field('role', 'role', { kind: 'choice', choices: roles, required: true, help: 'Viewers look, users hand over work, admins do all.' }),
      field('groups', 'groups', { kind: 'list', help: 'That approvals may name, for example sre.' }),
    ],
    value: row ?? { role: 'USER' },
  }
}

export function keyForm(): NewForm {
  return {
    title: 'New API key',
    target: { kind: 'key' },
    fields: [
      field('name', 'name', { required: true, help: 'What it is for. The key is shown once, when it is made.' }),
      field('scopes', 'may', {
        kind: 'list',
        usual: 'all its role may',
        help: 'read, submit, operate, configure, or names of operations.',
      }),
      field('role', 'role', { kind: 'choice', choices: roles, help: 'Your own when left out, never more.' }),
      field('expiresAt', 'expires', { kind: 'moment', usual: 'in a year' }),
      field('requestsPerMinute', 'per minute', { kind: 'integer', minimum: 1, help: 'Requests; for admins only.' }),
      field('service', 'service', { kind: 'boolean', usual: 'no', help: 'May act for users linked to it, as the Slack bot does.' }),
    ],
  }
}

export const toNewUser = (value: Value): CreateUserInput => ({ email: '', name: '', role: 'USER', ...value })

/** What was emptied is emptied. */
export const toUserChange = (value: Value): UpdateUserInput => ({ groups: [], ...value })

export const toNewKey = (value: Value): CreateApiKeyInput => ({ name: '', ...value })
