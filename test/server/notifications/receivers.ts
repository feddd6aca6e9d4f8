// The far sides of notifications on this machine: HTTP endpoints and a mail server that write down what they are told.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { afterAll } from 'vitest'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

export interface HttpReceiver {
  url: string
  /** host:port */
  host: string
  received: Received[]
  /** What comes next; 200 when left out. Undefined answers nothing at all. */
  answer(next: (request: Received, nth: number) => Answer | undefined): void
}

interface Answer {
  status?: number
  headers?: Record<string, string>
  body?: unknown
}

/** To be called at the top of a test file; closed after its last test. */
export async function receiveHttp(): Promise<HttpReceiver> {
  const received: Received[] = []
  let next: Parameters<HttpReceiver['answer']>[0] = () => ({})
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const got = { path: request.url ?? '', headers: request.headers, body }
      received.push(got)
      reply(response, next(got, received.filter(({ path }) => path === got.path).length))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    host,
    url: `http://${host}`,
    received,
    answer: (change) => {
      next = change
    },
  }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

function reply(response: ServerResponse, answer: Answer | undefined): void {
  if (!answer) return
  response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
  response.end(JSON.stringify(answer.body ?? {}))
}

export interface Mail {
  from: string
  to: string
  text: string
}

export interface MailReceiver {
  url: string
  mails: Mail[]
  /** Answer to the recipient of the n-th message; "250 ok" when left out. */
  answerTo(next: (nth: number) => string): void
}

/** Just enough SMTP. To be called at the top of a test file. */
export async function receiveMail(): Promise<MailReceiver> {
  const mails: Mail[] = []
  const sockets = new Set<Socket>()
  let nth = 0
  let next: (nth: number) => string = () => '250 ok'
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    converse(socket, mails, () => next(++nth))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    answerTo: (change) => {
      next = change
    },
  }
}

function converse(socket: Socket, mails: Mail[], recipientAnswer: () => string): void {
  const mail: Mail = { from: '', to: '', text: '' }
  let inData = false
  let rest = ''
  const say = (line: string) => socket.write(`${line}\r\n`)
  const hear = (line: string) => {
    if (inData) {
      if (line !== '.') return void (mail.text += `${line}\n`)
      inData = false
      mails.push({ ...mail })
      return say('250 stored')
    }
    if (line.startsWith('MAIL FROM:')) mail.from = line.slice(10)
    if (line.startsWith('RCPT TO:')) mail.to = line.slice(8)
    if (line === 'DATA') inData = true
    if (line === 'QUIT') return void socket.end('221 bye\r\n')
    say(line === 'DATA' ? '354 go on' : line.startsWith('RCPT') ? recipientAnswer() : '250 ok')
  }
  socket.on('error', () => undefined)
  socket.on('data', (data) => {
    const lines = (rest + data).split('\r\n')
    rest = lines.pop() ?? ''
    lines.forEach(hear)
  })
  say('220 ready')
}
