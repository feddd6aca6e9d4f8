// Workflows and requests of a server process: what moves runs on, and what becomes of requests whose moment has come.
import { createIdSource } from '../ids.ts'
import { createEnqueue } from '../queue/enqueue.ts'
import type { RequestDoc } from '../queue/request-doc.ts'
import type { Worker } from '../queue/worker.ts'
import type { AnswerDeps } from '../requests/answer.ts'
import { passDueRequests } from '../requests/due-requests.ts'
import { createPlans } from '../workflows/plans.ts'
import { createTemplates } from '../workflows/template-store.ts'
import { createWorkflows, type Workflows } from '../workflows/workflows.ts'
import type { Parts, Stop } from './parts.ts'

export interface WorkflowParts {
  workflows: Workflows
  requests: AnswerDeps
  /** Moments of runs and requests have come. */
  onDue: (ids: readonly string[]) => void
}

export interface WorkflowSettings {
  /** Where the templates are that come with the product. */
  templatesDir: string
  /** Of the same process, if it has one; known only later. */
  worker: () => Worker | undefined
}

type WorkflowNeeds = Pick<Parts, 'database' | 'log' | 'registry' | 'vault' | 'workspaces' | 'feed' | 'policies'>

export async function startWorkflows(
  parts: WorkflowNeeds,
  { templatesDir, worker }: WorkflowSettings,
  stops: Stop[],
): Promise<WorkflowParts> {
  const { database, log, registry, vault, workspaces, feed, policies } = parts
  const enqueue = createEnqueue({
    database,
    queueLimit: policies.queueLimit,
    workspaceQueueLimit: workspaces.queueLimit,
    onStored: (tasks) => worker()?.wake(tasks.map(({ agent }) => agent)),
    claimWith: (agents, store) => worker()?.claimWith(agents, store),
  })
  const workflows = createWorkflows({
    ...{ database, log, registry, vault, workspaces, feed, enqueue },
    plans: createPlans(vault, registry),
    templates: await createTemplates({ database, vault, dir: templatesDir }),
    taskIds: createIdSource(database, 'T'),
    runIds: createIdSource(database, 'W'),
    // A step for an agent that is switched off waits in its queue, as a task does that was there before.
    offReason: () => undefined,
    keepMs: policies.keepMs,
    onDue: (moment) => worker()?.expectDue(moment),
  })
  stops.push(() => enqueue.idle(), workflows.start())
  const onSettled = ({ run, task }: RequestDoc) => {
    if (run) workflows.hint([run])
    if (task) worker()?.ended([task])
    worker()?.wake()
  }
  const rules = { startState: workspaces.startState, holdsBack: workspaces.holdsBack, keepMs: policies.keepMs }
  return {
    workflows,
    requests: { database, vault, rules, onSettled },
    onDue: (ids) => {
      workflows.hint(ids.filter((id) => id.startsWith('W-')))
      const requests = ids.filter((id) => id.startsWith('R-'))
      passDueRequests({ database, rules, onSettled }, requests).catch((error: unknown) =>
        log.debug({ err: error }, 'due requests not looked after; their moment comes again'),
      )
    },
  }
}
