// Which open letters a verb is about: those named by id, all of which must be open, or those that match a filter.
import type { Viewer } from '../../auth/viewer.ts'
import { CapstanError, validationFailed } from '../../errors.ts'
import type { Database } from '../../mongo.ts'
import { type DeadLetterDoc, statusOf } from '../../queue/dead-letter-store.ts'
import { findOpenLetters, type LetterFilter, lettersById } from './letter-store.ts'
import { letterIds, readableWorkspace } from './list.ts'

export interface LetterSelection {
  ids?: readonly string[] | null | undefined
  filter?: LetterFilter | null | undefined
}

export async function selectLetters(database: Database, viewer: Viewer, { ids, filter }: LetterSelection): Promise<DeadLetterDoc[]> {
  const workspace = readableWorkspace(viewer, filter)
  if (ids && filter) throw validationFailed([{ path: 'filter', message: 'expected either ids or a filter, got both' }])
  if (filter) return findOpenLetters(database, workspace, filter)
  if (!ids) throw validationFailed([{ path: 'ids', message: 'expected ids or a filter; an empty filter {} means all open dead letters' }])
  const wanted = letterIds(ids, 'ids')
  const letters = await lettersById(database, workspace, wanted)
  const found = new Map(letters.map((letter) => [letter._id, letter]))
  const missing = wanted.filter((id) => !found.has(id))
  if (missing.length > 0)
    throw new CapstanError('NOT_FOUND', `There is no dead letter ${missing.slice(0, 10).join(', ')} in this workspace.`)
  const closed = letters.find(({ open }) => !open)
  if (closed) throw alreadyClosed(closed)
  return wanted.flatMap((id) => found.get(id) ?? [])
}

/** For letters named by id that were open a moment ago, when nothing could be done with any of them. */
export async function whyNothing(database: Database, letters: readonly DeadLetterDoc[]): Promise<CapstanError> {
  const ids = letters.map(({ _id }) => _id)
  const now = await lettersById(database, letters[0]?.workspace ?? '', ids)
  const closed = now.find(({ open }) => !open)
  if (closed) return alreadyClosed(closed)
  return new CapstanError('NOT_FOUND', `The tasks of ${ids.slice(0, 10).join(', ')} are not kept any more.`)
}

function alreadyClosed(letter: DeadLetterDoc): CapstanError {
  const { _id, task, resubmittedAs, history } = letter
  const last = history?.at(-1)
  const by = last?.by ?? 'somebody'
  const said = {
    OPEN: 'is open again; try again',
    RESUBMITTED: `was already resubmitted as ${resubmittedAs}; look at that task instead.`,
    RETRIED: `is closed, for its task was retried by ${by}; look at ${task} instead.`,
    DISCARDED: `was already discarded by ${by}: ${last?.reason ?? 'no reason given'}. ${task} can still be retried by hand.`,
  }
  return new CapstanError('CONFLICT', `${_id} ${said[statusOf(letter)]}`)
}
