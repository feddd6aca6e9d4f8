// Runs a program of the machine to its end, with its output as text, within limits. Knows nothing of what it runs.
import { spawn } from 'node:child_process'

export interface CommandLimits {
  env?: NodeJS.ProcessEnv
  /** Killed when it has said nothing for this long. */
  silenceMs: number
  signal?: AbortSignal | undefined
  onLine?: (line: string) => void
}

/** Resolves to the standard output; throws an Error with the reason in one line. */
export function runCommand(command: string, args: string[], limits: CommandLimits): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: limits.env, signal: limits.signal })
    let out = ''
    let err = ''
    let silent = false
    const kill = () => {
      silent = true
      child.kill('SIGKILL')
    }
    let silence = setTimeout(kill, limits.silenceMs)
    const heard = (text: string) => {
      clearTimeout(silence)
      silence = setTimeout(kill, limits.silenceMs)
      for (const line of text.split(/[\r\n]+/)) if (line.trim() !== '') limits.onLine?.(line.trim())
    }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      heard(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
      heard('')
    })
    child.on('error', (error) => {
      clearTimeout(silence)
      reject(error)
    })
    child.on('close', (code) => {
      clearTimeout(silence)
      if (code === 0) resolve(out)
      else if (silent) reject(new Error(`no sign of life for ${limits.silenceMs / 1000} s`))
      else reject(new Error(lastLine(err) ?? `ended with code ${code}`))
    })
  })
}

function lastLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => line !== '')
}
