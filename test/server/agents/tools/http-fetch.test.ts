// What a model may fetch: only from the listed hosts, never from private addresses, however it is led there.
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import type { HttpFetchTool } from '../../../../server/agents/config.ts'
import { createHttpFetch } from '../../../../server/agents/tools/http-fetch.ts'
import { createGuardedAgent } from '../../../../server/public-address.ts'

const servers: Server[] = []
const requests: string[] = []

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    requests.push(`${request.headers.host}${request.url}`)
    handler(request, response)
  })
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return `localhost:${(server.address() as AddressInfo).port}`
}

const host: string = await listen(({ url }, response) => {
  const to = (location: string) => response.writeHead(302, { location }).end()
  if (url === '/page') return response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Täglich</h1>')
  if (url === '/long') return response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(300_000))
  if (url === '/picture') return response.writeHead(200, { 'content-type': 'image/png' }).end('png')
  if (url === '/packed') return response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' }).end('bomb')
  if (url === '/missing') return response.writeHead(404, { 'content-type': 'text/plain' }).end('not here')
  if (url === '/to-page') return to('/page')
  if (url === '/round') return to('/round')
  if (url === '/to-private') return to('http://10.0.0.1/')
  if (url === '/to-metadata') return to('http://169.254.169.254/latest/meta-data')
  if (url === '/to-other') return to('https://evil.example/')
  if (url === '/to-file') return to('file:///etc/passwd')
  if (url === '/drip') {
    response.writeHead(200, { 'content-type': 'text/plain' })
    const timer = setInterval(() => response.write('.'), 20)
    response.once('close', () => clearInterval(timer))
    return
  }
  response.end()
})

/** Every name but localhost leads to where the test says. */
function fetcher(addresses: Record<string, string> = {}) {
  const resolve = ((name: string, _options: object, callback: (error: Error | null, found: unknown) => void) =>
    callback(null, [{ address: addresses[name] ?? '93.184.216.34', family: 4 }])) as never
  return createHttpFetch({ allow: [host], guarded: createGuardedAgent(resolve) })
}

const fetching = fetcher({ 'rebound.example': '127.0.0.1', 'internal.example': '192.168.1.1' })
const settings: HttpFetchTool = {
  name: 'http_fetch',
  hosts: [host, '*.example', '10.0.0.1', '169.254.169.254'],
  maxBytes: 100_000,
  timeoutMs: 20_000,
}
const tool = fetching(settings)
const never = new AbortController().signal
const get = (path: string) => tool.run({ url: `http://${host}${path}` }, never)

afterAll(() => {
  for (const server of servers) server.closeAllConnections()
  for (const server of servers) server.close()
})

describe('a page', () => {
  it('is read with its status and type, redirects followed', async () => {
    expect(await get('/page')).toBe('Status 200, text/html\n\n<h1>Täglich</h1>')
    expect(await get('/to-page')).toContain('Täglich')
    expect(await get('/missing')).toBe('Status 404, text/plain\n\nnot here')
  })

  it('is cut off when it is long, and not read when it is no text', async () => {
    const long = await get('/long')
    expect(long).toContain('cut off after 100000 bytes')
    expect(long.length).toBeLessThan(100_100)
    expect(await get('/picture')).toBe('Status 200. The body is image/png: not text, so it was not read.')
    expect(await get('/packed')).toContain('packed as gzip')
  })

  it('that never ends is given up after its time, and at once when the run is aborted', async () => {
    const hasty = fetching({ ...settings, timeoutMs: 100 })
    await expect(hasty.run({ url: `http://${host}/drip` }, never)).rejects.toThrow('it took longer than 0.1 seconds')
    const controller = new AbortController()
    const run = tool.run({ url: `http://${host}/drip` }, controller.signal)
    controller.abort(new Error('cancelled'))
    await expect(run).rejects.toThrow()
  })
})

describe('a request is refused', () => {
  it.each([
    ['another host', 'https://other.com/', /not among the hosts/],
    ['another port', 'http://a.example:8080/', /not among the hosts/],
    ['a host that only ends alike', 'http://notexample/', /not among the hosts/],
    ['another protocol', 'file:///etc/passwd', /starts with https/],
    ['a password', 'http://user:pass@a.example/', /without a user name/],
    ['no URL', 'hello', /expected a URL/],
    [
      'a private address',
      'http://10.0.0.1/',
      /expected a public address, got 10.0.0.1; an operator may allow host:port in CAPSTAN_FETCH_ALLOW/,
    ],
    ['the metadata of a cloud', 'http://169.254.169.254/', /expected a public address/],
    ['a name that leads to this machine', 'http://rebound.example/', /leads to 127.0.0.1/],
    ['a name that leads to this network', 'http://internal.example/', /leads to 192.168.1.1/],
  ])('to %s', async (_name, url, message) => {
    const before = requests.length
    await expect(tool.run({ url }, never)).rejects.toThrow(message)
    expect(requests.length).toBe(before)
  })

  it.each([
    ['to a private address', '/to-private', /expected a public address/],
    ['to the metadata of a cloud', '/to-metadata', /expected a public address/],
    ['to another host', '/to-other', /leads to|cannot|ENOTFOUND|UND_ERR|timeout/i],
    ['to a file', '/to-file', /starts with https/],
    ['without end', '/round', /redirected more than 5 times/],
  ])('when it is redirected %s', async (_name, path, message) => {
    const strict = fetching({ ...settings, hosts: path === '/to-other' ? [host] : settings.hosts })
    await expect(strict.run({ url: `http://${host}${path}` }, never)).rejects.toThrow(
      path === '/to-other' ? /not among the hosts/ : message,
    )
  })
})
