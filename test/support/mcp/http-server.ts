// An MCP server over streamable HTTP on this machine.
import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { afterAll } from 'vitest'
import { createServer } from './offer-tools.mjs'

export interface McpHttpServer {
  url: string
  headers: IncomingMessage['headers'][]
}

/** To be called at the top of a test file. Who shows another token is refused. */
export async function startMcpHttpServer(token: string): Promise<McpHttpServer> {
  const headers: IncomingMessage['headers'][] = []
  const server = createHttpServer(async (request, response) => {
    headers.push(request.headers)
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end('who are you?')
    const transport = new StreamableHTTPServerTransport({})
    response.once('close', () => void transport.close())
    await createServer().connect(transport as Parameters<ReturnType<typeof createServer>['connect']>[0])
    await transport.handleRequest(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, headers }
}
