// The connection to an MCP server that is a program: started without a shell in the task's folder, with the listed environment and no
// more, ended with its whole process group. The SDK's own transport passes more of the environment and ends only the first process.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve as resolvePath } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'

const graceMs = 1_000
const stderrTailChars = 1_000

export interface McpProgram {
  command: readonly string[]
  env: Record<string, string>
  folder: string
}

export interface McpProcess extends Transport {
  /** The last of what it wrote to its error output: often why it does not start. */
  stderrTail(): string
}

/** How messages become lines; passed in, because the SDK is loaded only for agents that need it. */
export type McpLines = typeof import('@modelcontextprotocol/sdk/shared/stdio.js')

export function createMcpProcess({ command, env, folder }: McpProgram, { ReadBuffer, serializeMessage }: McpLines): McpProcess {
  let child: ChildProcessWithoutNullStreams | undefined
  let tail = ''
  const buffer = new ReadBuffer()
  const transport: McpProcess = {
    stderrTail: () => tail.trim(),
    start: async () => {
      const [program = '', ...args] = command
      child = spawn(program.includes('/') ? resolvePath(program) : program, args, { cwd: folder, env, detached: true, stdio: 'pipe' })
      listen(child)
      await once(child, 'spawn')
    },
    send: async (message) => {
      if (!child?.stdin.writable) throw new Error('its program has ended')
      child.stdin.write(serializeMessage(message))
    },
    close: async () => {
      if (child) await end(child)
    },
  }

  function listen(started: ChildProcessWithoutNullStreams): void {
    started.on('error', (error) => transport.onerror?.(error))
    started.stdin.on('error', (error) => transport.onerror?.(error))
    started.stderr.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-stderrTailChars)
    })
    started.stdout.on('data', (chunk: Buffer) => read(chunk))
    started.once('close', () => transport.onclose?.())
  }

  function read(chunk: Buffer): void {
    try {
      buffer.append(chunk)
    } catch (error) {
      // A message larger than any that makes sense.
      transport.onerror?.(error as Error)
      return void transport.close()
    }
    for (let message = next(); message !== null; message = next()) if (message) transport.onmessage?.(message)
  }

  /** Nothing when there is no whole line; undefined for a line that is no message: programs print all sorts of things. */
  function next(): JSONRPCMessage | null | undefined {
    try {
      return buffer.readMessage()
    } catch {
      return undefined
    }
  }

  return transport
}

/** Its end of input first, then signals to the whole group. */
async function end(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.pid === undefined) return
  const gone = child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : once(child, 'exit').then(() => undefined)
  child.stdin.end()
  const pause = new AbortController()
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const left = await Promise.race([gone, sleep(graceMs, 'still there', { signal: pause.signal }).catch(() => undefined)])
    if (left === undefined) break
    signalGroup(child.pid, signal)
  }
  pause.abort()
  // What it started may still be there when it has ended itself.
  signalGroup(child.pid, 'SIGKILL')
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    // EPERM is what macOS says of a group in which everyone has ended already.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
