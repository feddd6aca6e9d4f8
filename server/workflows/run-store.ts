// Runs in the database: reading them, lists, and the one statement that writes all runs of a move. Every write is conditional on the revision.
import type { ClientSession, Filter } from 'mongodb'
import { type Database, textPattern } from '../mongo.ts'
import { type RunDoc, type RunStatus } from './run.ts'

export const countLimit = 10_000

/** Another process has moved one of the runs on: what was worked out is out of date. */
export class RunMoved extends Error {}

export function runsOf(database: Database) {
  return database.collection<RunDoc>('workflows')
}

/** Large and the same in every move: read only where it is needed. */
const lean = { definition: 0 } as const

export async function openRuns(database: Database, ids: readonly string[]): Promise<RunDoc[]> {
  return runsOf(database)
    .find({ _id: { $in: [...ids] }, open: true }, { projection: lean })
    .toArray()
}

export async function definitionsOf(database: Database, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
  const rows = await runsOf(database)
    .find({ _id: { $in: [...ids] } }, { projection: { definition: 1 } })
    .toArray()
  return new Map(rows.map(({ _id, definition }) => [_id, definition]))
}

export async function insertRuns(database: Database, runs: readonly RunDoc[], session: ClientSession): Promise<void> {
  const rows = runs.map((run): RunDoc => {
    const { open: _open, ...ended } = run
    return run.finishedAt ? ended : run
  })
  if (rows.length > 0) await runsOf(database).insertMany(rows, { session, ordered: false })
}

/** Goes round the runs that have not ended; those that moved just now need not be looked at. */
export async function openRunIds(
  database: Database,
  { after, limit, movedBefore }: { after: string; limit: number; movedBefore: Date },
): Promise<string[]> {
  const rows = await runsOf(database)
    .find(
      { open: true, _id: { $gt: after }, movedAt: { $lt: movedBefore } },
      { hint: 'open', sort: { _id: 1 }, limit, projection: { _id: 1 } },
    )
    .toArray()
  return rows.map(({ _id }) => _id)
}

export async function runsWaitingFor(database: Database, workspace: string, topic: string): Promise<string[]> {
  const rows = await runsOf(database)
    .find({ workspace, topics: topic }, { hint: 'by_topic', projection: { _id: 1 } })
    .toArray()
  return rows.map(({ _id }) => _id)
}

export interface RunWrite {
  before: RunDoc
  /** Everything a move may change; what is absent is removed. */
  patch: RunPatch
}

export type RunPatch = Pick<RunDoc, 'status' | 'steps' | 'retries' | 'movedAt'> &
  Partial<Pick<RunDoc, 'failing' | 'ending' | 'error' | 'reason' | 'topics' | 'dueAt' | 'open' | 'finishedAt' | 'expireAt'>>

const optional = ['failing', 'ending', 'error', 'reason', 'topics', 'dueAt', 'open', 'finishedAt', 'expireAt']

export async function writeRuns(database: Database, writes: readonly RunWrite[], session: ClientSession): Promise<void> {
  if (writes.length === 0) return
  const ids = writes.map(({ before }) => before._id)
  const patches = writes.map(({ before, patch }) => ({ ...patch, revision: nextRevision(before) }))
  const { matchedCount } = await runsOf(database).updateMany(
    { _id: { $in: ids }, revision: { $in: writes.map(({ before }) => before.revision) } },
    [
      { $unset: optional },
      {
        $replaceWith: {
          $mergeObjects: ['$$ROOT', { $arrayElemAt: [{ $literal: patches }, { $indexOfArray: [{ $literal: ids }, '$_id'] }] }],
        },
      },
    ],
    { session },
  )
  if (matchedCount !== writes.length) throw new RunMoved('a run has moved on')
}

/** The run as it is stored after the write, so that it need not be read again for the next move. */
export function afterWrite({ before, patch }: RunWrite): RunDoc {
  const { failing: _1, ending: _2, error: _3, reason: _4, topics: _5, dueAt: _6, open: _7, finishedAt: _8, expireAt: _9, ...kept } = before
  return { ...kept, ...patch, revision: nextRevision(before) }
}

function nextRevision({ _id, revision }: RunDoc): string {
  return `${_id}:${Number(revision.split(':')[1]) + 1}`
}

export interface RunListFilter {
  workspace: string
  status?: readonly RunStatus[] | undefined
  template?: string | undefined
  /** Any of these ids. */
  submittedBy?: readonly string[] | undefined
  since?: Date | undefined
  until?: Date | undefined
  text?: string | undefined
}

export type RunPosition = readonly [Date, string]

export async function runPage(
  database: Database,
  { filter, limit, after }: { filter: RunListFilter; limit: number; after: RunPosition | undefined },
): Promise<RunDoc[]> {
  const behind = after ? { $or: [{ createdAt: { $lt: after[0] } }, { createdAt: after[0], _id: { $lt: after[1] } }] } : {}
  return runsOf(database)
    .find({ $and: [toConditions(filter), behind] } as Filter<RunDoc>, { sort: { createdAt: -1, _id: -1 }, limit })
    .toArray()
}

export async function countRuns(database: Database, filter: RunListFilter): Promise<{ value: number; exact: boolean }> {
  const value = await runsOf(database).countDocuments(toConditions(filter), { limit: countLimit + 1 })
  return { value: Math.min(value, countLimit), exact: value <= countLimit }
}

function toConditions({ workspace, status, template, submittedBy, since, until, text }: RunListFilter): Filter<RunDoc> {
  const createdAt = { ...(since && { $gte: since }), ...(until && { $lt: until }) }
  const pattern = text && textPattern(text)
  return {
    workspace,
    ...(status && { status: { $in: [...status] } }),
    ...(template && { template }),
    ...(submittedBy && { 'submittedBy.id': { $in: [...submittedBy] } }),
    ...(Object.keys(createdAt).length > 0 && { createdAt }),
    ...(pattern && { $or: [{ _id: pattern }, { name: pattern }] }),
  } as Filter<RunDoc>
}
