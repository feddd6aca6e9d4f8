// The composition root: connects, wires and starts one server process, and ends it in reverse. Knows nothing of signals or exit codes.
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type AgentRegistry, createAgentRegistry } from './agents/registry.ts'
import type { Role } from './arguments.ts'
import { createPasswords, type Passwords } from './auth/password.ts'
import { type Config, ConfigError } from './config.ts'
import { strangersAmong } from './did-you-mean.ts'
import { CapstanError } from './errors.ts'
import { createFeed } from './events/feed.ts'
import { logEvents } from './events/log-events.ts'
import type { Logger } from './log.ts'
import { connectDatabase, type Database, isDatabaseAway } from './mongo.ts'
import { createNotifications } from './notifications/notifications.ts'
import { prepareCollections } from './queue/collections.ts'
import { wakeUpEvents } from './queue/wake-ups.ts'
import type { Worker } from './queue/worker.ts'
import { hideInLogs } from './scrub.ts'
import { createAgentPolicies } from './tasks/agent-policies.ts'
import { createArtifacts } from './tasks/artifact-store.ts'
import { ensureAgentStates } from './tasks/operate-agents.ts'
import { loadSecretKey } from './tasks/secret-key.ts'
import { openVault } from './tasks/vault-store.ts'
import { createWorkspaceRules } from './tasks/workspaces.ts'
import { startApi } from './wiring/api.ts'
import { startHousekeeping } from './wiring/housekeeping.ts'
import { isLocal } from './wiring/local.ts'
import { drainMs, type Parts, type Stop } from './wiring/parts.ts'
import { startWorker } from './wiring/worker.ts'
import { startWorkflows } from './wiring/workflows.ts'
import { type AutoscalingOptions, createAutoscaling } from './workers/autoscaling.ts'

export interface StartOptions {
  role: Role
  config: Config
  log: Logger
  /** What passwords are stored and checked by: scrypt at its usual cost when left out. */
  passwords?: Passwords
}

export interface RunningServer {
  /** Where the API listens; undefined for a process that only works. */
  url: string | undefined
  worker: string | undefined
  /** Resolves when somebody asked the worker to drain and nothing runs here any more. */
  drained: Promise<void>
  /** Says that the worker goes, so that nothing is held against its tasks however it ends; resolves when that is known. */
  leave(): Promise<void>
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

async function run(
  { role, config, log, passwords = createPasswords() }: StartOptions,
  stops: Stop[],
): Promise<Omit<RunningServer, 'stop'>> {
  const database = await connect(config)
  stops.push(() => database.close())
  database.watchSkew((aheadMs) => tellOfSkew(log, aheadMs))
  await prepareCollections(database)
  const secretKey = await loadSecretKey({ configured: config.secretKey, dataDir: config.dataDir, local: isLocal(config) })
  hideInLogs(secretKey, ...config.previousSecretKeys)
  const vault = await openVault(database, { secretKey, previous: config.previousSecretKeys })
  const registry = createAgentRegistry({ dir: config.agentsDir, env: config.secrets, log })
  const loaded = await registry.load()
  hideAgentSecrets(registry)
  stops.push(await registry.watch())
  await ensureAgentStates(database, registry)
  const workspaces = createWorkspaceRules(database)
  const needed = role === 'worker' && !log.isLevelEnabled('debug') && { types: wakeUpEvents }
  const feed = createFeed({ database, log, ...needed })
  stops.push(await feed.start(), logEvents(feed, log), await workspaces.start(feed))
  warnOfStrangers(config, registry, log)
  const policies = createAgentPolicies(registry, { teams: config.teams, agents: config.agents, env: config.secrets })
  const artifacts = createArtifacts(database, vault)
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
  let worker: Worker | undefined
  const templatesDir = fileURLToPath(new URL('../server/workflows/templates', import.meta.url))
  const { onDue, ...workflowParts } = await startWorkflows(parts, { templatesDir, worker: () => worker }, stops)
  worker = role === 'api' ? undefined : await startWorker({ ...parts, ...workflowParts, onDrained, onDue }, stops)
  const refreshAgents = async () => {
    hideAgentSecrets(registry)
    await ensureAgentStates(database, registry)
    worker?.wake()
  }
  registry.onChange(() => void refreshAgents().catch((error: unknown) => log.warn({ err: error }, 'agents not refreshed')))
  stops.push(await startHousekeeping({ ...parts, ...workflowParts }))
  const url =
    role === 'worker'
      ? undefined
      : await startApi(
          {
            ...parts,
            schemaSource: await readSchema(),
            clientOperations: await readClientOperations(),
            notifications,
            passwords,
            worker,
            ...workflowParts,
          },
          stops,
        )
  autoscaling?.start()
  stops.push(() => autoscaling?.end(drainMs + 3000))
  const leave = async () => worker?.leave()
  stops.push(async () => void leave())
  log.info({ role, url, worker: worker?.id(), agents: loaded.agents, problems: loaded.problems }, 'ready')
  return { url, worker: worker?.id(), drained, leave }
}

function tellOfSkew(log: Logger, aheadMs: number): void {
  const seconds = Math.abs(aheadMs / 1000).toFixed(1)
  if (aheadMs === 0) log.info('the clock of this machine agrees with the database again')
  else
    log.warn(
      { aheadMs },
      `the clock of this machine is ${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the database's, by which tasks run: set it right`,
    )
}

/** A process that was misspelt work would idle without a word. */
function warnOfStrangers({ agents, teams }: Config, registry: AgentRegistry, log: Logger): void {
  const configs = registry.list().map((agent) => agent.config)
  const unknownAgents = strangersAmong(
    agents,
    configs.map(({ name }) => name),
  )
  if (unknownAgents.length > 0)
    log.warn({ CAPSTAN_AGENTS: unknownAgents }, 'this process is to work for agents that are not in the agents folder')
  const unknownTeams = strangersAmong(teams, [...new Set(configs.map(({ team }) => team))])
  if (unknownTeams.length > 0) log.warn({ CAPSTAN_TEAMS: unknownTeams }, 'this process is to work for teams that no agent belongs to')
}

function scaling({ config, policies, ...parts }: Parts): AutoscalingOptions {
  const { teams, concurrency, workersMin: min, workersMax: max, secrets: env } = config
  return { ...parts, limits: policies.limits, teams, concurrency, min, max, env, entry: process.argv[1] ?? '' }
}

function hideAgentSecrets(registry: AgentRegistry): void {
  hideInLogs(...registry.list().flatMap(({ config }) => Object.values(registry.secretsFor(config.name))))
}

/** Beside dist/ and server/ alike: this file is bundled into the first and lives in the second. */
function readSchema(): Promise<string> {
  return readFile(new URL('../schema.graphql', import.meta.url), 'utf8')
}

/** What the terminal and the bot ask, where they are installed beside the server. */
function readClientOperations(): Promise<string[]> {
  return Promise.all(
    ['tui', 'bot'].map(async (client) => {
      const folder = new URL(`../${client}/operations/`, import.meta.url)
      const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.graphql')).sort()
      return (await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')))).join('\n')
    }),
  )
}

async function connect({ mongodbUrl }: Config): Promise<Database> {
  if (!mongodbUrl)
    throw new ConfigError(
      'MONGODB_URL is not set. Run "npm start", which brings its own database, or set it to a replica set such as mongodb://127.0.0.1:27017/capstan.',
    )
  try {
    return await connectDatabase(mongodbUrl)
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    throw new CapstanError(
      'UNAVAILABLE',
      'No MongoDB answers at MONGODB_URL within 3 seconds. Check that it runs and that this machine may reach it.',
    )
  }
}
