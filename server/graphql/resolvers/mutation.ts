// Orders: each is one verb.

import type { CapstanError } from '../../errors.ts'
import { rotateWebhookKey } from '../../notifications/rotate-webhook-key.ts'
import type { TaskDoc } from '../../queue/task.ts'
import { cancelTask } from '../../tasks/cancel.ts'
import { resetCircuit, setAgentEnabled } from '../../tasks/operate-agents.ts'
import { drainWorker, resumeWorker } from '../../tasks/operate-workers.ts'
import { reprioritizeTask } from '../../tasks/reprioritize.ts'
import { retryWithDependents } from '../../tasks/retry-dependents.ts'
import { retryTask } from '../../tasks/retry-task.ts'
import { runQueue } from '../../tasks/run-queue.ts'
import type { SubmissionInput } from '../../tasks/submission.ts'
import { type Request, submitEach, submitTasks } from '../../tasks/submit.ts'
import type { Context } from '../context.ts'
import type { Resolvers } from '../generated/resolvers.ts'
import { alertMutations } from './alert.ts'
import { budgetMutations } from './budget.ts'
import { deadLetterMutations } from './dead-letter.ts'
import { identityMutations } from './identity.ts'
import { requestMutations } from './request.ts'
import { scheduleMutations } from './schedule.ts'
import { workflowMutations } from './workflow.ts'

function requestOf({ viewer, requestId }: Context): Request {
  return { viewer, requestId, origin: 'api' }
}

function toSubmitError({ code, message, details }: CapstanError) {
  return { code, message, violations: details.violations ?? [], retryAfterSeconds: details.retryAfterSeconds ?? null }
}

export const mutationResolvers: Pick<Resolvers, 'Mutation'> = {
  Mutation: {
    submitTask: async (_root, { input }, context) => {
      const [task] = await submitTasks(context.product, requestOf(context), [input as SubmissionInput])
      return task as TaskDoc
    },
    submitTasks: (_root, { inputs }, context) => submitTasks(context.product, requestOf(context), inputs as SubmissionInput[]),
    submitEach: async (_root, { inputs }, context) =>
      (await submitEach(context.product, requestOf(context), inputs as SubmissionInput[])).map(({ error, ...rest }) => ({
        ...rest,
        error: error && toSubmitError(error),
      })),
    cancelTask: (_root, { id, reason }, { product, viewer, requestId }) => cancelTask(product, viewer, { id, reason, requestId }),
    retryTask: (_root, { withDependents, ...args }, { product, viewer, requestId }) =>
      (withDependents ? retryWithDependents : retryTask)(product, viewer, { ...args, requestId }),
    reprioritizeTask: (_root, args, { product, viewer, requestId }) => reprioritizeTask(product, viewer, { ...args, requestId }),
    setAgentEnabled: (_root, args, { product, viewer }) => setAgentEnabled(product, viewer, args),
    resetCircuit: (_root, { agent }, { product, viewer }) => resetCircuit(product, viewer, agent),
    drainWorker: (_root, { id }, { product, viewer }) => drainWorker(product, viewer, id),
    resumeWorker: (_root, { id }, { product, viewer }) => resumeWorker(product, viewer, id),
    runQueue: (_root, args, { product, viewer, requestId }) => runQueue(product, viewer, { ...args, requestId }),
    ...deadLetterMutations,
    ...budgetMutations,
    ...identityMutations,
    ...scheduleMutations,
    ...alertMutations,
    ...workflowMutations,
    ...requestMutations,
    updateWorkspace: (_root, { input }, { product, viewer }) => product.workspaces.update(viewer, input),
    rotateWebhookSecret: async (_root, { overlapHours }, { product, viewer, requestId }) => {
      await rotateWebhookKey(product, viewer, { overlapHours, requestId })
      return product.webhookSecret(viewer.workspace)
    },
  },
}
