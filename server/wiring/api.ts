// The API of a server process: what people and programs talk to.
import { createTokenCheck, ensureCredentials } from '../auth/local-token.ts'
import { may } from '../auth/policy.ts'
import type { Viewer } from '../auth/viewer.ts'
import { createContext } from '../graphql/context.ts'
import { createCursors } from '../graphql/cursor.ts'
import type { Product } from '../graphql/product.ts'
import { resolvers } from '../graphql/resolvers/all.ts'
import { createApiServer } from '../graphql/server.ts'
import { createIdSource } from '../ids.ts'
import { createMetrics, type Metrics } from '../metrics/metrics.ts'
import type { Notifications } from '../notifications/notifications.ts'
import { createEnqueue } from '../queue/enqueue.ts'
import type { Worker } from '../queue/worker.ts'
import { hideInLogs } from '../scrub.ts'
import { createAgentSwitches } from '../tasks/agent-switches.ts'
import { createQueueStats } from '../tasks/queue-stats-store.ts'
import { createTaskStore } from '../tasks/task-store.ts'
import { isLocal } from './local.ts'
import type { Parts, Stop } from './parts.ts'

export interface ApiParts extends Parts {
  /** The text of schema.graphql. */
  schemaSource: string
  notifications: Notifications
  /** Of the same process, if it has one. */
  worker: Worker | undefined
}

/** Answers where it listens. */
export async function startApi(parts: ApiParts, stops: Stop[]): Promise<string> {
  const { config, log, database } = parts
  const product = await createProduct(parts, stops)
  const { registry, feed, queueStats } = product
  const metrics = createMetrics({ database, feed, queueStats, agents: () => registry.list().map((agent) => agent.config.name) })
  stops.push(metrics.start())
  const { token } = await ensureCredentials({ dataDir: config.dataDir, url: config.publicUrl })
  hideInLogs(token)
  const server = createApiServer({
    schemaSource: parts.schemaSource,
    resolvers,
    createContext: (scope) => createContext(product, scope),
    authenticate: createAuthentication([token, config.token]),
    artifacts: (viewer, id) => openArtifact(product, viewer, id),
    metrics: (viewer) => readMetrics(metrics, viewer),
    health: async () => (await database.db.command({ ping: 1 })).ok === 1,
    log,
    config,
    ...(isLocal(config) && { localToken: token }),
  })
  const { url, stop } = await server.listen()
  // Any free port: only now is it known where clients find us.
  if (config.port === 0) await ensureCredentials({ dataDir: config.dataDir, url })
  stops.push(() => product.enqueue.idle(), stop)
  return url
}

async function createProduct({ notifications, worker, policies, ...parts }: ApiParts, stops: Stop[]): Promise<Product> {
  const { database, feed, log, vault } = parts
  const wake = () => worker?.wake()
  const switches = createAgentSwitches({ database, feed, log })
  stops.push(await switches.start())
  return {
    ...parts,
    wake,
    enqueue: createEnqueue({
      database,
      queueLimit: policies.queueLimit,
      onStored: (tasks) => worker?.wake(tasks.map(({ agent }) => agent)),
    }),
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
}

function createAuthentication(tokens: readonly (string | undefined)[]): (bearer: string | undefined) => Promise<Viewer | undefined> {
  const admin: Viewer = { id: 'admin', name: 'admin', role: 'admin', workspace: 'default' }
  const check = createTokenCheck(tokens.flatMap((token) => (token ? [{ token, viewer: admin }] : [])))
  return async (bearer) => check(bearer)
}

async function readMetrics(metrics: Metrics, { workspace }: Viewer) {
  return { contentType: metrics.contentType, text: await metrics.read(workspace) }
}

async function openArtifact({ artifacts }: Product, viewer: Viewer, id: string) {
  const artifact = await artifacts.find(id)
  if (!artifact || !may(viewer, 'view', { workspace: artifact.workspace })) return undefined
  return { stream: artifacts.open(id), contentType: artifact.contentType, fileName: artifact.name, sizeBytes: artifact.bytes }
}
