// A command's world as it is: this process's streams and terminal, and the server that the environment or the options name.
import { once } from 'node:events'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { ApiError, ServerUnreachable } from '../client/api-error.ts'
import { createCapstanClient } from '../client/client.ts'
import { findCredentials } from '../client/credentials.ts'
import { openSessions } from '../client/session.ts'
import type { Config } from '../config.ts'
import type { Io, OutputMode } from './io.ts'
import type { GlobalOptions } from './program.ts'

export function createRealIo(config: Config, options: GlobalOptions): Io {
  const { environment, dataDir } = config
  const { stdout, stderr, stdin } = process
  const sessions = openSessions(join(environment['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'capstan', 'sessions.json'))
  const explicit = options.token ?? config.token
  const { url, token } = findCredentials({ url: options.url ?? config.url, token: explicit, dataDir })
  const interrupt = new AbortController()
  process.once('SIGINT', () => interrupt.abort())
  process.once('SIGTERM', () => interrupt.abort())
  const tokenNow = () => (explicit === undefined && sessions.has(url) ? sessions.tokenFor(url) : token)
  return {
    client: createCapstanClient({ url, token: tokenNow, workspace: options.workspace }),
    sessions,
    mode: modeOf(options, stdout.isTTY),
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    download: (path) => download(new URL(path, url), tokenNow),
    readInput: () => readAll(stdin),
    askSecret: (question) => (stdin.isTTY ? askSecret(question) : Promise.resolve(undefined)),
    confirm: (question) => (stdin.isTTY ? confirm(question) : Promise.resolve(undefined)),
    isTerminal: stdout.isTTY,
    columns: stdout.columns || 100,
    color: stdout.isTTY && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb',
    now: () => new Date(),
    signal: interrupt.signal,
    dataDir,
    environment,
  }
}

function modeOf({ json, ndjson, table }: GlobalOptions, isTerminal: boolean): OutputMode {
  if (ndjson) return 'ndjson'
  return json || !(table || isTerminal) ? 'json' : 'table'
}

async function download(url: URL, token: () => string | Promise<string>): Promise<void> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${await token()}` } }).catch((error: unknown) => {
    throw new ServerUnreachable(url.origin, error instanceof Error ? error.message : String(error))
  })
  if (!response.ok || !response.body) {
    const code = response.status === 401 ? 'UNAUTHENTICATED' : response.status === 403 ? 'FORBIDDEN' : 'NOT_FOUND'
    throw new ApiError({ message: `The server answered ${response.status} for ${url.pathname}.`, extensions: { code } })
  }
  for await (const chunk of response.body) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain')
  }
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  let text = ''
  stream.setEncoding('utf8')
  for await (const chunk of stream) text += String(chunk)
  return text
}

/** What is typed goes nowhere. */
async function askSecret(question: string): Promise<string> {
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await reader.question('')
  } finally {
    reader.close()
    process.stderr.write('\n')
  }
}

async function confirm(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await reader.question(`${question} [y/N] `)).trim())
  } finally {
    reader.close()
  }
}
