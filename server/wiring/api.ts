// The API of a server process: what people and programs talk to.
import { randomUUID } from 'node:crypto'
import { createDenialLog } from '../audit/denials.ts'
import { exportAudit } from '../audit/read-audit.ts'
import { ensureBotToken } from '../auth/first-admin.ts'
import { createIdentity, type Identity } from '../auth/identity.ts'
import { ensureCredentials, keepCredentials } from '../auth/local-token.ts'
import type { Passwords } from '../auth/password.ts'
import { may } from '../auth/policy.ts'
import { homeWorkspace } from '../auth/user.ts'
import type { Viewer } from '../auth/viewer.ts'
import { CapstanError } from '../errors.ts'
import { createContext } from '../graphql/context.ts'
import { createCursors } from '../graphql/cursor.ts'
import { accessOf } from '../graphql/policies.ts'
import type { Product } from '../graphql/product.ts'
import { resolvers } from '../graphql/resolvers/all.ts'
import { type ApiServer, type ApiServerOptions, createApiServer } from '../graphql/server.ts'
import { createIdSource } from '../ids.ts'
import { createMetrics, type Metrics } from '../metrics/metrics.ts'
import type { Notifications } from '../notifications/notifications.ts'
import { createUsualSeconds } from '../performance/run-times.ts'
import { createEnqueue } from '../queue/enqueue.ts'
import type { Worker } from '../queue/worker.ts'
import type { AnswerDeps } from '../requests/answer.ts'
import { createOwnerLookup } from '../schedules/owner.ts'
import { hideInLogs } from '../scrub.ts'
import { createAgentSwitches } from '../tasks/agent-switches.ts'
import { createCallbacks } from '../tasks/callback-store.ts'
import { createQueueStats } from '../tasks/queue-stats-store.ts'
import { createTaskStore } from '../tasks/task-store.ts'
import { createStarter } from '../workflows/starter.ts'
import type { Workflows } from '../workflows/workflows.ts'
import { startAlerts } from './alerts.ts'
import { isLocal } from './local.ts'
import type { Parts, Stop } from './parts.ts'
import { startSchedules } from './schedules.ts'

export interface ApiParts extends Parts {
  /** The text of schema.graphql. */
  schemaSource: string
  /** For each of our own clients, the text of all its operations. */
  clientOperations: readonly string[]
  notifications: Notifications
  /** What passwords are stored and checked by. */
  passwords: Passwords
  /** Of the same process, if it has one. */
  worker: Worker | undefined
  workflows: Workflows
  requests: AnswerDeps
  /** Makes the server out of what is put together here. */
  serve?: (options: ApiServerOptions) => ApiServer
}

/** Answers where it listens. */
export async function startApi(parts: ApiParts, stops: Stop[]): Promise<string> {
  const { config, log, database, serve = createApiServer } = parts
  const { token } = await ensureCredentials({ dataDir: config.dataDir, url: config.publicUrl })
  hideInLogs(token)
  const identity = await startIdentity(parts, { token, stops })
  const product = await createProduct({ ...parts, identity }, stops)
  const { registry, feed, queueStats } = product
  const metrics = createMetrics({ database, feed, queueStats, agents: () => registry.list().map((agent) => agent.config.name) })
  stops.push(metrics.start())
  const denials = createDenialLog(parts)
  stops.push(denials.start())
  const server = serve({
    schemaSource: parts.schemaSource,
    resolvers,
    createContext: (scope) => createContext(product, scope),
    authenticate: identity.authenticate,
    stillValid: identity.stillValid,
    takeRate: identity.limiter.take,
    accessOf,
    artifacts: (viewer, id) => openArtifact(product, viewer, id),
    metrics: (viewer) => readMetrics(metrics, viewer),
    audit: (viewer, requestId) => exportAudit(product, { viewer, requestId }),
    onDenied: denials.report,
    takeCallback: createCallbacks(parts).receive,
    publicKeys: identity.signingKeys.publicKeys,
    clientOperations: parts.clientOperations,
    health: async () => (await database.db.command({ ping: 1 })).ok === 1,
    log,
    config,
    ...(isLocal(config) && { localToken: token }),
  })
  stops.push(startSchedules(product), startAlerts(parts))
  const { url, stop } = await server.listen()
  // Any free port: only now is it known where clients find us.
  if (config.port === 0) await ensureCredentials({ dataDir: config.dataDir, url })
  stops.push(keepCredentials({ dataDir: config.dataDir, url: config.port === 0 ? url : config.publicUrl }))
  stops.push(() => product.enqueue.idle(), stop)
  return url
}

interface IdentityParts {
  token: string
  stops: Stop[]
}

async function startIdentity(
  { config, database, feed, log, vault, passwords }: ApiParts,
  { token, stops }: IdentityParts,
): Promise<Identity> {
  const { guestRole, rateLimits } = config
  const localTokens = [token, ...(config.token ? [config.token] : [])]
  const identity = createIdentity({ database, feed, log, vault, localTokens, guestRole, passwords, rateLimits })
  stops.push(await identity.start())
  if (isLocal(config)) hideInLogs(await ensureBotToken(database, config.dataDir))
  return identity
}

async function createProduct(
  { notifications, worker, policies, ...parts }: ApiParts & { identity: Identity },
  stops: Stop[],
): Promise<Product> {
  const { config, database, feed, log, vault } = parts
  const wake = () => worker?.wake()
  const switches = createAgentSwitches({ database, feed, log })
  stops.push(await switches.start())
  const usualSeconds = createUsualSeconds(database)
  const product = {
    ...parts,
    wake,
    enqueue: createEnqueue({
      database,
      queueLimit: policies.queueLimit,
      usualSeconds,
      workspaceQueueLimit: parts.workspaces.queueLimit,
      onStored: (tasks) => worker?.wake(tasks.map(({ agent }) => agent)),
      claimWith: (agents, store) => worker?.claimWith(agents, store),
    }),
    taskIds: createIdSource(database, 'T'),
    taskStore: createTaskStore(database),
    usualSeconds,
    queueStats: createQueueStats(database, usualSeconds),
    cursors: createCursors(vault.derive('list cursors')),
    offReason: switches.offReason,
    refuseTarget: notifications.refuseTarget,
    webhookSecret: notifications.webhookSecret,
    keepMs: policies.keepMs,
    onEnded: (ids: readonly string[]) => worker?.ended(ids),
  }
  const ownerOf = createOwnerLookup(database, config.guestRole)
  const starter = createStarter(product)
  const scheduling = {
    ...product,
    workflows: starter,
    scheduleIds: createIdSource(database, 'S'),
    now: () => database.now(),
    server: randomUUID(),
    ownerOf,
  }
  return { ...product, scheduling }
}

/** They count the work of every workspace. */
async function readMetrics(metrics: Metrics, { workspace }: Viewer) {
  if (workspace !== homeWorkspace) throw new CapstanError('FORBIDDEN', `Metrics are for admins of the workspace "${homeWorkspace}".`)
  return { contentType: metrics.contentType, text: await metrics.read(workspace) }
}

async function openArtifact({ artifacts }: Product, viewer: Viewer, id: string) {
  const artifact = await artifacts.find(id)
  if (!artifact || !may(viewer, 'view', { workspace: artifact.workspace })) return undefined
  return { stream: artifacts.open(id), contentType: artifact.contentType, fileName: artifact.name, sizeBytes: artifact.bytes }
}
