// The API put together from the server's own parts, with all that checks who asks for what, or with none of it. Nobody works on tasks.
import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import { createAgentRegistry } from '../../server/agents/registry.ts'
import { createAuditor } from '../../server/audit/auditor.ts'
import { createPasswords } from '../../server/auth/password.ts'
import type { Viewer } from '../../server/auth/viewer.ts'
import { parseConfig } from '../../server/config.ts'
import { createFeed } from '../../server/events/feed.ts'
import { type ApiServer, type ApiServerOptions, createApiServer } from '../../server/graphql/server.ts'
import { createLogger, type Logger } from '../../server/log.ts'
import { connectDatabase } from '../../server/mongo.ts'
import { createNotifications } from '../../server/notifications/notifications.ts'
import { createAgentPolicies } from '../../server/tasks/agent-policies.ts'
import { createArtifacts } from '../../server/tasks/artifact-store.ts'
import { ensureAgentStates } from '../../server/tasks/operate-agents.ts'
import type { Vault } from '../../server/tasks/vault.ts'
import { openVault } from '../../server/tasks/vault-store.ts'
import { createWorkspaceRules } from '../../server/tasks/workspaces.ts'
import { startApi } from '../../server/wiring/api.ts'
import type { Stop } from '../../server/wiring/parts.ts'
import { startWorkflows } from '../../server/wiring/workflows.ts'
import { readOptions, tell, untilAsked } from '../rig/conversation.ts'
import { secretKey } from '../rig/sample-task.ts'

export interface CheckedServerOptions {
  url: string
  agentsDir: string
  dataDir: string
  schemaFile: string
  /** Empty: no templates are used. */
  templatesDir: string
  token: string
  checks: boolean
}

const options = readOptions<CheckedServerOptions>()
const asked = untilAsked()
const config = parseConfig({
  PORT: '0',
  MONGODB_URL: options.url,
  CAPSTAN_DATA_DIR: options.dataDir,
  CAPSTAN_AGENTS_DIR: options.agentsDir,
  CAPSTAN_SECRET_KEY: secretKey,
  CAPSTAN_TOKEN: options.token,
})
const nowhere = { write: () => undefined }
const log: Logger = options.checks ? createLogger('info', nowhere) : pino({ level: 'info', serializers: pino.stdSerializers }, nowhere)
const database = await connectDatabase(options.url)
const sealing = await openVault(database, { secretKey, previous: [] })
const vault = options.checks ? sealing : plain(sealing)
const registry = createAgentRegistry({ dir: config.agentsDir, env: {}, log })
await registry.load()
await ensureAgentStates(database, registry)
const feed = createFeed({ database, log })
await feed.start()
const artifacts = createArtifacts(database, vault)
const parts = {
  ...{ config, database, log, registry, vault, feed, artifacts },
  policies: createAgentPolicies(registry),
  workspaces: createWorkspaceRules(database),
}
const stops: Stop[] = []
const { workflows, requests } = await startWorkflows(parts, { templatesDir: options.templatesDir, worker: () => undefined }, stops)
if (options.checks) await createAuditor(parts).lead()
const url = await startApi(
  {
    ...{ ...parts, workflows, requests },
    schemaSource: readFileSync(options.schemaFile, 'utf8'),
    clientOperations: [],
    notifications: createNotifications(parts),
    passwords: createPasswords(),
    worker: undefined,
    serve: options.checks ? createApiServer : unchecked,
  },
  stops,
)
tell({ kind: 'listening', url })
await asked
process.exit(0)

/** Everybody is the admin, whatever they show and ask for. */
function unchecked(given: ApiServerOptions): ApiServer {
  const anybody: Viewer = { id: 'admin', name: 'admin', role: 'admin', workspace: 'default' }
  return createApiServer({
    ...given,
    authenticate: async () => anybody,
    stillValid: () => true,
    takeRate: async () => undefined,
    accessOf: () => 'public',
    onDenied: () => undefined,
    guards: () => [],
  })
}

/** Stores what it is given as it is. */
function plain({ derive }: Vault): Vault {
  return {
    seal: (value) => Buffer.from(JSON.stringify(value)),
    open: (stored) => JSON.parse(Buffer.from(stored).toString()),
    derive,
    keyId: 'none',
    keyIds: ['none'],
  }
}
