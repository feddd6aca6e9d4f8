// Files that agents make: stored with their checksum, downloaded by those who may, and by nobody else.
import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { createTestServers, type TestServer } from '../support/server.ts'
import { commandAgent } from './crew.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
let server: TestServer

const text = 'Grüße\n'.repeat(100_000)
const clerk = commandAgent(
  'clerk',
  `fs.writeFileSync('report.html', 'Grüße\\n'.repeat(100_000))
  say({ type: 'artifact', name: 'Größe (1).html', path: 'report.html', contentType: 'text/html' })
  say({ type: 'result', result: 'filed' })`,
)
const thief = commandAgent(
  'thief',
  `say({ type: 'artifact', name: 'passwords', path: '../../etc/passwd' })
  say({ type: 'result', result: 'got away' })`,
)

beforeAll(async () => {
  server = await servers.start({ agents: { ...clerk, ...thief } })
})

interface ArtifactView {
  id: string
  name: string
  contentType: string
  bytes: number
  sha256: string
  url: string
}

async function artifacts(id: string): Promise<ArtifactView[]> {
  const query = 'query ($id: ID!) { task(id: $id) { artifacts { id name contentType bytes sha256 url } } }'
  return (await server.gql<{ task: { artifacts: ArtifactView[] } }>(query, { id })).task.artifacts
}

const download = (path: string, token?: string) =>
  fetch(`${server.url}${path}`, { headers: token ? { authorization: `Bearer ${token}` } : {} })

test('a file an agent made is downloaded whole, with the checksum it was stored with, and opens in no browser', async () => {
  const id = await server.submit({ agent: 'clerk' })
  await server.reached(id, 'SUCCEEDED')
  const [file, ...rest] = await artifacts(id)
  expect(rest).toEqual([])
  const sha256 = createHash('sha256').update(text).digest('hex')
  expect(file).toMatchObject({ name: 'Größe (1).html', contentType: 'text/html', bytes: Buffer.byteLength(text), sha256 })
  const response = await download(file!.url, server.token)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(
    createHash('sha256')
      .update(Buffer.from(await response.arrayBuffer()))
      .digest('hex'),
  ).toBe(sha256)
})

test('without a token, or with a wrong one, there is no download; an id that nobody has is not found', async () => {
  const id = await server.submit({ agent: 'clerk' })
  await server.reached(id, 'SUCCEEDED')
  const [file] = await artifacts(id)
  for (const token of [undefined, 'a-token-that-nobody-has-been-given']) {
    const response = await download(file!.url, token)
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain('Grüße')
  }
  for (const path of ['/artifacts/ffffffffffffffffffffffff', '/artifacts/report.html', '/artifacts/..%2f..%2fetc%2fpasswd']) {
    expect((await download(path, server.token)).status).toBe(404)
  }
})

test('a file outside the folder of its task is not taken', async () => {
  const id = await server.submit({ agent: 'thief' })
  expect((await server.reached(id, 'FAILED')).error).toMatchObject({ code: 'ARTIFACT_REFUSED' })
  expect(await artifacts(id)).toEqual([])
})
