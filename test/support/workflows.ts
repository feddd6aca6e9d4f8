// Workflows on a test engine: wired as the server wires them, with templates from a folder of the test's own or those that ship.
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Json } from '../../server/agents/adapter.ts'
import type { Viewer } from '../../server/auth/viewer.ts'
import { createIdSource } from '../../server/ids.ts'
import { silentLogger } from '../../server/log.ts'
import { createEnqueue } from '../../server/queue/enqueue.ts'
import type { RequestDoc } from '../../server/queue/request-doc.ts'
import type { AnswerDeps } from '../../server/requests/answer.ts'
import { passDueRequests } from '../../server/requests/due-requests.ts'
import { createPlans } from '../../server/workflows/plans.ts'
import type { RunDoc, StepState } from '../../server/workflows/run.ts'
import { readResult } from '../../server/workflows/run-result.ts'
import { runsOf } from '../../server/workflows/run-store.ts'
import { type StartInput, type StartParts, startWorkflow } from '../../server/workflows/start.ts'
import { createTemplates } from '../../server/workflows/template-store.ts'
import { createWorkflows, type Workflows } from '../../server/workflows/workflows.ts'
import { keepMs, type TestEngine, user } from './engine.ts'

export const shippedTemplates = join(import.meta.dirname, '../../server/workflows/templates')

export interface TestWorkflows extends StartParts {
  workflows: Workflows
  requests: AnswerDeps
  start(input: StartInput | Json, viewer?: Viewer): Promise<RunDoc>
  run(id: string): Promise<RunDoc>
  /** The run once it is in that state; fails when it has not come to it in time. */
  waitFor(id: string, status: RunDoc['status']): Promise<RunDoc>
  /** The run once that step is in that state. */
  waitForStep(id: string, step: string, status: StepState['status']): Promise<RunDoc>
  result(run: RunDoc): Promise<Json>
  /** The open request of a step. */
  requestOf(id: string, step: string): Promise<RequestDoc>
}

/** `passive`: runs are started here, and moved on by others.
 *  To be called once after the engine was made and before its first worker; stopped after the last test. */
export async function createTestWorkflows(engine: TestEngine, { passive = false }: { passive?: boolean } = {}): Promise<TestWorkflows> {
  const { database, vault, registry, workspaces, feed } = engine
  const enqueue = createEnqueue({ database, queueLimit: () => 100_000, onStored: () => engine.wake() })
  const workflows = createWorkflows({
    ...{ database, vault, registry, workspaces, feed, enqueue, log: silentLogger },
    plans: createPlans(vault, registry),
    templates: await createTemplates({ database, vault, dir: shippedTemplates }),
    taskIds: createIdSource(database, 'T'),
    runIds: createIdSource(database, 'W'),
    offReason: () => undefined,
    keepMs: () => keepMs,
    onDue: (moment) => engine.expectDue(moment),
  })
  const stop = passive ? undefined : workflows.start()
  const sweep = passive ? undefined : setInterval(() => void workflows.sweep().catch(() => undefined), 2000)
  afterAll(async () => {
    clearInterval(sweep)
    await stop?.()
    await enqueue.idle()
  })
  const onSettled = ({ run }: RequestDoc) => {
    if (run) workflows.hint([run])
    engine.wake()
  }
  const rules = { startState: workspaces.startState, holdsBack: workspaces.holdsBack, keepMs: () => keepMs }
  const requests: AnswerDeps = { database, vault, rules, onSettled }
  engine.hooks.onStepsEnded = (tasks) => workflows.onStepsEnded(tasks)
  engine.hooks.onDue = (ids) => {
    workflows.hint(ids.filter((id) => id.startsWith('W-')))
    void passDueRequests(
      requests,
      ids.filter((id) => id.startsWith('R-')),
    )
  }
  const parts = { workflows, requests }

  async function run(id: string): Promise<RunDoc> {
    const found = await runsOf(database).findOne({ _id: id })
    if (!found) throw new Error(`there is no run ${id}`)
    return found
  }

  async function waitUntil(id: string, what: string, holds: (run: RunDoc) => boolean): Promise<RunDoc> {
    let last: RunDoc | undefined
    try {
      await engine.waitUntil(`${id} ${what}`, async () => {
        last = await run(id)
        return holds(last)
      })
    } catch (error) {
      const steps = last?.steps.map((step) => `${step.id} ${step.status} ${step.error?.message ?? ''}`).join('\n  ')
      throw new Error(`${(error as Error).message}\n${id} is ${last?.status}: ${last?.error?.message ?? ''}\n  ${steps}`)
    }
    return run(id)
  }

  return {
    ...parts,
    start: (input, viewer = user) => startWorkflow(parts, { viewer, origin: 'test' }, toInput(input)),
    run,
    waitFor: (id, status) => waitUntil(id, `to be ${status}`, (found) => found.status === status),
    waitForStep: (id, step, status) =>
      waitUntil(id, `to have ${step} ${status}`, ({ steps }) => steps.some((each) => each.id === step && each.status === status)),
    result: (found) => readResult(workflows.deps, found),
    requestOf: async (id, step) => {
      await waitUntil(id, `to ask at ${step}`, ({ steps }) => steps.some((each) => each.id === step && each.status === 'WAITING'))
      const request = await database.collection<RequestDoc>('requests').findOne({ run: id, step, status: 'OPEN' })
      if (!request) throw new Error(`${id} has asked nothing at ${step}`)
      return request
    },
  }
}

function toInput(input: StartInput | Json): StartInput {
  const isDefinition = input !== null && typeof input === 'object' && 'steps' in input
  return (isDefinition ? { definition: input } : input) as StartInput
}
