// How soon the tasks of a worker process that was killed run again elsewhere.
import type { WorkerProcessOptions } from './processes/worker.ts'
import { nowMs } from './rig/clock.ts'
import { freeAgent } from './rig/crew.ts'
import { fillQueue } from './rig/queue.ts'
import type { Measurement } from './row.ts'

const tasks = 50

export const takeover: Measurement = {
  name: 'takeover',
  run: (rig) =>
    rig.withDatabase(async (database) => {
      const options: WorkerProcessOptions = { url: database.url, agentsDir: rig.agentsDir, capacity: 100, hold: true, tellStarts: true }
      const victim = rig.start('worker', options)
      await victim.next('working')
      await fillQueue(database, { count: tasks, agents: [freeAgent] })
      for (let n = 0; n < tasks; n++) await victim.next('start')
      const heir = rig.start('worker', options)
      await heir.next('working')
      const killed = nowMs()
      await victim.kill()
      const again = new Map<string, number>()
      while (again.size < tasks) {
        const { task, at } = await heir.next('start')
        again.set(String(task), (Number(at) - killed) / 1000)
      }
      await heir.kill()
      const seconds = [...again.values()]
      return [
        {
          what: `takeover after kill -9, ${tasks} tasks, the last`,
          value: Math.max(...seconds),
          unit: 's',
          target: '<= 9 s',
          note: `the first after ${Math.min(...seconds).toFixed(1)} s`,
        },
      ]
    }),
}
