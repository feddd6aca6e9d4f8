// What takes the place of a task that was given up: the same work as a new task, its parameters checked again. Touches no database.
import type { Json } from '../../agents/adapter.ts'
import type { AgentRegistry } from '../../agents/registry.ts'
import type { Violation } from '../../errors.ts'
import { claimOrder, defaultUrgency, nextSeq } from '../../queue/claim-order.ts'
import type { DeadLetterDoc } from '../../queue/dead-letter-store.ts'
import { type Priority, sealPlace, type TaskDoc } from '../../queue/task.ts'
import { agentNamed } from '../choose-agent.ts'
import { checkChanged } from '../submission.ts'
import type { Vault } from '../vault.ts'
import type { WorkspaceRules } from '../workspaces.ts'

type Parameters = { [key: string]: Json }

export interface RenewDeps {
  registry: AgentRegistry
  vault: Vault
  workspaces: WorkspaceRules
}

export interface Changes {
  priority?: Priority | undefined
  /** Merged over the task's own parameters. */
  overrideParameters?: Parameters | undefined
}

export type ParametersNow = { ok: true; parameters: Parameters } | { ok: false; violations: Violation[] }

/** The parameters the new task would have; what the agent's schema says against them names the letter. */
export function parametersNow(
  { registry, vault }: RenewDeps,
  { letter, task }: { letter: DeadLetterDoc; task: TaskDoc },
  changes: Changes,
): ParametersNow {
  const own = vault.open(task.parameters, sealPlace(task._id, 'parameters')) as Parameters
  const check = checkChanged(agentNamed(registry, task.agent).config, { ...own, ...changes.overrideParameters })
  if (check.ok) return check
  return { ok: false, violations: check.violations.map(({ path, message }) => ({ path: `${letter._id}.${path}`, message })) }
}

/** Keeps its owner, tags, retries and limits; waits for nothing the old one has already waited for. */
export function renewTask(
  { vault, workspaces }: RenewDeps,
  old: TaskDoc,
  fresh: Changes & { id: string; parameters: Parameters; origin: string; requestId?: string | undefined },
): TaskDoc {
  const now = new Date()
  const priority = fresh.priority ?? old.priority
  const urgency = priority === old.priority ? old.urgency : defaultUrgency[priority]
  const deadline = old.deadline && old.deadline > now ? old.deadline : undefined
  const seq = nextSeq(now.getTime())
  return {
    _id: fresh.id,
    workspace: old.workspace,
    agent: old.agent,
    priority,
    urgency,
    order: claimOrder({ priority, urgency, deadline, seq }),
    lifted: 0,
    seq,
    list: 'MAIN',
    facets: old.facets,
    submittedBy: old.submittedBy,
    origin: fresh.origin,
    createdAt: now,
    parameters: vault.seal(fresh.parameters, sealPlace(fresh.id, 'parameters')),
    progress: 0,
    attempts: [],
    failures: 0,
    crashes: 0,
    retry: old.retry,
    timeoutMs: old.timeoutMs,
    fence: 0,
    resubmissionOf: old._id,
    ...(old.notify && { notify: old.notify }),
    ...(fresh.requestId && { requestId: fresh.requestId }),
    ...(old.tags && { tags: old.tags }),
    ...(deadline && { deadline }),
    ...(workspaces.isManual(old.workspace) && { ready: false }),
    ...workspaces.startState({ workspace: old.workspace, priority, runAt: undefined }, now),
  }
}
