// The verb "submit" as a server process has it, without the HTTP in front.
import { createAgentRegistry } from '../../server/agents/registry.ts'
import type { Viewer } from '../../server/auth/viewer.ts'
import { createIdSource } from '../../server/ids.ts'
import { silentLogger } from '../../server/log.ts'
import type { Database } from '../../server/mongo.ts'
import { createEnqueue, type EnqueueOptions } from '../../server/queue/enqueue.ts'
import type { TaskDoc } from '../../server/queue/task.ts'
import { createAgentPolicies } from '../../server/tasks/agent-policies.ts'
import { submitTasks } from '../../server/tasks/submit.ts'
import { createWorkspaceRules } from '../../server/tasks/workspaces.ts'
import { freeAgent } from './crew.ts'
import { payload, vault } from './sample-task.ts'

const viewer: Viewer = { id: 'admin', name: 'admin', role: 'admin', workspace: 'default' }

export interface SubmitterOptions {
  database: Database
  agentsDir: string
  agent?: string
  onStored?: EnqueueOptions['onStored']
  claimWith?: EnqueueOptions['claimWith']
}

export async function createSubmitter({
  database,
  agentsDir,
  agent = freeAgent,
  onStored = () => undefined,
  claimWith = () => undefined,
}: SubmitterOptions): Promise<(n: number) => Promise<TaskDoc>> {
  const registry = createAgentRegistry({ dir: agentsDir, env: {}, log: silentLogger })
  await registry.load()
  const { queueLimit } = createAgentPolicies(registry)
  const deps = {
    database,
    registry,
    vault,
    taskIds: createIdSource(database, 'T'),
    workspaces: createWorkspaceRules(database),
    enqueue: createEnqueue({ database, queueLimit, onStored, claimWith }),
    offReason: () => undefined,
  }
  return async (n) => {
    const [task] = await submitTasks(deps, { viewer, origin: 'bench' }, [{ agent, parameters: payload(n) }])
    return task as TaskDoc
  }
}
