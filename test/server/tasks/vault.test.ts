// Promise: what is sealed can be read with the key, in its place, unchanged, and not otherwise.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../server/agents/adapter.ts'
import { createVault, keyIdOf } from '../../../server/tasks/vault.ts'

const vault = createVault('a root key for tests, long enough')

describe('the vault', () => {
  it('gives back any JSON value, short or long', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json
        expect(vault.open(vault.seal(json, 'T-1.result'), 'T-1.result')).toEqual(json)
      }),
    )
    const long = 'words '.repeat(5000)
    const sealed = vault.seal(long, 'x')
    expect(sealed.length).toBeLessThan(long.length / 10)
    expect(vault.open(sealed, 'x')).toBe(long)
  })

  it('shows nothing of the value and never the same bytes twice', () => {
    const [a, b] = [vault.seal('a secret word', 'x'), vault.seal('a secret word', 'x')]
    expect(a.equals(b)).toBe(false)
    expect(a.includes('secret')).toBe(false)
  })

  it('opens a value only where it was stored', () => {
    expect(() => vault.open(vault.seal(1, 'T-1.result'), 'T-2.result')).toThrow()
  })

  it('notices every changed byte', () => {
    const sealed = vault.seal({ n: 1 }, 'x')
    for (let at = 0; at < sealed.length; at++) {
      const damaged = Buffer.from(sealed)
      damaged[at]! ^= 1
      expect(() => vault.open(damaged, 'x')).toThrow()
    }
    expect(() => vault.open(sealed.subarray(0, 20), 'x')).toThrow(/damaged/)
  })

  it('says so when the key is another one', () => {
    const other = createVault('another root key for tests, long')
    expect(() => other.open(vault.seal(1, 'x'), 'x')).toThrow(/CAPSTAN_SECRET_KEY/)
    expect(other.derive('cursors').equals(vault.derive('cursors'))).toBe(false)
    expect(vault.derive('a').equals(vault.derive('b'))).toBe(false)
  })

  it('takes no shortened tag', () => {
    const sealed = vault.seal('x', 'x')
    // As Node 20 would accept it: four bytes of the tag, and the rest of the layout moved up.
    const short = Buffer.concat([sealed.subarray(0, 22), sealed.subarray(34)])
    expect(() => vault.open(short, 'x')).toThrow()
  })

  it('opens with every key of the ring and seals with the first', () => {
    const ring = createVault('a new root key for tests, long enough', { previous: ['a root key for tests, long enough'] })
    expect(ring.open(vault.seal('old', 'x'), 'x')).toBe('old')
    expect(() => vault.open(ring.seal('new', 'x'), 'x')).toThrow(/CAPSTAN_SECRET_KEY/)
    expect(ring.keyIds).toEqual([keyIdOf(ring.seal(1, 'x')), keyIdOf(vault.seal(1, 'x'))])
  })

  it('repeats no nonce in a hundred thousand values', () => {
    const seen = new Set<string>()
    for (let count = 0; count < 100_000; count += 1) seen.add(vault.seal(1, 'x').toString('latin1', 6, 18))
    expect(seen.size).toBe(100_000)
  })
})
