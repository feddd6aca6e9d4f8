// Letting the app into a workspace: the consent page says yes at once, and the code it gives is good for one token.
import { randomBytes } from 'node:crypto'
import { refuse } from './refusal.ts'
import type { Credentials, Json } from './test-api.ts'
import type { Team, World } from './world.ts'

export interface OAuth {
  /** Where the consent page sends the browser. `team` in the query picks the workspace. */
  authorize(query: URLSearchParams): string
  redeem(args: Json): Team
}

export function createOAuth(world: World, { clientId, clientSecret }: Credentials): OAuth {
  const codes = new Map<string, Team>()
  return {
    authorize: (query) => {
      const code = randomBytes(8).toString('hex')
      const team = world.teams.get(query.get('team') ?? '') ?? [...world.teams.values()].find(({ installed }) => !installed) ?? world.home
      codes.set(code, team)
      const back = new URL(query.get('redirect_uri') || 'http://127.0.0.1:4100/slack/oauth_redirect')
      back.searchParams.set('code', code)
      back.searchParams.set('state', query.get('state') ?? '')
      return back.href
    },
    redeem: ({ client_id: id, client_secret: secret, code }) => {
      if (id !== clientId) return refuse('invalid_client_id')
      if (secret !== clientSecret) return refuse('bad_client_secret')
      const team = codes.get(String(code))
      if (!team) return refuse('invalid_code')
      codes.delete(String(code))
      return team
    },
  }
}
