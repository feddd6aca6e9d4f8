// Questions.
import { demand, workspaceOf } from '../../auth/policy.ts'
import { checkId } from '../../ids.ts'
import type { Resolvers } from '../generated/resolvers.ts'
import { alertQueries } from './alert.ts'
import { auditQueries } from './audit.ts'
import { budgetQueries } from './budget.ts'
import { listEvents, listTasks } from './connections.ts'
import { listAgents } from './crew.ts'
import { deadLetterQueries } from './dead-letter.ts'
import { identityQueries } from './identity.ts'
import { performanceQueries } from './performance.ts'
import { requestQueries } from './request.ts'
import { scheduleQueries } from './schedule.ts'
import { workflowQueries } from './workflow.ts'

export const queryResolvers: Pick<Resolvers, 'Query' | 'Event' | 'Workspace'> = {
  Query: {
    me: (_root, _args, { viewer }) => viewer,
    task: async (_root, { id }, { load }) => (await load.task.load(checkId('T', id))) ?? null,
    tasks: (_root, args, context) => listTasks(args, context),
    queueStats: (_root, _args, { product, viewer }) => product.queueStats(workspaceOf(viewer, undefined)),
    agents: (_root, { filter }, context) => listAgents(filter, context),
    agentProblems: (_root, _args, { product }) => product.registry.problems(),
    agent: (_root, { name }, { product }) => product.registry.get(name) ?? null,
    workers: (_root, _args, { load }) => load.workers(),
    events: (_root, args, context) => listEvents(args, context),
    ...deadLetterQueries,
    ...auditQueries,
    ...budgetQueries,
    ...identityQueries,
    ...scheduleQueries,
    ...alertQueries,
    ...performanceQueries,
    ...workflowQueries,
    ...requestQueries,
    webhookSecret: (_root, _args, { product, viewer }) => {
      demand(viewer, 'configure', { workspace: viewer.workspace })
      return product.webhookSecret(viewer.workspace)
    },
  },
  Workspace: {
    id: ({ _id }) => _id,
    quietHours: ({ quietHours }) => quietHours ?? null,
    retryHours: ({ retryHours }) => retryHours ?? null,
  },
  Event: {
    id: ({ _id }) => _id.toHexString(),
    cursor: ({ _id }) => _id.toHexString(),
  },
}
