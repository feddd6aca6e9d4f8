// How long the shipped agents take to load, each time in a new process.

import { shippedAgents } from './rig/places.ts'
import { medianRun } from './rig/statistics.ts'
import type { Measurement } from './row.ts'

export const agentLoading: Measurement = {
  name: 'agents',
  async run(rig) {
    const loads: { ms: number; agents: number }[] = []
    for (let run = 0; run < rig.runs; run++) {
      const child = rig.start('load-agents', { dir: shippedAgents })
      const { ms, agents } = await child.next('loaded')
      loads.push({ ms: Number(ms), agents: Number(agents) })
      await child.stop()
    }
    const { ms, agents } = medianRun(loads, (load) => load.ms)
    return [{ what: `${agents} agents loaded`, value: ms / 1000, unit: 's', target: '< 1 s' }]
  },
}
