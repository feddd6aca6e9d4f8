// Makes the document of a new run. Nothing has begun yet.
import type { Json } from '../agents/adapter.ts'
import type { NotifyTarget, Person, Priority } from '../queue/task.ts'
import type { Vault } from '../tasks/vault.ts'
import type { Plan } from './plan.ts'
import { type RunDoc, runPlace } from './run.ts'
import { newStep } from './run-state.ts'

export interface NewRun {
  id: string
  workspace: string
  plan: Plan
  hash: string
  definition: Json
  input: { [key: string]: Json }
  name: string
  template?: { name: string; version: number } | undefined
  priority: Priority
  parent?: RunDoc['parent'] | undefined
  depth: number
  schedule?: string | undefined
  notify?: readonly NotifyTarget[] | undefined
  submittedBy: Person
  origin: string
  requestId?: string | undefined
  idempotencyKey?: string | undefined
}

export function toRun(vault: Vault, run: NewRun, now: Date): RunDoc {
  const { id, plan, hash, definition, input, template, parent, schedule, notify, requestId, idempotencyKey } = run
  return {
    _id: id,
    workspace: run.workspace,
    name: run.name,
    status: 'RUNNING',
    revision: `${id}:0`,
    plan: hash,
    definition: vault.seal(definition, runPlace(id, 'definition')),
    input: vault.seal(input, runPlace(id, 'input')),
    // Steps inside of a for-each are made when its list is known.
    steps: plan.nodes.filter(({ loops }) => loops.length === 0).map((node) => newStep(node)),
    priority: run.priority,
    retries: 0,
    open: true,
    depth: run.depth,
    submittedBy: run.submittedBy,
    origin: run.origin,
    createdAt: now,
    movedAt: now,
    ...(template && { template: template.name, templateVersion: template.version }),
    ...(parent && { parent }),
    ...(schedule && { schedule }),
    ...(notify?.length && { notify: [...notify] }),
    ...(requestId && { requestId }),
    ...(idempotencyKey && { idempotencyKey }),
  }
}
