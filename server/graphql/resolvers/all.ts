// All resolvers, checked against the schema's generated types.
import { scalarResolvers } from '../scalars.ts'
import { alertResolvers } from './alert.ts'
import { budgetResolvers } from './budget.ts'
import { crewResolvers } from './crew.ts'
import { deadLetterResolvers } from './dead-letter.ts'
import { identityResolvers } from './identity.ts'
import { mutationResolvers } from './mutation.ts'
import { performanceResolvers } from './performance.ts'
import { queryResolvers } from './query.ts'
import { requestResolvers } from './request.ts'
import { scheduleResolvers } from './schedule.ts'
import { subscriptionResolvers } from './subscription.ts'
import { taskResolvers } from './task.ts'
import { workflowResolvers } from './workflow.ts'

export const resolvers = {
  ...scalarResolvers,
  ...queryResolvers,
  ...mutationResolvers,
  ...subscriptionResolvers,
  ...taskResolvers,
  ...crewResolvers,
  ...deadLetterResolvers,
  ...budgetResolvers,
  ...identityResolvers,
  ...scheduleResolvers,
  ...alertResolvers,
  ...performanceResolvers,
  ...workflowResolvers,
  ...requestResolvers,
}
