// Which server and with which token: what was named, else the environment, else what a local start left in its data folder.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface CredentialSources {
  /** Named on the command line or in the environment. */
  url?: string | undefined
  token?: string | undefined
  dataDir: string
}

export interface Credentials {
  url: string
  /** Empty when none is known: the server will say what it expects. */
  token: string
}

const usualUrl = 'http://127.0.0.1:4000'

export function findCredentials({ url, token, dataDir }: CredentialSources): Credentials {
  const local = readLocal(join(dataDir, 'credentials.json'))
  const chosen = url ?? local?.url ?? usualUrl
  // The token of this machine's server is nobody else's business.
  const localToken = local && sameServer(local.url, chosen) ? local.token : ''
  return { url: chosen, token: token ?? localToken }
}

function readLocal(path: string): Credentials | undefined {
  try {
    const { url, token }: { url?: unknown; token?: unknown } = JSON.parse(readFileSync(path, 'utf8'))
    return typeof url === 'string' && typeof token === 'string' ? { url, token } : undefined
  } catch {
    return undefined
  }
}

function sameServer(one: string, other: string): boolean {
  try {
    return canonical(one) === canonical(other)
  } catch {
    return false
  }
}

function canonical(url: string): string {
  const { protocol, hostname, port } = new URL(url)
  return `${protocol}//${hostname === 'localhost' ? '127.0.0.1' : hostname}:${port}`
}
