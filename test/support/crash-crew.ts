// Worker processes that a test starts, freezes, kills and starts again; none outlives the test file.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { AgentConfig } from '../../server/agents/config.ts'
import { bundle } from '../server/launch/fixtures/bundle.ts'
import type { CrashWorkerMessage, CrashWorkerSettings } from './crash-worker.ts'
import { patienceMs } from './patience.ts'

/** The one that test engines use, so that workers can open what they submit. */
const rootKey = 'a root key for tests, long enough'

export interface CrashCrewOptions {
  url: string
  agents: readonly AgentConfig[]
  capacity?: number
  graceMs?: number
}

export interface CrashWorker {
  id: string
  /** Resolves when the process has ended. */
  gone: Promise<unknown>
  /** Resolves when that many runs which are held have begun here. */
  began(count: number): Promise<readonly { task: string; fence: number }[]>
  /** Held runs may end. */
  release(): void
  freeze(): void
  thaw(): void
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>
  /** An orderly stop; answers the exit code. */
  stop(): Promise<number | null>
}

export interface CrashCrew {
  start(options: CrashCrewOptions): Promise<CrashWorker>
}

/** To be called at the top of a test file. */
export function createCrashCrew(): CrashCrew {
  const folder = bundle({ 'crash-worker': 'test/support/crash-worker.ts' })
  const children = new Set<ChildProcess>()
  afterAll(async () => {
    for (const child of children) await end(child, 'SIGKILL')
  })
  return {
    start: async ({ url, agents, capacity = 10, graceMs = 5000 }) => {
      const settings: CrashWorkerSettings = { url, rootKey, capacity, agents: [...agents], graceMs }
      const child = fork(join(folder, 'crash-worker.mjs'), { env: { ...process.env, CAPSTAN_TEST_WORKER: JSON.stringify(settings) } })
      children.add(child)
      child.once('exit', () => children.delete(child))
      return follow(child)
    },
  }
}

async function follow(child: ChildProcess): Promise<CrashWorker> {
  const runs: { task: string; fence: number }[] = []
  const listeners = new Set<() => void>()
  const gone = once(child, 'exit')
  let id = ''
  child.on('message', (message: CrashWorkerMessage) => {
    if ('ready' in message) id = message.ready
    else runs.push({ task: message.began, fence: message.fence })
    for (const listener of listeners) listener()
  })
  const until = (what: string, holds: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const look = () => (holds() ? finish(resolve) : undefined)
      const lost = () => finish(() => reject(new Error(`the worker process ended while the test waited for ${what}`)))
      const late = setTimeout(
        () => finish(() => reject(new Error(`waited ${patienceMs / 1000} s for ${what}; held runs so far: ${JSON.stringify(runs)}`))),
        patienceMs,
      )
      const finish = (settle: () => void) => {
        clearTimeout(late)
        listeners.delete(look)
        child.off('exit', lost)
        settle()
      }
      listeners.add(look)
      child.once('exit', lost)
      look()
    })
  await until('it to be ready', () => id !== '')
  return {
    id,
    gone,
    began: async (count) => {
      await until(`${count} held runs`, () => runs.length >= count)
      return runs
    },
    release: () => void child.send('release'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill: async () => void (await end(child, 'SIGKILL')),
    stop: () => end(child, 'SIGTERM'),
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
  return child.exitCode
}
