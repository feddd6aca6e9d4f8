// The real server as a process, as the launcher starts it, with its settings as they come unless said otherwise.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findFreePort } from '../../server/launch/mongod-process.ts'
import { followParent, serverProgram } from './places.ts'
import type { Rig } from './rig.ts'
import { secretKey } from './sample-task.ts'

const readyWithinMs = 60_000
/** As the launcher does. */
const nodeFlags = ['--max-semi-space-size=32', '--enable-source-maps']
export const token = 'token-of-the-benchmark'

export interface ApiServer {
  url: string
  token: string
  pid: number
  stop(): Promise<void>
}

export interface ApiServerOptions {
  role: 'all' | 'api'
  databaseUrl: string
  agentsDir: string
}

export async function startApiServer(rig: Rig, { role, databaseUrl, agentsDir }: ApiServerOptions): Promise<ApiServer> {
  const port = await findFreePort(undefined)
  const env = serverEnv(rig, { port, agentsDir, MONGODB_URL: databaseUrl })
  const child = spawn(process.execPath, [...nodeFlags, '--import', followParent, serverProgram, '--role', role], {
    env,
    cwd: rig.folder,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
    await ended
  }
  rig.onStop(stop)
  const url = `http://127.0.0.1:${port}`
  await untilReady(url, ended)
  return { url, token, pid: child.pid ?? 0, stop }
}

/** Nothing of what the person who runs the benchmark has set for a Capstan of their own. */
export function serverEnv(
  rig: Rig,
  { port, agentsDir, ...more }: { port: number; agentsDir: string; [name: string]: string | number },
): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(CAPSTAN_|SLACK_|ANTHROPIC_|OPENAI_|SMTP_|OTEL_|MONGODB_URL$|LOG_LEVEL$|NODE_ENV$|HOST$)/.test(name),
  )
  return {
    ...Object.fromEntries(inherited),
    PORT: String(port),
    CAPSTAN_AGENTS_DIR: agentsDir,
    CAPSTAN_DATA_DIR: join(rig.folder, 'server-data'),
    CAPSTAN_TOKEN: token,
    CAPSTAN_SECRET_KEY: secretKey,
    DEBUG_COLORS: 'no',
    ...more,
  }
}

/** Polls /readyz; throws when the process ends first. */
export async function untilReady(url: string, ended: Promise<void>): Promise<void> {
  let gone = false
  void ended.then(() => (gone = true))
  const deadline = Date.now() + readyWithinMs
  while (!(await isReady(url))) {
    if (gone) throw new Error('The server ended before it was ready; its reason is printed above.')
    if (Date.now() > deadline) throw new Error(`The server at ${url} was not ready within ${readyWithinMs / 1000} s.`)
    await pause(5)
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    async (response) => {
      await response.arrayBuffer()
      return response.ok
    },
    () => false,
  )
}
