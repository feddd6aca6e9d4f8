// Reads dead letters: pages, counts, groups, and the open ones that a bulk verb is about. Knows nothing of roles.
import type { Filter } from 'mongodb'
import type { Database } from '../../mongo.ts'
import type { DeadLetterDoc, LetterStatus } from '../../queue/dead-letter-store.ts'

export const letterCountLimit = 10_000
const maxGroups = 100

export interface LetterFilter {
  agent?: string | null | undefined
  since?: Date | null | undefined
  resubmitted?: boolean | null | undefined
  fingerprint?: string | null | undefined
  assignee?: string | null | undefined
  discarded?: boolean | null | undefined
  retried?: boolean | null | undefined
  ids?: readonly string[] | null | undefined
  workspace?: string | null | undefined
}

/** Where a page begins: strictly behind the letter that failed then and has this id. */
export type LetterPosition = readonly [failedAt: Date, id: string]

export interface LetterPage {
  workspace: string
  filter: LetterFilter
  limit: number
  after: LetterPosition | undefined
}

export interface LetterGroup {
  fingerprint: string
  agent: string
  message: string
  code: string
  count: number
  firstAt: Date
  lastAt: Date
}

const lettersOf = (database: Database) => database.collection<DeadLetterDoc>('dead_letters')

export function findLetters(database: Database, { workspace, filter, limit, after }: LetterPage): Promise<DeadLetterDoc[]> {
  const conditions = [toMongo(workspace, filter), ...(after ? [behind(after)] : [])]
  return lettersOf(database)
    .find({ $and: conditions }, { sort: { failedAt: -1, _id: -1 }, limit })
    .toArray()
}

export async function countLetters(
  database: Database,
  workspace: string,
  filter: LetterFilter,
): Promise<{ value: number; exact: boolean }> {
  const value = await lettersOf(database).countDocuments(toMongo(workspace, filter), { limit: letterCountLimit + 1 })
  return { value: Math.min(value, letterCountLimit), exact: value <= letterCountLimit }
}

export function groupLetters(database: Database, workspace: string, filter: LetterFilter): Promise<LetterGroup[]> {
  const group = {
    _id: '$fingerprint',
    agent: { $first: '$agent' },
    message: { $first: '$error.message' },
    code: { $first: '$error.code' },
    count: { $sum: 1 },
    firstAt: { $min: '$failedAt' },
    lastAt: { $max: '$failedAt' },
  }
  return lettersOf(database)
    .aggregate<LetterGroup>([
      { $match: { ...toMongo(workspace, filter), open: true } },
      { $group: group },
      { $sort: { count: -1, lastAt: -1, _id: 1 } },
      { $limit: maxGroups },
      { $project: { _id: 0, fingerprint: '$_id', agent: 1, message: 1, code: 1, count: 1, firstAt: 1, lastAt: 1 } },
    ])
    .toArray()
}

/** The oldest open letters that match: what a bulk verb works on. */
export function findOpenLetters(database: Database, workspace: string, filter: LetterFilter): Promise<DeadLetterDoc[]> {
  return lettersOf(database)
    .find({ $and: [toMongo(workspace, filter), { open: true }] }, { sort: { failedAt: 1, _id: 1 }, limit: letterCountLimit })
    .toArray()
}

export function lettersById(database: Database, workspace: string, ids: readonly string[]): Promise<DeadLetterDoc[]> {
  return lettersOf(database)
    .find({ _id: { $in: [...ids] }, workspace, expireAt: { $gt: new Date() } })
    .toArray()
}

/** A letter leaves with its task; from the moment it may go nobody sees it any more. */
function toMongo(workspace: string, filter: LetterFilter): Filter<DeadLetterDoc> {
  const { ids, agent, since, fingerprint, assignee, resubmitted, discarded, retried } = filter
  const anyState = resubmitted === true || typeof discarded === 'boolean' || typeof retried === 'boolean'
  const closedAs = [...closedOnly('DISCARDED', discarded), ...closedOnly('RETRIED', retried)]
  return {
    workspace,
    expireAt: { $gt: new Date() },
    ...(!anyState && { open: true }),
    ...(ids && { _id: { $in: ids.map((id) => id.trim().toUpperCase()) } }),
    ...(agent && { agent }),
    ...(fingerprint && { fingerprint }),
    ...(assignee && { assignee }),
    ...(since && { failedAt: { $gte: since } }),
    ...(typeof resubmitted === 'boolean' && { resubmittedAs: { $exists: resubmitted } }),
    ...(closedAs.length > 0 && { $and: closedAs }),
  }
}

function closedOnly(status: LetterStatus, wanted: boolean | null | undefined): Filter<DeadLetterDoc>[] {
  if (typeof wanted !== 'boolean') return []
  return [{ closedAs: wanted ? status : { $ne: status } } as Filter<DeadLetterDoc>]
}

function behind([failedAt, id]: LetterPosition): Filter<DeadLetterDoc> {
  return { $or: [{ failedAt: { $lt: failedAt } }, { failedAt, _id: { $lt: id } }] }
}
