// Every collection of the engine with the indexes it needs, each with the query it serves. Created at start; creating twice is free.
import type { IndexDescription } from 'mongodb'
import type { Database } from '../mongo.ts'

const indexes: Readonly<Record<string, IndexDescription[]>> = {
  tasks: [
    // Few on purpose: inside a transaction every entry that moves costs time in proportion to the number of indexes.
    // Claims: claimable tasks of the admissible agents in strict order; queue position and depth.
    { key: { agent: 1, order: 1 }, name: 'claim', partialFilterExpression: { ready: true } },
    // Held back by manual mode, in claim order; no other task has an entry.
    { key: { workspace: 1, order: 1 }, name: 'held', partialFilterExpression: { held: true } },
    // Lists, newest first, by how they ended; all four buckets merged give the whole list.
    { key: { workspace: 1, list: 1, seq: -1, _id: -1 }, name: 'list' },
    // Lists by agent, submitter or tag.
    { key: { workspace: 1, facets: 1, seq: -1, _id: -1 }, name: 'facets' },
  ],
  // Moments at which a scheduled or retrying task becomes due; the task's own id.
  timers: [{ key: { at: 1 }, name: 'due' }],
  // When the submitter of a task with a deadline is to be warned.
  deadlines: [{ key: { warnAt: 1 }, name: 'due' }],
  // Who waits for whom; `open` while the child is blocked.
  dependencies: [
    { key: { parent: 1 }, name: 'by_parent' },
    { key: { child: 1 }, name: 'by_child' },
    { key: { open: 1, child: 1 }, name: 'open', partialFilterExpression: { open: true } },
  ],
  // What a worker took in one batch: who runs what now.
  claims: [{ key: { worker: 1 }, name: 'by_worker' }],
  events: [
    { key: { workspace: 1, _id: -1 }, name: 'newest' },
    { key: { subject: 1, _id: 1 }, name: 'by_subject' },
  ],
  task_logs: [
    { key: { task: 1, number: 1 }, name: 'by_task' },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  dead_letters: [
    { key: { workspace: 1, failedAt: -1, _id: -1 }, name: 'newest' },
    { key: { workspace: 1, open: 1, failedAt: -1, _id: -1 }, name: 'open' },
    { key: { workspace: 1, fingerprint: 1, failedAt: -1, _id: -1 }, name: 'by_fingerprint' },
    { key: { workspace: 1, agent: 1, failedAt: -1, _id: -1 }, name: 'by_agent' },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  // Notifications that are due; those of a task.
  deliveries: [
    { key: { dueAt: 1, lane: 1 }, name: 'due', partialFilterExpression: { status: 'PENDING' } },
    { key: { task: 1 }, name: 'by_task' },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  idempotency: [{ key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 }],
  workers: [{ key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 }],
  agents: [],
  counters: [],
  queue_gates: [],
  workspaces: [],
  'artifacts.files': [
    { key: { 'metadata.task': 1 }, name: 'by_task' },
    { key: { 'metadata.expireAt': 1 }, name: 'expiry' },
  ],
}

export async function prepareCollections(database: Database): Promise<void> {
  const existing = new Set((await database.db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name))
  await Promise.all(
    Object.entries(indexes).map(async ([name, wanted]) => {
      // Transactions may not create a collection under load without conflicts: have all of them from the start.
      if (!existing.has(name)) await database.db.createCollection(name).catch(ignoreExisting)
      if (wanted.length > 0) await database.db.collection(name).createIndexes(wanted)
    }),
  )
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'codeName' in error && error.codeName === 'NamespaceExists')) throw error
}
