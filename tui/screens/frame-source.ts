// Frames for Ink: made when asked for, and the very same one while nothing visible has changed, so that nothing is drawn.
import type { FrameSource } from '../components/app.tsx'
import type { Store } from '../live/store.ts'
import { paletteOf, type State } from '../state/state.ts'
import type { Capabilities } from '../terminal/capabilities.ts'
import { createTheme, type Theme } from '../theme.ts'
import { frameOf } from './frame.ts'

export function createFrameSource(store: Store, capabilities: Pick<Capabilities, 'colorDepth' | 'unicode'>): FrameSource {
  const themeOf = rememberTheme(capabilities)
  let drawn: { state: State; lines: readonly string[] } | undefined
  return {
    subscribe: store.subscribe,
    frame() {
      const state = store.get()
      if (drawn?.state === state) return drawn.lines
      const lines = frameOf(state, themeOf(state))
      const same = drawn !== undefined && lines.length === drawn.lines.length && lines.every((line, row) => line === drawn?.lines[row])
      drawn = { state, lines: same && drawn ? drawn.lines : lines }
      return drawn.lines
    },
  }
}

function rememberTheme({ colorDepth, unicode }: Pick<Capabilities, 'colorDepth' | 'unicode'>): (state: State) => Theme {
  const themes = new Map<string, Theme>()
  return (state) => {
    const palette = paletteOf(state)
    const key = `${palette} ${state.ascii}`
    const theme = themes.get(key) ?? createTheme({ palette, colorDepth, unicode: unicode && !state.ascii })
    themes.set(key, theme)
    return theme
  }
}
