// Made-up workflows on the real engine, many at the same time, compared with the simple interpreter.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createTestEngine } from '../../support/engine.ts'
import { createTestWorkflows, type TestWorkflows } from '../../support/workflows.ts'
import { definitions, input, interpret, mistakes } from './random-definition.ts'

const runs = 30 * Number(process.env['CAPSTAN_TEST_SCALE'] ?? 1)
const engine = await createTestEngine({ agents: [{ name: 'echo', parameters: { type: 'object', additionalProperties: true } }] })
let flows: TestWorkflows
const failed = new Map<string, number>()

beforeAll(async () => {
  flows = await createTestWorkflows(engine)
  engine.handle(async (_agent, { taskId, parameters }) => {
    const { workflow } = await engine.task(taskId)
    const key = `${workflow?.run} ${workflow?.step}`
    const times = failed.get(key) ?? 0
    if (times >= Number(parameters['fails'])) return { kind: 'succeeded', result: parameters }
    failed.set(key, times + 1)
    return { kind: 'failed', error: { code: 'BROKEN', class: 'PERMANENT', message: 'broken on purpose' } }
  })
  await engine.startWorker(20)
})

describe('made-up workflows', () => {
  it('end on the engine as the interpreter says', { timeout: 120_000 }, async () => {
    const drawn = fc.sample(definitions(), { numRuns: runs, seed: 20_261_123 })
    const started = await Promise.all(drawn.map((definition) => flows.start({ definition, parameters: input })))
    for (const [index, { _id }] of started.entries()) {
      const expected = interpret(drawn[index] as (typeof drawn)[number])
      const run = await flows.waitFor(_id, expected.status)
      expect(mistakes(expected, run), `${_id}: ${JSON.stringify(drawn[index])}`).toEqual([])
    }
  })
})
