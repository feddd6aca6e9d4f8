// Everything the API needs of the product, made once in main.ts. Holds no logic.
import type { AgentRegistry } from '../agents/registry.ts'
import type { Identity } from '../auth/identity.ts'
import type { Feed } from '../events/feed.ts'
import type { IdSource } from '../ids.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import type { RefuseTarget } from '../notifications/target.ts'
import type { Enqueue } from '../queue/enqueue.ts'
import type { UsualSeconds } from '../queue/rates.ts'
import type { AnswerDeps } from '../requests/answer.ts'
import type { FireDeps } from '../schedules/start-runs.ts'
import type { Artifacts } from '../tasks/artifact-store.ts'
import type { ReadQueueStats } from '../tasks/queue-stats-store.ts'
import type { TaskStore } from '../tasks/task-store.ts'
import type { Vault } from '../tasks/vault.ts'
import type { WorkspaceRules } from '../tasks/workspaces.ts'
import type { Workflows } from '../workflows/workflows.ts'
import type { Cursors } from './cursor.ts'

export interface Product {
  database: Database
  log: Logger
  registry: AgentRegistry
  feed: Feed
  identity: Identity
  vault: Vault
  workspaces: WorkspaceRules
  enqueue: Enqueue
  taskIds: IdSource
  taskStore: TaskStore
  artifacts: Artifacts
  scheduling: FireDeps
  workflows: Workflows
  requests: AnswerDeps
  queueStats: ReadQueueStats
  usualSeconds: UsualSeconds
  cursors: Cursors
  offReason: (agent: string, workspace: string) => string | undefined
  refuseTarget: RefuseTarget
  webhookSecret: (workspace: string) => string
  keepMs: (agent: string) => number
  /** Something may be claimable, or has ended, in this process. */
  wake: () => void
  onEnded: (taskIds: readonly string[]) => void
}
