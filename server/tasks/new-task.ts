// Makes the document of a new task from a checked submission. Touches no database.
import type { Json } from '../agents/adapter.ts'
import type { RegisteredAgent } from '../agents/registry.ts'
import { claimOrder, defaultUrgency, nextSeq } from '../queue/claim-order.ts'
import { toEvent } from '../queue/settlement.ts'
import { type StoredRetry, sealPlace, type TaskDoc } from '../queue/task.ts'
import type { Submission } from './submission.ts'
import type { Request } from './submit.ts'
import type { Vault } from './vault.ts'
import type { WorkspaceRules } from './workspaces.ts'

/** A submission that may become a task. */
export interface Checked {
  submission: Submission
  agent: RegisteredAgent
  parameters: { [key: string]: Json }
}

interface NewTask extends Checked {
  id: string
  request: Request
  now: Date
  open: ReadonlySet<string>
}

export function toTask(
  { vault, workspaces }: { vault: Vault; workspaces: WorkspaceRules },
  { submission, agent, parameters, id, request, now, open }: NewTask,
): TaskDoc {
  const { viewer, origin, requestId, schedule, workflow } = request
  const priority = submission.priority ?? 'NORMAL'
  const urgency = submission.urgency ?? defaultUrgency[priority]
  const seq = nextSeq(now.getTime())
  const { deadline } = submission
  const dependsOn = submission.dependsOn?.length ? [...new Set(submission.dependsOn)] : undefined
  const blocked = dependsOn?.some((parent) => open.has(parent)) ?? false
  return {
    _id: id,
    workspace: viewer.workspace,
    agent: agent.config.name,
    priority,
    urgency,
    order: claimOrder({ priority, urgency, deadline, seq }),
    lifted: 0,
    seq,
    list: 'MAIN',
    facets: facetsOf({ agent: agent.config.name, by: viewer.id, schedule, workflow: workflow?.run, tags: submission.tags }),
    submittedBy: { id: viewer.id, name: viewer.name },
    origin,
    createdAt: now,
    parameters: vault.seal(parameters, sealPlace(id, 'parameters')),
    progress: 0,
    attempts: [],
    failures: 0,
    crashes: 0,
    retry: mergeRetry(agent, submission.retry),
    timeoutMs: submission.timeoutSeconds ? submission.timeoutSeconds * 1000 : agent.config.timeoutMs,
    fence: 0,
    ...(requestId && { requestId }),
    ...(schedule && { schedule }),
    ...(workflow && { workflow }),
    ...(!submission.agent && submission.capabilities && { capabilities: [...new Set(submission.capabilities)] }),
    ...(submission.tags?.length && { tags: [...new Set(submission.tags)] }),
    ...(deadline && { deadline }),
    ...(submission.runAt && { runAt: submission.runAt }),
    ...(dependsOn && { dependsOn }),
    ...(submission.onDependencyFailure && { onDependencyFailure: submission.onDependencyFailure }),
    ...(submission.idempotencyKey && { idempotencyKey: submission.idempotencyKey }),
    ...(submission.notify?.length && { notify: submission.notify }),
    ...(workspaces.isManual(viewer.workspace) && { ready: false }),
    ...(blocked && dependsOn
      ? { status: 'BLOCKED' as const }
      : workspaces.startState({ workspace: viewer.workspace, priority, runAt: submission.runAt }, now)),
  }
}

interface Facets {
  agent: string
  by: string
  schedule: string | undefined
  workflow: string | undefined
  tags: readonly string[] | undefined
}

function facetsOf({ agent, by, schedule, workflow, tags }: Facets): string[] {
  const labels = new Set((tags ?? []).map((tag) => `tag:${tag.toLowerCase()}`))
  const sources = [...(schedule ? [`schedule:${schedule}`] : []), ...(workflow ? [`workflow:${workflow}`] : [])]
  return [agentFacet(agent), `by:${by}`, ...sources, ...labels]
}

export const agentFacet = (agent: string): string => `agent:${agent}`

function mergeRetry({ config }: RegisteredAgent, retry: Submission['retry']): StoredRetry {
  const { retry: own } = config
  const seconds = (value: number | undefined) => (value === undefined ? undefined : value * 1000)
  return {
    maxAttempts: retry?.maxAttempts ?? own.maxAttempts,
    strategy: retry?.strategy ?? own.strategy,
    delayMs: seconds(retry?.delaySeconds) ?? own.delayMs,
    factor: retry?.factor ?? own.factor,
    maxDelayMs: seconds(retry?.maxDelaySeconds) ?? own.maxDelayMs,
    jitter: retry?.jitter ?? own.jitter,
  }
}

export function submittedEvent(task: TaskDoc) {
  const facts = { status: task.status, priority: task.priority }
  if (task.status === 'WAITING') return toEvent(task, 'task.waiting', { ...facts, request: task.request })
  if (task.status === 'BLOCKED') return toEvent(task, 'task.blocked', { ...facts, dependsOn: task.dependsOn })
  if (task.status === 'SCHEDULED') return toEvent(task, 'task.scheduled', { ...facts, dueAt: task.dueAt })
  return toEvent(task, task.ready === false ? 'task.held' : 'task.queued', facts)
}
