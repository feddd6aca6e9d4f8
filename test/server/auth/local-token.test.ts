import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { createTokenCheck, ensureCredentials, keepCredentials } from '../../../server/auth/local-token.ts'
import { patient } from '../../support/patience.ts'

const folders: string[] = []
let dataDir = ''
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'capstan-credentials-'))
  folders.push(folder)
  dataDir = join(folder, 'data')
})
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

const stored = async () => JSON.parse(await readFile(join(dataDir, 'credentials.json'), 'utf8'))

test('writes a token that only its owner can read, and nothing else', async () => {
  const { token } = await ensureCredentials({ dataDir, url: 'http://127.0.0.1:4000' })
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(await stored()).toEqual({ url: 'http://127.0.0.1:4000', token, role: 'admin' })
  expect((await stat(join(dataDir, 'credentials.json'))).mode & 0o777).toBe(0o600)
  expect(await readdir(dataDir)).toEqual(['credentials.json'])
})

test('keeps the token on the next start and refreshes the url', async () => {
  const first = await ensureCredentials({ dataDir, url: 'http://127.0.0.1:4000' })
  const second = await ensureCredentials({ dataDir, url: 'http://127.0.0.1:4001' })
  expect(second).toEqual(first)
  expect((await stored()).url).toBe('http://127.0.0.1:4001')
  expect((await stat(join(dataDir, 'credentials.json'))).mode & 0o777).toBe(0o600)
})

test('two first starts at once agree on one token', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => ensureCredentials({ dataDir, url: 'http://127.0.0.1:4000' })))
  expect(new Set(all.map(({ token }) => token)).size).toBe(1)
  expect(all[0]?.token).toBe((await stored()).token)
})

test.each(['', '{"token":', '{"token":"short"}', '[]'])('replaces a file that holds no token: %j', async (content) => {
  await ensureCredentials({ dataDir, url: 'http://127.0.0.1:4000' })
  await writeFile(join(dataDir, 'credentials.json'), content)
  const { token } = await ensureCredentials({ dataDir, url: 'http://127.0.0.1:4000' })
  expect((await stored()).token).toBe(token)
})

test('of two servers on one folder the file names one that runs', async () => {
  const first = createServer((_request, response) => response.end('ok'))
  const url = await new Promise<string>((resolve) =>
    first.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(first.address() as AddressInfo).port}`)),
  )
  const { token } = await ensureCredentials({ dataDir, url })
  const second = { dataDir, url: 'http://127.0.0.1:4001' }
  expect(await ensureCredentials(second)).toEqual({ token })
  let looks = 0
  first.on('request', () => looks++)
  const stop = keepCredentials({ ...second, everyMs: 10 })
  try {
    await vi.waitUntil(() => looks > 2, patient)
    expect((await stored()).url).toBe(url)
    await new Promise((resolve) => first.close(resolve).closeAllConnections())
    await vi.waitUntil(async () => (await stored()).url === second.url, patient)
    expect((await stored()).token).toBe(token)
  } finally {
    stop()
    first.close()
  }
})

test('knows each of its tokens and no other', () => {
  const check = createTokenCheck(['token-a', 'token-b'])
  expect(['token-a', 'token-b', 'token-c', ''].map(check)).toEqual([true, true, false, false])
})
