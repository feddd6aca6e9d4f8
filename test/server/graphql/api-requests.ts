// Requests over HTTP to the small API of api-fixture.ts, well made and badly made.
import { connect } from 'node:net'
import { type Api, token } from './api-fixture.ts'

export interface Answer {
  status: number
  headers: Headers
  body: { data?: Record<string, unknown> | null; errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[] }
  text: string
}

export interface Ask {
  variables?: Record<string, unknown>
  operationName?: string
  headers?: Record<string, string | undefined>
}

export function ask(api: Api, query: string, { headers, ...rest }: Ask = {}): Promise<Answer> {
  return send(api, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, ...rest }),
  })
}

export async function send(
  api: Api,
  init: Omit<RequestInit, 'headers'> & { path?: string; headers?: Record<string, string | undefined>; duplex?: 'half' },
): Promise<Answer> {
  const { path = '/graphql', headers = {}, ...rest } = init
  const all = { authorization: `Bearer ${token}`, ...headers }
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const response = await fetch(`${api.url}${path}`, { ...rest, headers: given })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parse(text) }
}

function parse(text: string): Answer['body'] {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

export function codes(answer: Pick<Answer, 'body'>): unknown[] {
  return (answer.body.errors ?? []).map((error) => error.extensions.code)
}

/** Sends bytes as they are and reads until the server closes or the head of the answer is there. */
export function raw(api: Api, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(api.port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (data) => {
      answer += data
      if (answer.includes('\r\n\r\n')) socket.destroy()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}
