// The composition root: connections, wiring, listening. Nothing else constructs. Knows nothing of signals or exit codes.
import { readFile } from 'node:fs/promises'
import { createAdapters } from './agents/adapters.ts'
import { createAgentRegistry } from './agents/registry.ts'
import type { Role } from './arguments.ts'
import { createTokenCheck, ensureCredentials } from './auth/local-token.ts'
import { may } from './auth/policy.ts'
import type { Viewer } from './auth/viewer.ts'
import { type Config, ConfigError } from './config.ts'
import { CapstanError } from './errors.ts'
import { createFeed } from './events/feed.ts'
import { createContext } from './graphql/context.ts'
import { createCursors } from './graphql/cursor.ts'
import type { Product } from './graphql/product.ts'
import { resolvers } from './graphql/resolvers/all.ts'
import { createApiServer } from './graphql/server.ts'
import { createIdSource } from './ids.ts'
import type { Logger } from './log.ts'
import { createMetrics } from './metrics/metrics.ts'
import { connectDatabase, type Database, isDatabaseAway } from './mongo.ts'
import { createNotifications, type Notifications } from './notifications/notifications.ts'
import { prepareCollections } from './queue/collections.ts'
import { liftWaiting } from './queue/aging.ts'
import { warnOfDeadlines } from './queue/deadlines.ts'
import { createEnqueue } from './queue/enqueue.ts'
import { createHousekeeping } from './queue/housekeeping.ts'
import { wakeUpEvents } from './queue/wake-ups.ts'
import { createWorker, type Worker } from './queue/worker.ts'
import { createAgentPolicies } from './tasks/agent-policies.ts'
import { createAgentSwitches } from './tasks/agent-switches.ts'
import { createArtifacts } from './tasks/artifact-store.ts'
import { createRecovery } from './tasks/dead-letters/recovery.ts'
import { createExecute } from './tasks/execute.ts'
import { ensureAgentStates } from './tasks/operate-agents.ts'
import { createQueueStats } from './tasks/queue-stats.ts'
import { createWaitingRules } from './tasks/quiet-hours.ts'
import { createRetention } from './tasks/retention.ts'
import { createRunRecords } from './tasks/run-records.ts'
import { loadSecretKey } from './tasks/secret-key.ts'
import { createTaskStore } from './tasks/task-store.ts'
import { createVault } from './tasks/vault.ts'
import { createWorkspaceRules } from './tasks/workspaces.ts'
import { type AutoscalingOptions, createAutoscaling } from './workers/autoscaling.ts'

const drainMs = 30_000
const recoverySeconds = 5
type Stop = () => Promise<void> | void

export interface StartOptions {
  role: Role
  config: Config
  log: Logger
}

export interface RunningServer {
  /** Where the API listens; undefined for a process that only works. */
  url: string | undefined
  worker: string | undefined
  /** Resolves when somebody asked the worker to drain and nothing runs here any more. */
  drained: Promise<void>
  /** Running tasks may finish, then everything is closed. */
  stop(): Promise<void>
}

export async function startServer(options: StartOptions): Promise<RunningServer> {
  // What was started last is stopped first.
  const stops: Stop[] = []
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end()
  }
  try {
    return { ...(await run(options, stops)), stop }
  } catch (error) {
    await stop().catch(() => undefined)
    throw error
  }
}

async function run({ role, config, log }: StartOptions, stops: Stop[]): Promise<Omit<RunningServer, 'stop'>> {
  const database = await connect(config)
  stops.push(() => database.close())
  await prepareCollections(database)
  const secretKey = await loadSecretKey({ configured: config.secretKey, dataDir: config.dataDir, local: isLocal(config) })
  const vault = createVault(secretKey)
  const registry = createAgentRegistry({ dir: config.agentsDir, env: config.secrets, log })
  const loaded = await registry.load()
  stops.push(await registry.watch())
  await ensureAgentStates(database, registry)
  const workspaces = createWorkspaceRules(database)
  stops.push(await workspaces.start())
  const feed = createFeed({ database, log, ...(role === 'worker' && { types: wakeUpEvents }) })
  stops.push(await feed.start())
  const policies = createAgentPolicies(registry, config.teams)
  const artifacts = createArtifacts(database)
  const parts = { config, database, log, registry, vault, workspaces, feed, policies, artifacts }
  const notifications = createNotifications(parts)
  stops.push(notifications.start())
  const autoscaling = role === 'worker' || config.workersMax === 0 ? undefined : createAutoscaling(scaling(parts))
  // Told to drain first of all, waited for last: its processes and our own worker drain at the same time.
  stops.push(() => autoscaling?.gone())
  let onDrained: () => void = () => undefined
  const drained = new Promise<void>((resolve) => {
    onDrained = resolve
  })
  const worker = role === 'api' ? undefined : await startWorker({ ...parts, onDrained }, stops)
  registry.onChange(() => void ensureAgentStates(database, registry).then(() => worker?.wake()).catch((error: unknown) => log.warn({ err: error }, 'agents not refreshed')))
  stops.push(await startHousekeeping(parts))
  const url = role === 'worker' ? undefined : await startApi({ ...parts, notifications }, worker, stops)
  autoscaling?.start()
  stops.push(() => autoscaling?.end(drainMs + 3000))
  log.info({ role, url, worker: worker?.id(), agents: loaded.agents, problems: loaded.problems }, 'ready')
  return { url, worker: worker?.id(), drained }
}

interface Parts extends Pick<Product, 'database' | 'log' | 'registry' | 'vault' | 'workspaces' | 'feed' | 'artifacts'> {
  config: Config
  policies: ReturnType<typeof createAgentPolicies>
}

function scaling({ config, policies, ...parts }: Parts): AutoscalingOptions {
  const { teams, concurrency, workersMin: min, workersMax: max, secrets: env } = config
  return { ...parts, limits: policies.limits, teams, concurrency, min, max, env, entry: process.argv[1] ?? '' }
}

async function startWorker({ onDrained, ...parts }: Parts & { onDrained: () => void }, stops: Stop[]): Promise<Worker> {
  const { config, policies, workspaces, database, vault, log, registry, feed, artifacts } = parts
  const records = createRunRecords({ database, vault, log })
  stops.push(records.start())
  const execute = createExecute({ registry, vault, artifacts, log, records, adapterOf: createAdapters({ env: config.secrets }) })
  const { allowRetryAt, pausedUntil } = workspaces
  const worker = createWorker({ database, log, feed, execute, allowRetryAt, pausedUntil, capacity: config.concurrency, teams: config.teams, limits: policies.limits, keepMs: policies.keepMs, onDrained })
  await worker.start()
  stops.push(() => worker.stop(drainMs))
  return worker
}

/** Seconds-scale work that one process does for all. */
async function startHousekeeping({ database, log, registry, vault, workspaces, artifacts, policies }: Parts): Promise<Stop> {
  const enqueue = createEnqueue({ database, queueLimit: policies.queueLimit, onStored: () => undefined })
  const recovery = createRecovery({ database, log, registry, vault, workspaces, enqueue, taskIds: createIdSource(database, 'T') }, recoverySeconds)
  const rules = createWaitingRules(database)
  const retention = createRetention({ database, artifacts, shortestKeepMs: policies.shortestKeepMs })
  const housekeeping = createHousekeeping({
    database,
    log,
    jobs: [
      { name: 'recover after outages', everySeconds: recoverySeconds, run: (now) => recovery.tick(now) },
      { name: 'apply hours', everySeconds: 5, run: (now) => rules.apply(now) },
      { name: 'warn of deadlines', everySeconds: 5, run: (now) => warnOfDeadlines(database, now) },
      { name: 'lift waiting tasks', everySeconds: 20, run: (now) => liftWaiting(database, now) },
      { name: 'remove expired tasks', everySeconds: 60, run: (now) => retention.sweep(now) },
    ],
  })
  return housekeeping.start()
}

async function startApi({ notifications, ...parts }: Parts & { notifications: Notifications }, worker: Worker | undefined, stops: Stop[]): Promise<string> {
  const { config, database, feed, log, policies, vault } = parts
  const wake = () => worker?.wake()
  const switches = createAgentSwitches({ database, feed, log })
  stops.push(await switches.start())
  const enqueue = createEnqueue({ database, queueLimit: policies.queueLimit, onStored: wake })
  const product: Product = {
    ...parts,
    enqueue,
    wake,
    taskIds: createIdSource(database, 'T'),
    taskStore: createTaskStore(database),
    queueStats: createQueueStats(database),
    cursors: createCursors(vault.derive('list cursors')),
    offReason: switches.offReason,
    refuseTarget: notifications.refuseTarget,
    webhookSecret: notifications.webhookSecret,
    keepMs: policies.keepMs,
    onEnded: (ids) => worker?.ended(ids),
  }
  const metrics = createMetrics({ database, feed, queueStats: product.queueStats, agents: () => parts.registry.list().map(({ config: { name } }) => name) })
  stops.push(metrics.start())
  const { token } = await ensureCredentials({ dataDir: config.dataDir, url: config.publicUrl })
  const admin: Viewer = { id: 'admin', name: 'admin', role: 'admin', workspace: 'default' }
  const check = createTokenCheck([token, ...(config.token ? [config.token] : [])].map((value) => ({ token: value, viewer: admin })))
  const server = createApiServer({
    schemaSource: await readFile(new URL('../schema.graphql', import.meta.url), 'utf8'),
    resolvers,
    createContext: (scope) => createContext(product, scope),
    authenticate: async (bearer) => check(bearer),
    artifacts: (viewer, id) => openArtifact(product, viewer, id),
    metrics: async ({ workspace }) => ({ contentType: metrics.contentType, text: await metrics.read(workspace) }),
    health: async () => (await database.db.command({ ping: 1 })).ok === 1,
    log,
    config,
    ...(isLocal(config) && { localToken: token }),
  })
  const { url, stop } = await server.listen()
  stops.push(() => enqueue.idle(), stop)
  return url
}

async function openArtifact({ artifacts }: Product, viewer: Viewer, id: string) {
  const artifact = await artifacts.find(id)
  if (!artifact || !may(viewer, 'view', { workspace: artifact.workspace })) return undefined
  return { stream: artifacts.open(id), contentType: artifact.contentType, fileName: artifact.name, sizeBytes: artifact.bytes }
}

async function connect({ mongodbUrl }: Config): Promise<Database> {
  if (!mongodbUrl) throw new ConfigError('MONGODB_URL is not set. Run "npm start", which brings its own database, or set it to a replica set such as mongodb://127.0.0.1:27017/capstan.')
  try {
    return await connectDatabase(mongodbUrl)
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    throw new CapstanError('UNAVAILABLE', 'No MongoDB answers at MONGODB_URL within 3 seconds. Check that it runs and that this machine may reach it.')
  }
}

/** On one's own machine: the database is here and nobody said production. */
function isLocal({ mongodbUrl, production }: Config): boolean {
  return !production && /^mongodb:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(mongodbUrl ?? '')
}
