// Keeps requests that a user asked for away from this machine, its network and the cloud's metadata: decides by the address that is
// really connected to, so that a name which changes its mind between check and connection gains nothing.
import { lookup as lookUp } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent } from 'undici'

const connectMs = 5000
/** Azure answers its machines here, on an address that looks public. */
const metadataAddresses = ['168.63.129.16']
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

export class RefusedAddress extends Error {}

export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast' || metadataAddresses.includes(address.toString())) return false
  return address instanceof ipaddr.IPv4 || address.match(globalUnicast)
}

/** Entries are host:port. */
export function isAllowedHost(url: URL, allowed: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return allowed.includes(`${url.hostname}:${port}`)
}

/**
 * What is wrong with a URL whose host is an address; the URL parser has already brought 0x7f.1 and 2130706433 into plain form.
 * `setting` names the variable by which an operator makes exceptions.
 */
export function refuseLiteral({ hostname }: URL, setting: string): string | undefined {
  const literal = hostname.replace(/^\[(.*)\]$/, '$1')
  const local = /(^|\.)localhost\.?$/.test(literal)
  if (!local && (isIP(literal) === 0 || isPublicAddress(literal))) return undefined
  return `expected a public address, got ${hostname}; an operator may allow host:port in ${setting}`
}

type Resolve = typeof lookUp

/** Connects to public addresses only. Literals never reach the lookup: check them with refuseLiteral first. */
export function createGuardedAgent(resolve: Resolve = lookUp): Agent {
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '')
      const refused = addresses.find(({ address }) => !isPublicAddress(address))
      if (refused) return callback(new RefusedAddress(`${hostname} leads to ${refused.address}, which is not a public address`), '')
      const [first] = addresses
      if (options.all || !first) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
  return new Agent({ connect: { lookup, timeout: connectMs } })
}
