// One question over HTTP. Answers the data or throws ApiError or ServerUnreachable; knows nothing of sockets.
import http from 'node:http'
import https from 'node:https'
import { ApiError, ServerUnreachable } from './api-error.ts'

export interface Endpoint {
  /** Of the server, without /graphql. */
  url: string
  /** Asked for again before every use, so that a session can be renewed. */
  token: () => string | Promise<string>
  workspace?: string | undefined
}

export interface Question {
  query: string
  variables: object
  signal?: AbortSignal | undefined
}

interface Answer {
  data?: unknown
  errors?: { message: string; extensions?: { [name: string]: unknown } }[]
}

const patienceMs = 30_000

export async function ask({ url, token, workspace }: Endpoint, { query, variables, signal }: Question): Promise<unknown> {
  const bearer = await token()
  const headers = {
    'content-type': 'application/json',
    ...(bearer && { authorization: `Bearer ${bearer}` }),
    ...(workspace && { 'x-capstan-workspace': workspace }),
  }
  const { status, text } = await post(new URL('/graphql', url), { headers, body: JSON.stringify({ query, variables }), signal }).catch(
    (error: unknown) => {
      if (signal?.aborted) throw error
      throw new ServerUnreachable(url, reasonOf(error))
    },
  )
  const { data, errors = [] } = readAnswer(url, status, text)
  const [first] = errors
  if (first) throw new ApiError(first)
  if (data === undefined || data === null) throw new ServerUnreachable(url, `it answered ${status} without data`)
  return data
}

interface Letter {
  headers: { [name: string]: string }
  body: string
  signal: AbortSignal | undefined
}

/** By Node's own client: loading fetch would take longer than all else that happens before the first answer. */
function post(url: URL, { headers, body, signal }: Letter): Promise<{ status: number; text: string }> {
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body)
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': length },
      agent: agentOf(url),
      ...(signal && { signal }),
    })
    outgoing.setTimeout(patienceMs, () => outgoing.destroy(new Error(`no answer within ${patienceMs / 1000} s`)))
    outgoing.once('error', reject)
    outgoing.once('response', (incoming) => {
      const parts: Buffer[] = []
      incoming.on('data', (part: Buffer) => parts.push(part))
      incoming.once('error', reject)
      incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }))
    })
    outgoing.end(body)
  })
}

const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }

const agentOf = ({ protocol }: URL) => agents[protocol === 'https:' ? 'https:' : 'http:']

function readAnswer(url: string, status: number, text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer === 'object' && answer !== null) return answer
  } catch {
    // Told below.
  }
  throw new ServerUnreachable(url, `it answered ${status} and no GraphQL`)
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
