// Holds the state. What the person does shows at once; what the server says is gathered and shown at most every so often.
import type { Message } from '../state/messages.ts'
import { reduce } from '../state/reduce.ts'
import type { State } from '../state/state.ts'

export interface Store {
  get(): State
  dispatch(message: Message, pace?: 'at once' | 'gathered'): void
  /** For what draws: called when there is something to show. */
  subscribe(listener: () => void): () => void
  /** For what acts on the state: called after every change, before anything is drawn. */
  watch(watcher: (state: State) => void): () => void
  stop(): void
}

export function createStore(initial: State, gatherMs: number): Store {
  let state = initial
  let timer: NodeJS.Timeout | undefined
  let dispatching = 0
  const listeners = new Set<() => void>()
  const watchers = new Set<(state: State) => void>()

  function show(): void {
    clearTimeout(timer)
    timer = undefined
    for (const listener of listeners) listener()
  }

  return {
    get: () => state,
    dispatch(message, pace = 'gathered') {
      const next = reduce(state, message)
      if (next !== state) {
        state = next
        dispatching += 1
        for (const watcher of watchers) watcher(state)
        dispatching -= 1
      }
      if (pace === 'at once' && dispatching === 0) show()
      else timer ??= setTimeout(show, gatherMs)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    watch(watcher) {
      watchers.add(watcher)
      return () => void watchers.delete(watcher)
    },
    stop() {
      clearTimeout(timer)
      listeners.clear()
      watchers.clear()
    },
  }
}
