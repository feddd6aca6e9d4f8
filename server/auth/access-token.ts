// Access tokens: signed statements, good for an hour, of which person and session is asking. Whether that person and session still
// are what they were is asked elsewhere. Everything that is wrong with a token is the same to its bearer.
import { jwtVerify, SignJWT } from 'jose'
import { type SigningKeys, signingAlgorithm } from './signing-keys.ts'

const issuer = 'capstan'
const audience = 'capstan-api'
const type = 'at+jwt'
export const accessTokenSeconds = 3600
const mostRemembered = 5_000

export interface AccessClaims {
  user: string
  session: string
  expiresAt: Date
}

export interface AccessTokens {
  issue(claims: Omit<AccessClaims, 'expiresAt'>): Promise<{ token: string; expiresAt: Date }>
  verify(token: string): Promise<AccessClaims | undefined>
}

export function createAccessTokens(keys: SigningKeys, now: () => number = Date.now): AccessTokens {
  // A signature that was good stays good; checking one costs more than all the rest of a request.
  let good = new Map<string, AccessClaims>()

  async function check(token: string): Promise<AccessClaims | undefined> {
    const options = { algorithms: [signingAlgorithm], issuer, audience, typ: type, requiredClaims: ['sub', 'sid', 'exp', 'iat'] }
    const { payload } = await jwtVerify(token, (header) => keyFor(keys, header.kid), { ...options, currentDate: new Date(now()) })
    const { sub, sid, exp } = payload
    if (typeof sub !== 'string' || typeof sid !== 'string' || typeof exp !== 'number') return undefined
    return { user: sub, session: sid, expiresAt: new Date(exp * 1000) }
  }

  return {
    async issue({ user, session }) {
      const { kid, key } = await keys.signer()
      const issuedAt = Math.floor(now() / 1000)
      const token = await new SignJWT({ sid: session })
        .setProtectedHeader({ alg: signingAlgorithm, kid, typ: type })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(user)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + accessTokenSeconds)
        .sign(key)
      return { token, expiresAt: new Date((issuedAt + accessTokenSeconds) * 1000) }
    },
    async verify(token) {
      const known = good.get(token)
      const claims = known ?? (await check(token).catch(ignoreBadToken))
      if (!claims || claims.expiresAt.getTime() <= now()) return undefined
      if (!known) {
        if (good.size >= mostRemembered) good = new Map()
        good.set(token, claims)
      }
      return claims
    },
  }
}

class UnknownKey extends Error {}

async function keyFor(keys: SigningKeys, kid: string | undefined) {
  const key = kid && /^[\w-]{1,64}$/.test(kid) ? await keys.verifier(kid) : undefined
  if (!key) throw new UnknownKey('no such key')
  return key
}

/** What jose or the look-up for the key says of the token; a database that is away is not the token's fault. */
function ignoreBadToken(error: unknown): undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (error instanceof UnknownKey || error instanceof TypeError || (typeof code === 'string' && code.startsWith('ERR_J'))) return undefined
  throw error
}
