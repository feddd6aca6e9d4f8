// The memory of a worker process that holds a thousand running tasks.
import { setTimeout as pause } from 'node:timers/promises'
import type { WorkerProcessOptions } from './processes/worker.ts'
import { freeAgent } from './rig/crew.ts'
import { rssMbOf } from './rig/process-cost.ts'
import { fillQueue } from './rig/queue.ts'
import type { Measurement } from './row.ts'

export const memory: Measurement = {
  name: 'memory',
  run: (rig) =>
    rig.withDatabase(async (database) => {
      const tasks = rig.size(1000, 100)
      const options: WorkerProcessOptions = { url: database.url, agentsDir: rig.agentsDir, capacity: tasks, hold: true, expected: tasks }
      const worker = rig.start('worker', options)
      await worker.next('working')
      const before = rssMbOf(worker.pid)
      await fillQueue(database, { count: tasks, agents: [freeAgent] })
      await worker.next('expected')
      await pause(rig.size(3000, 200))
      const held = rssMbOf(worker.pid)
      await worker.kill()
      return [
        {
          what: `worker with ${tasks} running tasks, resident memory`,
          value: held,
          unit: 'MB',
          target: '< 150 MB',
          note: `${before.toFixed(0)} MB with none`,
        },
      ]
    }),
}
