// How fast tasks are taken in, with nobody working on them: over GraphQL one by one, and in process, beside BullMQ and Agenda.

import { startApiServer } from './rig/api-server.ts'
import { freeAgent } from './rig/crew.ts'
import { askMany } from './rig/http-load.ts'
import { submitQuery } from './rig/operations.ts'
import { measureAgenda, measureBullmq, type PeerOptions } from './rig/peers.ts'
import { startMeter } from './rig/process-cost.ts'
import { fillQueue } from './rig/queue.ts'
import type { Rig } from './rig/rig.ts'
import { payload } from './rig/sample-task.ts'
import { median, medianRun } from './rig/statistics.ts'
import type { Measurement, Row } from './row.ts'

export const submission: Measurement = {
  name: 'submission',
  run: async (rig) => [await overGraphql(rig), await inProcess(rig)],
}

async function overGraphql(rig: Rig): Promise<Row> {
  const count = rig.size(5000, 200)
  const runs: { perSecond: number; note: string }[] = []
  for (let run = 0; run < rig.runs; run++) {
    await rig.withDatabase(async ({ url: databaseUrl }) => {
      const server = await startApiServer(rig, { role: 'api', databaseUrl, agentsDir: rig.agentsDir })
      const ask = (n: number) =>
        askMany({
          ...server,
          inFlight: 50,
          count: n,
          query: submitQuery,
          variables: (i) => ({ input: { agent: freeAgent, parameters: payload(i) } }),
        })
      await ask(rig.size(1000, 50))
      const meter = startMeter(server.pid, rig.mongod.pid, process.pid)
      const { seconds } = await ask(count)
      const [own = Number.NaN, store = Number.NaN, driver = Number.NaN] = meter().map((ms) => ms / count)
      await server.stop()
      runs.push({
        perSecond: count / seconds,
        note: `CPU a task: server ${own.toFixed(3)} ms, mongod ${store.toFixed(3)} ms, load generator ${driver.toFixed(3)} ms`,
      })
    })
  }
  const { perSecond, note } = medianRun(runs, (run) => run.perSecond)
  const peers = await measurePeers(rig, { jobs: rig.size(5000, 200), lanes: 50 })
  return {
    what: 'submission over GraphQL, 50 in flight',
    value: perSecond,
    unit: '/s',
    target: '>= 1,200/s',
    peers,
    note: `${note}; the peers in process`,
  }
}

async function inProcess(rig: Rig): Promise<Row> {
  const count = rig.size(20_000, 1000)
  const rates: number[] = []
  for (let run = 0; run < rig.runs; run++) {
    rates.push(await rig.withDatabase(async (database) => count / (await fillQueue(database, { count, agents: [freeAgent] }))))
  }
  const peers = await measurePeers(rig, { jobs: rig.size(10_000, 500), lanes: 1000 })
  return { what: 'submission in process, 1,000 lanes', value: median(rates), unit: '/s', target: '>= 8,000/s', peers }
}

async function measurePeers(rig: Rig, options: PeerOptions): Promise<NonNullable<Row['peers']>> {
  const agenda = await measureAgenda(rig, options)
  const bullmq = await measureBullmq(rig, options)
  return [
    { name: 'Agenda', value: agenda.submittedPerSecond },
    { name: 'BullMQ', value: bullmq?.submittedPerSecond },
  ]
}
