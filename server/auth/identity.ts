// Puts together what identity is made of, and keeps it up to date with the feed. Holds no rules.
import type { Feed } from '../events/feed.ts'
import { createIdSource, type IdSource } from '../ids.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import { createAccessTokens } from './access-token.ts'
import type { ApiKeyDoc } from './api-keys.ts'
import { type Authenticate, type Authenticator, createAuthenticator } from './authenticate.ts'
import { ensureOperator, operatorId } from './first-admin.ts'
import { createIdentities, type Identities } from './identities.ts'
import { createTokenCheck } from './local-token.ts'
import { createLoginThrottle } from './login-throttle.ts'
import type { Passwords } from './password.ts'
import { createRateLimiter, type RateLimiter, type RateLimiterOptions } from './rate-limit.ts'
import { createSessionStore } from './session-store.ts'
import type { SessionDeps } from './sessions.ts'
import { createSigningKeys, type Sealing, type SigningKeys } from './signing-keys.ts'
import type { ViewerRole } from './viewer.ts'

export interface Identity extends SessionDeps {
  authenticate: Authenticate
  stillValid: Authenticator['stillValid']
  limiter: RateLimiter
  identities: Identities
  signingKeys: SigningKeys
  userIds: IdSource
  start(): Promise<() => void>
}

export interface IdentityOptions {
  database: Database
  feed: Feed
  log: Logger
  vault: Sealing & { derive(purpose: string): Buffer }
  /** What the operator of this installation shows. */
  localTokens: readonly string[]
  guestRole: ViewerRole | undefined
  passwords: Passwords
  rateLimits: RateLimiterOptions['byRole']
}

export function createIdentity(options: IdentityOptions): Identity {
  const { database, feed, log, vault, localTokens, guestRole, passwords, rateLimits = {} } = options
  const signingKeys = createSigningKeys({ database, sealing: vault })
  const tokens = createAccessTokens(signingKeys)
  const authenticator = createAuthenticator({
    database,
    tokens,
    isLocalToken: createTokenCheck(localTokens),
    operator: operatorId,
    guestRole,
    onKeyUsed: (id, lastUsedAt) => {
      const keys = database.collection<ApiKeyDoc>('api_keys')
      keys.updateOne({ _id: id }, { $max: { lastUsedAt } }).catch((error: unknown) => log.debug({ err: error }, 'use of a key not noted'))
    },
  })
  const limiter = createRateLimiter({ database, byRole: rateLimits })
  return {
    database,
    passwords,
    tokens,
    sessions: createSessionStore({ database, secret: vault.derive('refresh tokens') }),
    throttle: createLoginThrottle(database),
    authenticate: authenticator.authenticate,
    stillValid: authenticator.stillValid,
    limiter,
    identities: createIdentities({ database, secret: vault.derive('link codes') }),
    signingKeys,
    userIds: createIdSource(database, 'U'),
    start: async () => {
      await ensureOperator(database)
      const stops = [
        feed.onEvent((event) => {
          authenticator.hear(event)
          if (event.type === 'auth.key_rotated') signingKeys.forget()
        }),
        feed.onGap(authenticator.forget),
        limiter.start(),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
