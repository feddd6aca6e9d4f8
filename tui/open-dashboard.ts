// The way into the dashboard: which server, with whose token. The bundle begins here, so that nothing of the commands is loaded.
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { findCredentials } from './client/credentials.ts'
import { openSessions } from './client/session.ts'
import { type Config, readConfig } from './config.ts'
import { openDashboard } from './dashboard.ts'

export interface OpenOptions {
  url?: string | undefined
  token?: string | undefined
  workspace?: string | undefined
  view?: string | undefined
  ascii?: boolean | undefined
  screenReader?: boolean | undefined
  note?: string | undefined
}

export async function openDashboardFrom(config: Config, options: OpenOptions): Promise<void> {
  const sessions = openSessions(join(dirname(config.settingsFile), 'sessions.json'))
  const explicit = options.token ?? config.token
  const { url, token } = findCredentials({ url: options.url ?? config.url, token: explicit, dataDir: config.dataDir })
  const tokenNow = () => (explicit === undefined && sessions.has(url) ? sessions.tokenFor(url) : token)
  await openDashboard({ ...options, url, token: tokenNow, config })
}

const flags = {
  url: { type: 'string' },
  token: { type: 'string' },
  workspace: { type: 'string' },
  view: { type: 'string' },
  ascii: { type: 'boolean' },
  'screen-reader': { type: 'boolean' },
} as const

/** False when the words are not the dashboard's alone: then they are a command's. */
export async function openDashboardFor(words: string[]): Promise<boolean> {
  const values = readFlags(words)
  if (!values) return false
  await openDashboardFrom(readConfig(), { ...values, screenReader: values['screen-reader'] })
  return true
}

function readFlags(words: string[]) {
  try {
    return parseArgs({ args: words, options: flags }).values
  } catch {
    return undefined
  }
}

export { readConfig }
