// A program in a real pseudo-terminal, for measuring: what it writes, when, and what it costs.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../server/launch/install.mjs'

const patienceMs = 60_000

export async function openTerminal({ command, env, columns, rows }) {
  const folder = mkdtempSync(join(tmpdir(), 'capstan-bench-terminal-'))
  const pidFile = join(folder, 'pid')
  const began = performance.now()
  const child = spawn(
    'python3',
    [
      join(root, 'test/tui/support/terminal.py'),
      String(columns),
      String(rows),
      'sh',
      '-c',
      'echo $$ > "$PID_FILE"; exec "$@"',
      'sh',
      ...command,
    ],
    { env: { ...process.env, ...env, PID_FILE: pidFile, XDG_CONFIG_HOME: folder }, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  let output = ''
  const looking = new Set()
  child.stdout.setEncoding('utf8')
  child.stdout.on('data', (chunk) => {
    output += chunk
    for (const look of looking) look()
  })
  const ended = once(child, 'exit')
  const pid = () => Number(readFileSync(pidFile, 'utf8'))

  /** Milliseconds until what is written from now on (or from `from`) contains this. */
  function until(wanted, from = output.length) {
    const asked = performance.now()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${wanted} did not come; what came: ${JSON.stringify(output.slice(-400))}`)),
        patienceMs,
      )
      function look() {
        if (!output.includes(wanted, from)) return
        clearTimeout(timer)
        looking.delete(look)
        resolve(performance.now() - asked)
      }
      looking.add(look)
      look()
    })
  }

  return {
    began,
    until,
    output: () => output,
    type: (text) => child.stdin.write(`${JSON.stringify({ write: text })}\n`),
    /** Reads so many bytes a second from now on; all there are with 0. */
    rate: (bytes) => child.stdin.write(`${JSON.stringify({ rate: bytes })}\n`),
    /** Seconds of a core used so far. */
    cpu: () => cpuSeconds(pid()),
    memoryMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid()}/status`, 'utf8'))?.[1]) / 1024,
    /** Share of a core used, and bytes written, while this time passes. */
    async load(ms) {
      const [cpu, bytes] = [cpuSeconds(pid()), output.length]
      const from = performance.now()
      await wait(ms)
      const seconds = (performance.now() - from) / 1000
      return { cpu: (cpuSeconds(pid()) - cpu) / seconds, bytes: output.length - bytes, from: bytes }
    },
    async close() {
      child.stdin.end()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const ticksPerSecond = 100

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
