// One question over HTTP. Answers the data or throws ApiError or ServerUnreachable; knows nothing of sockets.
import http from 'node:http'
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
  /** However long the answer takes. */
  patient?: boolean | undefined
}

interface Answer {
  data?: unknown
  errors?: { message: string; extensions?: { [name: string]: unknown } }[]
}

const patienceMs = 30_000

export async function ask({ url, token, workspace }: Endpoint, { query, variables, signal, patient }: Question): Promise<unknown> {
  const bearer = await token()
  const headers = {
    'content-type': 'application/json',
    ...(bearer && { authorization: `Bearer ${bearer}` }),
    ...(workspace && { 'x-capstan-workspace': workspace }),
  }
  const letter = { headers, body: JSON.stringify({ query, variables }), signal, patient }
  const { status, text } = await postOnceMore(new URL('/graphql', url), letter, isQuestion(query)).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ServerUnreachable(url, reasonOf(error))
  })
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
  patient: boolean | undefined
  /** Over a connection of its own. */
  fresh?: boolean
}

/** What is not certain to change nothing is sent once. */
const isQuestion = (text: string) => /^\s*(query\b|\{)/.test(text)

/** A server may close a connection that has rested at the very moment it is used again. */
async function postOnceMore(url: URL, letter: Letter, harmless: boolean): ReturnType<typeof post> {
  try {
    return await post(url, letter)
  } catch (error) {
    if (!harmless || !(error instanceof StaleConnection)) throw error
    return post(url, { ...letter, fresh: true })
  }
}

/** The connection was an old one, and gone. */
class StaleConnection extends Error {}

/** By Node's own client: loading fetch would take longer than all else that happens before the first answer. */
async function post(
  url: URL,
  { headers, body, signal, patient = false, fresh = false }: Letter,
): Promise<{ status: number; text: string }> {
  const { request, agent } = await openTransport(url)
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body)
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': length },
      agent: fresh ? false : agent,
      ...(signal && { signal }),
    })
    if (!patient) outgoing.setTimeout(patienceMs, () => outgoing.destroy(new Error(`no answer within ${patienceMs / 1000} s`)))
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      const gone = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(gone ? new StaleConnection(error.code) : error)
    })
    outgoing.once('response', (incoming) => {
      const parts: Buffer[] = []
      incoming.on('data', (part: Buffer) => parts.push(part))
      incoming.once('error', reject)
      incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }))
    })
    outgoing.end(body)
  })
}

const agents = new Map<string, http.Agent>()

/** Encryption is loaded where it is used: that takes longer than an answer from this machine. */
async function openTransport({ protocol }: URL): Promise<{ request: typeof http.request; agent: http.Agent }> {
  const { request, Agent } = protocol === 'https:' ? await import('node:https') : http
  const agent = agents.get(protocol) ?? new Agent({ keepAlive: true })
  agents.set(protocol, agent)
  return { request, agent }
}

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
