// A state as a person sees it: drawn by Ink on our screen, shown by an emulator.
import { stripVTControlCharacters } from 'node:util'
import { expect } from 'vitest'
import { drawWithInk } from '../../../tui/components/app.tsx'
import { createStore, type Store } from '../../../tui/live/store.ts'
import { createFrameSource } from '../../../tui/screens/frame-source.ts'
import type { State } from '../../../tui/state/state.ts'
import type { Capabilities } from '../../../tui/terminal/capabilities.ts'
import { InkOutput } from '../../../tui/terminal/ink-output.ts'
import { createScreen } from '../../../tui/terminal/screen.ts'
import { widthOf } from '../../../tui/text/width.ts'
import { createEmulator, type Emulator } from './emulator.ts'

export interface Drawn {
  store: Store
  emulator: Emulator
  /** Everything written so far. */
  bytes(): string
  /** Once all that was written is on the screen. */
  settled(): Promise<string[]>
  end(): void
}

export function draw(state: State, look: Pick<Capabilities, 'colorDepth' | 'unicode'> = { colorDepth: 0, unicode: true }): Drawn {
  const emulator = createEmulator(state.size.columns, state.size.rows)
  const store = createStore(state, 0)
  let written = ''
  let last = Promise.resolve()
  // As our terminal does when it takes over: long lines do not wrap.
  void emulator.write('\u001b[?1049h\u001b[?7l')
  const screen = createScreen({
    write: (bytes, taken) => {
      written += bytes
      last = emulator.write(bytes)
      taken()
    },
  })
  const output = new InkOutput(screen, state.size)
  const source = createFrameSource(store, look)
  const stopDrawing = drawWithInk(source, { stdin: process.stdin, stdout: output as unknown as NodeJS.WriteStream })
  return {
    store,
    emulator,
    bytes: () => written,
    async settled() {
      // As the program ships, Ink draws what it gets: lines that are too long would be cut off by nobody.
      for (const line of source.frame()) expect(widthOf(stripVTControlCharacters(line)), line).toBeLessThanOrEqual(store.get().size.columns)
      // React draws in a microtask of its own.
      await new Promise((resolve) => setImmediate(resolve))
      await last
      return emulator.lines()
    },
    end() {
      stopDrawing()
      store.stop()
    },
  }
}

/** The screen of a state, once. */
export async function linesOf(state: State, look?: Pick<Capabilities, 'colorDepth' | 'unicode'>): Promise<string[]> {
  const drawn = draw(state, look)
  const lines = await drawn.settled()
  drawn.end()
  return lines
}
