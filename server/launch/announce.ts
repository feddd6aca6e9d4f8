// Tells a person where everything is, once the server answers. Writes to standard error: standard output is the server's log.
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

export interface Places {
  host: string
  port: number
  dataDir: string
  agentsDir: string
  databaseUrl: string
}

/** Resolves to the server's URL when it is ready, to undefined when the signal comes first. */
export async function waitUntilReady(places: Places, signal: AbortSignal): Promise<string | undefined> {
  while (!signal.aborted) {
    const url = serverUrl(places)
    if (url !== undefined && (await answers(`${url}/readyz`, signal))) return url
    await wait(50, undefined, { signal }).catch(() => {})
  }
  return undefined
}

function answers(url: string, signal: AbortSignal): Promise<boolean> {
  return fetch(url, { signal }).then(
    ({ ok }) => ok,
    () => false,
  )
}

export function formatPlaces(url: string, places: Places, bold: boolean): string {
  const credentials = credentialsFile(places.dataDir)
  const rows = [
    ['GraphiQL', `${url}/graphql`],
    ...(existsSync(credentials) ? [['Login', `${shorten(credentials)}  (used by itself on this machine)`]] : []),
    ['Agents', shorten(places.agentsDir)],
    ['Data', shorten(places.dataDir)],
    ['Database', hidePassword(places.databaseUrl)],
  ]
  const title = bold ? '\x1b[1mCapstan is ready\x1b[0m' : 'Capstan is ready'
  const lines = rows.map(([label = '', value = '']) => `  ${label.padEnd(10)}${value}`)
  return `\n${title}\n\n${lines.join('\n')}\n\n  Ctrl-C stops everything.\n\n`
}

function serverUrl({ host, port, dataDir }: Places): string | undefined {
  if (port === 0) return readUrl(credentialsFile(dataDir))
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function readUrl(file: string): string | undefined {
  try {
    const { url } = JSON.parse(readFileSync(file, 'utf8'))
    return typeof url === 'string' ? url : undefined
  } catch {
    return undefined
  }
}

const credentialsFile = (dataDir: string) => join(dataDir, 'credentials.json')

function shorten(path: string): string {
  const below = relative(process.cwd(), path)
  return below === '' || below.startsWith('..') ? path : below
}

function hidePassword(url: string): string {
  return url.replace(/\/\/([^:@/]+):[^@/]*@/, '//$1:***@')
}
