// A state as a person sees it: drawn by Ink on our screen, shown by an emulator.
import { render } from 'ink'
import { createElement } from 'react'
import { App } from '../../../tui/components/app.tsx'
import { createStore, type Store } from '../../../tui/live/store.ts'
import { createFrameSource } from '../../../tui/screens/frame-source.ts'
import type { State } from '../../../tui/state/state.ts'
import type { Capabilities } from '../../../tui/terminal/capabilities.ts'
import { InkOutput } from '../../../tui/terminal/ink-output.ts'
import { createScreen } from '../../../tui/terminal/screen.ts'
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
    write: (bytes) => {
      written += bytes
      last = emulator.write(bytes)
      return true
    },
    once: () => undefined,
  })
  const output = new InkOutput(screen, state.size)
  const source = createFrameSource(store, look)
  const ink = render(createElement(App, { source }), {
    stdout: output as unknown as NodeJS.WriteStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  })
  return {
    store,
    emulator,
    bytes: () => written,
    async settled() {
      // React draws in a microtask of its own.
      await new Promise((resolve) => setImmediate(resolve))
      await last
      return emulator.lines()
    },
    end() {
      ink.unmount()
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
