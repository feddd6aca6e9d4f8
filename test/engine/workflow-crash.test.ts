// Servers are killed at random moments while runs go on: every step of every run succeeds exactly once, and every run comes to its end.
// biome-ignore-all lint/suspicious/noThenProperty: the word that workflows use for the branch of a condition
import { beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../server/agents/adapter.ts'
import type { EventRow } from '../../server/events/event-log.ts'
import type { TaskDoc } from '../../server/queue/task.ts'
import { isRunFinal, type RunDoc } from '../../server/workflows/run.ts'
import { runsOf } from '../../server/workflows/run-store.ts'
import { type CrashWorker, createCrashCrew } from '../support/crash-crew.ts'
import { createTestEngine, fakeAgent } from '../support/engine.ts'
import { createTestWorkflows, type TestWorkflows } from '../support/workflows.ts'

const runs = 200 * Number(process.env['CAPSTAN_TEST_SCALE'] ?? 1)
/** Started together, so that most of them have their steps before them when servers are killed. */
const lanes = 10
const kills = 8
const agent = fakeAgent({ name: 'worker', parameters: { type: 'object', additionalProperties: true } })
const engine = await createTestEngine({ agents: [agent] })
const crew = createCrashCrew()
let flows: TestWorkflows

beforeAll(async () => {
  flows = await createTestWorkflows(engine, { passive: true })
})

const step = (id: string, more: { [key: string]: Json } = {}) => ({
  id,
  agent: 'worker',
  parameters: { topic: 'work', words: 5, n: 1 },
  ...more,
})

const definition = {
  steps: [
    { id: 'side', type: 'parallel', steps: [step('left'), step('right')] },
    { id: 'check', type: 'condition', if: 'steps.left.output.fence > 0', then: [step('yes')], else: [step('no')] },
    { id: 'items', type: 'for-each', items: [1, 2], concurrency: 1, steps: [step('item')] },
    { id: 'pause', type: 'wait', for: '50ms' },
    step('last', { parameters: { topic: 'work', words: 5, count: '{{steps.items.output | length}}' } }),
  ],
}
const succeeded = ['side', 'left', 'right', 'check', 'yes', 'items', 'item[0]', 'item[1]', 'pause', 'last']

async function startRuns(): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < runs) {
    const begun = await Promise.all(Array.from({ length: Math.min(lanes, runs - ids.length) }, () => flows.start(definition as never)))
    ids.push(...begun.map(({ _id }) => _id))
  }
  return ids
}

/** Kills one of the two, starts another in its place. */
async function disturb(): Promise<void> {
  const start = () => crew.start({ url: engine.url, agents: [agent], capacity: 8 })
  const workers: CrashWorker[] = [await start(), await start()]
  for (let kill = 0; kill < kills; kill++) {
    await new Promise((resolve) => setTimeout(resolve, 80 + Math.random() * 500))
    const [victim] = workers.splice(Math.random() < 0.5 ? 0 : 1, 1)
    await victim?.kill()
    workers.push(await start())
  }
}

describe('workflows on servers that are killed', () => {
  it(`run every step of ${runs} runs exactly once`, { timeout: 240_000 }, async () => {
    const disturbing = disturb()
    const ids = await startRuns()
    await disturbing
    const deadline = Date.now() + 200_000
    let left: RunDoc[] = []
    do {
      await new Promise((resolve) => setTimeout(resolve, 250))
      left = (
        await runsOf(engine.database)
          .find({ _id: { $in: ids } })
          .toArray()
      ).filter(({ status }) => !isRunFinal(status))
    } while (left.length > 0 && Date.now() < deadline)
    expect(left.map(({ _id, status, steps }) => `${_id} ${status} ${steps.map((each) => `${each.id}:${each.status}`).join(' ')}`)).toEqual(
      [],
    )
    const done = await runsOf(engine.database)
      .find({ _id: { $in: ids } })
      .toArray()
    for (const run of done) {
      expect(run.status, `${run._id}: ${run.error?.message}`).toBe('SUCCEEDED')
      expect(run.steps.filter(({ status }) => status === 'SUCCEEDED').map(({ id }) => id)).toEqual(succeeded)
      expect(run.steps.find(({ id }) => id === 'no')?.status).toBe('SKIPPED')
    }
    expect(await workOf(ids)).toEqual(
      ids
        .flatMap((id) => succeeded.filter((name) => !['side', 'check', 'items', 'pause'].includes(name)).map((name) => `${id} ${name} 1 1`))
        .sort(),
    )
  })
})

/** Run, step, tasks made for it, and how often one of them succeeded. */
async function workOf(ids: readonly string[]): Promise<string[]> {
  const tasks = await engine.database
    .collection<TaskDoc>('tasks')
    .find({ 'workflow.run': { $in: [...ids] } })
    .toArray()
  const ends = await engine.database
    .collection<EventRow>('events')
    .find({ type: 'task.succeeded', subject: { $in: tasks.map(({ _id }) => _id) } })
    .toArray()
  const counts = new Map<string, { tasks: number; ends: number }>()
  for (const { _id, workflow } of tasks) {
    const key = `${workflow?.run} ${workflow?.step}`
    const { tasks: made, ends: seen } = counts.get(key) ?? { tasks: 0, ends: 0 }
    counts.set(key, { tasks: made + 1, ends: seen + ends.filter(({ subject }) => subject === _id).length })
  }
  return [...counts].map(([key, count]) => `${key} ${count.tasks} ${count.ends}`).sort()
}
