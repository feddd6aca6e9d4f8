// A network that can be cut: everything goes through until it is shut, and again when it is opened.

import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll } from 'vitest'

export interface Gate {
  port: number
  shut(): void
  open(): void
}

/** To be called with the place behind it. */
export async function createGate(host: string, port: number): Promise<Gate> {
  const sockets = new Set<Socket>()
  let isOpen = true
  const server = createServer((near) => {
    if (!isOpen) return near.destroy()
    const far = connect(port, host)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const shut = () => {
    isOpen = false
    for (const socket of sockets) socket.destroy()
  }
  afterAll(() => {
    shut()
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    shut,
    open: () => {
      isOpen = true
    },
  }
}
