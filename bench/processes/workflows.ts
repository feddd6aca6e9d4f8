// A process with workflows and a worker, wired as the server wires them, whose agents do nothing: says how long runs of them take.
import { mkdirSync } from 'node:fs'
import { createAgentRegistry } from '../../server/agents/registry.ts'
import type { Viewer } from '../../server/auth/viewer.ts'
import { createFeed } from '../../server/events/feed.ts'
import { createLogger } from '../../server/log.ts'
import { connectDatabase } from '../../server/mongo.ts'
import type { TaskDoc } from '../../server/queue/task.ts'
import type { Worker } from '../../server/queue/worker.ts'
import { createAgentPolicies } from '../../server/tasks/agent-policies.ts'
import { createWorkspaceRules } from '../../server/tasks/workspaces.ts'
import type { Stop } from '../../server/wiring/parts.ts'
import { startWorkflows } from '../../server/wiring/workflows.ts'
import { startWorkflow } from '../../server/workflows/start.ts'
import { nowMs } from '../rig/clock.ts'
import { readOptions, tell, untilAsked } from '../rig/conversation.ts'
import { freeAgent } from '../rig/crew.ts'
import { inLanes } from '../rig/lanes.ts'
import { createNoOpWorker } from '../rig/no-op-worker.ts'
import { payload, vault } from '../rig/sample-task.ts'
import { createSubmitter } from '../rig/submitter.ts'

export interface WorkflowProcessOptions {
  url: string
  agentsDir: string
  /** Empty: no templates are used. */
  templatesDir: string
  /** Runs side by side, of so many steps each. */
  runs: number
  steps: number
  /** Runs one after the other on the idle process, for the time from one step to the next. */
  idleRuns: number
}

const lanes = 50
const viewer: Viewer = { id: 'admin', name: 'admin', role: 'admin', workspace: 'default' }
const { url, agentsDir, templatesDir, runs, steps, idleRuns } = readOptions<WorkflowProcessOptions>()
const asked = untilAsked()
const log = createLogger('error')
const database = await connectDatabase(url)
const registry = createAgentRegistry({ dir: agentsDir, env: {}, log })
await registry.load()
mkdirSync(templatesDir, { recursive: true })
const workspaces = createWorkspaceRules(database)
const feed = createFeed({ database, log })
await feed.start()
let worker: Worker | undefined
const stops: Stop[] = []
const parts = { database, log, registry, vault, workspaces, feed, policies: createAgentPolicies(registry) }
const { workflows, onDue } = await startWorkflows(parts, { templatesDir, worker: () => worker }, stops)
let ended = 0
const hooks = { onStepsEnded: workflows.onStepsEnded.bind(workflows), onDue }
worker = await createNoOpWorker({ database, agentsDir, capacity: 500, hold: false, onRun: () => ended++, hooks })
await worker.start()

const definition = {
  steps: Array.from({ length: steps }, (_, index) => ({
    id: `s${index}`,
    agent: freeAgent,
    parameters: index === 0 ? payload(0) : { n: index, text: `after {{steps.s${index - 1}.output.ok}}` },
  })),
}
const start = async () => (await startWorkflow({ workflows }, { viewer, origin: 'bench' }, { definition }))._id

/** Until as many tasks have succeeded. */
async function untilSucceeded(filter: object, count: number): Promise<void> {
  while ((await database.collection<TaskDoc>('tasks').countDocuments({ ...filter, status: 'SUCCEEDED' })) < count)
    await new Promise((resolve) => setTimeout(resolve, 20))
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = nowMs()
  await work()
  return (nowMs() - began) / 1000
}

// What everything needs that is done once.
await start()
await untilSucceeded({ 'workflow.run': { $exists: true } }, steps)

const gaps: number[] = []
for (let run = 0; run < idleRuns; run++) {
  const id = await start()
  await untilSucceeded({ 'workflow.run': id }, steps)
  const tasks = await database
    .collection<TaskDoc>('tasks')
    .find({ 'workflow.run': id }, { sort: { seq: 1 } })
    .toArray()
  for (const [index, task] of tasks.entries()) {
    const before = tasks[index - 1]?.finishedAt
    if (before && task.startedAt) gaps.push(task.startedAt.getTime() - before.getTime())
  }
}

const submit = await createSubmitter({ database, agentsDir, onStored: () => worker?.wake([freeAgent]) })
const plainSeconds = await timed(async () => {
  await inLanes(lanes, runs * steps, async (index) => void (await submit(index)))
  await untilSucceeded({ 'workflow.run': { $exists: false } }, runs * steps)
})
const before = (1 + idleRuns) * steps
const runSeconds = await timed(async () => {
  await inLanes(lanes, runs, async () => void (await start()))
  await untilSucceeded({ 'workflow.run': { $exists: true } }, before + runs * steps)
  while (await database.collection('workflows').findOne({ open: true }, { projection: { _id: 1 } }))
    await new Promise((resolve) => setTimeout(resolve, 5))
})
const failed = await database.collection('workflows').countDocuments({ status: { $ne: 'SUCCEEDED' } })
tell({ kind: 'measured', gaps, plainPerSecond: (runs * steps) / plainSeconds, stepsPerSecond: (runs * steps) / runSeconds, failed })
await asked
await worker.stop(0)
process.exit(0)
