// One HTTP/1.1 connection that stays open and carries one request after the other. Knows only what answers of a local server look like:
// Node's own client would cost as much a request as much of what is measured.
import { connect, type Socket } from 'node:net'

export interface Answer {
  status: number
  body: string
}

export interface KeptConnection {
  /** Sends a whole request, head and body. One at a time. */
  ask(request: string): Promise<Answer>
  close(): void
}

export function openConnection({ hostname, port }: URL): Promise<KeptConnection> {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(keep(socket))
    })
  })
}

function keep(socket: Socket): KeptConnection {
  let received: Buffer = Buffer.alloc(0)
  let settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined
  socket.on('data', (data) => {
    received = received.length > 0 ? Buffer.concat([received, data]) : data
    const answer = readAnswer(received)
    if (!answer) return
    received = Buffer.alloc(0)
    settle?.resolve(answer)
  })
  socket.on('error', (error) => settle?.reject(error))
  socket.on('close', () => settle?.reject(new Error('the server closed the connection before it answered')))
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject }
        socket.write(request)
      }),
    close: () => socket.destroy(),
  }
}

/** Undefined until all of it is there. */
function readAnswer(received: Buffer): Answer | undefined {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const head = received.toString('latin1', 0, headEnd)
  const status = Number(head.slice(9, 12))
  const rest = received.subarray(headEnd + 4)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  if (length === undefined) return rest.toString('latin1').endsWith('0\r\n\r\n') ? { status, body: joinChunks(rest) } : undefined
  return rest.length < Number(length) ? undefined : { status, body: rest.toString('utf8', 0, Number(length)) }
}

function joinChunks(chunked: Buffer): string {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const sizeEnd = chunked.indexOf('\r\n', at)
    const size = Number.parseInt(chunked.toString('latin1', at, sizeEnd), 16)
    if (!(size > 0)) return Buffer.concat(chunks).toString('utf8')
    chunks.push(chunked.subarray(sizeEnd + 2, sizeEnd + 2 + size))
    at = sizeEnd + 2 + size + 2
  }
}
