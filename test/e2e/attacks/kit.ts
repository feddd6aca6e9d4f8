// How an attacker talks to the server: whole requests by hand, bytes as they are, and the WebSocket protocol spoken badly.
import { connect } from 'node:net'
import { WebSocket } from 'ws'

export interface Target {
  url: string
  token: string
}

export interface Reply {
  status: number
  headers: Headers
  text: string
  data: { [field: string]: unknown } | null | undefined
  codes: string[]
}

/** What must be found nowhere, and what must, so that looking is known to find. */
export const canary = (where: string): string => `canary-${where}-5b1f9c`

type Variables = { [name: string]: unknown }

export async function send(target: Target, init: RequestInit & { path?: string } = {}): Promise<Reply> {
  const { path = '/graphql', headers, ...rest } = init
  const given = { 'content-type': 'application/json', authorization: `Bearer ${target.token}`, ...(headers as { [name: string]: string }) }
  const kept = Object.entries(given).filter(([, value]) => value !== '')
  const response = await fetch(`${target.url}${path}`, { method: 'POST', ...rest, headers: kept })
  return toReply(response.status, response.headers, await response.text())
}

export function overHttp(target: Target, query: string, variables: Variables = {}): Promise<Reply> {
  return send(target, { body: JSON.stringify({ query, variables }) })
}

export async function overSocket(target: Target, query: string, variables: Variables = {}): Promise<Reply> {
  const line = await new Line(target).introduced()
  try {
    line.say({ id: '1', type: 'subscribe', payload: { query, variables } })
    const { payload } = await line.until(({ id, type }) => id === '1' && (type === 'next' || type === 'error'))
    return toReply(0, new Headers(), JSON.stringify(Array.isArray(payload) ? { errors: payload } : payload))
  } finally {
    line.end()
  }
}

export const transports = [
  ['HTTP', overHttp],
  ['WebSocket', overSocket],
] as const

function toReply(status: number, headers: Headers, text: string): Reply {
  let body: { data?: Reply['data']; errors?: { extensions?: { code?: string } }[] } = {}
  try {
    body = JSON.parse(text)
  } catch {}
  return { status, headers, text, data: body.data, codes: (body.errors ?? []).map(({ extensions }) => extensions?.code ?? 'none') }
}

/** Sends bytes as they are, and reads until the other side ends or the head of the answer is there. */
export function raw({ url }: Target, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(text))
    socket.on('data', (data) => {
      answer += String(data)
      if (answer.includes('\r\n\r\n')) socket.destroy()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

type Message = { [key: string]: unknown; id?: string; type?: string; payload?: unknown }

export class Line {
  readonly received: Message[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  readonly socket: WebSocket
  readonly #token: string
  #waiting: (() => void)[] = []

  constructor(target: Target, { origin }: { origin?: string } = {}) {
    this.#token = target.token
    this.socket = new WebSocket(`${target.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', origin ? { origin } : {})
    this.closed = new Promise((resolve) => this.socket.on('close', (code, reason) => resolve({ code, reason: String(reason) })))
    this.socket.on('error', () => undefined)
    this.socket.on('message', (data) => {
      this.received.push(JSON.parse(String(data)))
      this.#wake()
    })
    void this.closed.then(() => this.#wake())
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }

  async opened(): Promise<this> {
    if (this.socket.readyState !== WebSocket.OPEN)
      await new Promise((resolve, reject) => this.socket.once('open', resolve).once('error', reject))
    return this
  }

  async introduced(): Promise<this> {
    await this.opened()
    this.say({ type: 'connection_init', payload: { authorization: `Bearer ${this.#token}` } })
    await this.until(({ type }) => type === 'connection_ack')
    return this
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  async until(holds: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.received.find(holds)
      if (found) return found
      if (this.socket.readyState >= WebSocket.CLOSING) throw new Error(`the socket closed; it had said ${JSON.stringify(this.received)}`)
      await new Promise<void>((wake) => this.#waiting.push(wake))
    }
  }

  end(): void {
    this.socket.terminate()
  }
}
