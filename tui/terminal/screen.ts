// The screen we draw on: takes whole frames, writes what changed in one piece, and waits while the terminal cannot keep up.
// What is in a frame is not its business; nor are modes, keys and signals.
import { diffFrames } from './line-diff.ts'

export interface ScreenOutput {
  write(bytes: string): boolean
  once(event: 'drain', listener: () => void): unknown
}

export interface Screen {
  draw(frame: string): void
  /** Forgets what the terminal shows: the next frame is written whole. */
  invalidate(): void
  /** Draws the latest frame again, whole. */
  repaint(): void
  readonly frames: number
}

const beginSynchronized = '\u001b[?2026h'
const endSynchronized = '\u001b[?2026l'
const clear = '\u001b[0m\u001b[2J'

export function createScreen(output: ScreenOutput): Screen {
  let shown: string[] | undefined
  let latest: string[] = []
  let blocked = false
  let frames = 0

  function flush(): void {
    if (blocked) return
    const bytes = shown ? diffFrames(shown, latest) : clear + diffFrames([], latest)
    shown = latest
    if (bytes === '') return
    frames += 1
    if (output.write(beginSynchronized + bytes + endSynchronized)) return
    blocked = true
    output.once('drain', () => {
      blocked = false
      flush()
    })
  }

  return {
    draw(frame) {
      latest = frame.split('\n')
      flush()
    },
    invalidate: () => {
      shown = undefined
    },
    repaint() {
      shown = undefined
      flush()
    },
    get frames() {
      return frames
    },
  }
}
