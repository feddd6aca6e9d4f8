// Decides whether the page may be handed the token of this machine: only to a browser of our own user, on our own host name.
// Every condition closes a way in: DNS rebinding, a proxy in front, another site's frame or fetch, another user's browser.
import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { endianness } from 'node:os'

export async function isOwnBrowser({ headers, socket }: IncomingMessage): Promise<boolean> {
  const { remoteAddress, remotePort, localAddress, localPort } = socket
  if (!remoteAddress || !remotePort || !localAddress || !localPort) return false
  if (!isLoopback(remoteAddress) || !isLoopback(localAddress)) return false
  if (!isLocalName(headers.host, localPort)) return false
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false
  if (!['none', 'same-origin', undefined].includes(firstOf(headers['sec-fetch-site']))) return false
  return isOwnSocket({ address: remoteAddress, port: remotePort }, { address: localAddress, port: localPort })
}

export function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(address)
}

function isLocalName(host: string | undefined, port: number): boolean {
  const accepted = ['localhost', '127.0.0.1', '[::1]'].map((name) => `${name}:${port}`)
  return host !== undefined && accepted.includes(host.toLowerCase())
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}

export interface Endpoint {
  address: string
  port: number
}

/** Linux tells who owns the other end of a loopback connection; elsewhere the other conditions must do. */
async function isOwnSocket(client: Endpoint, server: Endpoint): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')))
  return tables.some((table) => ownerOf(table, client, server) === process.getuid?.())
}

/** The uid of the socket from `client` to `server` in the text of /proc/net/tcp or tcp6. */
export function ownerOf(table: string, client: Endpoint, server: Endpoint): number | undefined {
  const from = forms(client)
  const to = forms(server)
  for (const line of table.split('\n').slice(1)) {
    const [, local = '', remote = '', , , , , uid] = line.trim().split(/\s+/)
    if (from.includes(local) && to.includes(remote)) return Number(uid)
  }
  return undefined
}

/** An IPv4 address may be listed as such, or mapped into IPv6. */
function forms({ address, port }: Endpoint): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const v4 = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)?.slice(1).map(Number)
  if (!v4) return [`${words([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])}:${hexPort}`]
  return [`${words(v4)}:${hexPort}`, `${words([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...v4])}:${hexPort}`]
}

/** The kernel prints addresses as 32-bit words in the byte order of the machine. */
function words(bytes: readonly number[]): string {
  const buffer = Buffer.from(bytes)
  return (endianness() === 'LE' ? buffer.swap32() : buffer).toString('hex').toUpperCase()
}
