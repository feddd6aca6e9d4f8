// The network between a process and MongoDB, which a test can make silent: connections stay, and nothing comes through any more.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterAll } from 'vitest'

export interface Network {
  /** The database, as seen from the other end. */
  url: string
  /** Whatever is sent is lost, on all connections there are and will be. */
  silence(): void
  /** What we send is lost, and what the database sends comes through. */
  deafen(): void
  /** Only the connections that are open now are lost; new ones work. */
  silenceOpen(): void
  /** The connection is lost over which this is sent next. */
  silenceAt(text: string): void
  /** New connections work, and the lost ones are known to be. */
  heal(): void
}

/** To be called at the top of a test file. */
export async function createNetwork(databaseUrl: string): Promise<Network> {
  const database = new URL(databaseUrl)
  const silent = new WeakSet<Socket>()
  const sockets = new Set<Socket>()
  let isSilent = false
  let isDeaf = false
  let trap: string | undefined
  const server = createServer((near) => {
    const far = connect(Number(database.port), database.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (chunk) => {
        if (trap !== undefined && chunk.includes(trap)) {
          trap = undefined
          for (const socket of [near, far]) silent.add(socket)
        }
        if (!isSilent && !silent.has(from) && !(isDeaf && from === near)) to.write(chunk)
      })
      from.on('error', () => undefined)
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  /** A message of which a part is missing makes no sense to anybody. */
  const lost = new WeakSet<Socket>()
  const cutLost = () => {
    for (const socket of sockets) if (silent.has(socket) || lost.has(socket)) socket.destroy()
  }
  const silenceOpen = () => {
    for (const socket of sockets) silent.add(socket)
  }
  afterAll(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return {
    url: `mongodb://127.0.0.1:${port}${database.pathname}?directConnection=true`,
    silence: () => {
      isSilent = true
      silenceOpen()
    },
    deafen: () => {
      isDeaf = true
      for (const socket of sockets) lost.add(socket)
    },
    silenceOpen,
    silenceAt: (text) => {
      trap = text
    },
    heal: () => {
      isSilent = false
      isDeaf = false
      trap = undefined
      cutLost()
    },
  }
}
