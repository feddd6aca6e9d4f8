// The screen we draw on: takes whole frames, writes what changed in one piece, and waits while the terminal cannot keep up.
// What is in a frame is not its business; nor are modes, keys and signals.
import { diffFrames, wholeFrame } from './line-diff.ts'

export interface ScreenOutput {
  /** Calls back when the terminal has taken all of it. */
  write(bytes: string, taken: () => void): void
}

export interface Screen {
  draw(frame: string): void
  /** Forgets what the terminal shows: the next frame is written whole. */
  invalidate(): void
  /** Draws the latest frame again, whole. */
  repaint(): void
  /** Draws nothing until the next repaint: somebody else has the terminal. Resolves when it has taken what was on its way. */
  pause(): Promise<void>
}

const beginSynchronized = '\u001b[?2026h'
const endSynchronized = '\u001b[?2026l'

export function createScreen(output: ScreenOutput): Screen {
  let shown: readonly string[] | undefined
  let latest: readonly string[] = []
  let paused = false
  /** Resolves when the terminal has taken the frame before: on a slow line those in between are left out. */
  let taking: Promise<void> | undefined

  function flush(): void {
    if (taking || paused || shown === latest) return
    const bytes = shown ? diffFrames(shown, latest) : wholeFrame(latest)
    shown = latest
    if (bytes === '') return
    const taken = new Promise<void>((resolve) => output.write(beginSynchronized + bytes + endSynchronized, resolve))
    taking = taken.then(() => {
      taking = undefined
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
      paused = false
      shown = undefined
      flush()
    },
    async pause() {
      paused = true
      await taking
    },
  }
}
