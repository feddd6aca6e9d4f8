// From what happens to the cards that show it: gathers events for a moment, finds out which objects they touch, and has their cards
// looked at again. Keeps how far it got, so that a restart goes on there.
import type { News } from '../client/news.ts'
import { nounOfId } from '../grammar/ids.ts'
import type { Logger } from '../log.ts'
import type { Cards } from './cards.ts'
import { type CardKind, subjectOf, type WatchStore } from './watch-store.ts'

export interface FollowOptions {
  cards: Cards
  watches: WatchStore
  log: Logger
  /** Brings a request to those who decide, and an alert to where alerts go, before its cards are looked at. */
  deliver(kind: 'request' | 'alert', id: string): Promise<void>
  /** Something happened that App Homes show. */
  onChange(): void
}

export interface Follower {
  onNews(event: News): void
  onGap(): void
  stop(): Promise<void>
}

/** What may change a card. */
export const followedTypes = ['task.*', 'workflow.*', 'request.*', 'alert.*', 'dead_letter.*', 'schedule.*']

const gatherMs = 50
const pauseMs = 1000

const kinds: { readonly [noun: string]: CardKind } = { task: 'task', workflow: 'workflow', request: 'request', alert: 'alert' }

/** The objects an event touches; a task's may be part of a workflow's card. */
export function touched({ subject, payload }: Pick<News, 'subject' | 'payload'>): { kind: CardKind; id: string }[] {
  const about = payload as { workflow?: unknown; request?: unknown } | null
  const ids = [subject, about?.workflow, about?.request].filter((id): id is string => typeof id === 'string')
  return [...new Set(ids)].flatMap((id) => {
    const kind = kinds[nounOfId(id) ?? '']
    return kind ? [{ kind, id: id.toUpperCase() }] : []
  })
}

interface Batch {
  changed: Map<string, number>
  toDeliver: Map<string, { kind: 'request' | 'alert'; id: string }>
  cursor: string | undefined
  gap: boolean
}

export function createFollower(options: FollowOptions): Follower {
  const { cards, watches, log } = options
  let changed = new Map<string, number>()
  let toDeliver = new Map<string, { kind: 'request' | 'alert'; id: string }>()
  let cursor: string | undefined
  let gap = false
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let telling: Promise<void> = Promise.resolve()
  let stopped = false

  const schedule = (ms: number) => {
    if (!stopped) timer ??= setTimeout(run, ms)
  }
  function run(): void {
    working = working.then(work).catch((error: unknown) => log.error({ err: error }, 'cards are not up to date'))
  }

  async function work(): Promise<void> {
    timer = undefined
    const batch: Batch = { changed, toDeliver, cursor, gap }
    changed = new Map()
    toDeliver = new Map()
    gap = false
    try {
      for (const { kind, id } of batch.toDeliver.values()) await options.deliver(kind, id)
      const refreshed = [
        ...(batch.gap ? [await cards.refreshOpen()] : []),
        ...(batch.changed.size > 0 ? [await cards.refresh(batch.changed)] : []),
      ]
      // The next cards need not wait for what is told below these; the cursor does.
      telling = Promise.all([telling, ...refreshed.map(({ told }) => told)])
        .then(() => (batch.cursor ? watches.keepCursor(batch.cursor) : undefined))
        .catch((error: unknown) => again(batch, error))
    } catch (error) {
      again(batch, error)
    }
  }

  /** Server or database are away: nothing is lost, it is tried again. */
  function again(batch: Batch, error: unknown): void {
    log.warn({ err: error }, 'cards wait')
    for (const [subject, at] of batch.changed) changed.set(subject, Math.max(at, changed.get(subject) ?? 0))
    for (const [key, one] of batch.toDeliver) toDeliver.set(key, one)
    gap ||= batch.gap
    schedule(pauseMs)
  }

  return {
    onNews: (event) => {
      const at = Date.parse(event.at) || 0
      for (const { kind, id } of touched(event)) {
        const subject = subjectOf(kind, id)
        changed.set(subject, Math.max(at, changed.get(subject) ?? 0))
        if (kind === 'request' || kind === 'alert') toDeliver.set(subject, { kind, id })
      }
      cursor = event.cursor
      options.onChange()
      schedule(gatherMs)
    },
    onGap: () => {
      gap = true
      schedule(gatherMs)
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await working
      if (timer) await work()
      await telling
    },
  }
}
