// Whether a million finished tasks in the database slow down the work on new ones.
import type { TaskDoc } from '../server/queue/task.ts'
import { freeAgent } from './rig/crew.ts'
import { type Drain, describeCost, drain } from './rig/drain.ts'
import type { BenchDatabase, Rig } from './rig/rig.ts'
import { finishedTask } from './rig/sample-task.ts'
import { medianRun } from './rig/statistics.ts'
import type { Measurement } from './row.ts'

const insertBatch = 2000

export const million: Measurement = {
  name: 'million',
  long: true,
  async run(rig) {
    const finished = rig.size(1_000_000, 5000)
    const empty = await drains(rig, 0)
    const full = await drains(rig, finished)
    return [
      {
        what: `drain with ${finished.toLocaleString('en')} finished tasks`,
        value: full.perSecond,
        unit: '/s',
        target: '>= 0.9x of empty',
        peers: [{ name: 'empty', value: empty.perSecond }],
        note: `${describeCost(full)}; empty: ${describeCost(empty)}`,
      },
    ]
  },
}

async function drains(rig: Rig, finished: number): Promise<Drain> {
  const tasks = rig.size(20_000, 1000)
  return rig.withDatabase(async (database) => {
    await insertFinished(database, finished)
    const results: Drain[] = []
    for (let run = 0; run < rig.runs; run++) {
      results.push(await drain(rig, database, { tasks, capacity: 500, agents: [freeAgent], from: finished + 1 }))
      // What one drain leaves behind must not count in the next.
      await database.collection('events').deleteMany({})
      await database.collection<TaskDoc>('tasks').deleteMany({ _id: { $in: newIds(finished, tasks) } })
    }
    return medianRun(results, ({ perSecond }) => perSecond)
  })
}

function newIds(finished: number, tasks: number): string[] {
  return Array.from({ length: tasks }, (_, index) => `T-${finished + 1 + index}`)
}

async function insertFinished(database: BenchDatabase, count: number): Promise<void> {
  for (let from = 1; from <= count; from += insertBatch) {
    const batch = Array.from({ length: Math.min(insertBatch, count - from + 1) }, (_, index) => finishedTask(from + index, freeAgent))
    await database.collection<TaskDoc>('tasks').insertMany(batch, { ordered: false })
  }
}
