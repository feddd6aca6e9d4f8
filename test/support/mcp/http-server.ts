// An MCP server over streamable HTTP on this machine.
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { afterAll } from 'vitest'
import { createServer } from './offer-tools.mjs'

export interface McpHttpServer {
  url: string
  headers: IncomingMessage['headers'][]
  methods: string[]
}

/** To be called at the top of a test file. Who shows another token is refused. */
export async function startMcpHttpServer(token: string): Promise<McpHttpServer> {
  const headers: IncomingMessage['headers'][] = []
  const methods: string[] = []
  const sessions = new Map<string, StreamableHTTPServerTransport>()
  const server = createHttpServer((request, response) => {
    headers.push(request.headers)
    methods.push(request.method ?? '')
    void answer(request, response)
  })
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end('who are you?')
    const known = sessions.get(String(request.headers['mcp-session-id']))
    const transport = known ?? (await openSession())
    await transport.handleRequest(request, response)
  }
  async function openSession(): Promise<StreamableHTTPServerTransport> {
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    })
    await createServer().connect(transport as Parameters<ReturnType<typeof createServer>['connect']>[0])
    return transport
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, headers, methods }
}
