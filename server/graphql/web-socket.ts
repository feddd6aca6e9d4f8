// The gate of the WebSocket: who may open one, how fast it may talk, and how it ends. What is said on it is in socket-protocol.ts.

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CloseCode, handleProtocols } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import type { AddressOf } from './address.ts'
import type { OriginRule } from './origin.ts'
import { requestIdOf } from './request-id.ts'
import { createMessageMeter, socketLimits } from './socket-limits.ts'
import { type Connection, createSocketProtocol, type SocketProtocolOptions } from './socket-protocol.ts'
import { createSocketWatch, type StillValid } from './socket-watch.ts'
import { isUnavailable } from './unavailable.ts'

export interface SocketGateOptions extends SocketProtocolOptions {
  originRule: OriginRule
  isDraining: () => boolean
  addressOf: AddressOf
  stillValid: StillValid
}

export interface SocketGate {
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Closes every socket with 1001; ends those that do not answer. */
  close(): Promise<void>
}

/** As HTTP's 429; a client that comes back later may find room. */
const tooManySockets = 4429

export function createSocketGate(options: SocketGateOptions): SocketGate {
  const { originRule, isDraining, addressOf, log } = options
  const watch = createSocketWatch(options)
  /** Have not said who they are. */
  const strangers = new Set<WebSocket>()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: socketLimits.maxPayloadBytes, handleProtocols })
  const protocol = createSocketProtocol(options)

  function upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const refusal = refusalOf(req)
    if (refusal) socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    else sockets.handleUpgrade(req, socket, head, (ws) => attach(ws, req))
  }

  function refusalOf(req: IncomingMessage): string | undefined {
    if ((req.url ?? '').split('?')[0] !== '/graphql') return '404 Not Found'
    if (originRule(req) === 'foreign') return '403 Forbidden'
    return isDraining() || strangers.size >= socketLimits.strangers ? '503 Service Unavailable' : undefined
  }

  function attach(ws: WebSocket, req: IncomingMessage): void {
    strangers.add(ws)
    const connection = startConnection(req, addressOf(req), (viewer) => {
      strangers.delete(ws)
      const refused = watch.admit(ws, viewer)
      if (refused) ws.close(tooManySockets, refused)
      return refused === undefined
    })
    const withinRate = createMessageMeter(socketLimits.messagesPerSecond, () => performance.now())
    const stopPinging = keepAlive(ws)
    const closed = protocol.opened(
      {
        protocol: ws.protocol,
        // Settles once the bytes have left: a slow reader holds up its own iterator, nothing else.
        send: (data) => new Promise((done) => (ws.readyState === ws.OPEN ? ws.send(data, () => done()) : done())),
        close: (code, reason) => ws.close(code, reason),
        onMessage: (handle) =>
          ws.on('message', (data) => {
            if (ws.readyState !== ws.OPEN) return
            if (!withinRate()) return ws.close(1008, `Expected at most ${socketLimits.messagesPerSecond} messages a second`)
            handle(String(data)).catch((error: unknown) => {
              log.error({ err: error, requestId: connection.requestId }, 'socket failed')
              // Clients give up after 4500, and come back after 1013.
              if (isUnavailable(error)) ws.close(1013, 'Try again later')
              else ws.close(CloseCode.InternalServerError, 'Internal server error')
            })
          }),
      },
      connection,
    )
    ws.on('error', (error) => log.debug({ err: error, requestId: connection.requestId }, 'socket error'))
    ws.once('close', (code, reason) => {
      stopPinging()
      strangers.delete(ws)
      watch.release(ws)
      closed(code, String(reason)).catch((error: unknown) =>
        log.error({ err: error, requestId: connection.requestId }, 'socket close failed'),
      )
    })
  }

  async function close(): Promise<void> {
    watch.stop()
    const open = [...sockets.clients]
    const gone = open.map((ws) => new Promise<void>((done) => ws.once('close', () => done())))
    for (const ws of open) ws.close(1001, 'Going away')
    const force = setTimeout(() => {
      for (const ws of open) ws.terminate()
    }, socketLimits.closeGraceMs)
    await Promise.all(gone)
    clearTimeout(force)
    sockets.close()
  }

  return { upgrade, close }
}

function startConnection(req: IncomingMessage, address: string | undefined, admit: Connection['admit']): Connection {
  return { requestId: requestIdOf(req), started: 0, address, viewer: undefined, operations: new Map(), admit }
}

function keepAlive(ws: WebSocket): () => void {
  let answered = true
  ws.on('pong', () => (answered = true))
  const timer = setInterval(() => {
    if (!answered) return ws.terminate()
    answered = false
    ws.ping()
  }, socketLimits.pingEveryMs)
  return () => clearInterval(timer)
}
