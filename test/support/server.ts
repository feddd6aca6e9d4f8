// The whole product in this process, started as main.ts starts it, with agents of the test's own, and clients that speak its API.
// What it waits for, it waits for with a deadline whose message prints what did arrive.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { stringify } from 'yaml'
import type { Role } from '../../server/arguments.ts'
import { createPasswords } from '../../server/auth/password.ts'
import { parseConfig } from '../../server/config.ts'
import { createLogger } from '../../server/log.ts'
import { startServer } from '../../server/start.ts'
import { type ApiClient, createApiClient } from './api-client.ts'

/** A whole file, or what its YAML says. */
export type AgentFile = string | { [key: string]: unknown }

/** Real ones cost a fifth of a second each, and tests log in hundreds of times; passwords.test.ts pays for one. */
const quickPasswords = createPasswords({ cost: { log2N: 4, r: 8, p: 1 } })

export interface TestServerOptions {
  database: { url: string }
  /** Data and agents; servers that share it are one installation. */
  folder: string
  role?: Role
  env?: { [name: string]: string }
  agents?: { [name: string]: AgentFile }
}

export interface TestServer extends ApiClient {
  url: string
  token: string
  /** The id under which its worker is listed. */
  worker: string
  /** Another client of it. */
  as(token: string, headers?: { [name: string]: string }): ApiClient
  stop(): Promise<void>
}

export async function startTestServer({ database, folder, role = 'all', env = {}, agents = {} }: TestServerOptions): Promise<TestServer> {
  mkdirSync(join(folder, 'agents'), { recursive: true })
  for (const [name, file] of Object.entries(agents)) writeAgent(folder, name, file)
  const config = parseConfig({
    PORT: '0',
    PATH: process.env['PATH'],
    MONGODB_URL: database.url,
    CAPSTAN_DATA_DIR: join(folder, 'data'),
    CAPSTAN_AGENTS_DIR: join(folder, 'agents'),
    CAPSTAN_GRAPHIQL: 'false',
    LOG_LEVEL: 'silent',
    ...env,
  })
  const { url = '', worker = '', stop } = await startServer({ role, config, log: createLogger(config.logLevel), passwords: quickPasswords })
  const token = role === 'worker' ? '' : readToken(folder)
  const client = createApiClient({ url, token })
  const clients = [client]
  return {
    ...client,
    url,
    token,
    worker,
    as: (shown, headers = {}) => {
      const other = createApiClient({ url, token: shown, headers })
      clients.push(other)
      return other
    },
    stop: async () => {
      for (const one of clients) await one.close()
      await stop()
    },
  }
}

export function readToken(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'data', 'credentials.json'), 'utf8')) as { token: string }).token
}

export function writeAgent(folder: string, name: string, file: AgentFile): void {
  writeFileSync(join(folder, 'agents', `${name}.yaml`), typeof file === 'string' ? file : stringify(file))
}

export interface TestServers {
  /** Shared by all of them. */
  folder: string
  start(options?: Partial<Omit<TestServerOptions, 'folder'>>): Promise<TestServer>
}

/** To be called at the top of a test file, after its database: stopped before the database goes. */
export function createTestServers(database: { url: string }): TestServers {
  const folder = mkdtempSync(join(tmpdir(), 'capstan-e2e-'))
  const started: TestServer[] = []
  afterAll(async () => {
    for (const server of started.reverse()) await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    folder,
    start: async (options = {}) => {
      const server = await startTestServer({ database, folder, ...options })
      started.push(server)
      return server
    },
  }
}
