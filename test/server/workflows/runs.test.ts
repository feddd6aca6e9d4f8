// Runs on the real engine: order, parallel groups, conditions, lists, templates, failures, and the orders of people.
// biome-ignore-all lint/suspicious/noThenProperty: the word that workflows use for the branch of a condition
import { beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../../../server/agents/adapter.ts'
import { cancelWorkflow, pauseWorkflow, resumeWorkflow, retryWorkflow } from '../../../server/workflows/operate.ts'
import { publishEvent } from '../../../server/workflows/publish-event.ts'
import { createGate, createTestEngine, failing, type Gate, user } from '../../support/engine.ts'
import { createTestWorkflows, type TestWorkflows } from '../../support/workflows.ts'

const anything = { type: 'object', additionalProperties: true }
const engine = await createTestEngine({
  agents: [
    { name: 'echo', parameters: anything },
    { name: 'flaky', parameters: anything },
  ],
})
let flows: TestWorkflows
const gates = new Map<string, Gate>()
/** How often each label ran. */
const ran: string[] = []
let failures = new Map<string, number>()

beforeAll(async () => {
  flows = await createTestWorkflows(engine)
  engine.handle(async (_agent, { parameters, signal }) => {
    const label = String(parameters['label'] ?? '')
    ran.push(label)
    const gate = gates.get(label)
    if (gate) await Promise.race([gate.passed, new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))])
    if (signal.aborted) return failing('STOPPED', 'TRANSIENT')
    const left = failures.get(label) ?? 0
    if (left > 0) {
      failures.set(label, left - 1)
      return failing()
    }
    return { kind: 'succeeded', result: parameters }
  })
  await engine.startWorker(20)
})

const step = (id: string, more: { [key: string]: Json } = {}, parameters: { [key: string]: Json } = {}): { [key: string]: Json } => ({
  id,
  agent: 'echo',
  parameters: { label: id, ...parameters },
  ...more,
})
const definitionOf = async (id: string) => engine.vault.open((await flows.run(id)).definition, `${id}.definition`)
const statuses = (run: { steps: readonly { id: string; status: string }[] }) =>
  Object.fromEntries(run.steps.map(({ id, status }) => [id, status]))

describe('a run', () => {
  it('hands what one step returned to the next, and keeps the type of a whole value', async () => {
    const run = await flows.start({
      definition: {
        parameters: {
          type: 'object',
          required: ['topic'],
          properties: { topic: { type: 'string' }, words: { type: 'integer', default: 7 } },
        },
        steps: [
          step('first', {}, { topic: '{{input.topic}}', words: '{{ input.words }}', list: [1, 2] }),
          step(
            'second',
            {},
            {
              title: 'About {{steps.first.output.topic | upper}}',
              words: '{{steps.first.output.words}}',
              list: '{{steps.first.output.list}}',
            },
          ),
        ],
      },
      parameters: { topic: 'bees' },
    })
    const done = await flows.waitFor(run._id, 'SUCCEEDED')
    expect(await flows.result(done)).toEqual({
      first: { label: 'first', topic: 'bees', words: 7, list: [1, 2] },
      second: { label: 'second', title: 'About BEES', words: 7, list: [1, 2] },
    })
  })

  it('runs the steps of a parallel group side by side and waits for all of them', async () => {
    gates.set('left', createGate())
    gates.set('right', createGate())
    const { _id } = await flows.start({ steps: [{ id: 'both', type: 'parallel', tasks: [step('left'), step('right')] }, step('after')] })
    await flows.waitForStep(_id, 'left', 'RUNNING')
    expect(statuses(await flows.run(_id))).toEqual({ both: 'RUNNING', left: 'RUNNING', right: 'RUNNING', after: 'PENDING' })
    gates.get('left')?.open()
    await flows.waitForStep(_id, 'left', 'SUCCEEDED')
    expect(statuses(await flows.run(_id))).toMatchObject({ both: 'RUNNING', after: 'PENDING' })
    gates.get('right')?.open()
    const done = await flows.waitFor(_id, 'SUCCEEDED')
    expect(await flows.result(done)).toMatchObject({ both: { left: { label: 'left' }, right: { label: 'right' } } })
  })

  it('takes one branch of a condition and goes on behind both', async () => {
    const { _id } = await flows.start({
      steps: [
        step('count', {}, { n: 3 }),
        { id: 'many', type: 'condition', if: 'steps.count.output.n > 2', then: [step('yes')], else: [step('no')] },
        step('after'),
      ],
    })
    const done = await flows.waitFor(_id, 'SUCCEEDED')
    expect(statuses(done)).toEqual({ count: 'SUCCEEDED', many: 'SUCCEEDED', yes: 'SUCCEEDED', no: 'SKIPPED', after: 'SUCCEEDED' })
  })

  it('takes branches named by id in the flat form', async () => {
    const { _id } = await flows.start({
      steps: {
        check: { type: 'condition', if: '1 > 2 || input.x == "a"', then: 'a', else: 'b' },
        a: { agent: 'echo', parameters: { label: 'a' } },
        b: { agent: 'echo', parameters: { label: 'b' } },
        end: { agent: 'echo', parameters: { label: 'end' }, depends_on: ['a', 'b'] },
      },
    })
    const done = await flows.waitFor(_id, 'FAILED')
    expect(done.error?.message).toContain('steps.check.if')
    const again = await flows.start({ definition: await definitionOf(_id), parameters: { x: 'a' } })
    expect(statuses(await flows.waitFor(again._id, 'SUCCEEDED'))).toEqual({
      check: 'SUCCEEDED',
      a: 'SUCCEEDED',
      b: 'SKIPPED',
      end: 'SUCCEEDED',
    })
  })

  it('runs a for-each with no more items at a time than allowed, and gives the list of what they returned', async () => {
    const { _id } = await flows.start({
      steps: [
        {
          id: 'all',
          type: 'for-each',
          items: ['a', 'b', 'c'],
          concurrency: 2,
          steps: [step('one', {}, { label: 'item {{item}}', index: '{{index}}' })],
        },
        step('after', {}, { first: '{{steps.all.output[0].label}}', count: '{{steps.all.output | length}}' }),
      ],
    })
    const done = await flows.waitFor(_id, 'SUCCEEDED')
    expect(done.steps.map(({ id }) => id)).toEqual(['all', 'one[0]', 'one[1]', 'one[2]', 'after'])
    expect(await flows.result(done)).toMatchObject({
      all: [{ index: 0 }, { index: 1 }, { index: 2 }],
      after: { first: 'item a', count: 3 },
    })
  })

  it('fails at a path that is not there and names it', async () => {
    const { _id } = await flows.start({
      steps: [step('first', {}, { a: { b: 1 } }), step('second', {}, { x: '{{steps.first.output.a.c}}' })],
    })
    const done = await flows.waitFor(_id, 'FAILED')
    expect(done.error).toMatchObject({ code: 'TEMPLATE' })
    expect(done.error?.message).toContain('steps.1.parameters.x: steps.first.output.a.c is not there')
  })

  it('tries a failed step again, runs another in its place, or goes on without it, as its policy says', async () => {
    failures = new Map([
      ['again', 2],
      ['broken', 9],
      ['lame', 9],
    ])
    const { _id } = await flows.start({
      steps: [
        step('again', { on_failure: { retry: 2 } }),
        step('broken', {
          on_failure: {
            fallback: {
              agent: 'echo',
              parameters: { label: 'instead', of: '{{steps.again.output.label}}', why: '{{steps.broken.error.code}}' },
            },
          },
        }),
        step('lame', { on_failure: 'continue' }),
        step('after', {}, { from: '{{steps.broken.output.label}}' }),
      ],
    })
    const done = await flows.waitFor(_id, 'SUCCEEDED')
    expect(statuses(done)).toEqual({
      again: 'SUCCEEDED',
      broken: 'FAILED',
      broken_fallback: 'SUCCEEDED',
      lame: 'FAILED',
      after: 'SUCCEEDED',
    })
    expect(done.steps[0]?.tasks).toHaveLength(3)
    expect(await flows.result(done)).toMatchObject({ broken: { label: 'instead', of: 'again', why: 'BROKEN' }, after: { from: 'instead' } })
  })

  it('undoes what was done, newest first, when it fails', async () => {
    failures = new Map([['third', 9]])
    ran.length = 0
    const undo = (label: string) => ({ compensate: { agent: 'echo', parameters: { label } } })
    const { _id } = await flows.start({ steps: [step('first', undo('undo first')), step('second', undo('undo second')), step('third')] })
    const done = await flows.waitFor(_id, 'FAILED')
    expect(ran).toEqual(['first', 'second', 'third', 'undo second', 'undo first'])
    expect(done.error?.message).toContain('third: broken on purpose')
  })

  it('is tried again from the step that failed, with the finished ones kept', async () => {
    failures = new Map([['second', 1]])
    ran.length = 0
    const { _id } = await flows.start({
      steps: [step('first'), { id: 'group', type: 'parallel', steps: [step('second'), step('beside')] }, step('third')],
    })
    await flows.waitFor(_id, 'FAILED')
    await retryWorkflow(flows.workflows, user, { id: _id })
    const done = await flows.waitFor(_id, 'SUCCEEDED')
    expect(ran.filter((label) => label === 'first')).toHaveLength(1)
    expect(ran.filter((label) => label === 'second')).toHaveLength(2)
    expect(ran.filter((label) => label === 'beside')).toHaveLength(1)
    expect(statuses(done)).toEqual({ first: 'SUCCEEDED', group: 'SUCCEEDED', second: 'SUCCEEDED', beside: 'SUCCEEDED', third: 'SUCCEEDED' })
  })

  it('is tried again by its own rule', async () => {
    failures = new Map([['only', 1]])
    const { _id } = await flows.start({ steps: [step('only')], on_failure: { retry_workflow: true } })
    const done = await flows.waitFor(_id, 'SUCCEEDED')
    expect(done.retries).toBe(1)
  })

  it('starts nothing while it is paused, and goes on when it is resumed', async () => {
    gates.set('held', createGate())
    const { _id } = await flows.start({ steps: [step('held'), step('next')] })
    await flows.waitForStep(_id, 'held', 'RUNNING')
    await pauseWorkflow(flows.workflows, user, { id: _id, reason: 'lunch' })
    gates.get('held')?.open()
    await flows.waitForStep(_id, 'held', 'SUCCEEDED')
    expect(await flows.run(_id)).toMatchObject({
      status: 'PAUSED',
      reason: 'lunch',
      steps: [{ status: 'SUCCEEDED' }, { status: 'PENDING' }],
    })
    await resumeWorkflow(flows.workflows, user, { id: _id })
    const done = await flows.waitFor(_id, 'SUCCEEDED')
    expect(done.reason).toBeUndefined()
  })

  it('stops what runs when it is cancelled', async () => {
    gates.set('endless', createGate())
    const { _id } = await flows.start({ steps: [step('endless'), step('next')] })
    const run = await flows.waitForStep(_id, 'endless', 'RUNNING')
    await engine.waitFor(run.steps[0]?.task ?? '', 'RUNNING')
    const cancelled = await cancelWorkflow(flows.workflows, user, { id: _id, reason: 'enough' })
    expect(statuses(cancelled)).toEqual({ endless: 'CANCELLED', next: 'CANCELLED' })
    await engine.waitFor(run.steps[0]?.task ?? '', 'CANCELLED')
    expect(await flows.run(_id)).toMatchObject({ status: 'CANCELLED', reason: 'enough' })
  })

  it('waits for a pause, and for an event that matches', async () => {
    const { _id } = await flows.start({
      steps: [
        { id: 'pause', type: 'wait', for: '300ms' },
        { id: 'paid', type: 'wait', event: 'order.paid', match: 'event.payload.order == 7' },
        step('after', {}, { order: '{{steps.paid.output.payload.order}}' }),
      ],
    })
    await flows.waitForStep(_id, 'paid', 'WAITING')
    expect((await flows.run(_id)).status).toBe('WAITING')
    await publishEvent(flows.workflows, user, { topic: 'order.paid', payload: { order: 6 } })
    await publishEvent(flows.workflows, user, { topic: 'order.paid', payload: { order: 7 } })
    const done = await flows.waitFor(_id, 'SUCCEEDED')
    expect(await flows.result(done)).toMatchObject({ after: { order: 7 } })
  })

  it('ends early at an end step', async () => {
    const { _id } = await flows.start({
      steps: [
        step('first', {}, { stop: true }),
        { id: 'check', if: 'steps.first.output.stop', then: [{ id: 'stop', type: 'end', reason: 'enough' }] },
        step('never'),
      ],
    })
    const done = await flows.waitFor(_id, 'SUCCEEDED')
    expect(statuses(done)).toMatchObject({ check: 'SUCCEEDED', stop: 'SUCCEEDED', never: 'SKIPPED' })
  })

  it('makes one run of two starts with the same key, and refuses the key for other input', async () => {
    const input = { definition: { steps: [step('once')] }, idempotencyKey: 'only-one' }
    const [a, b] = await Promise.all([flows.start(input), flows.start(input)])
    const c = await flows.start(input)
    expect([b?._id, c._id]).toEqual([a?._id, a?._id])
    await expect(flows.start({ ...input, name: 'another' })).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})
