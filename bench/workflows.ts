// Workflows: how fast many run side by side beside plain tasks, how long a finished step takes to start the next, and how fast a run starts.
import { join } from 'node:path'
import type { WorkflowProcessOptions } from './processes/workflows.ts'
import { startApiServer } from './rig/api-server.ts'
import { freeAgent } from './rig/crew.ts'
import { drain } from './rig/drain.ts'
import { askMany } from './rig/http-load.ts'
import { startMeter } from './rig/process-cost.ts'
import type { Rig } from './rig/rig.ts'
import { payload } from './rig/sample-task.ts'
import { median, medianRun, percentile } from './rig/statistics.ts'
import type { Measurement, Row } from './row.ts'

const steps = 10
const inFlight = 10
const startQuery = 'mutation Start($input: StartWorkflowInput!) { startWorkflow(input: $input) { id status } }'

/** Until the server's code has been compiled for its work: one that has been up for a few seconds is what people meet. */
const warmUps = 2000

interface Starts {
  latenciesMs: number[]
  /** Of one start: by the server, by the database and by this process. */
  cpuMs: number[]
}

interface Run {
  gaps: number[]
  plainPerSecond: number
  stepsPerSecond: number
}

export const workflows: Measurement = {
  name: 'workflows',
  async run(rig) {
    const runs: Run[] = []
    const drains: number[] = []
    const starts: Starts[] = []
    for (let run = 0; run < rig.runs; run++) {
      runs.push(await sideBySide(rig))
      const { perSecond } = await rig.withDatabase((database) =>
        drain(rig, database, { tasks: rig.size(5000, 500), capacity: 500, agents: [freeAgent] }),
      )
      drains.push(perSecond)
      starts.push(await startMany(rig))
    }
    return rows({ runs, drains, starts })
  },
}

function rows({ runs, drains, starts }: { runs: readonly Run[]; drains: readonly number[]; starts: readonly Starts[] }): Row[] {
  const middle = medianRun(runs, ({ stepsPerSecond }) => stepsPerSecond)
  const gaps = runs.flatMap((run) => run.gaps)
  const startAt = (part: number) => median(starts.map(({ latenciesMs }) => percentile(latenciesMs, part)))
  const [server, mongod, driver] = [0, 1, 2].map((who) => median(starts.map(({ cpuMs }) => cpuMs[who] ?? Number.NaN)).toFixed(2))
  const share = (100 * middle.stepsPerSecond) / middle.plainPerSecond
  return [
    {
      what: 'steps of 500 ten-step workflows side by side',
      value: middle.stepsPerSecond,
      unit: '/s',
      peers: [
        { name: 'plain tasks, submitted and run', value: middle.plainPerSecond },
        { name: 'plain tasks, drained', value: median(drains) },
      ],
    },
    { what: 'that, in percent of plain tasks in the same process', value: share, unit: '%', target: '>= 50 %' },
    { what: 'step to step on an idle server, p50', value: percentile(gaps, 0.5), unit: 'ms', note: `${gaps.length} samples` },
    { what: 'step to step on an idle server, p95', value: percentile(gaps, 0.95), unit: 'ms', target: '<= 25 ms' },
    {
      what: 'start a 20-step workflow over HTTP, 10 in flight, p50',
      value: startAt(0.5),
      unit: 'ms',
    },
    {
      what: 'start a 20-step workflow over HTTP, 10 in flight, p95',
      value: startAt(0.95),
      unit: 'ms',
      target: '<= 30 ms',
      note: `the server as the launcher starts it, after ${warmUps} starts; CPU a start: server ${server} ms, mongod ${mongod} ms, load generator ${driver} ms`,
    },
  ]
}

async function sideBySide(rig: Rig): Promise<Run> {
  return rig.withDatabase(async ({ url }) => {
    const templatesDir = join(rig.folder, 'no-templates')
    const options: WorkflowProcessOptions = {
      url,
      agentsDir: rig.agentsDir,
      templatesDir,
      runs: rig.size(500, 20),
      steps,
      idleRuns: rig.size(20, 3),
    }
    const child = rig.start('workflows', options)
    const { failed, ...run } = await child.next('measured')
    await child.stop()
    if (failed !== 0) throw new Error(`expected every run to succeed, ${String(failed)} did not`)
    return run as unknown as Run
  })
}

/** Its first steps run meanwhile, by an agent that waits for its turn: what counts is the start. */
async function startMany(rig: Rig): Promise<Starts> {
  return rig.withDatabase(async (database) => {
    const server = await startApiServer(rig, { role: 'api', databaseUrl: database.url, agentsDir: rig.agentsDir })
    const definition = {
      steps: Array.from({ length: 20 }, (_, index) => ({
        id: `s${index}`,
        agent: freeAgent,
        parameters: { ...payload(index), ...(index > 0 && { text: `{{steps.s${index - 1}.output.answer | default: "none"}}` }) },
      })),
    }
    const ask = (count: number) => askMany({ ...server, inFlight, count, query: startQuery, variables: () => ({ input: { definition } }) })
    await ask(rig.size(warmUps, 20))
    const meter = startMeter(server.pid, rig.mongod.pid, process.pid)
    const { latenciesMs } = await ask(rig.size(1000, 50))
    const cpuMs = meter().map((ms) => ms / latenciesMs.length)
    await server.stop()
    return { latenciesMs, cpuMs }
  })
}
