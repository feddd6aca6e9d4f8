// Waits for tasks to end, by the event feed; after a gap in the feed it looks for itself. Knows nothing of who started them.
import type { EventRow } from '../events/event-log.ts'
import type { Feed } from '../events/feed.ts'
import type { Database } from '../mongo.ts'
import { isFinal, type TaskDoc } from '../queue/task.ts'

const endings = /^task\.(succeeded|failed|cancelled|waiting)$/

export interface EndWatch {
  /** The task as it ended, or since it waits for a person; undefined when the signal came first or it is gone. */
  endOf(taskId: string): Promise<TaskDoc | undefined>
  stop(): void
}

interface Waiting {
  look(): void
  giveUp(): void
}

export function watchEnds({ database, feed }: { database: Database; feed: Feed }, signal: AbortSignal): EndWatch {
  const waiting = new Map<string, Waiting>()
  const giveUp = () => {
    for (const wait of [...waiting.values()]) wait.giveUp()
  }
  signal.addEventListener('abort', giveUp, { once: true })
  const stops = [
    () => signal.removeEventListener('abort', giveUp),
    feed.onEvent((event: EventRow) => {
      if (endings.test(event.type)) waiting.get(event.subject)?.look()
    }),
    feed.onGap(() => {
      for (const wait of [...waiting.values()]) wait.look()
    }),
  ]

  function endOf(id: string): Promise<TaskDoc | undefined> {
    if (signal.aborted) return Promise.resolve(undefined)
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        waiting.delete(id)
        settle()
      }
      const look = () => {
        findEnded(database, id).then(
          (ended) => ended && finish(() => resolve(ended === 'gone' ? undefined : ended)),
          (error: unknown) => finish(() => reject(error)),
        )
      }
      waiting.set(id, { look, giveUp: () => finish(() => resolve(undefined)) })
      // It may have ended between being found and being watched.
      look()
    })
  }

  return {
    endOf,
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

async function findEnded(database: Database, id: string): Promise<TaskDoc | 'gone' | undefined> {
  const projection = { parameters: 0, result: 0, partial: 0, versions: 0 }
  const task = await database.collection<TaskDoc>('tasks').findOne({ _id: id }, { projection })
  if (!task) return 'gone'
  return isFinal(task.status) || task.status === 'WAITING' ? task : undefined
}
