// Questions over connections that stay open: a server may close one at the very moment it is used again.
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { ask } from '../../../tui/client/request.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** Answers one request a connection, and hangs up on the second. */
async function startForgetfulServer() {
  const asked: string[] = []
  const used = new WeakSet<Socket>()
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      asked.push(JSON.parse(body).query)
      if (used.has(request.socket)) return request.socket.resetAndDestroy()
      used.add(request.socket)
      response.end(JSON.stringify({ data: { answered: asked.length } }))
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const endpoint = { url: `http://127.0.0.1:${port}`, token: () => 'token' }
  return { asked, send: (query: string) => ask(endpoint, { query, variables: {} }) }
}

it('a query that met a closed connection is sent again over a new one', async () => {
  const { asked, send } = await startForgetfulServer()
  await send('query One { me { id } }')
  expect(await send('query Two { me { id } }')).toEqual({ answered: 3 })
  expect(asked).toEqual(['query One { me { id } }', 'query Two { me { id } }', 'query Two { me { id } }'])
})

it('a mutation is never sent twice: it may have been done', async () => {
  const { asked, send } = await startForgetfulServer()
  await send('query One { me { id } }')
  await expect(send('mutation Two { runQueue { id } }')).rejects.toThrow('No Capstan server answers')
  expect(asked).toHaveLength(2)
})

it('a connection that never worked is reported at once', async () => {
  const { send } = await startForgetfulServer()
  server?.close()
  await expect(send('query One { me { id } }')).rejects.toThrow('ECONNREFUSED')
})
