// Dead letters: lists, groups and what may be done with them.

import { may } from '../../auth/policy.ts'
import { CapstanError } from '../../errors.ts'
import { type DeadLetterDoc, statusOf } from '../../queue/dead-letter-store.ts'
import { assignDeadLetter, noteDeadLetter } from '../../tasks/dead-letters/annotate.ts'
import { discardDeadLetters } from '../../tasks/dead-letters/discard.ts'
import { toGroups } from '../../tasks/dead-letters/letter-groups.ts'
import type { LetterPosition } from '../../tasks/dead-letters/letter-store.ts'
import { countDeadLetters, deadLetterGroups, findDeadLetter, listDeadLetters } from '../../tasks/dead-letters/list.ts'
import { type Resubmitted, resubmitDeadLetters } from '../../tasks/dead-letters/resubmit.ts'
import { pageSize, toConnection } from '../connection.ts'
import type { Context } from '../context.ts'
import type { QueryDeadLettersArgs, Resolvers } from '../generated/resolvers.ts'
import type { DeadLetterList } from './connections.ts'
import { present } from './task.ts'

export type { Resubmitted }

const defaultShown = 20

export const deadLetterQueries: Pick<NonNullable<Resolvers['Query']>, 'deadLetters' | 'deadLetter' | 'deadLetterGroups'> = {
  deadLetters: (_root, args, context) => listLetters(args, context),
  deadLetter: async (_root, { id }, { product, viewer }) => (await findDeadLetter(product.database, viewer, id)) ?? null,
  deadLetterGroups: async (_root, { filter }, { product, viewer }) => deadLetterGroups(product.database, viewer, filter),
}

export const deadLetterMutations: Pick<
  NonNullable<Resolvers['Mutation']>,
  'resubmitDeadLetters' | 'discardDeadLetters' | 'noteDeadLetter' | 'assignDeadLetter'
> = {
  resubmitDeadLetters: (_root, args, { product, viewer, requestId }) => resubmitDeadLetters(product, viewer, { ...args, requestId }),
  discardDeadLetters: (_root, args, { product, viewer, requestId }) => discardDeadLetters(product.database, viewer, { ...args, requestId }),
  noteDeadLetter: (_root, args, { product, viewer, requestId }) => noteDeadLetter(product.database, viewer, { ...args, requestId }),
  assignDeadLetter: (_root, args, { product, viewer, requestId }) => assignDeadLetter(product.database, viewer, { ...args, requestId }),
}

export const deadLetterResolvers: Pick<Resolvers, 'DeadLetter' | 'ResubmitResult'> = {
  DeadLetter: {
    id: ({ _id }) => _id,
    task: async ({ task }, _args, { load }) => {
      const found = await load.task.load(task)
      if (!found) throw new CapstanError('NOT_FOUND', `${task} is not kept any more.`)
      return found
    },
    resubmitted: ({ resubmittedAs }) => resubmittedAs !== undefined,
    resubmittedAs: async ({ resubmittedAs }, _args, { load }) => (resubmittedAs ? ((await load.task.load(resubmittedAs)) ?? null) : null),
    discarded: (letter) => statusOf(letter) === 'DISCARDED',
    discardReason: ({ history }) => history?.findLast(({ status }) => status === 'DISCARDED')?.reason ?? null,
    status: statusOf,
    history: ({ history }) => (history ?? []).map(({ reason, ...closing }) => ({ ...closing, reason: reason ?? null })),
    assignee: ({ assignee }) => assignee ?? null,
    notes: ({ notes }) => notes ?? [],
    viewerCan: ({ workspace, open }, _args, { viewer }) => {
      if (!may(viewer, 'configure', { workspace })) return []
      return open ? ['RESUBMIT', 'DISCARD', 'NOTE', 'ASSIGN'] : ['NOTE', 'ASSIGN']
    },
  },
  ResubmitResult: {
    tasks: async ({ taskIds }, { first }, { load }) => present(await load.task.loadMany(taskIds.slice(0, pageSize(first ?? defaultShown)))),
    groups: ({ letters }) => toGroups(letters),
  },
}

async function listLetters(
  args: Partial<QueryDeadLettersArgs>,
  { product: { database }, cursors, viewer }: Context,
): Promise<DeadLetterList> {
  const filter = args.filter ?? {}
  const list = { name: 'deadLetters', filter: { ...filter, workspace: viewer.workspace } }
  const size = pageSize(args.first)
  const after = args.after ? (cursors.decodeCursor(list, args.after) as unknown as LetterPosition) : undefined
  const rows = await listDeadLetters(database, viewer, { filter, limit: size + 1, after })
  const cursorOf = ({ failedAt, _id }: DeadLetterDoc) => cursors.encodeCursor({ list, values: [failedAt, _id] })
  return toConnection({ rows, size, after: args.after, cursorOf, count: () => countDeadLetters(database, viewer, filter) })
}
