// What keeps the screens live, against a server of the test's own making: what is asked, how often, and what is shown of it.
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CapstanClient, Subscriber } from '../../../tui/client/client.ts'
import { createEffects, type Outside } from '../../../tui/live/effects.ts'
import { startFeed } from '../../../tui/live/feed.ts'
import { createLists } from '../../../tui/live/lists.ts'
import { createPace } from '../../../tui/live/pace.ts'
import { createPages } from '../../../tui/live/pages.ts'
import { createStore, type Store } from '../../../tui/live/store.ts'
import { keySteps } from '../../../tui/state/keyboard.ts'
import type { State } from '../../../tui/state/state.ts'
import { patient } from '../../support/patience.ts'
import { ago, begin, listRoute, play, stats, taskDetail, taskRow, withRows } from '../support/states.ts'

type Answers = { [name: string]: (variables: { [name: string]: unknown }) => unknown }

function createServer(answers: Answers) {
  const asked: { name: string; variables: { [name: string]: unknown } }[] = []
  const followers = new Map<string, Subscriber<unknown>>()
  const client = {
    request: async ({ name }: { name: string }, variables: { [name: string]: unknown }) => {
      asked.push({ name, variables })
      const answer = answers[name.charAt(0).toLowerCase() + name.slice(1)]
      if (!answer) throw new Error(`${name} is not answered here`)
      return answer(variables)
    },
    subscribe: ({ name }: { name: string }, _variables: object, subscriber: Subscriber<unknown>) => {
      followers.set(name, subscriber)
      return () => followers.delete(name)
    },
  } as unknown as CapstanClient
  return { client, asked, followers, count: (name: string) => asked.filter((each) => each.name === name).length }
}

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

const page = (from: number, count: number, hasNextPage: boolean) => ({
  tasks: {
    nodes: Array.from({ length: count }, (_, index) => taskRow(from - index)),
    pageInfo: { hasNextPage, endCursor: String(from - count) },
    totalCount: 1000,
    totalCountIsExact: true,
  },
})
const pages: Answers = { tasks: ({ after }) => page(after ? Number(after) : 1000, 100, Number(after ?? 1000) > 100) }

function watchLists(state: State, answers: Answers = pages): { store: Store; server: ReturnType<typeof createServer> } {
  const store = createStore(state, 0)
  const server = createServer(answers)
  const lists = createLists({ client: server.client, store })
  stops.push(() => lists.stop(), store.stop)
  return { store, server }
}

describe('a list', () => {
  it('is read when it comes into view, and the next page before its end is reached', async () => {
    const { store, server } = watchLists(begin(listRoute('tasks')))
    await vi.waitFor(() => expect(store.get().lists.tasks.rows).toHaveLength(100), patient)
    expect(server.count('Tasks')).toBe(1)
    store.dispatch({ type: 'move', move: { to: 50 } })
    await vi.waitFor(() => expect(store.get().lists.tasks.rows).toHaveLength(200), patient)
  })

  it('is read to its end when the end is wanted', async () => {
    const { store } = watchLists(begin(listRoute('tasks')))
    await vi.waitFor(() => expect(store.get().lists.tasks.rows).toHaveLength(100), patient)
    store.dispatch({ type: 'move', move: 'bottom' })
    await vi.waitFor(() => expect(store.get().lists.tasks).toMatchObject({ selected: 'T-1', toEnd: false }), patient)
    expect(new Set(store.get().lists.tasks.rows.map(({ id }) => id)).size).toBe(1000)
  })

  it('asks once for many pieces of news', async () => {
    const { store, server } = watchLists(begin(listRoute('tasks')))
    await vi.waitFor(() => expect(store.get().lists.tasks.rows).toHaveLength(100), patient)
    for (let count = 0; count < 50; count += 1) store.dispatch({ type: 'listStale', list: 'tasks' })
    await vi.waitFor(() => expect(store.get().lists.tasks.stale).toBe(false), patient)
    expect(server.count('Tasks')).toBe(2)
  })

  it('asks for what is typed into its filter once the typing pauses, and shows no answer to an older one', async () => {
    const { store, server } = watchLists(begin(listRoute('tasks')))
    await vi.waitFor(() => expect(store.get().lists.tasks.rows).toHaveLength(100), patient)
    for (const filter of ['r', 'ra', 'rai', 'rain']) store.dispatch({ type: 'navigate', route: listRoute('tasks', filter), replace: true })
    await vi.waitFor(() => expect(store.get().lists.tasks.status).toBe('ready'), patient)
    expect(server.asked.map(({ variables }) => (variables['filter'] as { text?: string }).text)).toEqual([undefined, 'rain'])
  })

  it('says what went wrong', async () => {
    const { store } = watchLists(begin(listRoute('tasks')), {})
    await vi.waitFor(
      () => expect(store.get().lists.tasks).toMatchObject({ status: 'failed', problem: 'Tasks is not answered here' }),
      patient,
    )
  })
})

describe('the feed', () => {
  const event = (type: string, subject: string) => ({
    events: { id: subject + type, cursor: subject, type, at: ago(0), subject, payload: {} },
  })

  function follow(state: State) {
    const store = createStore(state, 0)
    const server = createServer({ stats: () => ({ queueStats: stats }) })
    stops.push(startFeed({ client: server.client, store, gatherMs: 5, now: Date.now }), store.stop)
    return { store, server, tell: (message: unknown) => server.followers.get('EventNews')?.next(message) }
  }

  it('hands a flood on as one change', async () => {
    const { store, tell } = follow(withRows(begin(listRoute('tasks')), 'tasks', [taskRow(1)]))
    let changes = 0
    store.watch(({ lists }) => {
      if (lists.tasks.rows[0]) changes += 1
    })
    const before = changes
    for (let count = 0; count < 1000; count += 1) tell(event('task.progressed', 'T-1'))
    tell(event('task.started', 'T-1'))
    await vi.waitFor(() => expect(store.get().lists.tasks.rows[0]).toMatchObject({ status: 'RUNNING' }), patient)
    expect(changes - before).toBeLessThan(20)
    expect(store.get().eventsPerMinute).toBe(1001)
  })

  it('reads everything again after a gap', () => {
    const { store, tell } = follow(withRows(begin(listRoute('tasks')), 'tasks', [taskRow(1)]))
    tell(event('feed.gap', 'feed'))
    expect(store.get().lists.tasks.stale).toBe(true)
  })

  it('goes on after the last event it saw', () => {
    const { server } = follow(begin({ kind: 'overview' }))
    expect(server.followers.get('EventNews')?.cursorOf?.(event('task.started', 'T-7'))).toBe('T-7')
  })

  it('draws nothing when the figures are the same as before', async () => {
    const { store, server } = follow(begin({ kind: 'overview' }))
    await vi.waitFor(() => expect(store.get().stats).toBeDefined(), patient)
    const before = store.get()
    server.followers.get('StatsNews')?.next({ queueStats: { ...stats, at: ago(-5) } })
    expect(store.get()).toBe(before)
  })
})

describe('the last fifteen minutes', () => {
  const at = (minute: number) => new Date(Date.parse('2026-03-02T09:00:00Z') + minute * 60_000).toISOString()
  const minute = (place: number, succeeded: number) => ({ at: at(place), succeeded, failed: 0 })
  const shown = (store: Store) => store.get().throughput?.map(({ succeeded }) => succeeded)

  function follow(answers: ReturnType<typeof minute>[][]) {
    vi.useFakeTimers({ now: Date.parse(at(14)) + 30_000 })
    const store = createStore(begin({ kind: 'overview' }), 0)
    const server = createServer({ throughput: () => ({ throughput: answers.shift() ?? [] }) })
    const pace = createPace({ client: server.client, store, now: Date.now })
    stops.push(pace.stop, store.stop, () => void vi.useRealTimers())
    pace.read()
    return { store, server, pace }
  }

  const ended = (id: string) => ({ id, type: 'task.succeeded', at: at(14), subject: id, payload: {} })

  it('are read again when the server has counted what had just ended', async () => {
    const { store, server } = follow([[minute(13, 4)], [minute(13, 4), minute(14, 3)]])
    await vi.advanceTimersByTimeAsync(0)
    expect(shown(store)).toEqual([4, 0])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(shown(store)).toEqual([4, 3])
    await vi.advanceTimersByTimeAsync(600_000)
    expect(server.count('Throughput')).toBe(3)
  })

  it('count what the feed tells at once, and not a second time when the server has counted it, too', async () => {
    const { store, pace } = follow([[minute(14, 1)], [minute(14, 3)]])
    await vi.advanceTimersByTimeAsync(0)
    pace.count([ended('T-1'), ended('T-2')])
    expect(shown(store)).toEqual([3])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(shown(store)).toEqual([3])
  })

  it('move on while nothing ends', async () => {
    const { store } = follow([[minute(0, 7), minute(14, 1)]])
    await vi.advanceTimersByTimeAsync(0)
    expect(shown(store)).toHaveLength(15)
    expect(shown(store)?.[0]).toBe(7)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(shown(store)).not.toContain(7)
  })
})

describe('a task in view', () => {
  it('is followed with its log, line by line, until it is left', async () => {
    const store = createStore(begin({ kind: 'task', id: 'T-1', tab: 'log' }), 0)
    const lines = [1, 2, 3].map((number) => ({ number, at: ago(0), level: 'info', text: `line ${number}`, attempt: 1 }))
    const server = createServer({
      taskLog: ({ after }) => ({
        task: {
          logs: {
            nodes: lines.slice(Number(after ?? 0), Number(after ?? 0) + 2),
            pageInfo: { hasNextPage: after === null, endCursor: after === null ? '2' : '3' },
          },
        },
      }),
    })
    const live = createPages({ client: server.client, store })
    stops.push(live.stop, store.stop)
    server.followers.get('TaskNews')?.next({ taskUpdated: { cursor: 'c1', task: taskDetail(1, { status: 'RUNNING' }) } })
    await vi.waitFor(() => expect(store.get().task?.log.map(({ text }) => text)).toEqual(['line 1', 'line 2', 'line 3']), patient)
    store.dispatch({ type: 'navigate', route: { kind: 'overview' } })
    expect(server.followers.has('TaskNews')).toBe(false)
  })

  it('is followed beside a list with a preview, as long as it is the chosen one', async () => {
    const wide = begin(listRoute('tasks'), { columns: 200, rows: 50 })
    const store = createStore(withRows(wide, 'tasks', [taskRow(2), taskRow(1)]), 0)
    const server = createServer({})
    const live = createPages({ client: server.client, store })
    stops.push(live.stop, store.stop)
    await vi.waitFor(() => expect(server.followers.has('TaskNews')).toBe(true), patient)
    server.followers.get('TaskNews')?.next({ taskUpdated: { cursor: 'c1', task: taskDetail(2) } })
    expect(store.get().task?.data?.id).toBe('T-2')
    store.dispatch({ type: 'move', move: 'down' })
    expect(server.followers.has('TaskNews')).toBe(false)
    await vi.waitFor(() => expect(server.followers.has('TaskNews')).toBe(true), patient)
    store.dispatch({ type: 'navigate', route: { kind: 'overview' } })
    expect(server.followers.has('TaskNews')).toBe(false)
  })
})

describe('an action', () => {
  const outside = Object.fromEntries(
    ['copy', 'browse', 'editText', 'refresh', 'redraw', 'suspend', 'setMouse', 'save', 'quit'].map((name) => [name, () => undefined]),
  ) as unknown as Outside

  function act(state: State, answers: Answers) {
    const store = createStore(state, 0)
    const server = createServer(answers)
    const effects = createEffects({ client: server.client, store, outside })
    stops.push(effects.stop, store.stop)
    const press = (...keys: string[]) => {
      for (const key of keys) effects.run(keySteps(store.get(), key))
    }
    return { store, server, press }
  }

  it('is done to every marked row, and each loses its mark when it is done', async () => {
    const rows = [3, 2, 1].map((number) => taskRow(number))
    const { store, server, press } = act(withRows(begin(listRoute('tasks')), 'tasks', rows), {
      cancelTask: ({ id }) => {
        if (id === 'T-2') throw new Error('T-2 has ended.')
        return { cancelTask: {} }
      },
    })
    press('*', 'X', ...'why', 'enter')
    await vi.waitFor(() => expect(store.get().notice?.text).toBe('2 done, 1 not: T-2 has ended.'), patient)
    expect([...store.get().lists.tasks.marked]).toEqual(['T-2'])
    expect(server.asked.map(({ variables }) => variables)).toContainEqual({ id: 'T-3', reason: 'why' })
  })

  it('is taken back with the value there was before', async () => {
    const { store, server, press } = act(withRows(begin(listRoute('tasks')), 'tasks', [taskRow(1, { priority: 'LOW' })]), {
      reprioritizeTask: () => ({ reprioritizeTask: {} }),
    })
    press('P', ...'crit', 'enter')
    await vi.waitFor(() => expect(store.get().undo).toBeDefined(), patient)
    press('u')
    await vi.waitFor(() => expect(server.count('ReprioritizeTask')).toBe(2), patient)
    expect(server.asked.map(({ variables }) => variables['priority'])).toEqual(['CRITICAL', 'LOW'])
  })

  it('that the server refuses is told in its words', async () => {
    const failed = taskRow(1, { status: 'FAILED', viewerCan: ['RETRY'] })
    const { store, press } = act(withRows(begin(listRoute('tasks')), 'tasks', [failed]), {})
    press('R')
    await vi.waitFor(() => expect(store.get().notice).toMatchObject({ tone: 'bad', text: 'RetryTask is not answered here' }), patient)
  })

  it('of a form keeps it open with what the server found', async () => {
    const { store, press } = act(play(begin(listRoute('agents'))), {
      agentSchema: () => ({
        agent: { name: 'writer', description: '', schema: { type: 'object', properties: { topic: { type: 'string', maxLength: 9 } } } },
      }),
      agents: () => ({ agents: [{ name: 'writer', team: 'T', description: 'Writes', available: true }], agentProblems: [] }),
    })
    press('1', 'n')
    await vi.waitFor(() => expect(store.get().overlay?.kind).toBe('choose'), patient)
    press('enter')
    const agentsShown = { title: 'New task: which agent?', choices: [{ value: 'writer' }] }
    await vi.waitFor(() => expect(store.get().overlay).toMatchObject({ kind: 'choose', ...agentsShown }), patient)
    press('enter')
    await vi.waitFor(() => expect(store.get().overlay).toMatchObject({ kind: 'form', form: { title: 'New task for writer' } }), patient)
    press(...'Rain', 'ctrl+s')
    await vi.waitFor(
      () =>
        expect(store.get().overlay).toMatchObject({ kind: 'form', form: { message: 'SubmitTask is not answered here', sending: false } }),
      patient,
    )
  })
})
