// A program in a real pseudo-terminal, seen through an emulator. What a test waits for, it waits for with a deadline that shows the screen.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { patienceMs } from '../../support/patience.ts'
import { createEmulator, type Emulator } from './emulator.ts'

export interface Pty {
  emulator: Emulator
  /** Everything the terminal was sent. */
  bytes(): string
  type(text: string): void
  /** Until the screen shows this. */
  shows(expected: string | RegExp): Promise<string>
  /** Until the screen no longer does. */
  lacks(expected: string | RegExp): Promise<string>
  /** Until the program has gone and the shell asks again. A part of a frame may lack anything, so `lacks` cannot tell. */
  prompts(): Promise<string>
  resize(columns: number, rows: number): void
  signal(number: number): void
  ended: Promise<number>
  end(): Promise<void>
}

export interface PtyOptions {
  command: readonly string[]
  env?: { [name: string]: string }
  columns?: number
  rows?: number
}

export function openPty({ command, env = {}, columns = 108, rows = 36 }: PtyOptions): Pty {
  const emulator = createEmulator(columns, rows)
  const child = spawn('python3', [join(import.meta.dirname, 'terminal.py'), String(columns), String(rows), ...command], {
    env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', CI: '', NO_COLOR: '', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let bytes = ''
  const watching = new Set<() => void>()
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (chunk: string) => {
    bytes += chunk
    void emulator.write(chunk).then(() => {
      for (const look of watching) look()
    })
  })
  const ended = once(child, 'exit').then(([code]) => Number(code))
  const request = (what: object) => child.stdin.write(`${JSON.stringify(what)}\n`)
  const until = (what: string, holds: (text: string) => boolean) =>
    new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        watching.delete(look)
        reject(new Error(`Within ${patienceMs / 1000} s the screen did not ${what}. It shows:\n${emulator.text()}`))
      }, patienceMs)
      function look(): void {
        const text = emulator.text()
        if (!holds(text)) return
        clearTimeout(timer)
        watching.delete(look)
        resolve(text)
      }
      void ended.then((code) => {
        if (watching.delete(look))
          reject(new Error(`The program ended with ${code} before the screen did ${what}. It shows:\n${emulator.text()}`))
        clearTimeout(timer)
      })
      watching.add(look)
      look()
    })
  const has = (text: string, expected: string | RegExp) => (typeof expected === 'string' ? text.includes(expected) : expected.test(text))
  return {
    emulator,
    bytes: () => bytes,
    type: (text) => request({ write: text }),
    shows: (expected) => until(`show ${expected}`, (text) => has(text, expected)),
    lacks: (expected) => until(`lose ${expected}`, (text) => !has(text, expected)),
    prompts: () => until('show a prompt', (text) => !emulator.alternate && /[#$]$/.test(text.trimEnd())),
    resize: (wide, high) => {
      emulator.resize(wide, high)
      request({ size: [wide, high] })
    },
    signal: (number) => request({ signal: number }),
    ended,
    end: async () => {
      child.stdin.end()
      await ended
    },
  }
}
