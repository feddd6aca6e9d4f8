// Keeps the page in view live: one task with its log, the task that a list previews, one workflow run, the calendar. Follows the route; leaves nothing running behind.
import type { CapstanClient } from '../client/client.ts'
import { taskLog, taskNews, upcomingRuns, workflowNews } from '../generated/operations.ts'
import { previewedTask } from '../state/previewed.ts'
import type { State } from '../state/state.ts'
import type { Store } from './store.ts'

export interface Pages {
  refresh(): void
  stop(): void
}

interface Live {
  client: CapstanClient
  store: Store
}

const weekMs = 7 * 24 * 3600_000
/** Who runs down a list asks for nothing on the way. */
const previewAfterMs = 150

export function createPages(live: Live): Pages {
  let shown = ''
  let leave = () => {}

  function sync(state: State): void {
    const key = keyOf(state)
    if (key === shown) return
    shown = key
    leave()
    leave = enter(live, state)
  }

  const unwatch = live.store.watch(sync)
  sync(live.store.get())
  return {
    refresh() {
      leave()
      leave = enter(live, live.store.get())
    },
    stop() {
      unwatch()
      leave()
    },
  }
}

function keyOf(state: State): string {
  const { route } = state
  if (route.kind === 'task' || route.kind === 'workflow') return `${route.kind} ${route.id}`
  return route.kind === 'calendar' ? 'calendar' : (previewedTask(state) ?? '')
}

function enter(live: Live, state: State): () => void {
  const { route } = state
  const previewed = previewedTask(state)
  if (previewed !== undefined) return previewTask(live, previewed)
  if (route.kind === 'task') return followTask(live, route.id)
  if (route.kind === 'workflow') return followWorkflow(live, route.id)
  if (route.kind === 'calendar') readCalendar(live)
  return () => {}
}

function followTask(live: Live, id: string): () => void {
  const log = readLog(live, id)
  const stop = followNews(live, id, log.more)
  return () => {
    log.stop()
    stop()
  }
}

function previewTask(live: Live, id: string): () => void {
  let stop = () => {}
  const timer = setTimeout(() => {
    stop = followNews(live, id)
  }, previewAfterMs)
  return () => {
    clearTimeout(timer)
    stop()
  }
}

function followNews({ client, store }: Live, id: string, heard = () => {}): () => void {
  return client.subscribe(
    taskNews,
    { id },
    {
      next: ({ taskUpdated: { task } }) => {
        store.dispatch({ type: 'task', id, data: task })
        heard()
      },
      cursorOf: ({ taskUpdated }) => taskUpdated.cursor,
      ended: (error) => error && store.dispatch({ type: 'task', id, problem: error.message }),
    },
  )
}

/** Reads on from the last line, page by page, one question at a time. */
function readLog({ client, store }: Live, id: string) {
  const abort = new AbortController()
  let after: string | null = null
  let reading = false
  let again = false

  async function read(): Promise<void> {
    for (let more = true; more; ) {
      again = false
      const answer = await client.request(taskLog, { id, after }, { signal: abort.signal })
      const page = answer.task?.logs
      if (!page) return
      after = page.pageInfo.endCursor ?? after
      store.dispatch({ type: 'log', id, lines: page.nodes })
      more = page.pageInfo.hasNextPage || again
    }
  }

  return {
    more() {
      again = true
      if (reading || abort.signal.aborted) return
      reading = true
      // A log that cannot be read now is read with the next news.
      read()
        .catch(() => undefined)
        .finally(() => {
          reading = false
        })
    },
    stop: () => abort.abort(),
  }
}

function followWorkflow({ client, store }: Live, id: string): () => void {
  return client.subscribe(
    workflowNews,
    { id },
    {
      next: ({ workflowUpdated: { workflow } }) => store.dispatch({ type: 'workflow', id, data: workflow }),
      cursorOf: ({ workflowUpdated }) => workflowUpdated.cursor,
      ended: (error) => error && store.dispatch({ type: 'workflow', id, problem: error.message }),
    },
  )
}

function readCalendar({ client, store }: Live): void {
  const since = new Date()
  const until = new Date(since.getTime() + weekMs)
  client.request(upcomingRuns, { since: since.toISOString(), until: until.toISOString() }).then(
    (answer) => store.dispatch({ type: 'upcoming', upcoming: answer.upcomingRuns }),
    (error: unknown) => store.dispatch({ type: 'notice', text: error instanceof Error ? error.message : String(error), tone: 'bad' }),
  )
}
