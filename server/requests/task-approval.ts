// Agents of high risk act only after a yes: the tasks for them come in waiting, with the request that lets them go.
import type { Json } from '../agents/adapter.ts'
import type { AgentConfig } from '../agents/config.ts'
import type { Database } from '../mongo.ts'
import { type RequestDoc, takeRequestIds } from '../queue/request-doc.ts'
import type { TaskDoc } from '../queue/task.ts'
import { admins } from './deciders.ts'
import { couldOthersDecide } from './deciders-store.ts'
import { type Sealer, toRequest } from './new-request.ts'

export function needsApproval({ risk, approval }: Pick<AgentConfig, 'risk' | 'approval'>): boolean {
  return approval === undefined ? risk === 'high' : approval === 'required'
}

export interface Asking {
  task: TaskDoc
  agent: AgentConfig
  parameters: { [key: string]: Json }
}

/** The task as it comes in: waiting, with its request, which is stored with it. */
export async function askFirst(deps: { database: Database; vault: Sealer }, { task, agent, parameters }: Asking): Promise<TaskDoc> {
  const request = await approvalFor(deps, { task, agent, parameters })
  const { ready, dueAt: _dueAt, dueReason: _dueReason, queuedAt: _queuedAt, ...rest } = task
  return { ...rest, ...(ready === false && { ready }), status: 'WAITING', request: request._id, asks: request }
}

export async function approvalFor(
  { database, vault }: { database: Database; vault: Sealer },
  { task, agent, parameters }: Asking,
): Promise<RequestDoc> {
  const [id = ''] = await takeRequestIds(database, 1)
  const { workspace, submittedBy, workflow } = task
  const others = await couldOthersDecide(database, { workspace, requester: submittedBy.id, deciders: admins })
  return toRequest(
    vault,
    {
      id,
      workspace,
      kind: 'APPROVAL',
      title: `${submittedBy.name} asks to run ${agent.name}`,
      text: `${agent.description}${others ? '' : ' Nobody else in this workspace could decide, so whoever asked may.'}`,
      details: { agent: agent.name, parameters },
      deciders: admins,
      requesterMayDecide: !others,
      requestedBy: submittedBy,
      task: task._id,
      ...(workflow && { run: workflow.run, step: workflow.step }),
    },
    new Date(),
  )
}
