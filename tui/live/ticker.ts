// The one clock of the dashboard. It runs by the second only while something in view counts seconds.
import type { State } from '../state/state.ts'
import type { Store } from './store.ts'

const everyMs = 1_000
const restingTicks = 5

export function startTicking(store: Store): () => void {
  let ticks = 0
  const timer = setInterval(() => {
    ticks += 1
    if (countsSeconds(store.get()) || ticks % restingTicks === 0) store.dispatch({ type: 'ticked', now: Date.now() })
  }, everyMs)
  return () => clearInterval(timer)
}

function countsSeconds({ connection, notice, undo, route, task, workflow, lists }: State): boolean {
  if (connection.kind === 'lost' || notice || undo) return true
  if (route.kind === 'task') return task?.data?.status === 'RUNNING'
  if (route.kind === 'workflow') return workflow?.data?.status === 'RUNNING'
  return route.kind === 'overview' && lists.running.rows.length > 0
}
