// Slows down guessing: few failures an account and an address, counted before the password is looked at.
import { createHash } from 'node:crypto'
import { RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from '../mongo.ts'
import { createCounter } from './limit-store.ts'

const failures = 5
const accountSeconds = 15 * 60
const addressSeconds = 60

export interface Attempt {
  /** Present when it may not even be tried; `first` for the first one too many. */
  refused?: { retryAfterSeconds: number; first: boolean }
  /** It was no failure after all. */
  succeeded(): Promise<void>
}

export interface LoginThrottle {
  begin(attempt: { email: string; address: string | undefined }): Promise<Attempt>
}

export function createLoginThrottle(database: Pick<Database, 'client' | 'db'>): LoginThrottle {
  const accounts = createCounter(database, { name: 'login-account', points: failures, seconds: accountSeconds })
  const addresses = createCounter(database, { name: 'login-address', points: failures, seconds: addressSeconds })
  return {
    async begin({ email, address }) {
      const account = createHash('sha256').update(email).digest('base64url')
      const place = address ?? 'unknown'
      const succeeded = async () => {
        await Promise.all([accounts.delete(account), addresses.reward(place)])
      }
      try {
        await addresses.consume(place)
        await accounts.consume(account)
        return { succeeded }
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
        return { refused: { retryAfterSeconds, first: refusal.consumedPoints === failures + 1 }, succeeded }
      }
    },
  }
}
