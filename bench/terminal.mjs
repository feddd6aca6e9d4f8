// node bench/terminal.mjs: how fast and how light the dashboard is in a real pseudo-terminal. It measures; it never judges.
import '../server/launch/check-node.mjs'
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { build } from '../server/launch/build.mjs'
import { ensureInstalled, root } from '../server/launch/install.mjs'
import { openTerminal } from './terminal-pty.mjs'

const starts = 7
const keys = 120
const [columns, rows] = [120, 40]

await ensureInstalled()
await build()
const loadBefore = loadavg()[0]
const standIn = fork(join(root, 'bench/terminal-stand-in.mjs'))
const [{ port }] = await once(standIn, 'message')
const env = {
  CAPSTAN_URL: `http://127.0.0.1:${port}`,
  CAPSTAN_TOKEN: 'bench',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  CI: '',
  NO_COLOR: '',
}
const open = (view, command = ['tui/capstan.mjs']) =>
  openTerminal({ command: [process.execPath, ...command.map((part) => join(root, part)), '--view', view], env, columns, rows })

const results = []
const row = (what, value, target) => results.push({ what, value, target })

try {
  await measureStart()
  await measureUse()
} finally {
  standIn.disconnect()
}
process.stdout.write(
  `${format(results)}\n\nNode ${process.version}, load ${loadBefore.toFixed(1)} before and ${loadavg()[0].toFixed(1)} after\n`,
)

async function measureStart() {
  const alone = []
  const frames = []
  const data = []
  for (let count = 0; count < starts; count += 1) {
    const began = performance.now()
    spawnSync(process.execPath, ['-e', '0'])
    alone.push(performance.now() - began)
    const terminal = await open('tasks')
    await terminal.until(' capstan ', 0)
    frames.push(performance.now() - terminal.began)
    await terminal.until('T-10000', 0)
    data.push(performance.now() - terminal.began)
    await terminal.close()
  }
  row('Node alone, for comparison', `${ms(median(alone))} (best ${ms(Math.min(...alone))})`, '')
  row('first frame, npx capstan', `${ms(median(frames))} (best ${ms(Math.min(...frames))})`, '350 ms')
  row('first data, npx capstan', `${ms(median(data))} (best ${ms(Math.min(...data))})`, '700 ms')
}

async function measureUse() {
  const terminal = await open('tasks')
  await terminal.until('T-10000', 0)
  await wait(2000)
  const idle = await terminal.load(10_000)
  row('idle, CPU', percent(idle.cpu), '1 %')
  row('idle, bytes in 10 s', String(idle.bytes), '0')
  const loaded = terminal.until('10,000 of 10,000', 0)
  terminal.type('G')
  await loaded
  terminal.type('g')
  await wait(500)
  row('10,000 tasks held, memory', `${Math.round(terminal.memoryMb())} MB`, '150 MB')
  standIn.send({ perSecond: 1000 })
  await wait(2000)
  const delays = []
  for (let count = 0; count < keys; count += 1) {
    const painted = terminal.until('›')
    terminal.type(count % 40 < 20 ? 'j' : 'k')
    delays.push(await painted)
    await wait(30 + (count % 7) * 11)
  }
  row('key to paint under 1,000 events/s, p50', ms(quantile(delays, 0.5)), '16 ms')
  row('key to paint under 1,000 events/s, p95', ms(quantile(delays, 0.95)), '50 ms')
  const flood = await terminal.load(10_000)
  const frames = terminal
    .output()
    .slice(flood.from)
    .split('\u001b[?2026h')
    .slice(1)
    .map((frame) => frame.length)
  row('1,000 events/s, CPU', percent(flood.cpu), '15 %')
  row('1,000 events/s, frames a second', (frames.length / 10).toFixed(1), '')
  row('1,000 events/s, bytes a frame, median', String(median(frames)), '1,000')
  row('after the flood, memory', `${Math.round(terminal.memoryMb())} MB`, '150 MB')
  await terminal.close()
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

function median(values) {
  return quantile(values, 0.5)
}

function ms(value) {
  return `${Math.round(value)} ms`
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`
}

function format(lines) {
  const width = Math.max(...lines.map(({ what }) => what.length))
  return lines.map(({ what, value, target }) => `${what.padEnd(width)}  ${value.padEnd(24)}${target && `target ${target}`}`).join('\n')
}
