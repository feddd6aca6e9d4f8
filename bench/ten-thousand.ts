// Ten thousand tasks submitted one by one over GraphQL to a server process and completed by a worker process, all told.
import type { WorkerProcessOptions } from './processes/worker.ts'
import { startApiServer } from './rig/api-server.ts'
import { freeAgent } from './rig/crew.ts'
import { askMany } from './rig/http-load.ts'
import { submitQuery } from './rig/operations.ts'
import { startMeter } from './rig/process-cost.ts'
import { checkDrained, untilEmpty } from './rig/queue.ts'
import { payload } from './rig/sample-task.ts'
import type { Measurement } from './row.ts'

export const tenThousand: Measurement = {
  name: 'ten-thousand',
  run: (rig) =>
    rig.withDatabase(async (database) => {
      const tasks = rig.size(10_000, 500)
      const server = await startApiServer(rig, { role: 'api', databaseUrl: database.url, agentsDir: rig.agentsDir })
      const options: WorkerProcessOptions = { url: database.url, agentsDir: rig.agentsDir, capacity: 500 }
      const worker = rig.start('worker', options)
      await worker.next('working')
      const meter = startMeter(server.pid, worker.pid, rig.mongod.pid, process.pid)
      const began = performance.now()
      const variables = (i: number) => ({ input: { agent: freeAgent, parameters: payload(i) } })
      await askMany({ ...server, inFlight: 50, count: tasks, query: submitQuery, variables })
      await untilEmpty(database, [freeAgent])
      const seconds = (performance.now() - began) / 1000
      const [api = Number.NaN, work = Number.NaN, store = Number.NaN, driver = Number.NaN] = meter().map((ms) => ms / tasks)
      await worker.stop()
      await server.stop()
      const found = await checkDrained(database, tasks)
      const cpu = `CPU a task: server ${api.toFixed(3)} ms, worker ${work.toFixed(3)} ms, mongod ${store.toFixed(3)} ms, load generator ${driver.toFixed(3)} ms`
      return [
        {
          what: `${tasks} tasks over GraphQL, submitted and completed`,
          value: seconds,
          unit: 's',
          target: '< 30 s',
          note: `${cpu}; ${found}`,
        },
      ]
    }),
}
