// News. Every message is read afresh; a cursor goes on where it left off.
import { setTimeout as pause } from 'node:timers/promises'
import { CapstanError } from '../../errors.ts'
import { closable } from '../../events/closable.ts'
import type { EventRow } from '../../events/event-log.ts'
import { type FeedMessage, gapEvent } from '../../events/feed.ts'
import { checkId } from '../../ids.ts'
import type { TaskDoc } from '../../queue/task.ts'
import type { QueueStats } from '../../tasks/queue-stats-store.ts'
import { type Context, withFreshLoaders } from '../context.ts'
import type { Resolvers, SubscriptionEventsArgs, SubscriptionTaskUpdatedArgs } from '../generated/resolvers.ts'
import { alertSubscriptions } from './alert.ts'
import { eventFilter } from './connections.ts'
import { workflowSubscriptions } from './workflow-news.ts'

const leastStatsMs = 1000
const mostStatsMs = 5000

interface TaskNews {
  cursor: string
  task: TaskDoc
  event: EventRow | null
}

export const subscriptionResolvers: Pick<Resolvers, 'Subscription'> = {
  Subscription: {
    taskUpdated: {
      subscribe: (_root, args, context) => taskNews(args, context),
      resolve: (news: TaskNews) => news,
    },
    events: {
      subscribe: (_root, { filter, after }, context) => eventNews({ filter, after }, context),
      resolve: (event: EventRow) => event,
    },
    ...workflowSubscriptions,
    ...alertSubscriptions,
    queueStats: {
      subscribe: (_root, _args, context) => statsNews(context),
      resolve: (stats: QueueStats) => stats,
    },
  },
}

async function taskNews({ id, after }: SubscriptionTaskUpdatedArgs, context: Context): Promise<AsyncIterableIterator<TaskNews>> {
  const taskId = checkId('T', id)
  const { product } = context
  const head = product.feed.head()
  // Subscribed before it is read: what happens in between comes twice rather than not at all, and only as fresher state.
  const feed = await product.feed.subscribe({ after: after ?? undefined, filter: (event) => event.subject === taskId })
  const close = () => void feed.return?.()
  const found = await readTask(context, taskId)
  if (found) return closable(follow(context, { feed, found, first: after ? undefined : head }), close)
  close()
  throw new CapstanError('NOT_FOUND', `There is no task ${taskId} in this workspace.`, { legacyCode: 'TASK_003' })
}

async function* follow(
  context: Context,
  { feed, found, first }: { feed: AsyncIterable<FeedMessage>; found: TaskDoc; first: string | undefined },
): AsyncGenerator<TaskNews> {
  if (first) yield { cursor: first, task: found, event: null }
  for await (const message of feed) {
    const task = await readTask(context, found._id)
    if (!task) return
    yield { cursor: message.cursor, task, event: message.kind === 'event' ? message.event : null }
  }
}

async function readTask(context: Context, id: string): Promise<TaskDoc | undefined> {
  withFreshLoaders(context)
  return context.load.task.load(id)
}

async function eventNews(
  { filter, after }: Partial<SubscriptionEventsArgs>,
  { product, viewer }: Context,
): Promise<AsyncIterableIterator<EventRow>> {
  const feed = await product.feed.subscribe({ after: after ?? undefined, filter: eventFilter(filter, viewer) })
  return closable(eachEvent(feed), () => void feed.return?.())
}

async function* eachEvent(feed: AsyncIterable<FeedMessage>): AsyncGenerator<EventRow> {
  for await (const message of feed) yield message.kind === 'event' ? message.event : gapEvent(message.cursor)
}

function statsNews({ product, viewer }: Context): AsyncIterableIterator<QueueStats> {
  const closing = new AbortController()
  let changed = () => {}
  const stop = product.feed.onEvent(() => changed())
  async function* measureOnChange(): AsyncGenerator<QueueStats> {
    while (!closing.signal.aborted) {
      const change = new Promise<void>((resolve) => {
        changed = resolve
      })
      yield await product.queueStats(viewer.workspace)
      await pause(leastStatsMs, undefined, { signal: closing.signal }).catch(() => undefined)
      // Worker load moves without events of its own: look again after a while in any case.
      await Promise.race([change, pause(mostStatsMs, undefined, { signal: closing.signal }).catch(() => undefined)])
    }
  }
  return closable(measureOnChange(), () => {
    stop()
    closing.abort()
  })
}
