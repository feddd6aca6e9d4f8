// Deliveries over Socket Mode: links, hello, envelopes to any one of the open sockets, acknowledgements, and a second try elsewhere when
// a socket goes before it acknowledged.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import type { Outcome, Outgoing } from './delivery.ts'
import type { SocketFaults } from './faults.ts'
import type { Json } from './test-api.ts'

interface Waiting {
  envelope: Json
  socket?: WebSocket
  sends: number
  timer?: NodeJS.Timeout
  settle(outcome: Outcome): void
}

/** Slack's own number. */
const mostSockets = 10
/** Bolt comes back five seconds after it lost its socket. */
const reconnectMs = 8000
/** A client that hears no ping for 30 seconds takes the link for dead. */
const pingEveryMs = 10_000

export class Sockets implements SocketFaults {
  readonly #appId: string
  readonly #ackMs: number
  readonly #accept = new WebSocketServer({ noServer: true })
  readonly #links = new Set<string>()
  readonly #open = new Set<WebSocket>()
  readonly #waiting = new Map<string, Waiting>()
  #onConnected = () => {}
  #next = 0
  #dropsNext = false
  #pinging: NodeJS.Timeout | undefined

  constructor({ appId, ackMs }: { appId: string; ackMs: number }) {
    this.#appId = appId
    this.#ackMs = ackMs
  }

  start(server: Server, onConnected: () => void): void {
    this.#onConnected = onConnected
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
    this.#pinging = setInterval(() => {
      for (const socket of this.#open) socket.ping()
    }, pingEveryMs)
  }

  /** An address that one socket may connect to. */
  openLink(url: string): string {
    const ticket = randomBytes(12).toString('hex')
    this.#links.add(ticket)
    return `${url.replace(/^http/, 'ws')}/link?ticket=${ticket}&app_id=${this.#appId}`
  }

  count(): number {
    return this.#open.size
  }

  deliver({ kind, payload, retry }: Outgoing): Promise<Outcome> {
    const id = randomBytes(16).toString('hex')
    const retried = retry ? { retry_attempt: retry.number, retry_reason: retry.reason } : {}
    return new Promise((resolve) => {
      const entry: Waiting = {
        envelope: { envelope_id: id, type: kind, payload, accepts_response_payload: kind !== 'events_api', ...retried },
        sends: 0,
        settle: (outcome) => {
          clearTimeout(entry.timer)
          this.#waiting.delete(id)
          resolve(outcome)
        },
      }
      this.#waiting.set(id, entry)
      // Without a socket it waits for one as long as Bolt needs to come back; with one the bot has its three seconds.
      this.#expire(entry, reconnectMs)
      this.#send(entry)
    })
  }

  dropAll(): void {
    for (const socket of this.#open) socket.terminate()
  }

  dropOnNextDelivery(): void {
    this.#dropsNext = true
  }

  disconnectAll(): void {
    for (const socket of this.#open) socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }))
  }

  close(): void {
    clearInterval(this.#pinging)
    for (const { settle } of [...this.#waiting.values()]) settle(unanswered('closed'))
    this.dropAll()
    this.#accept.close()
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? '/', 'http://stand-in').searchParams.get('ticket') ?? ''
    if (!this.#links.delete(ticket) || this.#open.size >= mostSockets) stream.destroy()
    else this.#accept.handleUpgrade(request, stream, head, (socket) => this.#greet(socket))
  }

  #greet(socket: WebSocket): void {
    this.#open.add(socket)
    socket.on('message', (data) => this.#acknowledge(String(data)))
    socket.on('close', () => this.#leave(socket))
    socket.on('error', () => socket.terminate())
    const connection_info = { app_id: this.#appId }
    socket.send(JSON.stringify({ type: 'hello', num_connections: this.#open.size, connection_info, debug_info: { host: 'stand-in' } }))
    for (const entry of this.#waiting.values()) if (!entry.socket) this.#send(entry)
    this.#onConnected()
  }

  #acknowledge(text: string): void {
    const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id: string; payload?: Json }
    this.#waiting.get(id)?.settle({ status: 200, acknowledged: true, response: payload })
  }

  #leave(socket: WebSocket): void {
    this.#open.delete(socket)
    for (const entry of this.#waiting.values()) {
      if (entry.socket !== socket) continue
      delete entry.socket
      this.#expire(entry, reconnectMs)
      this.#send(entry)
    }
  }

  #expire(entry: Waiting, ms: number): void {
    clearTimeout(entry.timer)
    entry.timer = setTimeout(() => entry.settle(unanswered('timeout')), ms)
  }

  #send(entry: Waiting): void {
    const sockets = [...this.#open].filter(({ readyState }) => readyState === WebSocket.OPEN)
    const socket = sockets[this.#next++ % Math.max(1, sockets.length)]
    if (!socket) return
    entry.socket = socket
    this.#expire(entry, this.#ackMs)
    const retried = entry.sends++ > 0 ? { retry_attempt: entry.sends - 1, retry_reason: 'timeout' } : {}
    const drops = this.#dropsNext
    this.#dropsNext = false
    socket.send(JSON.stringify({ ...entry.envelope, ...retried }), () => {
      if (drops) socket.terminate()
    })
  }
}

const unanswered = (reason: string): Outcome => ({ status: 0, acknowledged: false, response: undefined, reason })
