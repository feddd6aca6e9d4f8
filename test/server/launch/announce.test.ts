// What a person sees when everything runs.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatPlaces, type Places, waitUntilReady } from '../../../server/launch/announce.ts'

let dataDir: string
const places = (more: Partial<Places> = {}): Places => ({
  host: '127.0.0.1',
  port: 4000,
  dataDir,
  agentsDir: '/srv/agents',
  databaseUrl: 'mongodb://127.0.0.1:27017/capstan',
  ...more,
})

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'capstan-announce-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

describe('the announcement', () => {
  it('says where everything is', async () => {
    await writeFile(join(dataDir, 'credentials.json'), '{}')
    const text = formatPlaces('http://127.0.0.1:4000', places(), false)
    for (const part of ['http://127.0.0.1:4000/graphql', '/srv/agents', dataDir, 'credentials.json', 'mongodb://127.0.0.1:27017/capstan']) {
      expect(text).toContain(part)
    }
  })

  it('does not show the password of the database', () => {
    const text = formatPlaces('http://x', places({ databaseUrl: 'mongodb+srv://capstan:hunter2@db.example/capstan' }), false)
    expect(text).toContain('mongodb+srv://capstan:***@db.example/capstan')
    expect(text).not.toContain('hunter2')
  })

  it('waits until the server says that it is ready', async () => {
    let asked = 0
    const server = createServer((_request, response) => {
      asked += 1
      response.writeHead(asked < 3 ? 503 : 200).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await waitUntilReady(places({ host: '0.0.0.0', port }), AbortSignal.timeout(10_000))).toBe(`http://127.0.0.1:${port}`)
    expect(asked).toBe(3)
    // The server wrote down where it listens when any free port was asked for.
    await writeFile(join(dataDir, 'credentials.json'), JSON.stringify({ url: `http://127.0.0.1:${port}` }))
    expect(await waitUntilReady(places({ port: 0 }), AbortSignal.timeout(10_000))).toBe(`http://127.0.0.1:${port}`)
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  it('is not made when the server ended before', async () => {
    expect(await waitUntilReady(places({ port: 1 }), AbortSignal.abort())).toBeUndefined()
  })
})
