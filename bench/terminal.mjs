// npm run bench terminal [start] [status] [use] [torn] [slow] [soak --minutes n]: how fast and how light the terminal program is in a
// real pseudo-terminal; without words, all but the soak. It measures; it never judges.
import '../server/launch/check-node.mjs'
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { build } from '../server/launch/build.mjs'
import { ensureInstalled, root } from '../server/launch/install.mjs'
import { openTerminal } from './terminal-pty.mjs'
import { captureFrames } from './terminal-torn.mjs'

const starts = 7
const keys = 120
const [columns, rows] = [120, 40]
const tornMs = 15_000
const soakPerSecond = 200
const soakLookMs = 5_000

const parts = { start: measureStart, status: measureStatus, use: measureUse, torn: measureTorn, slow: measureSlowLine, soak: measureSoak }
const { values: asked, positionals } = parseArgs({ allowPositionals: true, options: { minutes: { type: 'string', default: '20' } } })
const wanted = positionals.length > 0 ? positionals : Object.keys(parts).filter((name) => name !== 'soak')

await ensureInstalled({ dev: true })
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
const open = (view, more = {}) =>
  openTerminal({ command: [process.execPath, join(root, 'tui/capstan.mjs'), '--view', view], env: { ...env, ...more }, columns, rows })

const results = []
const row = (what, value, target) => results.push({ what, value, target })

try {
  for (const name of wanted) await parts[name]()
} finally {
  standIn.disconnect()
  process.stdout.write(
    `${format(results)}\n\nNode ${process.version}, load ${loadBefore.toFixed(1)} before and ${loadavg()[0].toFixed(1)} after\n`,
  )
}

async function measureStart() {
  const alone = []
  const frames = []
  const data = []
  for (let count = 0; count < starts; count += 1) {
    const began = performance.now()
    spawnSync(process.execPath, ['-e', '0'])
    alone.push(performance.now() - began)
    const terminal = await open('tasks')
    await terminal.until('capstan ', 0)
    frames.push(performance.now() - terminal.began)
    await terminal.until('T-10000', 0)
    data.push(performance.now() - terminal.began)
    await terminal.close()
  }
  row('Node alone, for comparison', `${ms(median(alone))} (best ${ms(Math.min(...alone))})`, '')
  row('first frame, npx capstan', `${ms(median(frames))} (best ${ms(Math.min(...frames))})`, '350 ms')
  row('first data, npx capstan', `${ms(median(data))} (best ${ms(Math.min(...data))})`, '700 ms')
}

async function measureStatus() {
  const times = []
  for (let count = 0; count < starts; count += 1) {
    const began = performance.now()
    spawnSync(process.execPath, [join(root, 'tui/capstan.mjs'), 'status', '--table'], { env: { ...process.env, ...env } })
    times.push(performance.now() - began)
  }
  row('capstan status', `${ms(median(times))} (best ${ms(Math.min(...times))})`, '400 ms')
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
  const delays = await pressKeys(terminal, keys)
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

/** Milliseconds until each key shows. */
async function pressKeys(terminal, count) {
  const delays = []
  for (let press = 0; press < count; press += 1) {
    const painted = terminal.until('›')
    terminal.type(press % 40 < 20 ? 'j' : 'k')
    delays.push(await painted)
    await wait(30 + (press % 7) * 11)
  }
  return delays
}

async function measureTorn() {
  const command = [process.execPath, join(root, 'tui/capstan.mjs'), '--view', 'tasks']
  const look = { command, env: { ...process.env, ...env }, columns, rows, ready: 'T-10000', ms: tornMs }
  const tell = (what, { captures, seen, torn }) => row(what, `${torn.length} of ${captures} (${seen} different)`, '0')
  standIn.send({ perSecond: 1000 })
  tell('torn states in tmux, rows changing', await captureFrames({ ...look, change: () => undefined }))
  let pressed = 0
  const turn = (press) => {
    pressed += 1
    if (pressed % 8 === 0) press(String(1 + ((pressed / 8) % 9)))
  }
  tell('torn states in tmux, screens changing', await captureFrames({ ...look, change: turn }))
  standIn.send({ perSecond: 0 })
}

async function measureSlowLine() {
  const terminal = await open('tasks', { SSH_TTY: '/dev/pts/0' })
  await terminal.until('T-10000', 0)
  standIn.send({ perSecond: 1000 })
  await wait(2000)
  terminal.rate(2000)
  const delays = await pressKeys(terminal, keys)
  row('line of 2 KB/s, key to paint, p95', ms(quantile(delays, 0.95)), '200 ms')
  terminal.rate(200)
  const before = terminal.memoryMb()
  const load = await terminal.load(20_000)
  row('line of 200 B/s, CPU', percent(load.cpu), '')
  row('line of 200 B/s for 20 s, memory', `${(terminal.memoryMb() - before).toFixed(1)} MB more`, '0 MB')
  terminal.rate(0)
  standIn.send({ perSecond: 0 })
  const caughtUp = terminal.until('not here')
  terminal.type('5')
  row('line of 200 B/s, back to normal in', ms(await caughtUp), '')
  await terminal.close()
}

/** Growth is the slope through what is held in the second half of the time: until then caches, heap and compiled code fill up. */
async function measureSoak() {
  const minutes = Number(asked.minutes)
  const terminal = await open('tasks')
  await terminal.until('T-10000', 0)
  standIn.send({ perSecond: soakPerSecond })
  const samples = []
  const began = performance.now()
  for (let hours = 0; hours * 60 < minutes; hours = (performance.now() - began) / 3_600_000) {
    if (hours * 60 > minutes / 2) samples.push({ hours, mb: terminal.memoryMb() })
    await wait(soakLookMs)
  }
  standIn.send({ perSecond: 0 })
  row(`soak of ${minutes} min, ${soakPerSecond} unique texts/s, memory`, `${Math.round(samples.at(-1).mb)} MB`, '150 MB')
  row(`soak of ${minutes} min, growth`, `${slope(samples).toFixed(1)} MB/h`, '5 MB/h')
  await terminal.close()
}

function slope(samples) {
  const mean = (of) => samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [hours, mb] = [mean((sample) => sample.hours), mean((sample) => sample.mb)]
  return mean((sample) => (sample.hours - hours) * (sample.mb - mb)) / mean((sample) => (sample.hours - hours) ** 2)
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
