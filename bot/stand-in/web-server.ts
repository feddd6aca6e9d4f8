// The stand-in's HTTP server: the Web API, uploads, downloads, response addresses and the consent page of OAuth.
// Reads bodies and writes answers; what they mean is decided elsewhere.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { receiveUpload } from './method-files.ts'
import { takeResponse } from './response-url.ts'
import type { Json } from './test-api.ts'
import { type ApiContext, answerCall } from './web-api.ts'

export interface WebServer {
  server: Server
  url: string
  close(): Promise<void>
}

/** Answers requests that are not Slack's, such as those of the demo page. False: not its own either. */
export type OtherRoutes = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>

export interface WebServerOptions {
  port: number
  /** Asked for at each request: it knows the server's address, which is not there before the server is. */
  context(): ApiContext
  authorize(query: URLSearchParams): string
  others(): OtherRoutes | undefined
}

const largestBody = 30 * 1024 * 1024

export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const server = createServer((request, response) => {
    route(options, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(error instanceof Error ? error.message : String(error))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    server,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function route(options: WebServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://stand-in')
  const [, first = '', second = ''] = url.pathname.split('/')
  const { world, triggers } = options.context()
  if (first === 'api') return api(options.context(), { request, response, method: second })
  if (first === 'upload' && request.method === 'POST') {
    const taken = receiveUpload(world, second, await readUpload(request))
    return send(response, taken ? 200 : 400, taken ? 'OK' : 'The bytes are not as many as announced.')
  }
  if (['commands', 'actions', 'app'].includes(first) && request.method === 'POST') {
    const { status, body } = takeResponse(world, triggers, { id: second, body: parse((await readBody(request)).toString()) })
    return send(response, status, body)
  }
  if (first === 'files') return download(options.context(), second, response)
  if (url.pathname === '/oauth/v2/authorize') {
    response.writeHead(302, { location: options.authorize(url.searchParams) }).end()
    return
  }
  if (!(await options.others()?.(request, response, url))) send(response, 404, 'There is nothing here.')
}

interface ApiRequest {
  request: IncomingMessage
  response: ServerResponse
  method: string
}

async function api(context: ApiContext, { request, response, method }: ApiRequest): Promise<void> {
  const raw = readRaw(request, (await readBody(request)).toString())
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? String(raw['token'] ?? '')
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (basic) Object.assign(raw, credentialsIn(basic))
  const { status, body, retryAfter, lost } = await answerCall(context, { method, token, raw })
  if (lost) {
    request.socket.destroy()
    return
  }
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    ...(retryAfter ? { 'retry-after': String(retryAfter) } : {}),
  })
  response.end(JSON.stringify(body))
}

function credentialsIn(basic: string): Json {
  const [client_id = '', client_secret = ''] = Buffer.from(basic, 'base64').toString().split(':')
  return { client_id, client_secret }
}

function readRaw(request: IncomingMessage, body: string): Json {
  if (request.headers['content-type']?.startsWith('application/json')) return (parse(body) as Json | undefined) ?? {}
  const query = new URL(request.url ?? '/', 'http://stand-in').searchParams
  return Object.fromEntries([...query, ...new URLSearchParams(body)])
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestBody) throw new Error('The body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** As it is, or as the one part of a form. */
async function readUpload(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request)
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return body
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  const part = [...form.values()].find((value) => typeof value !== 'string')
  return part ? Buffer.from(await (part as Blob).arrayBuffer()) : Buffer.alloc(0)
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function download({ world }: ApiContext, id: string, response: ServerResponse): void {
  const file = world.files.get(id)
  if (!file?.completed) {
    send(response, 404, 'There is no such file.')
    return
  }
  const name = encodeURIComponent(file.name)
  // Never as a page: what agents write is not to run in this origin.
  const shown = /^(image\/png|text\/plain|text\/csv)$/.test(file.mimeType) ? 'inline' : 'attachment'
  response.writeHead(200, {
    'content-type': file.mimeType,
    'content-disposition': `${shown}; filename*=UTF-8''${name}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  })
  response.end(file.content)
}

export function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body)
}
