// How often a person inside tmux sees half a frame: the screen is captured again and again while it changes, and each capture must be
// one of the frames that were drawn.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const endOfFrame = '\u001b[?2026l'

/** `change` is called again and again meanwhile. Answers how many captures there were, and the ones that show no frame. */
export async function captureFrames({ command, env, columns, rows, ready, change, ms }) {
  const folder = mkdtempSync(join(tmpdir(), 'capstan-bench-torn-'))
  const [config, bytes] = [join(folder, 'tmux.conf'), join(folder, 'bytes')]
  writeFileSync(config, 'set -g status off\nset -g escape-time 0\n')
  const tmux = (...words) => execFileSync('tmux', ['-S', join(folder, 'socket'), '-f', config, ...words], { encoding: 'utf8', env })
  const size = ['-x', String(columns), '-y', String(rows)]
  tmux('new-session', '-d', ...size, 'sh', '-c', 'read line; exec "$@"', 'sh', ...command)
  try {
    tmux('pipe-pane', '-o', `cat > '${bytes}'`)
    const capture = () => tmux('capture-pane', '-p')
    tmux('send-keys', 'Enter')
    while (!capture().includes(ready)) await wait(50)
    const captures = []
    const until = performance.now() + ms
    while (performance.now() < until) {
      change((...keys) => tmux('send-keys', ...keys))
      captures.push(lines(capture()))
      await wait(2)
    }
    await wait(500)
    const frames = await drawnFrames(readFileSync(bytes, 'utf8'), { columns, rows })
    return { captures: captures.length, seen: new Set(captures).size, torn: captures.filter((each) => !frames.has(each)) }
  } finally {
    tmux('kill-server')
    rmSync(folder, { recursive: true, force: true })
  }
}

const lines = (text) =>
  text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd()

/** The screen after each frame, as a terminal shows it. */
async function drawnFrames(bytes, { columns, rows }) {
  const { default: xterm } = await import('@xterm/headless')
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
  const frames = new Set()
  for (const frame of bytes.split(endOfFrame)) {
    await new Promise((resolve) => terminal.write(frame, resolve))
    const { active } = terminal.buffer
    frames.add(lines(Array.from({ length: rows }, (_, row) => active.getLine(row)?.translateToString(true) ?? '').join('\n')))
  }
  return frames
}
