// News of one run: as it stands first, then every change, at most one a second; the last always comes.
import { setTimeout as pause } from 'node:timers/promises'
import { CapstanError } from '../../errors.ts'
import { closable } from '../../events/closable.ts'
import type { EventRow } from '../../events/event-log.ts'
import type { FeedMessage } from '../../events/feed.ts'
import { checkId } from '../../ids.ts'
import type { RunDoc } from '../../workflows/run.ts'
import { type Context, withFreshLoaders } from '../context.ts'
import type { Resolvers, SubscriptionWorkflowUpdatedArgs } from '../generated/resolvers.ts'

const leastMs = 1000

interface WorkflowNews {
  cursor: string
  workflow: RunDoc
  event: EventRow | null
}

export const workflowSubscriptions: Pick<NonNullable<Resolvers['Subscription']>, 'workflowUpdated'> = {
  workflowUpdated: {
    subscribe: (_root, args, context) => workflowNews(args, context),
    resolve: (news: WorkflowNews) => news,
  },
}

async function workflowNews(
  { id, after }: SubscriptionWorkflowUpdatedArgs,
  context: Context,
): Promise<AsyncIterableIterator<WorkflowNews>> {
  const runId = checkId('W', id)
  const { feed } = context.product
  const head = feed.head()
  const messages = await feed.subscribe({
    after: after ?? undefined,
    filter: ({ subject, workflow }) => subject === runId || workflow === runId,
  })
  const closing = new AbortController()
  const close = () => {
    closing.abort()
    void messages.return?.()
  }
  const found = await readRun(context, runId)
  if (found) return closable(follow(context, { messages, found, first: after ? undefined : (head ?? ''), closing: closing.signal }), close)
  close()
  throw new CapstanError('NOT_FOUND', `There is no workflow run ${runId} in this workspace.`)
}

interface Following {
  messages: AsyncIterableIterator<FeedMessage>
  found: RunDoc
  first: string | undefined
  closing: AbortSignal
}

async function* follow(context: Context, { messages, found, first, closing }: Following): AsyncGenerator<WorkflowNews> {
  if (first !== undefined) yield { cursor: first, workflow: found, event: null }
  let next = messages.next()
  for (;;) {
    let { value, done } = await next
    if (done) return
    let latest = value as FeedMessage
    next = messages.next()
    const enough = pause(leastMs, 'enough' as const, { signal: closing }).catch(() => 'enough' as const)
    const workflow = await readRun(context, found._id)
    if (!workflow) return
    yield { cursor: latest.cursor, workflow, event: latest.kind === 'event' ? latest.event : null }
    // What comes within the second is told together, by the last of it.
    let more = 0
    for (let came = await Promise.race([next, enough]); came !== 'enough'; came = await Promise.race([next, enough])) {
      ;({ value, done } = came)
      if (done) return
      latest = value as FeedMessage
      next = messages.next()
      more++
    }
    if (more === 0) continue
    const later = await readRun(context, found._id)
    if (!later) return
    yield { cursor: latest.cursor, workflow: later, event: latest.kind === 'event' ? latest.event : null }
  }
}

async function readRun(context: Context, id: string): Promise<RunDoc | undefined> {
  withFreshLoaders(context)
  return context.load.run.load(id)
}
