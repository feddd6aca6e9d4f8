// Screen, keys and modes of the terminal as one thing that can be taken over, lent out and given back.
import { setTimeout as pause } from 'node:timers/promises'
import { InkOutput, type Size } from './ink-output.ts'
import { createInputReader } from './input.ts'
import type { InputEvent } from './input-decoder.ts'
import { createScreen, type Screen } from './screen.ts'
import { createTerminal, type Terminal } from './terminal.ts'

export interface FaceOptions {
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream & { fd: number }
  escapeMs: number
  /** Asked each time the terminal is taken over. */
  wantsMouse(): boolean
  onEvent(event: InputEvent): void
  onResize(size: Size): void
}

export interface Face {
  screen: Screen
  terminal: Terminal
  /** What Ink draws on. */
  inkOutput: InkOutput
  takeOver(): void
  /** To another program, for a while. */
  lend(): Promise<void>
  giveBack(): Promise<void>
}

/** A terminal that takes nothing any more is not waited for. */
const patienceMs = 1_000

export function createFace({ stdin, stdout, escapeMs, wantsMouse, onEvent, onResize }: FaceOptions): Face {
  const screen = createScreen({ write: (bytes, taken) => void stdout.write(bytes, taken) })
  const inkOutput = new InkOutput(screen, { columns: stdout.columns || 80, rows: stdout.rows || 24 })
  const input = createInputReader({ source: stdin, escapeMs, onEvent: hear, onEnd: () => end('SIGHUP') })
  const terminal = createTerminal({
    stdout,
    onSignal: end,
    onPause: letGo,
    onResume: takeOver,
    onResize: (size) => {
      inkOutput.resize(size)
      onResize(size)
      setImmediate(screen.repaint)
    },
  })

  function hear(event: InputEvent): void {
    if (event.kind === 'keyboard') terminal.tellKeysApart()
    else onEvent(event)
  }

  function end(signal: NodeJS.Signals): void {
    void letGo()
    terminal.leave()
    terminal.release()
    endBy(signal)
  }

  function takeOver(): void {
    terminal.enter()
    terminal.setMouse(wantsMouse())
    input.start()
    screen.repaint()
  }

  async function letGo(): Promise<void> {
    input.stop()
    await Promise.race([screen.pause(), pause(patienceMs, undefined, { ref: false })])
  }

  async function lend(): Promise<void> {
    await letGo()
    terminal.leave()
  }

  return {
    screen,
    terminal,
    inkOutput,
    takeOver,
    lend,
    async giveBack() {
      await lend()
      terminal.release()
    },
  }
}

const signalNumbers: { readonly [signal: string]: number } = { SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 }

function endBy(signal: NodeJS.Signals): void {
  // The terminal may be gone already: Node would fail to reset it on its way out.
  if (signal === 'SIGHUP') process.kill(process.pid, signal)
  else process.exit(128 + (signalNumbers[signal] ?? 0))
}
