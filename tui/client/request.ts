// One question over HTTP. Answers the data or throws ApiError or ServerUnreachable; knows nothing of sockets.
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
  const limit = AbortSignal.timeout(patienceMs)
  const response = await fetch(new URL('/graphql', url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer && { authorization: `Bearer ${bearer}` }),
      ...(workspace && { 'x-capstan-workspace': workspace }),
    },
    body: JSON.stringify({ query, variables }),
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ServerUnreachable(url, reasonOf(error))
  })
  const { data, errors = [] } = await readAnswer(url, response)
  const [first] = errors
  if (first) throw new ApiError(first)
  if (data === undefined || data === null) throw new ServerUnreachable(url, `it answered ${response.status} without data`)
  return data
}

async function readAnswer(url: string, response: Response): Promise<Answer> {
  try {
    const answer: unknown = await response.json()
    if (typeof answer === 'object' && answer !== null) return answer
  } catch {
    // Told below.
  }
  throw new ServerUnreachable(url, `it answered ${response.status} and no GraphQL`)
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0])
  if (cause instanceof Error) return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
  if (error.name === 'TimeoutError') return `no answer within ${patienceMs / 1000} s`
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
