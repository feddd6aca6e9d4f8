// Passwords as they are stored: scrypt from Node itself, so that no native module can take the server down with it.
// Few are computed at a time: each takes 32 MB and a fifth of a second of the pool that files and names are looked up in.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { CapstanError, type Violation } from '../errors.ts'

const usualCost = { log2N: 15, r: 8, p: 3 }
const hashBytes = 32
const atOnce = 2
const mostWaiting = 20
const shortest = 12
const longest = 256

/** The numbers of scrypt: memory and time are 2^log2N * r, done p times. */
interface PasswordCost {
  log2N: number
  r: number
  p: number
}

interface Recipe extends PasswordCost {
  salt: Buffer
}

export type DeriveKey = (password: string, recipe: Recipe) => Promise<Buffer>

export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes as long for nobody's password as for a wrong one. */
  matches(password: string, stored: string | undefined): Promise<boolean>
}

interface PasswordOptions {
  /** Of those that are stored from now on; each stored one carries its own. */
  cost?: PasswordCost
  derive?: DeriveKey
}

export function createPasswords({ cost = usualCost, derive = deriveKey }: PasswordOptions = {}): Passwords {
  const take = createGate()
  const nobody: Recipe & { hash: Buffer } = { ...cost, salt: randomBytes(16), hash: randomBytes(hashBytes) }
  return {
    hash: (password) =>
      take(async () => {
        const recipe = { ...cost, salt: randomBytes(16) }
        return format(recipe, await derive(password, recipe))
      }),
    matches: (password, stored) =>
      take(async () => {
        const { hash, ...recipe } = (stored && parse(stored)) || nobody
        return timingSafeEqual(await derive(password.slice(0, longest), recipe), hash) && stored !== undefined
      }),
  }
}

function deriveKey(password: string, { log2N, r, p, salt }: Recipe): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: 2 ** log2N, r, p, maxmem: 256 * 2 ** log2N * r }
    scrypt(password.normalize('NFKC'), salt, hashBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

function format({ log2N, r, p, salt }: Recipe, hash: Buffer): string {
  return ['scrypt', log2N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

function parse(stored: string): (Recipe & { hash: Buffer }) | undefined {
  const [name, log2N, r, p, salt = '', hash = ''] = stored.split('$')
  if (name !== 'scrypt') return undefined
  return {
    log2N: Number(log2N),
    r: Number(r),
    p: Number(p),
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }
}

/** The rest wait; too many of them are turned away. */
function createGate(): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) {
        throw new CapstanError('RATE_LIMITED', 'Too many people log in at this moment. Try again.', { retryAfterSeconds: 2 })
      }
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    try {
      return await work()
    } finally {
      // The place goes to the next one as it is, or becomes free.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}

export function checkPassword(password: string, path: string): Violation[] {
  if (password.length >= shortest && password.length <= longest) return []
  return [{ path, message: `expected ${shortest} to ${longest} characters, got ${password.length}` }]
}
