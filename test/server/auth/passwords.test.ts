import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPasswords, type DeriveKey } from '../../../server/auth/password.ts'

/** Answers when it is told to, and counts. */
function createSlowDerive() {
  const waiting: (() => void)[] = []
  let started = 0
  const derive: DeriveKey = (password) =>
    new Promise((resolve) => {
      started += 1
      waiting.push(() => resolve(Buffer.alloc(32, password)))
    })
  return { derive, started: () => started, next: () => waiting.shift()?.() }
}

const quick = { log2N: 4, r: 8, p: 1 }

test('a password matches what it was stored as, and nothing else does', async () => {
  const passwords = createPasswords({ cost: quick })
  const stored = await passwords.hash('grüne Äpfel im Korb')
  expect(stored).toMatch(/^scrypt\$4\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
  expect(await passwords.matches('grüne Äpfel im Korb', stored)).toBe(true)
  expect(await passwords.matches('grüne Äpfel im Korb'.normalize('NFD'), stored)).toBe(true)
  expect(await passwords.matches('grüne Äpfel', stored)).toBe(false)
  expect(await passwords.hash('grüne Äpfel im Korb')).not.toBe(stored)
})

test('costs 32 MB, three times, when nothing else is said, and a password that was stored at another cost is still good', async () => {
  const stored = await createPasswords().hash('grüne Äpfel im Korb')
  expect(stored).toMatch(/^scrypt\$15\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  expect(await createPasswords({ cost: quick }).matches('grüne Äpfel im Korb', stored)).toBe(true)
})

test('for somebody unknown the same work is done as for a wrong password, and nothing matches', async () => {
  const asked: unknown[] = []
  const passwords = createPasswords({
    derive: async (_password, { log2N, r, p, salt }) => {
      asked.push({ log2N, r, p, salt: salt.length })
      return Buffer.alloc(32)
    },
  })
  const stored = await passwords.hash('any password at all')
  expect(await passwords.matches('wrong', stored)).toBe(true)
  expect(await passwords.matches('wrong', undefined)).toBe(false)
  expect(asked).toEqual(Array(3).fill({ log2N: 15, r: 8, p: 3, salt: 16 }))
})

test('two are computed at a time, the others wait, and a crowd is turned away', async () => {
  const slow = createSlowDerive()
  const passwords = createPasswords({ derive: slow.derive })
  const all = Array.from({ length: 25 }, () =>
    passwords.hash('x').then(
      () => 'done',
      (error: unknown) => error,
    ),
  )
  await turn()
  expect(slow.started()).toBe(2)
  expect(await Promise.race(all)).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterSeconds: 2 } })
  for (let left = 22; left > 0; left -= 1) {
    slow.next()
    await turn()
  }
  const results = await Promise.all(all)
  expect(slow.started()).toBe(22)
  expect(results.filter((result) => result === 'done')).toHaveLength(22)
})
