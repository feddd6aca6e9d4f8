// The rules alone: made-up workflows are played with ends in every order, and compared with a simple interpreter.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkPlan } from '../../../server/workflows/check-plan.ts'
import { moveOn, type Signal } from '../../../server/workflows/next-steps.ts'
import { readDefinition } from '../../../server/workflows/read-definition.ts'
import { resetSteps } from '../../../server/workflows/reset-steps.ts'
import { isRunFinal } from '../../../server/workflows/run.ts'
import { newStep, type RunState } from '../../../server/workflows/run-state.ts'
import { fakeAgent } from '../../support/engine.ts'
import { type Drawn, definitions, input, interpret, mistakes } from './random-definition.ts'

const scale = Number(process.env['CAPSTAN_TEST_SCALE'] ?? 1)
const anyAgent = fakeAgent({ name: 'echo', parameters: { type: 'object', additionalProperties: true } })

function begin(definition: Drawn): RunState {
  const { plan, problems } = readDefinition(definition)
  const around = { agent: () => anyAgent, agentNames: () => ['echo'], hasTemplate: () => false }
  expect([...problems, ...checkPlan(plan, around)]).toEqual([])
  return {
    plan,
    world: {
      now: new Date(),
      run: { id: 'W-1', name: 'test', startedAt: '' },
      input: () => input,
      output: () => ({ value: {} }),
      items: () => [],
      prepareTask: (_node, parameters) => ({ ok: true, prepared: parameters }),
      prepareRun: () => ({ ok: true, prepared: undefined }),
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
}

/** Ends one piece of work after the other, in an order drawn by `pick`, until the run has ended. */
function play(state: RunState, pick: (count: number) => number): { broken: string[]; began: string[] } {
  const failed = new Map<string, number>()
  const began: string[] = []
  const broken: string[] = []
  moveOn(state, [])
  const running: { step: string; fails: number }[] = []
  for (let turn = 0; turn < 1000; turn++) {
    for (const command of state.commands.splice(0)) {
      if (command.kind !== 'task') continue
      began.push(command.step)
      running.push({ step: command.step, fails: Number((command.prepared as { fails: number }).fails) })
    }
    broken.push(...tooMany(state))
    if (isRunFinal(state.status)) break
    const [ended] = running.splice(pick(running.length), 1)
    if (!ended) return { broken: [...broken, `stuck as ${state.status}`], began }
    const times = failed.get(ended.step) ?? 0
    const fails = times < ended.fails
    if (fails) failed.set(ended.step, times + 1)
    const signal: Signal = fails
      ? { step: ended.step, kind: 'failed', error: { code: 'BROKEN', class: 'PERMANENT', message: 'broken' } }
      : { step: ended.step, kind: 'succeeded', output: {} }
    moveOn(state, [signal])
  }
  return { broken, began }
}

function tooMany(state: RunState): string[] {
  return [...state.steps.values()].flatMap((loop) => {
    const { work } = state.plan.byId.get(loop.node) ?? {}
    if (work?.kind !== 'FOR_EACH' || loop.status !== 'RUNNING') return []
    const under = [...Array(loop.count ?? 0).keys()].filter((index) =>
      [...state.steps.values()].some(
        ({ id, node, status }) =>
          status === 'RUNNING' &&
          state.plan.byId.get(node)?.parent === loop.node &&
          id === `${node}${loop.id.slice(loop.node.length)}[${index}]`,
      ),
    )
    return under.length > work.concurrency ? [`${loop.id} has ${under.length} items under way`] : []
  })
}

describe('the rules', () => {
  it('end every made-up run as the interpreter says, in whatever order its work ends', () => {
    fc.assert(
      fc.property(definitions(), fc.infiniteStream(fc.nat(1_000_000)), (definition, numbers) => {
        const state = begin(definition)
        const { broken } = play(state, (count) => (numbers.next().value ?? 0) % Math.max(1, count))
        expect(broken).toEqual([])
        expect(mistakes(interpret(definition), { status: state.status, steps: [...state.steps.values()] })).toEqual([])
      }),
      { numRuns: 400 * scale, seed: 20_261_121 },
    )
  })

  it('bring a failed run to its end when it is tried again and nothing fails any more, and run nothing again that had succeeded', () => {
    fc.assert(
      fc.property(definitions(), fc.infiniteStream(fc.nat(1_000_000)), (definition, numbers) => {
        const state = begin(definition)
        const pick = (count: number) => (numbers.next().value ?? 0) % Math.max(1, count)
        play(state, pick)
        if (state.status !== 'FAILED') return
        const done = [...state.steps.values()].filter(
          ({ status, id }) => status === 'SUCCEEDED' && state.plan.byId.get(id.replace(/\[.*/, ''))?.work.kind === 'AGENT',
        )
        state.status = 'RUNNING'
        resetSteps(state)
        const { broken, began } = play(healed(state), pick)
        expect(broken).toEqual([])
        expect(state.status).toBe('SUCCEEDED')
        expect(began.filter((id) => done.some((step) => step.id === id && !step.id.includes('fallback')))).toEqual([])
      }),
      { numRuns: 400 * scale, seed: 20_261_122 },
    )
  })
})

/** From now on no agent fails. */
function healed(state: RunState): RunState {
  state.world.prepareTask = () => ({ ok: true, prepared: { fails: 0 } })
  return state
}
