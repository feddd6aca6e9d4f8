// The terminal as a whole: its modes, its size, and the promise that the shell gets it back as it was, whatever ends this program.
// What is drawn and what keys mean is decided elsewhere.
import { writeSync } from 'node:fs'
import type { Size } from './ink-output.ts'

export interface Terminal {
  size(): Size
  /** Takes the terminal over. */
  enter(): void
  /** Gives it back; may be called at any time, any number of times. */
  leave(): void
  setMouse(on: boolean): void
  /** Bytes that draw nothing, such as a text for the clipboard. */
  send(bytes: string): void
  /** Stops the whole job, as Ctrl-Z does, until the shell continues it. */
  suspend(): void
  /** To be called when the terminal said that it can tell keys apart that look alike otherwise. */
  tellKeysApart(): void
  /** From now on nobody listens to signals here. */
  release(): void
}

export interface TerminalOptions {
  stdout: NodeJS.WriteStream & { fd: number }
  /** Something outside wants us to end. */
  onSignal(signal: NodeJS.Signals): void
  /** The job goes on after a stop: everything has to be taken over and drawn again. */
  onResume(): void
  /** Just before the job stops. */
  onPause(): Promise<void>
  onResize(size: Size): void
}

const enterModes = ['?1049h', '?25l', '?7l', '?2004h', '?1004h']
const leaveModes = ['?1006l', '?1000l', '?1004l', '?2004l', '?7h', '?25h', '?1049l']
const mouseOn = ['?1000h', '?1006h']
const mouseOff = ['?1006l', '?1000l']
const askBackground = '\u001b]11;?\u0007'
const askKeyboard = '\u001b[?u'
const keysApart = '\u001b[>1u'
const keysAsBefore = '\u001b[<u'
const endings: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']

export function createTerminal(options: TerminalOptions): Terminal {
  const { stdout, onSignal, onResume, onPause, onResize } = options
  let entered = false
  let keyboard = false
  let released = false
  const write = (bytes: string) => void stdout.write(bytes)
  const size = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 })

  function enter(): void {
    if (entered) return
    entered = true
    setBlocking(stdout, false)
    write(`${sequence(enterModes)}${askBackground}${askKeyboard}`)
  }

  function leave(): void {
    if (!entered) return
    entered = false
    // For what is written now, and for programs that share the terminal with us.
    setBlocking(stdout, true)
    // Written at once: the process may be gone before a stream gets to it.
    writeNow(stdout, `\u001b[0m${keyboard ? keysAsBefore : ''}${sequence(leaveModes)}`)
    keyboard = false
  }

  const suspend = () => void onPause().then(stop)

  function stop(): void {
    leave()
    process.off('SIGTSTP', suspend)
    process.once('SIGCONT', resume)
    // The group, so that the shell sees its job stop, also when npm stands in between.
    process.kill(0, 'SIGTSTP')
  }

  function resume(): void {
    process.on('SIGTSTP', suspend)
    onResume()
  }

  // What is written to a terminal that is gone fails: there is nobody to work for any more.
  const gone = () => {
    if (!released) onSignal('SIGHUP')
  }
  const resized = () => onResize(size())
  const crash = (error: unknown) => {
    leave()
    process.stderr.write(`The dashboard had to stop: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exit(1)
  }
  process.on('SIGTSTP', suspend)
  for (const signal of endings) process.on(signal, onSignal)
  process.on('exit', leave)
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
  stdout.on('resize', resized)
  stdout.on('error', gone)

  return {
    size,
    enter,
    leave,
    suspend,
    send: write,
    setMouse: (on) => write(sequence(on ? mouseOn : mouseOff)),
    tellKeysApart() {
      if (keyboard || !entered) return
      keyboard = true
      write(keysApart)
    },
    release() {
      released = true
      process.off('SIGTSTP', suspend)
      process.off('SIGCONT', resume)
      for (const signal of endings) process.off(signal, onSignal)
      process.off('exit', leave)
      process.off('uncaughtException', crash)
      process.off('unhandledRejection', crash)
      stdout.off('resize', resized)
    },
  }
}

const sequence = (modes: readonly string[]) => modes.map((mode) => `\u001b[${mode}`).join('')

/** Left to itself, Node waits for a slow terminal with each write, and does nothing else meanwhile. */
function setBlocking(stdout: object, on: boolean): void {
  const { _handle: handle } = stdout as { _handle?: { setBlocking?(on: boolean): unknown } }
  handle?.setBlocking?.(on)
}

function writeNow(stdout: { fd: number }, bytes: string): void {
  try {
    writeSync(stdout.fd, bytes)
  } catch {
    // The terminal is gone: there is nothing left to restore.
  }
}

/** Puts a text on the clipboard of whoever looks at the terminal, over ssh and through tmux too. */
export function toClipboard(text: string, tmux: boolean): string {
  const sequence = `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`
  return tmux ? `${sequence}\u001bPtmux;${sequence.replaceAll('\u001b', '\u001b\u001b')}\u001b\\` : sequence
}
