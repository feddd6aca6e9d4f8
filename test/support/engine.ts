// The real engine on a database of its own, with agents that exist only here and a handler instead of adapters.
// It waits for states through the event feed.
import { afterAll } from 'vitest'
import type { Json, RunContext, RunOutcome } from '../../server/agents/adapter.ts'
import type { AgentConfig } from '../../server/agents/config.ts'
import type { AgentRegistry, RegisteredAgent } from '../../server/agents/registry.ts'
import type { Viewer } from '../../server/auth/viewer.ts'
import type { EventRow } from '../../server/events/event-log.ts'
import { createFeed, type Feed } from '../../server/events/feed.ts'
import { createIdSource } from '../../server/ids.ts'
import { silentLogger } from '../../server/log.ts'
import { connectDatabase, type Database } from '../../server/mongo.ts'
import { prepareCollections } from '../../server/queue/collections.ts'
import { createEnqueue, type Enqueue } from '../../server/queue/enqueue.ts'
import { sealPlace, type TaskDoc, type TaskStatus } from '../../server/queue/task.ts'
import { createWorker, type Worker, type WorkerOptions } from '../../server/queue/worker.ts'
import { createAgentPolicies } from '../../server/tasks/agent-policies.ts'
import { createArtifacts } from '../../server/tasks/artifact-store.ts'
import { createExecute } from '../../server/tasks/execute.ts'
import { createRunRecords } from '../../server/tasks/run-records.ts'
import { createSharedState } from '../../server/tasks/shared-state-store.ts'
import type { SubmissionInput } from '../../server/tasks/submission.ts'
import { type SubmitDeps, submitTasks } from '../../server/tasks/submit.ts'
import { createVault, type Vault } from '../../server/tasks/vault.ts'
import { createWorkspaceRules, type WorkspaceRules } from '../../server/tasks/workspaces.ts'
import { createTestDatabase } from './database.ts'
import { watchFeed } from './watched-feed.ts'

export const keepMs = 24 * 3600_000

export const admin: Viewer = { id: 'ada', name: 'Ada', role: 'admin', workspace: 'default' }
export const user: Viewer = { id: 'uma', name: 'Uma', role: 'user', workspace: 'default' }
export const onlooker: Viewer = { id: 'vic', name: 'Vic', role: 'viewer', workspace: 'default' }

export type Handler = (agent: AgentConfig, context: RunContext) => Promise<RunOutcome>

export interface TestEngineOptions {
  /** One agent named "writer" when left out. */
  agents?: readonly Partial<AgentConfig>[]
  /** What runs do; they succeed when left out. */
  handler?: Handler
  /** A database of the test's own when left out. */
  database?: { url: string; name: string }
}

/** One server process: its own connection, enqueue and rules. */
export interface TestProcess extends SubmitDeps {
  database: Database
  enqueue: Enqueue
  workspaces: WorkspaceRules
}

export interface TestEngine extends TestProcess {
  url: string
  vault: Vault
  feed: Feed
  /** What happens from the next run on. */
  handle(handler: Handler): void
  /** Another process on the same database. */
  join(): Promise<TestProcess>
  /** What hears of ended steps of runs and of their moments, from the next worker on. */
  hooks: Pick<WorkerOptions, 'onStepsEnded' | 'onDue'>
  /** All of its workers. */
  wake(): void
  expectDue(moment: Date): void
  /** With a connection of its own when one is given. */
  startWorker(capacity?: number, connection?: Database): Promise<Worker>
  submit(input?: Partial<SubmissionInput>, viewer?: Viewer): Promise<TaskDoc>
  submitAll(inputs: readonly Partial<SubmissionInput>[], viewer?: Viewer): Promise<TaskDoc[]>
  task(id: string): Promise<TaskDoc>
  /** The task once it is in that state; fails when it has not come to it in time. */
  waitFor(id: string, status: TaskStatus): Promise<TaskDoc>
  waitUntil(what: string, holds: () => Promise<boolean> | boolean): Promise<void>
  events(subject: string): Promise<EventRow[]>
  parametersOf(task: TaskDoc): Json
  resultOf(task: TaskDoc): Json
}

/** To be called at the top of a test file; everything is stopped after its last test. */
export async function createTestEngine({ agents = [{}], handler, database: given }: TestEngineOptions = {}): Promise<TestEngine> {
  const { name, url } = given ?? createTestDatabase()
  const stops: (() => unknown)[] = []
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop()
  })
  const registry = createFakeRegistry(agents.map(fakeAgent))
  const policies = createAgentPolicies(registry)
  const vault = createVault('a root key for tests, long enough')
  let handle: Handler = handler ?? (async () => ({ kind: 'succeeded', result: { ok: true } }))
  let workers: Worker[] = []
  const connections = new Map<Worker, Database>()
  const hooks: TestEngine['hooks'] = {}

  async function join(): Promise<TestProcess> {
    const database = await connectDatabase(url, name)
    stops.push(() => database.close())
    const workspaces = createWorkspaceRules(database)
    await workspaces.refresh()
    const enqueue = createEnqueue({
      database,
      queueLimit: (agent) => registry.get(agent)?.config.queueLimit ?? 0,
      workspaceQueueLimit: workspaces.queueLimit,
      onStored: () => {
        for (const worker of workers) worker.wake()
      },
      // A worker stores only what is submitted over its own connection.
      claimWith: (agents, store) => workers.findLast((worker) => connections.get(worker) === database)?.claimWith(agents, store),
    })
    return { database, registry, enqueue, taskIds: createIdSource(database, 'T'), vault, workspaces, offReason: () => undefined }
  }

  const own = await join()
  const { database } = own
  await prepareCollections(database)
  const feed = createFeed({ database, log: silentLogger })
  stops.push(await feed.start())
  const { waitUntil } = watchFeed(feed)

  async function startWorker(capacity = 10, connection = database): Promise<Worker> {
    const records = createRunRecords({ database, vault, log: silentLogger })
    const execute = createExecute({
      registry,
      adapterOf: () => (agent, context) => handle(agent, context),
      vault,
      records,
      artifacts: createArtifacts(database, vault),
      stateOf: createSharedState({ database, vault }),
      log: silentLogger,
    })
    const worker = createWorker({
      database: connection,
      log: silentLogger,
      feed,
      capacity,
      teams: [],
      limits: policies.limits,
      execute,
      keepMs: () => keepMs,
      allowRetryAt: own.workspaces.allowRetryAt,
      pausedUntil: own.workspaces.pausedUntil,
      holdsBack: own.workspaces.holdsBack,
      ...hooks,
    })
    const stopRecords = records.start()
    await worker.start()
    workers = [...workers, worker]
    connections.set(worker, connection)
    stops.push(stopRecords, () => worker.stop(1000))
    return worker
  }

  async function task(id: string): Promise<TaskDoc> {
    const found = await database.collection<TaskDoc>('tasks').findOne({ _id: id })
    if (!found) throw new Error(`there is no task ${id}`)
    return found
  }

  async function submitAll(inputs: readonly Partial<SubmissionInput>[], viewer: Viewer = user): Promise<TaskDoc[]> {
    return submitTasks(
      own,
      { viewer, origin: 'test' },
      inputs.map((input) => ({ agent: 'writer', parameters: { topic: 'tests' }, ...input })),
    )
  }

  return {
    ...own,
    url,
    vault,
    feed,
    handle: (next) => {
      handle = next
    },
    join,
    hooks,
    wake: () => {
      for (const worker of workers) worker.wake()
    },
    expectDue: (moment) => {
      for (const worker of workers) worker.expectDue(moment)
    },
    startWorker,
    submitAll,
    submit: async (input = {}, viewer) => (await submitAll([input], viewer))[0] as TaskDoc,
    task,
    waitFor: async (id, status) => {
      await waitUntil(`${id} to be ${status}`, async () => (await task(id)).status === status)
      return task(id)
    },
    waitUntil,
    events: (subject) =>
      database
        .collection<EventRow>('events')
        .find({ subject }, { sort: { _id: 1 } })
        .toArray(),
    parametersOf: ({ _id, parameters }) => vault.open(parameters, sealPlace(_id, 'parameters')),
    resultOf: ({ _id, result }) => (result ? vault.open(result, sealPlace(_id, 'result')) : null),
  }
}

export function fakeAgent(change: Partial<AgentConfig> = {}): AgentConfig {
  return {
    name: 'writer',
    team: 'TEST_TEAM',
    type: 'writer',
    description: 'Exists only in tests.',
    executionMode: 'autonomous',
    capabilities: ['WRITING'],
    parameters: {
      type: 'object',
      required: ['topic'],
      properties: { topic: { type: 'string', minLength: 3 }, words: { type: 'integer', minimum: 1, maximum: 5000, default: 500 } },
    },
    output: undefined,
    run: {
      kind: 'model',
      provider: 'offline',
      model: undefined,
      systemPrompt: 'Write.',
      temperature: undefined,
      maxTokens: undefined,
      maxSteps: 10,
      mcp: [],
    },
    tools: [],
    maxConcurrent: 100,
    rateLimit: undefined,
    rateLimitText: undefined,
    queueLimit: 100_000,
    retry: { maxAttempts: 1, strategy: 'fixed', delayMs: 10, factor: 1, maxDelayMs: 1000, jitter: 0 },
    errorRules: [],
    timeoutMs: 60_000,
    graceMs: 500,
    breaker: { failureRate: 1, minimum: 1_000_000, windowMs: 60_000, openMs: 30_000, disableAfter: 1_000_000 },
    secrets: [],
    subscriptions: [],
    risk: 'low',
    retention: { resultsDays: 1, logsDays: 1, artifactsDays: 1 },
    schedules: [],
    ...change,
  }
}

function createFakeRegistry(configs: readonly AgentConfig[]): AgentRegistry {
  const agents = new Map<string, RegisteredAgent>(configs.map((config) => [config.name, { config, available: true }]))
  return {
    load: async () => ({ agents: agents.size, available: agents.size, problems: [] }),
    list: () => [...agents.values()],
    get: (name) => agents.get(name),
    problems: () => [],
    secretsFor: () => ({}),
    onChange: () => () => undefined,
    watch: async () => async () => undefined,
  }
}

export interface Gate {
  /** Pending until the gate opens. */
  passed: Promise<void>
  open(): void
}

/** Holds runs back until the test lets them go. */
export function createGate(): Gate {
  let open: () => void = () => undefined
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

/** A handler's answer for a run that fails in this way. */
export function failing(code = 'BROKEN', errorClass: 'TRANSIENT' | 'PERMANENT' | 'TIMEOUT' | 'RATE_LIMITED' = 'PERMANENT'): RunOutcome {
  return { kind: 'failed', error: { code, class: errorClass, message: `${code.toLowerCase()} on purpose` } }
}
