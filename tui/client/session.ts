// Logins that outlive a command: one session for each server, in a file that only its owner can read, renewed before it ends.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { cliRefresh } from '../generated/operations.ts'
import { ask } from './request.ts'

export interface StoredSession {
  accessToken: string
  refreshToken: string
  expiresAt: string
}

export interface Sessions {
  has(url: string): boolean
  keep(url: string, session: StoredSession): void
  drop(url: string): void
  /** A token that is good for a while; empty when there is no session. */
  tokenFor(url: string): Promise<string>
}

const renewBeforeMs = 60_000

export function openSessions(file: string): Sessions {
  const read = (): { [url: string]: StoredSession } => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'))
    } catch {
      return {}
    }
  }
  const write = (sessions: { [url: string]: StoredSession }) => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, JSON.stringify(sessions, null, 2), { mode: 0o600 })
    renameSync(draft, file)
  }
  const keep = (url: string, { accessToken, refreshToken, expiresAt }: StoredSession) =>
    write({ ...read(), [url]: { accessToken, refreshToken, expiresAt } })
  return {
    has: (url) => read()[url] !== undefined,
    keep,
    drop: (url) => write(Object.fromEntries(Object.entries(read()).filter(([key]) => key !== url))),
    tokenFor: async (url) => {
      const session = read()[url]
      if (!session) return ''
      if (Date.parse(session.expiresAt) - Date.now() > renewBeforeMs) return session.accessToken
      const renewed = await renew(url, session.refreshToken)
      keep(url, renewed)
      return renewed.accessToken
    },
  }
}

async function renew(url: string, refreshToken: string): Promise<StoredSession> {
  const answer = await ask({ url, token: () => '' }, { query: cliRefresh.text, variables: { refreshToken } })
  return (answer as { refreshSession: StoredSession }).refreshSession
}
