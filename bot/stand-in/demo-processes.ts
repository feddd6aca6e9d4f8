// Child processes of the demo: started with their output in a file, stopped gently and in the end by force.
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface StartedProcess {
  /** Resolves, when it ended by itself or was stopped, to a sentence about it. */
  ended: Promise<string>
  stop(): Promise<void>
}

export interface ProcessOptions {
  name: string
  args: string[]
  root: string
  env: NodeJS.ProcessEnv
  /** Where its output goes. */
  folder: string
}

const gentleMs = 40_000
const readyWithinMs = 120_000

/** In a process group of its own: a terminal's Ctrl-C reaches the demo alone, which stops its parts in order. */
export function startProcess({ name, args, root, env, folder }: ProcessOptions): StartedProcess {
  const file = join(folder, `${name}.log`)
  const log = createWriteStream(file, { flags: 'a' })
  const child = spawn(process.execPath, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`The ${name} could not be started: ${error.message}.`))
    child.once('exit', (code, signal) => resolve(`The ${name} ended with ${signal ?? code}: ${file} says why.`))
  })
  return {
    ended,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), gentleMs)
      await ended
      clearTimeout(timer)
    },
  }
}

/** What a process answers once it is ready; undefined until then. Throws when it has ended, or takes too long. */
export async function waitFor<T>(look: () => Promise<T | undefined>, process: StartedProcess): Promise<T> {
  const giveUpAt = Date.now() + readyWithinMs
  let end: string | undefined
  void process.ended.then((reason) => {
    end = reason
  })
  while (end === undefined && Date.now() < giveUpAt) {
    const found = await look().catch(() => undefined)
    if (found !== undefined) return found
    await pause(100)
  }
  throw new Error(end ?? `The product was not ready within ${readyWithinMs / 1000} s.`)
}
