// The server as a child process: started, asked to drain, forced at last. Knows nothing of what it serves.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const drainWithinMs = 35_000
const forceWithinMs = 2000
/** A busy worker makes many short-lived objects: more room for them means far fewer collections. */
const nodeFlags = ['--max-semi-space-size=32']

export interface ServerProcess {
  /** The exit code; 1 when a signal ended it. */
  ended: Promise<number>
  drain(): void
  force(): void
}

/**
 * In a process group of its own: a terminal's Ctrl-C then reaches the launcher alone, which passes it on exactly once.
 * The channel between the two is there to break: that is how the server notices a launcher that was killed.
 */
export function startServer(args: string[], env: NodeJS.ProcessEnv): ServerProcess {
  const preload = new URL('./follow-parent.mjs', import.meta.url).href
  const main = fileURLToPath(new URL('./main.mjs', import.meta.url))
  const child = spawn(process.execPath, [...nodeFlags, '--enable-source-maps', '--import', preload, main, ...args], {
    // Agenda asks its debug library for a logger at every step, and that asks the terminal for colours every time.
    env: { DEBUG_COLORS: 'no', ...env },
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  let timer: NodeJS.Timeout | undefined
  const killAfter = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => child.kill('SIGKILL'), ms)
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      clearTimeout(timer)
      resolve(code ?? 1)
    })
  })
  const signalThenKill = (ms: number) => {
    child.kill('SIGTERM')
    killAfter(ms)
  }
  return { ended, drain: () => signalThenKill(drainWithinMs), force: () => signalThenKill(forceWithinMs) }
}
