// WebSockets to the small API of api-fixture.ts: by hand, and as clients open them.
import { type Client, createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { type Api, onEnd, token } from './api-fixture.ts'
import type { Answer } from './api-requests.ts'

/** A raw socket that speaks the protocol by hand, to break it. */
export class Wire {
  readonly received: Record<string, unknown>[] = []
  readonly closed: Promise<{ code: number; reason: string }>
  readonly ws: WebSocket
  #waiting: (() => void)[] = []

  constructor(
    api: Api,
    {
      origin,
      headers = {},
      protocol = 'graphql-transport-ws',
    }: { origin?: string; headers?: Record<string, string>; protocol?: string } = {},
  ) {
    this.ws = new WebSocket(`ws://127.0.0.1:${api.port}/graphql`, protocol, { headers, ...(origin && { origin }) })
    this.closed = new Promise((resolve) => this.ws.on('close', (code, reason) => resolve({ code, reason: String(reason) })))
    this.ws.on('error', () => {})
    this.ws.on('message', (data) => {
      this.received.push(JSON.parse(String(data)))
      for (const wake of this.#waiting.splice(0)) wake()
    })
    void this.closed.then(() => {
      for (const wake of this.#waiting.splice(0)) wake()
    })
    onEnd(async () => this.ws.terminate())
  }

  async opened(): Promise<this> {
    if (this.ws.readyState !== WebSocket.OPEN) await new Promise((resolve, reject) => this.ws.once('open', resolve).once('error', reject))
    return this
  }

  async acknowledged(payload: Record<string, unknown> = { authorization: `Bearer ${token}` }): Promise<this> {
    await this.opened()
    this.send({ type: 'connection_init', payload })
    await this.until((message) => message.type === 'connection_ack')
    return this
  }

  send(message: unknown): void {
    this.ws.send(typeof message === 'string' ? message : JSON.stringify(message))
  }

  subscribe(id: string, query: string, variables?: Record<string, unknown>): void {
    this.send({ id, type: 'subscribe', payload: { query, ...(variables && { variables }) } })
  }

  async until(matches: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.received.find(matches)
      if (found) return found
      if (this.ws.readyState >= WebSocket.CLOSING) throw new Error(`the socket closed; received ${JSON.stringify(this.received)}`)
      await new Promise<void>((wake) => this.#waiting.push(wake))
    }
  }

  answerTo(id: string): Promise<Record<string, unknown>> {
    return this.until((message) => message.id === id && (message.type === 'next' || message.type === 'error'))
  }
}

export function socketClient(api: Api): Client {
  const client = createClient({
    url: `ws://127.0.0.1:${api.port}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { token },
    retryAttempts: 0,
  })
  onEnd(async () => void client.dispose())
  return client
}

/** Runs one operation over a WebSocket and gives what came back in the shape of an HTTP answer. */
export async function askOverSocket(api: Api, query: string, variables?: Record<string, unknown>): Promise<Pick<Answer, 'body' | 'text'>> {
  const wire = await new Wire(api).acknowledged()
  wire.subscribe('1', query, variables)
  const { payload } = await wire.answerTo('1')
  wire.ws.close()
  const body = (Array.isArray(payload) ? { errors: payload } : payload) as Answer['body']
  return { body, text: JSON.stringify(body) }
}
