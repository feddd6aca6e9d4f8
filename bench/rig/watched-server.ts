// A real server process, as operators run it, that says what it holds.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { findFreePort } from '../../server/launch/mongod-process.ts'
import { serverEnv, token, untilReady } from './api-server.ts'
import { followParent, processBundle, serverProgram } from './places.ts'
import type { Rig } from './rig.ts'

export interface Vitals {
  rssMb: number
  /** After the collection of what nobody needs. */
  heapMb: number
  handles: number
}

export interface WatchedServer {
  url: string
  token: string
  vitals(): Promise<Vitals>
  stop(): Promise<void>
}

export interface WatchedServerOptions {
  role: 'api' | 'worker'
  databaseUrl: string
  agentsDir: string
}

export async function startWatchedServer(rig: Rig, { role, databaseUrl, agentsDir }: WatchedServerOptions): Promise<WatchedServer> {
  const port = await findFreePort(undefined)
  const flags = ['--expose-gc', '--enable-source-maps', '--import', followParent, '--import', processBundle('vitals')]
  const child = spawn(process.execPath, [...flags, serverProgram, '--role', role], {
    env: serverEnv(rig, { port, agentsDir, MONGODB_URL: databaseUrl }),
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
  // A worker has no address: whoever watches it sees when it begins to work.
  if (role === 'api') await untilReady(url, ended)
  return { url, token, vitals: () => readVitals(child), stop }
}

async function readVitals(child: ChildProcess): Promise<Vitals> {
  const answer = once(child, 'message')
  child.send('vitals')
  const [{ rss, heapUsed, handles }] = (await answer) as [{ rss: number; heapUsed: number; handles: number }]
  return { rssMb: rss / 1024 ** 2, heapMb: heapUsed / 1024 ** 2, handles }
}
