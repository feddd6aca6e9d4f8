// What a step can find wrong only when it begins: the run fails there, and the error names the place in the definition.
// biome-ignore-all lint/suspicious/noThenProperty: the word that workflows use for the branch of a condition
import { describe, expect, it } from 'vitest'
import type { Json } from '../../../server/agents/adapter.ts'
import { endingsOf } from '../../../server/workflows/announce-end.ts'
import { preparers } from '../../../server/workflows/make-work.ts'
import { moveOn } from '../../../server/workflows/next-steps.ts'
import { readDefinition } from '../../../server/workflows/read-definition.ts'
import type { RunDoc } from '../../../server/workflows/run.ts'
import { newStep, type RunState } from '../../../server/workflows/run-state.ts'
import type { RunPatch } from '../../../server/workflows/run-store.ts'

const prepared = { ok: true, prepared: undefined } as const

function begin(steps: readonly object[], input: { [key: string]: Json }, prepareRun: RunState['world']['prepareRun'] = () => prepared) {
  const { plan } = readDefinition({ steps })
  const state: RunState = {
    plan,
    world: {
      now: new Date('2026-03-02T09:00:00Z'),
      run: { id: 'W-1', name: 'test', startedAt: '' },
      input: () => input,
      output: () => undefined,
      items: () => [],
      prepareTask: () => prepared,
      prepareRun,
    },
    status: 'RUNNING',
    failing: false,
    ending: undefined,
    error: undefined,
    retries: 0,
    steps: new Map(plan.nodes.filter(({ loops }) => loops.length === 0).map((node) => [node.id, newStep(node)])),
    outputs: new Map(),
    lists: new Map(),
    commands: [],
  }
  moveOn(state, [])
  return { status: state.status, code: state.steps.get('x')?.error?.code, message: state.steps.get('x')?.error?.message }
}

const inside = [{ id: 'each', agent: 'echo' }]
const loop = { id: 'x', type: 'for-each', items: '{{input.list}}', steps: inside }
const choice = (condition: string) => ({ id: 'x', if: condition, then: inside })

describe('a step that begins', () => {
  it.each<[string, object, { [key: string]: Json }, string, string]>([
    ['goes over something that is no list', loop, { list: 'abc' }, 'NOT_A_LIST', 'steps.0.items: expected a list, got'],
    ['goes over too long a list', loop, { list: Array(2001).fill(1) }, 'TOO_MANY_STEPS', 'steps.0.items: 2001 items'],
    ['asks a condition that throws', choice('input.list[7] == 1'), { list: [1] }, 'EXPRESSION', 'steps.0.if: input.list[7] == 1: '],
    [
      'asks a condition that is neither true nor false',
      choice('input.n + 1'),
      { n: 1 },
      'EXPRESSION',
      'steps.0.if: expected true or false',
    ],
    ['reads what is not there', { ...loop, items: '{{input.lists}}' }, { list: [] }, 'TEMPLATE', 'steps.0.items: input.lists is not there'],
    [
      'waits until no moment',
      { id: 'x', type: 'wait', until: '{{input.when}}' },
      { when: 'soon' },
      'TEMPLATE',
      'steps.0.until: expected a moment',
    ],
  ])('fails the run when it %s', (_what, step, input, code, message) => {
    expect(begin([step], input)).toEqual({ status: 'FAILED', code, message: expect.stringContaining(message) })
  })

  it('starts another workflow five levels deep at most, and only with the parameters that one takes', () => {
    const definition = { parameters: { type: 'object', required: ['topic'] }, steps: inside }
    const template = { name: 'known', version: 1, title: 'Known', versions: [1], definition }
    const at = (depth: number, parameters: object) =>
      begin(
        [{ id: 'x', type: 'workflow', template: 'known', parameters }],
        {},
        preparers({} as never, { depth } as RunDoc, new Map([['x', template as never]])).prepareRun,
      )
    expect(at(4, { topic: 'a' })).toEqual({ status: 'FAILED', code: 'TOO_DEEP', message: expect.stringContaining('5 levels') })
    expect(at(3, {})).toMatchObject({ code: 'VALIDATION_FAILED', message: 'steps.0.parameters.topic: is required' })
    expect(at(3, { topic: 'a' })).toMatchObject({ status: 'RUNNING', code: undefined })
  })
})

describe('the end of a run', () => {
  const { plan } = readDefinition({
    steps: inside,
    on_success: { notify: ['team@example.com'] },
    on_failure: { notify: ['#alarms'] },
  })
  const run = { _id: 'W-1', workspace: 'default', name: 'Launch', steps: [], createdAt: new Date() } as unknown as RunDoc
  const told = (status: RunDoc['status'], of: object = {}) => {
    const patch = { status, steps: [], movedAt: new Date() } as unknown as RunPatch
    return endingsOf({ run: { ...run, ...of }, patch, plan }).map(({ target }) => target.address)
  }

  it('is told to those that the definition names for a success, or for a failure', () => {
    expect([told('SUCCEEDED'), told('FAILED'), told('RUNNING')]).toEqual([['team@example.com'], ['#alarms'], []])
  })
})
