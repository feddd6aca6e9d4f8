// A process of the benchmark's own: started with options, listened to, ended. Knows nothing of what it does.
import { fork } from 'node:child_process'
import type { Message } from './conversation.ts'

export interface Child {
  pid: number
  /** The next message of this kind, or one that came already. Rejects when the process ends without it. */
  next(kind: string): Promise<Message>
  onMessage(listener: (message: Message) => void): void
  /** Asks it to end and waits until it has. */
  stop(): Promise<void>
  /** Ends it by SIGKILL. */
  kill(): Promise<void>
}

export function startChild({ bundle, options, flags = [] }: { bundle: string; options: object; flags?: string[] }): Child {
  const child = fork(bundle, [JSON.stringify(options)], {
    execArgv: ['--max-semi-space-size=32', '--enable-source-maps', ...flags],
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const arrived: Message[] = []
  const waiting = new Set<{ kind: string; resolve: (message: Message) => void; reject: (error: Error) => void }>()
  let hasEnded = false
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      hasEnded = true
      for (const { kind, reject } of waiting)
        reject(new Error(`${bundle} ended with ${signal ?? code} before it said "${kind}"; see its output above`))
      resolve()
    })
  })
  child.on('message', (message: Message) => {
    const [first] = [...waiting].filter(({ kind }) => kind === message.kind)
    if (!first) return void arrived.push(message)
    waiting.delete(first)
    first.resolve(message)
  })

  return {
    pid: child.pid ?? 0,
    next: (kind) => {
      const index = arrived.findIndex((message) => message.kind === kind)
      const [message] = index >= 0 ? arrived.splice(index, 1) : []
      if (message) return Promise.resolve(message)
      if (hasEnded) return Promise.reject(new Error(`${bundle} has ended; expected it to say "${kind}"`))
      return new Promise((resolve, reject) => waiting.add({ kind, resolve, reject }))
    },
    onMessage: (listener) => void child.on('message', listener),
    stop: async () => {
      if (!hasEnded && child.connected) child.send('end')
      await ended
    },
    kill: async () => {
      if (!hasEnded) child.kill('SIGKILL')
      await ended
    },
  }
}
