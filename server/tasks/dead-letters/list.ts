// The queries over dead letters: one, a page, a count, and groups of failures alike. Only admins see them: they hold everybody's work.
import { demand, workspaceOf } from '../../auth/policy.ts'
import type { Viewer } from '../../auth/viewer.ts'
import { validationFailed } from '../../errors.ts'
import { checkId } from '../../ids.ts'
import type { Database } from '../../mongo.ts'
import type { DeadLetterDoc } from '../../queue/dead-letter-store.ts'
import {
  countLetters,
  findLetters,
  groupLetters,
  type LetterFilter,
  type LetterGroup,
  type LetterPosition,
  lettersById,
} from './letter-store.ts'

export interface LetterList {
  /** Only open ones when neither `resubmitted: true` nor `discarded` is asked for. */
  filter?: LetterFilter | null | undefined
  limit: number
  after?: LetterPosition | undefined
}

export async function findDeadLetter(database: Database, viewer: Viewer, id: string): Promise<DeadLetterDoc | undefined> {
  const [letter] = await lettersById(database, readableWorkspace(viewer, undefined), [checkId('D', id)])
  return letter
}

/** Newest first. */
export async function listDeadLetters(database: Database, viewer: Viewer, { filter, limit, after }: LetterList): Promise<DeadLetterDoc[]> {
  return findLetters(database, { workspace: readableWorkspace(viewer, filter), filter: filter ?? {}, limit, after })
}

export async function countDeadLetters(
  database: Database,
  viewer: Viewer,
  filter?: LetterFilter | null,
): Promise<{ value: number; exact: boolean }> {
  return countLetters(database, readableWorkspace(viewer, filter), filter ?? {})
}

/** Open ones only, the largest group first. */
export async function deadLetterGroups(database: Database, viewer: Viewer, filter?: LetterFilter | null): Promise<LetterGroup[]> {
  return groupLetters(database, readableWorkspace(viewer, filter), filter ?? {})
}

/** Whose letters a filter is about, once it is clear that the viewer may see them and that the filter can be meant. */
export function readableWorkspace(viewer: Viewer, filter: LetterFilter | null | undefined): string {
  const workspace = workspaceOf(viewer, filter?.workspace)
  demand(viewer, 'configure', { workspace })
  checkWords(filter ?? {})
  if (filter?.ids) letterIds(filter.ids, 'filter.ids')
  return workspace
}

const maxIds = 1000

/** As they are stored, each once. */
export function letterIds(ids: readonly string[], path: string): string[] {
  if (ids.length >= 1 && ids.length <= maxIds) return [...new Set(ids.map((id, index) => checkId('D', id, `${path}.${index}`)))]
  throw validationFailed([{ path, message: `expected 1 to ${maxIds} ids, got ${ids.length}; use another filter for more` }])
}

/** An empty word is no condition, and a bulk verb would be about all letters. */
function checkWords(filter: LetterFilter): void {
  const empty = (['agent', 'fingerprint', 'assignee'] as const).filter((name) => filter[name]?.trim() === '')
  if (empty.length === 0) return
  throw validationFailed(
    empty.map((name) => ({ path: `filter.${name}`, message: 'expected at least one character; leave it out for any' })),
  )
}
