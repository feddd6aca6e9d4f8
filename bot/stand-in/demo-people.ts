// Who takes part in the demo: the bot as a service of the product, and people as its users, each linked the way anyone is:
// by a one-time code, told to the bot in chat.
import { randomBytes } from 'node:crypto'
import type { SlackStandIn } from './test-api.ts'

export interface DemoPerson {
  name: string
  realName: string
  role: string
}

/** The API, and the token of an admin. */
export interface Product {
  apiUrl: string
  token: string
}

type Ask = <T>(token: string, query: string, variables?: object) => Promise<T>

/** The key the bot speaks to the server with. */
export async function createServiceKey({ apiUrl, token }: Product): Promise<string> {
  const mutation = 'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }'
  const input = { name: 'Slack bot', service: true }
  const made = await createAsk(apiUrl)<{ createApiKey: { secret: string } }>(token, mutation, { input })
  return made.createApiKey.secret
}

export async function linkPeople(standIn: SlackStandIn, { apiUrl, token }: Product, people: readonly DemoPerson[]): Promise<void> {
  const ask = createAsk(apiUrl)
  for (const person of people) {
    const code = await newLinkCode(ask, token, person)
    await standIn.command(person.name, `link ${code}`, { channel: standIn.directChannel(person.name) })
  }
}

async function newLinkCode(ask: Ask, token: string, { name, realName, role }: DemoPerson): Promise<string> {
  const email = `${name}@demo.example`
  const password = randomBytes(18).toString('base64url')
  const input = { email, name: realName, password, role: role.toUpperCase() }
  await ask(token, 'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', { input })
  const login = 'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken } }'
  const session = await ask<{ login: { accessToken: string } }>('', login, { email, password })
  const linked = await ask<{ createLinkCode: { code: string } }>(session.login.accessToken, 'mutation { createLinkCode { code } }')
  return linked.createLinkCode.code
}

function createAsk(url: string): Ask {
  return async (token, query, variables = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = (await response.json()) as { data?: never; errors?: { message: string }[] }
    if (errors?.[0] || !data) throw new Error(`The server refused to prepare the demo: ${errors?.[0]?.message ?? response.status}`)
    return data
  }
}
