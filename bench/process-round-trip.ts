// A task in a supervised process that runs already: from the call of its adapter until the outcome is there. The process itself does
// next to nothing.
import type { RunContext } from '../server/agents/adapter.ts'
import { formatViolations, parseAgentFile } from '../server/agents/agent-file.ts'
import type { AgentConfig } from '../server/agents/config.ts'
import { createProcesses } from '../server/agents/supervised/processes.ts'
import { nowMs } from './rig/clock.ts'
import { percentile } from './rig/statistics.ts'
import type { Measurement } from './row.ts'

const program = `
require('node:readline').createInterface({ input: process.stdin }).on('line', (text) => {
  const { type, run, parameters } = JSON.parse(text)
  const say = (line) => console.log(JSON.stringify({ run, ...line }))
  if (type === 'ping') say({ type: 'pong' })
  if (type === 'stop') process.exit()
  if (type !== 'run') return
  say({ type: 'progress', fraction: 0.5, step: 'Half way' })
  say({ type: 'result', result: { n: parameters.n } })
})`

export const processRoundTrip: Measurement = {
  name: 'process-round-trip',
  async run(rig) {
    const processes = createProcesses({ env: process.env, log: () => undefined, onChange: () => undefined })
    rig.onStop(() => processes.stop())
    const agent = readAgent()
    const samples: number[] = []
    const count = rig.size(2000, 50)
    // The first task starts the process.
    for (let n = 0; n <= count; n++) {
      const began = nowMs()
      const outcome = await processes.run(agent, contextOf(n))
      if (outcome.kind !== 'succeeded' || (outcome.result as { n: number }).n !== n) throw new Error(`${n}: ${JSON.stringify(outcome)}`)
      if (n > 0) samples.push(nowMs() - began)
    }
    await processes.stop()
    return [
      { what: 'supervised process, round trip, p50', value: percentile(samples, 0.5), unit: 'ms', note: `${count} tasks, one at a time` },
      { what: 'supervised process, round trip, p95', value: percentile(samples, 0.95), unit: 'ms', target: '<= 10 ms' },
    ]
  },
}

function readAgent(): AgentConfig {
  const file = {
    ...{ name: 'kept', team: 'BENCH_TEAM', type: 'bench', description: 'Exists only while the benchmark runs.' },
    execution: { kind: 'process', command: [process.execPath, '-e', program] },
  }
  const read = parseAgentFile(JSON.stringify(file))
  if (!read.ok) throw new Error(formatViolations(read.violations))
  return read.config
}

function contextOf(n: number): RunContext {
  return {
    ...{ taskId: `T-${n}`, workspace: 'default', attempt: 1, fence: 1, parameters: { n }, secrets: {} },
    signal: new AbortController().signal,
    state: { get: async () => undefined, set: async () => undefined },
    progress: () => undefined,
    log: () => undefined,
    saveArtifact: async ({ name }) => ({ id: name }),
  }
}
