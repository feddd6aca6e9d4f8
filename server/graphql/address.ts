// Where a request comes from: the other end of the connection, or behind proxies of our own what the outermost of them saw.
import type { IncomingMessage } from 'node:http'

export type AddressOf = (req: Pick<IncomingMessage, 'headers' | 'socket'>) => string | undefined

/** Each proxy adds the address it was called from; what stands further left may be made up. */
export function createAddressRule(proxies: number): AddressOf {
  return ({ headers, socket }) => {
    if (proxies === 0) return socket.remoteAddress
    const forwarded = headers['x-forwarded-for']
    const seen = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',').map((one) => one.trim())
    return seen.at(-proxies)?.slice(0, 64) || socket.remoteAddress
  }
}
