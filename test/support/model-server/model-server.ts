// A model on this machine, over real HTTP: speaks Anthropic's Messages API at /v1/messages and the chat-completions API at
// /v1/chat/completions, answers what it is told to answer, and remembers what it was asked.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import * as anthropic from './anthropic-wire.ts'
import * as openai from './openai-wire.ts'
import type { TokenCount, Turn } from './turn.ts'

export type Wire = 'anthropic' | 'openai'

export interface Asked {
  wire: Wire
  /** When it had arrived in full, in milliseconds of this process. */
  at: number
  path: string
  headers: IncomingMessage['headers']
  body: { model: string; messages: { role: string; content: unknown }[]; tools?: unknown[]; [key: string]: unknown }
}

export interface ModelServer {
  /** host:port */
  host: string
  url: string
  asked: Asked[]
  /** What the next requests are answered, in order; the last stays. */
  answer(...turns: Turn[]): void
  /** Decides by the request. */
  decide(choose: (asked: Asked) => Turn): void
  /** Settles when the client has hung up in the middle of an answer. */
  hungUp(): Promise<void>
  /** Settles when a request has arrived. */
  reached(): Promise<Asked>
  /** Milliseconds each request took here, from its arrival to the last byte. */
  ownMs: number[]
  close(): Promise<void>
}

export async function startModelServer(): Promise<ModelServer> {
  let choose: (asked: Asked) => Turn = () => ({ kind: 'text', chunks: ['hello'] })
  const asked: Asked[] = []
  const ownMs: number[] = []
  const waiting: { hungUp: (() => void)[]; reached: ((asked: Asked) => void)[] } = { hungUp: [], reached: [] }
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const arrived = performance.now()
    response.once('close', () => {
      ownMs.push(performance.now() - arrived)
      if (!response.writableEnded) for (const tell of waiting.hungUp.splice(0)) tell()
    })
    void read(request).then(async (one) => {
      asked.push(one)
      for (const tell of waiting.reached.splice(0)) tell(one)
      await respond(response, one, choose(one)).catch(() => response.destroy())
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}`,
    asked,
    ownMs,
    answer: (...turns) => {
      const left = [...turns]
      choose = () => (left.length > 1 ? left.shift() : left[0]) as Turn
    },
    decide: (next) => {
      choose = next
    },
    hungUp: () => new Promise((resolve) => waiting.hungUp.push(resolve)),
    reached: () => new Promise((resolve) => waiting.reached.push(resolve)),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const path = request.url ?? ''
  return {
    path,
    at: performance.now(),
    wire: path.endsWith('/messages') ? 'anthropic' : 'openai',
    headers: request.headers,
    body: JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'],
  }
}

async function respond(response: ServerResponse, asked: Asked, turn: Turn): Promise<void> {
  if (turn.kind === 'error') {
    const body = turn.body ?? (asked.wire === 'anthropic' ? anthropic.errorBody(turn) : openai.errorBody(turn))
    response.writeHead(turn.status, { 'content-type': 'application/json', ...turn.headers }).end(body)
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
  if (turn.kind === 'garbage') return void response.end(turn.text)
  const { pauseMs } = turn as { pauseMs?: number }
  for (const part of partsOf(asked, turn)) {
    if (!response.write(part)) await once(response, 'drain')
    if (pauseMs) await pause(pauseMs)
  }
  // What was written must be on its way before the connection goes.
  if (turn.kind === 'break') setImmediate(() => setTimeout(() => response.destroy(), 20))
  else if (turn.kind !== 'stall') response.end()
}

function partsOf({ wire, body: { model } }: Asked, turn: Exclude<Turn, { kind: 'error' | 'garbage' }>): string[] {
  const count: TokenCount = ('tokens' in turn ? turn.tokens : undefined) ?? anthropic.standardTokens
  const begin = wire === 'anthropic' ? anthropic.begin(model, count) : openai.begin(model)
  const thought = 'thinking' in turn ? turn.thinking : undefined
  const thinking = thought === undefined ? [] : wire === 'anthropic' ? anthropic.thinking(thought) : openai.thinking(model, thought)
  const index = thinking.length > 0 ? 1 : 0
  if (turn.kind === 'tools') {
    const { ending = 'tools' } = turn
    if (wire === 'openai') return [...begin, ...thinking, ...openai.tools(model, turn), ...openai.finish(model, ending, count)]
    return [...begin, ...thinking, ...anthropic.tools(turn, index), ...anthropic.finish(ending, count)]
  }
  const text = wire === 'anthropic' ? anthropic.text(turn.chunks, index) : openai.text(model, turn.chunks)
  const sent = [...begin, ...thinking, ...text]
  if (turn.kind === 'error in the stream')
    return [...sent, wire === 'anthropic' ? anthropic.errorInStream(turn) : openai.errorInStream(turn)]
  if (turn.kind !== 'text') return sent
  const { ending = 'end' } = turn
  if (wire === 'openai') return [...sent, ...openai.finish(model, ending, count)]
  return [...sent, anthropic.close(index), ...anthropic.finish(ending, count)]
}
