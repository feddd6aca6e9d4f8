// Schedules on the real engine, with a clock that only the test moves, and people who may be changed.
import { randomUUID } from 'node:crypto'
import type { UserDoc } from '../../../server/auth/user.ts'
import type { Viewer } from '../../../server/auth/viewer.ts'
import { createIdSource } from '../../../server/ids.ts'
import { silentLogger } from '../../../server/log.ts'
import type { TaskDoc } from '../../../server/queue/task.ts'
import { createSchedule, type ScheduleInput } from '../../../server/schedules/change-schedule.ts'
import { fireDue } from '../../../server/schedules/fire.ts'
import { createOwnerLookup } from '../../../server/schedules/owner.ts'
import type { RunDoc, ScheduleDoc } from '../../../server/schedules/schedule.ts'
import type { FireDeps } from '../../../server/schedules/start-runs.ts'
import { admin, createTestEngine, keepMs, type TestEngine, type TestEngineOptions, type TestProcess, user } from '../../support/engine.ts'

export interface Scheduling {
  engine: TestEngine
  deps: FireDeps
  /** Another server on the same database. */
  join(change?: Partial<FireDeps>): Promise<FireDeps>
  at(moment: string): Date
  create(input: Partial<ScheduleInput>, viewer?: Viewer): Promise<ScheduleDoc>
  schedule(id: string): Promise<ScheduleDoc>
  /** Oldest first. */
  runs(id: string): Promise<RunDoc[]>
  statuses(id: string): Promise<string[]>
  tasksOf(id: string): Promise<TaskDoc[]>
  /** Everything that is due at this moment, until nothing is. */
  fireAt(moment: string, deps?: FireDeps): Promise<void>
}

const start = '2026-03-02T00:00:00Z'

export async function createScheduling(options: TestEngineOptions = {}): Promise<Scheduling> {
  const engine = await createTestEngine(options)
  const { database } = engine
  let now = new Date(start)
  await database.collection<UserDoc>('users').insertMany([admin, user].map(toUser))

  function toDeps(process: TestProcess): FireDeps {
    return {
      ...process,
      log: silentLogger,
      server: randomUUID(),
      keepMs: () => keepMs,
      onEnded: () => undefined,
      now: () => now,
      scheduleIds: createIdSource(process.database, 'S'),
      ownerOf: createOwnerLookup(process.database, undefined),
    }
  }

  const deps = toDeps(engine)
  const at = (moment: string) => {
    now = new Date(moment)
    return now
  }
  const runs = (id: string) =>
    database
      .collection<RunDoc>('schedule_runs')
      .find({ schedule: id }, { sort: { dueAt: 1 } })
      .toArray()
  return {
    engine,
    deps,
    at,
    join: async (change) => ({ ...toDeps(await engine.join()), ...change }),
    create: (input, viewer = user) =>
      createSchedule(deps, viewer, { input: { name: 'A schedule', task: { agent: 'writer', parameters: { topic: 'tests' } }, ...input } }),
    schedule: async (id) => (await database.collection<ScheduleDoc>('schedules').findOne({ _id: id })) as ScheduleDoc,
    runs,
    statuses: async (id) => (await runs(id)).map(({ status }) => status),
    tasksOf: (id) =>
      database
        .collection<TaskDoc>('tasks')
        .find({ schedule: id }, { sort: { seq: 1 } })
        .toArray(),
    fireAt: async (moment, by = deps) => {
      at(moment)
      while ((await fireDue(by, now)) > 0);
    },
  }
}

function toUser({ id, name, role, workspace }: Viewer): UserDoc {
  return {
    _id: id,
    email: `${id}@example.com`,
    name,
    memberships: [{ workspace, role, groups: [] }],
    disabled: false,
    version: 1,
    createdAt: new Date(start),
  }
}
