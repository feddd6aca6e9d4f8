// What a server that has nothing to do costs.
import { setTimeout as pause } from 'node:timers/promises'
import { startApiServer } from './rig/api-server.ts'
import { shippedAgents } from './rig/places.ts'
import { rssMbOf, startMeter } from './rig/process-cost.ts'
import type { Measurement } from './row.ts'

export const idle: Measurement = {
  name: 'idle',
  run: (rig) =>
    rig.withDatabase(async ({ url: databaseUrl }) => {
      const server = await startApiServer(rig, { role: 'all', databaseUrl, agentsDir: shippedAgents })
      const watchMs = rig.size(20_000, 2000)
      await pause(rig.size(5000, 1000))
      const meter = startMeter(server.pid, rig.mongod.pid)
      await pause(watchMs)
      const [own = Number.NaN, store = Number.NaN] = meter().map((ms) => (100 * ms) / watchMs)
      const rss = rssMbOf(server.pid)
      await server.stop()
      return [
        {
          what: 'idle server, share of a core',
          value: own,
          unit: '%',
          target: '< 1 %',
          note: `over ${watchMs / 1000} s; mongod ${store.toFixed(2)} %`,
        },
        { what: 'idle server, resident memory', value: rss, unit: 'MB', target: '< 200 MB' },
      ]
    }),
}
