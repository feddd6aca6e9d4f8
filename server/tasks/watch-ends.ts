// Waits for tasks to end, by the event feed; after a gap in the feed it looks for itself. Knows nothing of who started them.
import type { EventRow } from '../events/event-log.ts'
import type { Feed } from '../events/feed.ts'
import type { Database } from '../mongo.ts'
import { isFinal, type TaskDoc } from '../queue/task.ts'

const endings = /^task\.(succeeded|failed|cancelled|waiting)$/

export interface EndWatch {
  /** The task as it ended, or since it waits for a person; undefined when the signal came first or it is gone. */
  endOf(taskId: string, signal: AbortSignal): Promise<TaskDoc | undefined>
  stop(): void
}

export function watchEnds({ database, feed }: { database: Database; feed: Feed }): EndWatch {
  const waiting = new Map<string, () => void>()
  const stops = [
    feed.onEvent((event: EventRow) => {
      if (endings.test(event.type)) waiting.get(event.subject)?.()
    }),
    feed.onGap(() => {
      for (const look of [...waiting.values()]) look()
    }),
  ]

  const endedTask = async (id: string): Promise<TaskDoc | 'gone' | undefined> => {
    const task = await database
      .collection<TaskDoc>('tasks')
      .findOne({ _id: id }, { projection: { parameters: 0, result: 0, partial: 0, versions: 0 } })
    if (!task) return 'gone'
    return isFinal(task.status) || task.status === 'WAITING' ? task : undefined
  }

  return {
    endOf: (id, signal) =>
      new Promise((resolve, reject) => {
        const finish = (settle: () => void) => {
          waiting.delete(id)
          signal.removeEventListener('abort', giveUp)
          settle()
        }
        const giveUp = () => finish(() => resolve(undefined))
        const look = () => {
          endedTask(id).then(
            (ended) => ended && finish(() => resolve(ended === 'gone' ? undefined : ended)),
            (error: unknown) => finish(() => reject(error)),
          )
        }
        if (signal.aborted) return resolve(undefined)
        signal.addEventListener('abort', giveUp, { once: true })
        waiting.set(id, look)
        // It may have ended between being found and being watched.
        look()
      }),
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}
