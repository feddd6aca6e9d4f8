// Whether a claim takes longer when very much waits: the engine's own cycle, claims only, 20 tasks each over twenty limited agents.
import { createAgentRegistry } from '../server/agents/registry.ts'
import { silentLogger } from '../server/log.ts'
import type { AgentLimits } from '../server/queue/agent-state.ts'
import { runCycle } from '../server/queue/cycle.ts'
import { createAgentPolicies } from '../server/tasks/agent-policies.ts'
import { limitedAgents } from './rig/crew.ts'
import { fillQueue } from './rig/queue.ts'
import type { Rig } from './rig/rig.ts'
import { percentile } from './rig/statistics.ts'
import type { Measurement } from './row.ts'

/** Few enough that the agents' 500 slots are never used up. */
const claims = 20
const want = 20

export const backlog: Measurement = {
  name: 'backlog',
  async run(rig) {
    const [few, many] = [rig.size(1000, 500), rig.size(100_000, 5000)]
    const limits = await readLimits(rig)
    const [fewMs, manyMs]: [number[], number[]] = [[], []]
    // What the first claims of a process cost beside counts for neither; then both in turns, for the machine is not always the same.
    await measure(rig, limits, few)
    for (let run = 0; run < rig.runs; run++) {
      fewMs.push(...(await measure(rig, limits, few)))
      manyMs.push(...(await measure(rig, limits, many)))
    }
    const name = `${few.toLocaleString('en')} queued`
    return [
      {
        what: `claim of ${want} with ${many.toLocaleString('en')} queued, p95`,
        value: percentile(manyMs, 0.95),
        unit: 'ms',
        target: `<= 1.5x of ${name}`,
        peers: [{ name, value: percentile(fewMs, 0.95) }],
        note: `p50 ${percentile(manyMs, 0.5).toFixed(1)} ms against ${percentile(fewMs, 0.5).toFixed(1)} ms`,
      },
    ]
  },
}

async function readLimits(rig: Rig): Promise<ReadonlyMap<string, AgentLimits>> {
  const registry = createAgentRegistry({ dir: rig.agentsDir, env: {}, log: silentLogger })
  await registry.load()
  return createAgentPolicies(registry).limits()
}

async function measure(rig: Rig, limits: ReadonlyMap<string, AgentLimits>, queued: number): Promise<number[]> {
  return rig.withDatabase(async (database) => {
    const took: number[] = []
    await fillQueue(database, { count: queued, agents: limitedAgents })
    for (let claim = 0; claim < claims; claim++) {
      const began = performance.now()
      const { claimed } = await runCycle({ database, limits, finished: [], want, worker: 'bench' })
      took.push(performance.now() - began)
      if (claimed.length !== want) throw new Error(`expected to claim ${want} tasks, got ${claimed.length}`)
    }
    return took
  })
}
