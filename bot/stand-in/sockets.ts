// Deliveries over Socket Mode: links, hello, envelopes to any one of the open sockets, acknowledgements, and a second try elsewhere when
// a socket goes before it acknowledged.
import { randomBytes } from 'node:crypto'
import type { Server } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'
import type { Outcome, Outgoing } from './delivery.ts'
import type { SocketFaults } from './faults.ts'
import type { Json } from './test-api.ts'

export interface Sockets extends SocketFaults {
  /** An address that one socket may connect to. */
  openLink(url: string): string
  deliver(outgoing: Outgoing): Promise<Outcome>
  count(): number
  onConnected(listener: () => void): void
  close(): void
}

interface Waiting {
  envelope: Json
  socket?: WebSocket
  sends: number
  settle(outcome: Outcome): void
}

/** Slack's own number. */
const mostSockets = 10

export function createSockets(server: Server, { appId, ackMs }: { appId: string; ackMs: number }): Sockets {
  const links = new Set<string>()
  const open = new Set<WebSocket>()
  const waiting = new Map<string, Waiting>()
  const listeners = new Set<() => void>()
  const accept = new WebSocketServer({ noServer: true })
  let next = 0
  let dropsNext = false

  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'http://stand-in').searchParams.get('ticket') ?? ''
    if (!links.delete(ticket) || open.size >= mostSockets) return socket.destroy()
    accept.handleUpgrade(request, socket, head, greet)
  })

  function greet(socket: WebSocket): void {
    open.add(socket)
    socket.on('message', (data) => onMessage(String(data)))
    socket.on('close', () => onClose(socket))
    socket.on('error', () => socket.terminate())
    const info = { app_id: appId }
    socket.send(JSON.stringify({ type: 'hello', num_connections: open.size, connection_info: info, debug_info: { host: 'stand-in' } }))
    for (const entry of waiting.values()) if (!entry.socket) send(entry)
    for (const listener of listeners) listener()
  }

  function onMessage(text: string): void {
    const { envelope_id: id, payload } = JSON.parse(text) as { envelope_id: string; payload?: Json }
    waiting.get(id)?.settle({ status: 200, acknowledged: true, response: payload })
  }

  function onClose(socket: WebSocket): void {
    open.delete(socket)
    for (const entry of waiting.values()) {
      if (entry.socket !== socket) continue
      delete entry.socket
      if (open.size > 0) send(entry)
    }
  }

  function send(entry: Waiting): void {
    const sockets = [...open].filter(({ readyState }) => readyState === WebSocket.OPEN)
    const socket = sockets[next++ % Math.max(1, sockets.length)]
    if (!socket) return
    entry.socket = socket
    const retried = entry.sends++ > 0 ? { retry_attempt: entry.sends - 1, retry_reason: 'timeout' } : {}
    const dropped = dropsNext
    dropsNext = false
    socket.send(JSON.stringify({ ...entry.envelope, ...retried }), () => dropped && socket.terminate())
  }

  function deliver({ kind, payload, retry }: Outgoing): Promise<Outcome> {
    const id = randomBytes(16).toString('hex')
    const retried = retry ? { retry_attempt: retry.number, retry_reason: retry.reason } : {}
    return new Promise((resolve) => {
      // What waits for a socket waits as long as Slack would try again; the three seconds are those of a bot that has it.
      const timer = setTimeout(() => settle({ status: 0, acknowledged: false, response: undefined, reason: 'timeout' }), ackMs + reconnectMs)
      const settle = (outcome: Outcome) => {
        clearTimeout(timer)
        waiting.delete(id)
        resolve(outcome)
      }
      const accepts = kind !== 'events_api'
      const entry: Waiting = {
        envelope: { envelope_id: id, type: kind, payload, accepts_response_payload: accepts, ...retried },
        sends: 0,
        settle: (outcome) => settle(outcome),
      }
      waiting.set(id, entry)
      send(entry)
    })
  }

  return {
    openLink: (url) => {
      const ticket = randomBytes(12).toString('hex')
      links.add(ticket)
      return `${url.replace(/^http/, 'ws')}/link?ticket=${ticket}&app_id=${appId}`
    },
    deliver,
    count: () => open.size,
    onConnected: (listener) => listeners.add(listener),
    dropAll: () => {
      for (const socket of open) socket.terminate()
    },
    dropOnNextDelivery: () => {
      dropsNext = true
    },
    disconnectAll: () => {
      for (const socket of open) socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }))
    },
    close: () => {
      for (const { settle } of [...waiting.values()]) settle({ status: 0, acknowledged: false, response: undefined, reason: 'closed' })
      for (const socket of open) socket.terminate()
      accept.close()
    },
  }
}

/** Bolt comes back five seconds after it lost its socket. */
const reconnectMs = 8000
