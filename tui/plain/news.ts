// What is said by itself in the mode for screen readers: what went wrong, and what waits for people.
import type { CapstanClient } from '../client/client.ts'
import { eventNews } from '../generated/operations.ts'
import { newsLine } from './words.ts'

const worthSaying = ['task.failed', 'request.opened', 'alert.opened', 'worker.lost', 'agent.circuit_opened']

/** Answers what ends it. */
export function hearNews(client: CapstanClient, say: (line: string) => void): () => void {
  return client.subscribe(
    eventNews,
    { filter: { types: worthSaying } },
    { next: ({ events }) => say(newsLine(events)), cursorOf: ({ events }) => events.cursor },
  )
}
