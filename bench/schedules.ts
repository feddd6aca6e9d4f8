// How late schedules fire: many of them due at the same moment, with three whole servers on one database that also run what is fired.
import { createAgentRegistry } from '../server/agents/registry.ts'
import type { Viewer } from '../server/auth/viewer.ts'
import type { EventRow } from '../server/events/event-log.ts'
import { createIdSource } from '../server/ids.ts'
import { silentLogger } from '../server/log.ts'
import { createEnqueue } from '../server/queue/enqueue.ts'
import { createSchedule } from '../server/schedules/change-schedule.ts'
import { createWorkspaceRules } from '../server/tasks/workspaces.ts'
import { startApiServer } from './rig/api-server.ts'
import { freeAgent } from './rig/crew.ts'
import { inLanes } from './rig/lanes.ts'
import type { BenchDatabase, Rig } from './rig/rig.ts'
import { payload, vault } from './rig/sample-task.ts'
import { percentile } from './rig/statistics.ts'
import type { Measurement } from './row.ts'

const servers = 3
const lanes = 20
const minuteMs = 60_000
/** At least this long there is for making them. */
const makingMs = 40_000
const owner: Viewer = { id: 'admin', name: 'admin', role: 'admin', workspace: 'default' }

export const schedules: Measurement = {
  name: 'schedules',
  run: (rig) =>
    rig.withDatabase(async (database) => {
      const count = rig.size(1000, 50)
      const running = await Promise.all(
        Array.from({ length: servers }, () => startApiServer(rig, { role: 'all', databaseUrl: database.url, agentsDir: rig.agentsDir })),
      )
      const due = await makeSchedules(rig, database, count)
      const lateMs = await untilFired(database, due, count)
      const tasks = await database.collection('tasks').countDocuments({ origin: 'schedule' })
      for (const server of running) await server.stop()
      if (tasks !== count) throw new Error(`expected ${count} tasks, one for each schedule, found ${tasks}`)
      return [
        {
          what: `${count} schedules due at once, ${servers} servers, lateness p50`,
          value: percentile(lateMs, 0.5),
          unit: 'ms',
          note: 'from the due moment until its event is seen in another process',
        },
        {
          what: `${count} schedules due at once, ${servers} servers, lateness p99`,
          value: percentile(lateMs, 0.99),
          unit: 'ms',
          target: '< 1000 ms',
          note: `the last after ${Math.max(...lateMs).toFixed(0)} ms; ${tasks} tasks`,
        },
      ]
    }),
}

/** Answers when they are due: the beginning of a minute. */
async function makeSchedules(rig: Rig, database: BenchDatabase, count: number): Promise<Date> {
  const registry = createAgentRegistry({ dir: rig.agentsDir, env: {}, log: silentLogger })
  await registry.load()
  const deps = {
    database,
    registry,
    vault,
    taskIds: createIdSource(database, 'T'),
    scheduleIds: createIdSource(database, 'S'),
    workspaces: createWorkspaceRules(database),
    enqueue: createEnqueue({ database, queueLimit: () => 0, onStored: () => undefined }),
    offReason: () => undefined,
    now: () => new Date(),
  }
  const due = new Date(Math.ceil((Date.now() + makingMs) / minuteMs) * minuteMs)
  await inLanes(lanes, count, (n) => {
    const task = { agent: freeAgent, parameters: payload(n) }
    return createSchedule(deps, owner, { input: { name: `Schedule ${n}`, cron: '* * * * *', startAt: due, task } })
  })
  if (Date.now() >= due.getTime()) throw new Error('making the schedules took longer than there was time')
  return due
}

async function untilFired(database: BenchDatabase, due: Date, count: number): Promise<number[]> {
  const lateMs: number[] = []
  const stream = database
    .collection<EventRow>('events')
    .watch([{ $match: { operationType: 'insert', 'fullDocument.type': 'schedule.fired' } }])
  for await (const _fired of stream) {
    lateMs.push(Date.now() - due.getTime())
    if (lateMs.length === count) break
  }
  await stream.close()
  return lateMs
}
