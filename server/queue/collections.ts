// Every collection of the engine with the indexes it needs, each with the query it serves. Created at start; creating twice is free.
import type { IndexDescription } from 'mongodb'
import type { Database } from '../mongo.ts'

const indexes: Readonly<Record<string, IndexDescription[]>> = {
  tasks: [
    // Few on purpose: inside a transaction every entry that moves costs time in proportion to the number of indexes.
    // Claims: claimable tasks of the admissible agents in strict order; queue position and depth. Also those that manual mode holds back.
    { key: { ready: 1, agent: 1, order: 1 }, name: 'claim', partialFilterExpression: { ready: { $exists: true } } },
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
  // Successes that the counters of their agents do not know of yet.
  uncounted_ends: [{ key: { worker: 1 }, name: 'by_worker' }],
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
  // Those that are due next; lists, newest first.
  schedules: [
    { key: { nextAt: 1 }, name: 'due', partialFilterExpression: { nextAt: { $exists: true } } },
    { key: { workspace: 1, createdAt: -1, _id: -1 }, name: 'newest' },
  ],
  // What came of each due moment.
  schedule_runs: [
    { key: { schedule: 1, dueAt: -1, _id: -1 }, name: 'newest' },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  // Runs that have not ended, those that wait for an event; lists, newest first; runs that a step started.
  workflows: [
    { key: { open: 1, _id: 1 }, name: 'open', partialFilterExpression: { open: true } },
    { key: { workspace: 1, topics: 1 }, name: 'by_topic', partialFilterExpression: { topics: { $exists: true } } },
    { key: { workspace: 1, createdAt: -1, _id: -1 }, name: 'newest' },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  workflow_templates: [{ key: { workspace: 1, name: 1, version: -1 }, name: 'versions', unique: true }],
  // Those that wait; lists, newest first; those of a run or a task.
  requests: [
    { key: { workspace: 1, open: 1, createdAt: -1, _id: -1 }, name: 'open', partialFilterExpression: { open: true } },
    { key: { workspace: 1, createdAt: -1, _id: -1 }, name: 'newest' },
    { key: { run: 1 }, name: 'by_run', partialFilterExpression: { run: { $exists: true } } },
    { key: { task: 1 }, name: 'by_task', partialFilterExpression: { task: { $exists: true } } },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  // One standing alert for each workspace, kind and subject; lists, newest first.
  alerts: [
    { key: { standing: 1 }, name: 'standing', unique: true, partialFilterExpression: { standing: { $exists: true } } },
    { key: { workspace: 1, firstAt: -1, _id: -1 }, name: 'newest' },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  // What ended in each minute and hour, by workspace and agent.
  rollups: [
    { key: { scale: 1, at: 1, workspace: 1 }, name: 'by_time' },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  idempotency: [{ key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 }],
  workers: [{ key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 }],
  // Counters by the agent's name; and what a worker took in one batch, by worker: who runs what now.
  agents: [{ key: { worker: 1 }, name: 'by_worker', partialFilterExpression: { worker: { $exists: true } } }],
  // What agents that answer later have sent for a run.
  callbacks: [
    { key: { run: 1, number: 1 }, name: 'by_run', unique: true },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  // Few, read whole: limits on tokens, money and runs.
  budgets: [],
  counters: [],
  queue_gates: [],
  workspaces: [],
  shared_state: [
    { key: { workspace: 1 }, name: 'by_workspace' },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  // People by the address they log in with, and by workspace.
  users: [
    { key: { email: 1 }, name: 'email', unique: true },
    { key: { 'memberships.workspace': 1, name: 1, _id: 1 }, name: 'by_workspace' },
  ],
  // Those of a person, to end them all.
  sessions: [
    { key: { user: 1 }, name: 'by_user' },
    { key: { expiresAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  api_keys: [{ key: { workspace: 1, createdAt: -1 }, name: 'newest' }],
  identities: [{ key: { user: 1 }, name: 'by_user' }],
  link_codes: [
    { key: { user: 1 }, name: 'by_user' },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  signing_keys: [{ key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 }],
  // As the rate limiter asks for it.
  rate_limits: [
    { key: { key: 1 }, name: 'by_key', unique: true },
    { key: { expire: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ],
  // The key check of the vault, and how far sealing again has come.
  vault: [],
  // The chain by its number; one entry for each event; lists by who, about what and what was done.
  audit: [
    { key: { event: 1 }, name: 'by_event', unique: true },
    { key: { workspace: 1, 'actor.id': 1, _id: -1 }, name: 'by_actor' },
    { key: { workspace: 1, 'actor.name': 1, _id: -1 }, name: 'by_actor_name' },
    { key: { workspace: 1, subject: 1, _id: -1 }, name: 'by_subject' },
    { key: { workspace: 1, action: 1, _id: -1 }, name: 'by_action' },
  ],
  // The signed head of the chain, and one signed line for each time old entries were cut off.
  audit_seals: [],
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
      else if (name === 'tasks') await mergeHeldIndex(database)
      if (wanted.length > 0) await database.db.collection(name).createIndexes(wanted)
    }),
  )
  if (existing.has('claims')) await moveClaims(database)
}

/** In an older database they have a collection of their own. What a worker that died held is taken over all the same. */
async function moveClaims({ db }: Database): Promise<void> {
  await db
    .collection('claims')
    .aggregate([{ $merge: { into: 'agents', whenMatched: 'keepExisting' } }])
    .toArray()
  await db.collection('claims').drop()
}

/** In an older database what manual mode holds back has a mark and an index of its own. */
async function mergeHeldIndex({ db }: Database): Promise<void> {
  const tasks = db.collection('tasks')
  const known = await tasks.indexes()
  if (!known.some(({ name }) => name === 'held')) return
  await tasks.updateMany({ held: true }, { $set: { ready: false }, $unset: { held: 1 } }, { hint: 'held' })
  if (known.some(({ name, key }) => name === 'claim' && !('ready' in key))) await tasks.dropIndex('claim')
  await tasks.dropIndex('held')
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'codeName' in error && error.codeName === 'NamespaceExists')) throw error
}
