import { connectDatabase } from '../server/mongo.ts'
import { prepareCollections } from '../server/queue/collections.ts'
import { createFeed } from '../server/events/feed.ts'
import { createWorker } from '../server/queue/worker.ts'
import { createEnqueue } from '../server/queue/enqueue.ts'
import { createLogger } from '../server/log.ts'
import { claimOrder, nextSeq } from '../server/queue/claim-order.ts'
import { createVault } from '../server/tasks/vault.ts'
import type { TaskDoc } from '../server/queue/task.ts'
import { toEvent } from '../server/queue/settlement.ts'
const log = createLogger('warn')
const n = Number(process.argv[2] ?? 20000), conc = Number(process.argv[3] ?? 500), agentsN = Number(process.argv[4] ?? 1)
const name = `try_${Date.now()}`
const database = await connectDatabase('mongodb://127.0.0.1:27555/?replicaSet=rs', name)
await prepareCollections(database)
const vault = createVault('x'.repeat(40))
const limits = new Map(Array.from({length: agentsN}, (_, i) => [`a${i}`, { name: `a${i}`, maxConcurrent: agentsN === 1 ? 5000 : Number(process.argv[5] ?? 50), rateLimit: agentsN===1?undefined:{limit:1000000,periodMs:60000,burst:1000000}, breaker: { failureRate: 0.5, minimum: 10, windowMs: 60000, openMs: 30000 } }]))
const enqueue = createEnqueue({ database, queueLimit: () => 1e9, onStored: () => {} })
const t0 = performance.now()
let id = 0
const one = () => { id++; const seq = nextSeq(); const now = new Date()
  const task: TaskDoc = { _id: `T-${id}`, workspace: 'default', agent: `a${id % agentsN}`, status: 'QUEUED', ready: true, queuedAt: now, priority: 'NORMAL', urgency: 3, order: claimOrder({ priority: 'NORMAL', urgency: 3, seq }), lifted: 0, seq, list: 'OPEN', facets: [`agent:a${id % agentsN}`, 'by:admin'], submittedBy: { id: 'admin', name: 'admin' }, origin: 'api', createdAt: now, parameters: vault.seal({ n: id, text: 'hello world' }, 'x'), progress: 0, attempts: [], failures: 0, crashes: 0, retry: { maxAttempts: 4, strategy: 'exponential', delayMs: 1000, factor: 4, maxDelayMs: 60000, jitter: 0 }, timeoutMs: 300000, fence: 0 }
  return enqueue.submit({ tasks: [task], events: [toEvent(task, 'task.queued')], keys: [] }) }
const lanes = 1000
let left = n
await Promise.all(Array.from({ length: lanes }, async () => { while (left-- > 0) await one() }))
console.log(`enqueue ${Math.round(n / (performance.now() - t0) * 1000)}/s`)
const feed = createFeed({ database, log, types: ['task.queued', 'task.cancel_requested'] })
const stopFeed = await feed.start()
let done = 0; let finish: () => void; const all = new Promise<void>((r) => { finish = r })
const t1 = performance.now()
const worker = createWorker({ database, log, feed, capacity: conc, teams: [], limits: () => limits, execute: async (t) => { if (++done === n) finish(); return { outcome: { kind: 'succeeded', result: null }, output: { result: vault.seal({ ok: true }, 'r') } } }, keepMs: () => 1e9, allowRetryAt: (_w, m) => m, pausedUntil: () => undefined })
await worker.start()
await all
while ((await database.collection('tasks').countDocuments({ status: 'SUCCEEDED' })) < n) await new Promise((r) => setTimeout(r, 20))
console.log(`drain c=${conc} agents=${agentsN}: ${Math.round(n / (performance.now() - t1) * 1000)}/s  cpu ${Math.round(process.cpuUsage().user/1000)}ms rss ${Math.round(process.memoryUsage().rss/1e6)}MB events ${await database.collection('events').countDocuments()}`)
console.log(await database.collection('agents').find().project({ running: 1, wait: 1 }).limit(2).toArray())
await worker.stop(1000); await stopFeed(); await database.db.dropDatabase(); await database.close()
process.exit(0)
