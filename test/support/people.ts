// People of every kind for a test: made by the operator, logged in or with a key, in the first workspace or in another one.
import type { ApiClient } from './api-client.ts'
import type { TestServer } from './server.ts'

export const password = 'correct horse battery'

export interface Person extends ApiClient {
  id: string
  email: string
  token: string
  refreshToken: string
}

export interface NewPerson {
  name: string
  role: 'ADMIN' | 'USER' | 'VIEWER'
  workspace?: string
  groups?: string[]
}

export async function createPerson(server: TestServer, { name, role, workspace = 'default', groups = [] }: NewPerson): Promise<Person> {
  const email = `${name.toLowerCase()}@example.com`
  const { createUser } = await server.gql<{ createUser: { user: { id: string } } }>(
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }',
    { input: { email, name, role, password, workspace, groups } },
  )
  return logIn(server, { id: createUser.user.id, email })
}

export async function logIn(server: TestServer, { id, email }: { id: string; email: string }): Promise<Person> {
  const { login } = await server
    .as('')
    .gql<{ login: { accessToken: string; refreshToken: string } }>(
      'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken refreshToken } }',
      { email, password },
    )
  return { ...server.as(login.accessToken), id, email, token: login.accessToken, refreshToken: login.refreshToken }
}

export async function createKey(maker: ApiClient, input: { [name: string]: unknown } = {}): Promise<{ id: string; secret: string }> {
  const { createApiKey } = await maker.gql<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id } } }',
    { input: { name: 'a key', ...input } },
  )
  return { id: createApiKey.apiKey.id, secret: createApiKey.secret }
}
