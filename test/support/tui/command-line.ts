// The command line in this process: what a person types in, what it prints and its exit code out. The server is the real one.

import { createCapstanClient } from '../../../tui/client/client.ts'
import type { StoredSession } from '../../../tui/client/session.ts'
import { commands } from '../../../tui/commands/all.ts'
import type { Io, OutputMode } from '../../../tui/commands/io.ts'
import { run } from '../../../tui/commands/program.ts'

export interface Ran {
  code: number
  out: string
  err: string
}

export interface CommandLineOptions {
  url: string
  token: string
  mode?: OutputMode
  input?: string
  /** What a person types where something is asked. */
  secret?: string
  yes?: boolean
  signal?: AbortSignal
  onOut?: (text: string) => void
}

/** Splits as a shell does: words in double or single quotes stay together. */
function split(line: string): string[] {
  return [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))
}

export async function capstan(line: string | string[], options: CommandLineOptions): Promise<Ran> {
  const { url, token, mode = 'table', input = '', secret, yes, signal = new AbortController().signal, onOut } = options
  let out = ''
  let err = ''
  const sessions = new Map<string, StoredSession>()
  const write = (text: string) => {
    out += text
    onOut?.(text)
  }
  const createIo = ({ json, ndjson, token: given, url: other }: { [name: string]: unknown }): Io => ({
    client: createCapstanClient({ url: String(other ?? url), token: String(given ?? token) }),
    sessions: {
      has: (server) => sessions.has(server),
      keep: (server, session) => void sessions.set(server, session),
      drop: (server) => void sessions.delete(server),
      tokenFor: async () => '',
    },
    mode: ndjson ? 'ndjson' : json ? 'json' : mode,
    out: write,
    err: (text) => {
      err += text
    },
    download: async (path) => write(await (await fetch(new URL(path, url), { headers: { authorization: `Bearer ${token}` } })).text()),
    readInput: async () => input,
    askSecret: async () => secret,
    confirm: async () => yes,
    isTerminal: false,
    columns: 200,
    color: false,
    now: () => new Date(),
    signal,
    dataDir: '/nowhere',
    environment: {},
  })
  const code = await run(
    {
      commands,
      version: '1.2.3',
      createIo,
      out: write,
      err: (text) => {
        err += text
      },
      columns: 100,
    },
    typeof line === 'string' ? split(line) : line,
  )
  return { code, out, err }
}
