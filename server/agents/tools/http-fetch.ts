// Lets a model read pages of the hosts its agent lists. The address that is checked is the one connected to, and every redirect is a
// new request with the same checks.
import { Agent, request } from 'undici'
import { z } from 'zod'
import { createGuardedAgent, isAllowedHost, refuseLiteral } from '../../public-address.ts'
import type { HttpFetchTool } from '../config.ts'
import { defineTool, type Tool } from './tool.ts'

const maxRedirects = 5
const textTypes = /^(text\/|application\/(json|xml|yaml|javascript|x-ndjson|rss\+xml|atom\+xml|[\w.-]+\+(json|xml)))/i

export interface HttpFetchOptions {
  /** host:port that may be reached although it is not on a public address. */
  allow: readonly string[]
  guarded?: Agent
}

/** Makes the tool of an agent; the connections are shared by all. */
export type HttpFetch = (settings: HttpFetchTool) => Tool

export function createHttpFetch({ allow, guarded = createGuardedAgent() }: HttpFetchOptions): HttpFetch {
  const trusting = new Agent({ connect: { timeout: 5_000 } })
  const dispatcherFor = (url: URL): Agent => (isAllowedHost(url, allow) ? trusting : guarded)

  async function read(start: string, settings: HttpFetchTool, signal: AbortSignal): Promise<string> {
    let url = checkUrl(start, settings, allow)
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      const { statusCode, headers, body } = await request(url, {
        dispatcher: dispatcherFor(url),
        signal,
        headers: { 'user-agent': 'Capstan', accept: 'text/*, application/json, */*;q=0.5', 'accept-encoding': 'identity' },
      })
      // A body that is left unread fails, and a failure nobody listens to would end the process.
      body.on('error', () => undefined)
      const next = statusCode >= 300 && statusCode < 400 ? first(headers['location']) : undefined
      if (next === undefined) return await describe({ statusCode, headers, body }, settings)
      body.destroy()
      url = checkUrl(new URL(next, url).href, settings, allow)
    }
    throw new Error(`it was redirected more than ${maxRedirects} times`)
  }

  return (settings) =>
    defineTool({
      name: 'http_fetch',
      description: `Reads a page or an API by HTTP GET. Only these hosts: ${settings.hosts.join(', ')}.`,
      input: z.object({ url: z.string().describe('The full URL, with https://.') }),
      run: async ({ url }, signal) => {
        const timeout = AbortSignal.timeout(settings.timeoutMs)
        try {
          return await read(url, settings, AbortSignal.any([signal, timeout]))
        } catch (error) {
          if (timeout.aborted && !signal.aborted) throw new Error(`it took longer than ${settings.timeoutMs / 1000} seconds`)
          throw error
        }
      },
    })
}

function checkUrl(text: string, { hosts }: HttpFetchTool, allow: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`expected a URL that starts with https:// or http://, got "${text.slice(0, 200)}"`)
  if (url.username || url.password) throw new Error('expected a URL without a user name and password')
  if (!hosts.some((host) => fits(url, host)))
    throw new Error(`${url.host} is not among the hosts this agent may read from: ${hosts.join(', ')}`)
  const refusal = isAllowedHost(url, allow) ? undefined : refuseLiteral(url, 'CAPSTAN_FETCH_ALLOW')
  if (refusal) throw new Error(refusal)
  return url
}

/** Without a port an entry means the usual one of the protocol; "*." stands for one name or more in front. */
function fits(url: URL, entry: string): boolean {
  const [host = '', port = ''] = entry.split(':')
  if (url.port !== port) return false
  return host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host
}

type Answer = Pick<Awaited<ReturnType<typeof request>>, 'statusCode' | 'headers' | 'body'>

async function describe({ statusCode, headers, body }: Answer, { maxBytes }: HttpFetchTool): Promise<string> {
  const type = first(headers['content-type']) ?? 'no content type'
  const encoding = first(headers['content-encoding']) ?? 'identity'
  if (encoding !== 'identity' || (type !== 'no content type' && !textTypes.test(type))) {
    body.destroy()
    return `Status ${statusCode}. The body is ${type}${encoding === 'identity' ? '' : `, packed as ${encoding}`}: not text, so it was not read.`
  }
  const { text, cut } = await readText(body, maxBytes)
  return `Status ${statusCode}, ${type}${cut ? `, cut off after ${maxBytes} bytes` : ''}\n\n${text}`
}

async function readText(body: AsyncIterable<Buffer>, maxBytes: number): Promise<{ text: string; cut: boolean }> {
  const chunks: Buffer[] = []
  let bytes = 0
  // Leaving the loop early ends the connection.
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, maxBytes - bytes))
    bytes += chunk.length
    if (bytes > maxBytes) break
  }
  return { text: Buffer.concat(chunks).toString('utf8'), cut: bytes > maxBytes }
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
