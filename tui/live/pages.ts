// Keeps the page in view live: one task with its log, one workflow run, the calendar. Follows the route; leaves nothing running behind.
import type { CapstanClient } from '../client/client.ts'
import { taskLog, taskNews, upcomingRuns, workflowNews } from '../generated/operations.ts'
import type { Route } from '../state/route.ts'
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

export function createPages(live: Live): Pages {
  let shown = ''
  let leave = () => {}

  function sync({ route }: State): void {
    const key = keyOf(route)
    if (key === shown) return
    shown = key
    leave()
    leave = enter(live, route)
  }

  const unwatch = live.store.watch(sync)
  sync(live.store.get())
  return {
    refresh() {
      leave()
      leave = enter(live, live.store.get().route)
    },
    stop() {
      unwatch()
      leave()
    },
  }
}

function keyOf(route: Route): string {
  return route.kind === 'task' || route.kind === 'workflow' ? `${route.kind} ${route.id}` : route.kind === 'calendar' ? 'calendar' : ''
}

function enter(live: Live, route: Route): () => void {
  if (route.kind === 'task') return followTask(live, route.id)
  if (route.kind === 'workflow') return followWorkflow(live, route.id)
  if (route.kind === 'calendar') readCalendar(live)
  return () => {}
}

function followTask({ client, store }: Live, id: string): () => void {
  const log = readLog({ client, store }, id)
  const stop = client.subscribe(
    taskNews,
    { id },
    {
      next: ({ taskUpdated: { task } }) => {
        store.dispatch({ type: 'task', id, data: task })
        log.more()
      },
      cursorOf: ({ taskUpdated }) => taskUpdated.cursor,
      ended: (error) => error && store.dispatch({ type: 'task', id, problem: error.message }),
    },
  )
  return () => {
    log.stop()
    stop()
  }
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
