// Stores new runs with their first tasks: those that are started in the same moment go out together. Each has its key checked in the same
// transaction, so that two starts with one key make one run.
import { appendEvents, by } from '../events/event-log.ts'
import { isDatabaseAway, isDuplicateKey, type Session } from '../mongo.ts'
import { createGroupCommit, type GroupCommit } from '../queue/group-commit.ts'
import { findKey, keepKey } from '../queue/keys.ts'
import { submittedEvent } from '../tasks/new-task.ts'
import type { Request } from '../tasks/submit.ts'
import { insertRuns } from './run-store.ts'
import { type MoveDeps, type Moved, momentOf, storeWork } from './store-moves.ts'

export interface Starting {
  moved: Moved
  key: { id: string; hash: string } | undefined
  request: Request
}

/** An earlier start with the same key. */
export class StartedBefore extends Error {
  readonly run: string

  constructor(run: string) {
    super('started before under the same key')
    this.run = run
  }
}

export type Starts = GroupCommit<Starting, undefined>

export function createStarts(deps: MoveDeps): Starts {
  async function flush(batch: readonly Starting[]): Promise<readonly (undefined | Error)[]> {
    try {
      await store(deps, batch)
      return batch.map(() => undefined)
    } catch (error) {
      if (isDatabaseAway(error)) throw error
    }
    // One of them cannot be stored: each stands alone, so that no other suffers for it.
    const results: (undefined | Error)[] = []
    for (const starting of batch) results.push(await storeAlone(deps, starting))
    return results
  }
  return createGroupCommit(flush, 50)
}

async function storeAlone(deps: MoveDeps, starting: Starting): Promise<undefined | Error> {
  for (let tries = 1; ; tries++) {
    try {
      await store(deps, [starting])
      return undefined
    } catch (error) {
      // Another server stored the same key a moment ago: look again, it is committed now.
      if (isDuplicateKey(error) && tries < 5) continue
      return error instanceof Error ? error : new Error(String(error))
    }
  }
}

async function store(deps: MoveDeps, batch: readonly Starting[]): Promise<void> {
  const { database } = deps
  const tasks = batch.flatMap(({ moved }) => moved.work.tasks)
  const also = async (session: Session) => {
    for (const { key, moved } of batch) {
      if (!key) continue
      const known = await findKey(database, key, session)
      if (known) throw new StartedBefore(known)
      await keepKey(database, { ...key, made: moved.run._id }, session)
    }
    const moves = batch.map(({ moved }) => moved)
    await insertRuns(
      database,
      moves.map(({ run, patch }) => ({ ...run, ...patch })),
      session,
    )
    await storeWork(deps, { moves, session })
  }
  const events = batch.flatMap((starting) => [startedEvent(starting), ...momentOf(starting.moved)])
  if (tasks.length > 0) await deps.enqueue.submit({ tasks, events: [...tasks.map(submittedEvent), ...events], keys: [], also })
  else
    await database.transaction(async (session) => {
      await also(session)
      await appendEvents(database, events, session)
    })
}

function startedEvent({ moved: { run, patch }, request: { viewer, origin, requestId } }: Starting) {
  const { status, steps } = patch
  const payload = {
    name: run.name,
    template: run.template,
    version: run.templateVersion,
    status,
    steps: steps.length,
  }
  return { type: 'workflow.started' as const, workspace: run.workspace, subject: run._id, payload, requestId, origin, ...by(viewer) }
}
