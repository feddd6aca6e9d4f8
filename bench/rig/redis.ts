// A Redis of the benchmark's own for the peer that needs one: every write on disk before it is answered, as MongoDB does it here.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findFreePort } from '../../server/launch/mongod-process.ts'

export interface Redis {
  port: number
  pid: number
  stop(): Promise<void>
}

/** Undefined when there is no redis-server on the PATH. */
export async function startRedis(folder: string): Promise<Redis | undefined> {
  const dir = join(folder, 'redis')
  mkdirSync(dir, { recursive: true })
  const port = await findFreePort(undefined)
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    dir,
    '--appendonly',
    'yes',
    '--appendfsync',
    'always',
    '--save',
    '',
  ]
  const child = spawn('redis-server', settings, { stdio: 'ignore' })
  let ended = false
  const end = new Promise<void>((resolve) => {
    const settle = () => {
      ended = true
      resolve()
    }
    child.once('error', settle).once('exit', settle)
  })
  while (!ended && !(await answers(port))) await pause(20)
  if (ended) return undefined
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM')
      await end
    },
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
