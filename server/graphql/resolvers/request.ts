// Requests: lists, fields and the answer to them.
import { workspaceOf } from '../../auth/policy.ts'
import { checkId } from '../../ids.ts'
import { type RequestBody, type RequestDoc, requestPlace } from '../../queue/request-doc.ts'
import { answerRequest } from '../../requests/answer.ts'
import { whyNot } from '../../requests/deciders.ts'
import { countRequests, type RequestListFilter, type RequestPosition, requestPage } from '../../requests/request-store.ts'
import { toBytes } from '../../tasks/log-store.ts'
import { type Connection, pageSize, toConnection } from '../connection.ts'
import type { Context } from '../context.ts'
import type { QueryRequestsArgs, RequestAction, Resolvers, Role } from '../generated/resolvers.ts'

export type RequestList = Connection<RequestDoc>

export const requestQueries: Pick<NonNullable<Resolvers['Query']>, 'request' | 'requests'> = {
  request: async (_root, { id }, { load }) => (await load.request.load(checkId('R', id))) ?? null,
  requests: (_root, args, context) => listRequests(args, context),
}

export const requestMutations: Pick<NonNullable<Resolvers['Mutation']>, 'answerRequest'> = {
  answerRequest: (_root, args, { product, viewer, requestId }) => answerRequest(product.requests, viewer, { ...args, requestId }),
}

export const requestResolvers: Pick<Resolvers, 'Request'> = {
  Request: {
    id: ({ _id }) => _id,
    text: (request, _args, context) => bodyOf(request, context).text,
    choices: (request, _args, context) => bodyOf(request, context).choices,
    form: (request, _args, context) => bodyOf(request, context).form,
    details: (request, _args, context) => bodyOf(request, context).details,
    deciders: ({ roles, users, groups }) => ({ roles: roles as Role[], users, groups }),
    decisions: ({ _id, decisions }, _args, { product }) =>
      decisions.map(({ by, at, decision, answer, reason }) => ({
        by,
        at,
        decision: decision ?? null,
        answer: answer ? product.vault.open(toBytes(answer), requestPlace(_id, 'answer')) : null,
        reason: reason ?? null,
      })),
    answer: ({ _id, decisions }, _args, { product }) => {
      const { answer } = decisions.at(-1) ?? {}
      return answer ? product.vault.open(toBytes(answer), requestPlace(_id, 'answer')) : null
    },
    expiresAt: ({ expiresAt }) => expiresAt ?? null,
    escalatedAt: ({ escalatedAt }) => escalatedAt ?? null,
    settledAt: ({ settledAt }) => settledAt ?? null,
    workflow: async ({ run }, _args, { load }) => (run ? ((await load.run.load(run)) ?? null) : null),
    step: ({ step }) => step ?? null,
    task: async ({ task }, _args, { load }) => (task ? ((await load.task.load(task)) ?? null) : null),
    viewerCan: (request, _args, { viewer }): RequestAction[] => {
      const isDone = request.status !== 'OPEN' || request.decisions.some(({ by }) => by.id === viewer.id)
      if (isDone || whyNot(viewer, request)) return []
      return request.kind === 'QUESTION' ? ['ANSWER'] : ['APPROVE', 'REJECT']
    },
  },
}

function bodyOf({ _id, body }: RequestDoc, { product }: Context): RequestBody {
  return product.vault.open(toBytes(body), requestPlace(_id, 'body')) as unknown as RequestBody
}

async function listRequests(args: Partial<QueryRequestsArgs>, { product, cursors, viewer }: Context): Promise<RequestList> {
  const { status, kind, mine, workflow, task, workspace } = args.filter ?? {}
  const { id, email, role, groups = [] } = viewer
  const filter: RequestListFilter = {
    workspace: workspaceOf(viewer, workspace),
    status: status ?? undefined,
    kind: kind ?? undefined,
    run: workflow ? checkId('W', workflow, 'filter.workflow') : undefined,
    task: task ? checkId('T', task, 'filter.task') : undefined,
    decider: mine ? { id, email, role: role.toUpperCase(), groups } : undefined,
  }
  const list = { name: 'requests', filter }
  const size = pageSize(args.first)
  const after = args.after ? (cursors.decodeCursor(list, args.after) as unknown as RequestPosition) : undefined
  const rows = await requestPage(product.database, { filter, limit: size + 1, after })
  const cursorOf = ({ createdAt, _id }: RequestDoc) => cursors.encodeCursor({ list, values: [createdAt, _id] })
  return toConnection({ rows, size, after: args.after, cursorOf, count: () => countRequests(product.database, filter) })
}
