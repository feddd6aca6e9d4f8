// The tools of MCP servers: connected at the beginning of a run, closed at its end, their tools named after the server they are of.
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { Json, RunFailure } from '../adapter.ts'
import { describeStart } from '../command-process.ts'
import type { JsonSchema, McpServer } from '../config.ts'
import { fillHeaders } from '../secrets.ts'
import { createMcpProcess, type McpProcess } from './mcp-process.ts'
import { type Tool, ToolFailure } from './tool.ts'

const startMs = 15_000
const callMs = 120_000
const farewellMs = 1_000
const maxTools = 200
const maxPages = 20

export interface McpOptions {
  /** Where programs run. */
  folder: string
  env: Readonly<Record<string, string | undefined>>
  secrets: Readonly<Record<string, string>>
  signal: AbortSignal
}

export interface McpConnection {
  tools: Tool[]
  close(): Promise<void>
}

/** The SDK is loaded only for agents that need it. */
export async function connectMcp(server: McpServer, options: McpOptions): Promise<McpConnection> {
  const [{ Client: McpClient }, transport] = await Promise.all([
    import('@modelcontextprotocol/sdk/client/index.js'),
    server.kind === 'stdio' ? openProcess(server, options) : openHttp(server, options),
  ])
  const client = new McpClient({ name: 'capstan', version: '1' })
  const close = (): Promise<void> => closeQuietly(client, transport)
  try {
    const signal = AbortSignal.any([options.signal, AbortSignal.timeout(startMs)])
    await abortable(client.connect(transport as Transport, { signal, timeout: startMs }), signal)
    const offered = await listTools(client, signal)
    const missing = (server.tools ?? []).filter((name) => !offered.some((tool) => tool.name === name))
    if (missing.length > 0)
      throw new Error(`it has no tool named ${missing.join(', ')}; it has ${offered.map(({ name }) => name).join(', ')}`)
    const wanted = offered.filter(({ name }) => server.tools?.includes(name) ?? true)
    return { tools: wanted.map((tool) => toTool(client, server.name, tool)), close }
  } catch (error) {
    await close()
    if (options.signal.aborted) throw error
    throw new ToolFailure(describeFailure(server, error, transport))
  }
}

type Listed = Awaited<ReturnType<Client['listTools']>>['tools'][number]

async function listTools(client: Client, signal: AbortSignal): Promise<Listed[]> {
  const found: Listed[] = []
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page++) {
    const answer = await client.listTools(cursor === undefined ? {} : { cursor }, { signal, timeout: startMs })
    found.push(...answer.tools)
    cursor = answer.nextCursor
    if (cursor === undefined || found.length >= maxTools) break
  }
  return found.slice(0, maxTools)
}

/** Providers take letters, digits, hyphens and underscores, 64 at most. */
function toTool(client: Client, server: string, { name, description, inputSchema }: Listed): Tool {
  return {
    name: `${server}__${name}`.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64),
    description: description ?? name,
    input: inputSchema as JsonSchema,
    run: async (input, signal) => {
      const result = await client.callTool({ name, arguments: (input ?? {}) as { [key: string]: unknown } }, undefined, {
        signal,
        timeout: callMs,
        resetTimeoutOnProgress: true,
      })
      const text = describeContent(result['content'] as Content[] | undefined, result['structuredContent'] as Json | undefined)
      if (result['isError']) throw new Error(text || 'the tool failed without a word')
      return text
    },
  }
}

interface Content {
  type: string
  text?: string
  mimeType?: string
  uri?: string
  resource?: { uri: string; text?: string }
}

function describeContent(content: readonly Content[] = [], structured: Json | undefined): string {
  const parts = content.map(({ type, text, mimeType, uri, resource }) => {
    if (type === 'text') return text ?? ''
    if (type === 'resource') return resource?.text ?? `[a resource: ${resource?.uri ?? 'unnamed'}]`
    return `[${type}: ${mimeType ?? uri ?? 'not text'}]`
  })
  const text = parts.join('\n')
  return text === '' && structured !== undefined ? JSON.stringify(structured) : text
}

async function openProcess({ command, env }: McpServer & { kind: 'stdio' }, options: McpOptions): Promise<McpProcess> {
  const lines = await import('@modelcontextprotocol/sdk/shared/stdio.js')
  const listed = ['PATH', ...env].flatMap((name) => {
    const value = options.secrets[name] ?? options.env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return createMcpProcess({ command, folder: options.folder, env: Object.fromEntries(listed) }, lines)
}

async function openHttp({ url, headers }: McpServer & { kind: 'http' }, { secrets }: McpOptions): Promise<Transport> {
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js')
  return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: fillHeaders(headers, secrets) } }) as Transport
}

function describeFailure(server: McpServer, error: unknown, transport: Transport | McpProcess): RunFailure {
  const tail = 'stderrTail' in transport && transport.stderrTail() !== '' ? ` It said: ${transport.stderrTail()}` : ''
  const why = reasonOf(error)
  const check = server.kind === 'stdio' ? `its command (${server.command[0]})` : `its url (${new URL(server.url).host})`
  return {
    code: 'MCP_UNAVAILABLE',
    class: server.kind === 'http' && isPassing(error) ? 'TRANSIENT' : 'PERMANENT',
    message: `The MCP server "${server.name}" does not start: ${why}. Check ${check} in the agent's file.${tail}`,
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { syscall = '' } = error as NodeJS.ErrnoException
  if (syscall.startsWith('spawn')) return describeStart(error)
  if (error.name === 'TimeoutError') return `it was not ready within ${startMs / 1000} seconds`
  const { code } = (error.cause ?? error) as { code?: unknown }
  return typeof code === 'string' && !error.message.includes(code) ? `${error.message} (${code})` : error.message
}

/** Nobody answers there now, or the far side has trouble of its own. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  return error.name === 'TimeoutError' || error.message === 'fetch failed' || (typeof code === 'number' && code >= 500)
}

/** The SDK waits for a program that will never answer. */
async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = (): void => undefined
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** A server that keeps sessions is told that this one is over; one that does not answer is not waited for. */
async function closeQuietly(client: Client, transport: Transport | McpProcess): Promise<void> {
  const { terminateSession } = transport as { terminateSession?: () => Promise<void> }
  if (terminateSession) await abortable(terminateSession.call(transport), AbortSignal.timeout(farewellMs)).catch(() => undefined)
  await client.close().catch(() => undefined)
  await transport.close().catch(() => undefined)
}
