// Waits for tasks that are about to be released because what they waited for has just ended. Knows nothing of how they are released.
import type { Feed } from '../events/feed.ts'
import type { Database } from '../mongo.ts'
import type { EdgeDoc } from '../queue/dependencies.ts'
import { finalStatuses, type TaskDoc } from '../queue/task.ts'

/** A release that no event set off is made by the sweep, well within this time. */
const releaseMs = 5000

/** True once one of the tasks that waited for `parents` moved on; false when none is about to. */
export async function waitForRelease(
  { database, feed }: { database: Database; feed: Feed },
  parents: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<boolean> {
  const children = new Set<string>()
  let hear: (moved: boolean) => void = () => undefined
  const heard = new Promise<boolean>((resolve) => {
    hear = resolve
  })
  const stop = feed.onEvent(({ subject }) => {
    if (children.has(subject)) hear(true)
  })
  try {
    for (const id of await findReleasable(database, parents)) children.add(id)
    if (children.size === 0) return false
    // Whatever moved before the listener knew its name has closed its edges by now.
    if ((await findReleasable(database, parents)).length < children.size) return true
    AbortSignal.any([signal, AbortSignal.timeout(releaseMs)]).addEventListener('abort', () => hear(false), { once: true })
    return await heard
  } finally {
    stop()
  }
}

/** Blocked tasks none of whose dependencies is still open. */
async function findReleasable(database: Database, parents: ReadonlySet<string>): Promise<string[]> {
  const edges = database.collection<EdgeDoc>('dependencies')
  const waiting = (await edges.find({ parent: { $in: [...parents] }, open: true }).toArray()).map(({ child }) => child)
  if (waiting.length === 0) return []
  const all = await edges.find({ child: { $in: waiting } }).toArray()
  const awaited = all.map(({ parent }) => parent)
  const unfinished = await database
    .collection<TaskDoc>('tasks')
    .find({ _id: { $in: awaited }, status: { $nin: [...finalStatuses] } }, { projection: { _id: 1 } })
    .toArray()
  const open = new Set(unfinished.map(({ _id }) => _id))
  const held = new Set(all.filter(({ parent }) => open.has(parent)).map(({ child }) => child))
  return [...new Set(waiting)].filter((id) => !held.has(id))
}
