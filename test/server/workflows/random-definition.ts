// Made-up workflows whose agents fail as written, and a simple interpreter that says how each run has to end: it walks the nested text
// from top to bottom and knows nothing of plans, signals or commands.
// biome-ignore-all lint/suspicious/noThenProperty: the word that workflows use for the branch of a condition
import fc from 'fast-check'
import type { Json } from '../../../server/agents/adapter.ts'

export interface Drawn {
  [key: string]: Json
}

interface Shape {
  steps: Drawn[]
}

const mostSteps = 60

/** Lists nested up to three deep; ids are given afterwards. */
export function definitions(): fc.Arbitrary<Drawn> {
  const { list } = fc.letrec<{ list: Drawn[]; step: Drawn }>((tie) => ({
    list: fc.array(tie('step'), { minLength: 1, maxLength: 7, depthIdentifier: 'steps' }),
    step: fc.oneof(
      { depthIdentifier: 'steps', maxDepth: 3, withCrossShrink: true },
      { weight: 6, arbitrary: agentSteps() },
      {
        weight: 2,
        arbitrary: fc.record({ type: fc.constant('parallel'), steps: tie('list'), on_failure: policies() }) as fc.Arbitrary<Drawn>,
      },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constant('condition'),
          if: fc.constantFrom('input.yes', 'input.no', '!input.no', 'input.count > 2'),
          then: tie('list'),
          else: tie('list'),
          on_failure: policies(),
        }) as fc.Arbitrary<Drawn>,
      },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constant('for-each'),
          items: fc.array(fc.nat(9), { maxLength: 3 }),
          steps: tie('list'),
          concurrency: fc.integer({ min: 1, max: 3 }),
          on_failure: policies(),
        }) as fc.Arbitrary<Drawn>,
      },
    ),
  }))
  return list.map((steps) => named({ steps })).filter((definition) => countSteps(definition['steps'] as Drawn[]) <= mostSteps)
}

export const input = { yes: true, no: false, count: 3 }

function policies(): fc.Arbitrary<Json> {
  return fc.constantFrom('fail', 'fail', 'continue')
}

function agentSteps(): fc.Arbitrary<Drawn> {
  return fc.record({
    agent: fc.constant('echo'),
    parameters: fc.record({ fails: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 2) }),
    on_failure: fc.oneof(
      policies(),
      fc.record({ retry: fc.integer({ min: 1, max: 2 }) }),
      fc.constantFrom<Json>(
        { fallback: { agent: 'echo', parameters: { fails: 0 } } },
        { fallback: { agent: 'echo', parameters: { fails: 1 } }, then: 'continue' },
      ),
    ),
    /** How many of the steps before it in the list it waits for; in order when left out. */
    waits: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined, freq: 2 }),
  }) as fc.Arbitrary<Drawn>
}

function named(shape: Shape): Drawn {
  let count = 0
  function name(steps: Drawn[]): Drawn[] {
    const ids: string[] = []
    return steps.map(({ waits, ...step }) => {
      const id = `s${++count}`
      const before = ids.slice(-Number(waits ?? 0))
      ids.push(id)
      const inside = Object.fromEntries(
        (['steps', 'then', 'else'] as const).flatMap((key) => (step[key] ? [[key, name(step[key] as Drawn[])]] : [])),
      )
      return { ...step, id, ...inside, ...(waits !== undefined && { depends_on: Number(waits) === 0 ? [] : before }) }
    })
  }
  return { parameters: { type: 'object' }, steps: name(shape.steps) }
}

/** At most so many, the steps of every item counted. */
function countSteps(steps: readonly Drawn[]): number {
  return steps.reduce((total, step) => {
    const inside = ['steps', 'then', 'else'].reduce((sum, key) => sum + (step[key] ? countSteps(step[key] as Drawn[]) : 0), 0)
    const times = step['type'] === 'for-each' ? Math.max(1, (step['items'] as Json[]).length) : 1
    const helper = typeof step['on_failure'] === 'object' && step['on_failure'] !== null && 'fallback' in step['on_failure'] ? 1 : 0
    return total + 1 + helper + times * inside
  }, 0)
}

export interface Expected {
  status: 'SUCCEEDED' | 'FAILED'
  /** By step: every state it may end in. A step that may be missing has `undefined` among them. */
  steps: Map<string, (string | undefined)[]>
  /** How often a step that succeeded must have been tried. */
  tries: Map<string, number>
}

type Outcome = 'ok' | 'skipped' | 'failed'

export function interpret(definition: Drawn): Expected {
  const expected: Expected = { status: 'SUCCEEDED', steps: new Map(), tries: new Map() }
  const outcomes = runList(expected, definition['steps'] as Drawn[], { suffix: '', inOrder: true })
  if (outcomes.includes('failed')) {
    expected.status = 'FAILED'
    loosen(expected, definition['steps'] as Drawn[], '')
  }
  return expected
}

function runList(expected: Expected, steps: readonly Drawn[], { suffix, inOrder }: { suffix: string; inOrder: boolean }): Outcome[] {
  const outcomes = new Map<string, Outcome>()
  let previous: string | undefined
  for (const step of steps) {
    const id = String(step['id'])
    const after = (step['depends_on'] as string[] | undefined) ?? (inOrder && previous ? [previous] : [])
    const before = after.map((each) => outcomes.get(each) as Outcome)
    const isSkipped = before.includes('failed') || (before.length > 0 && before.every((outcome) => outcome === 'skipped'))
    outcomes.set(id, isSkipped ? skip(expected, step, suffix) : run(expected, step, suffix))
    previous = id
  }
  return [...outcomes.values()]
}

function skip(expected: Expected, step: Drawn, suffix: string): Outcome {
  for (const each of [step, ...insideOf(step)]) {
    if (each !== step && step['type'] === 'for-each') break
    expected.steps.set(`${String(each['id'])}${suffix}`, ['SKIPPED'])
    if (helperOf(each)) expected.steps.set(`${String(each['id'])}_fallback${suffix}`, ['SKIPPED'])
  }
  skipLoops(expected, step, suffix)
  return 'skipped'
}

/** A for-each that never began has no steps. */
function skipLoops(expected: Expected, step: Drawn, suffix: string): void {
  for (const each of [step, ...insideOf(step)]) {
    if (each['type'] !== 'for-each') continue
    for (const inner of insideOf(each)) {
      expected.steps.delete(`${String(inner['id'])}${suffix}`)
      expected.steps.delete(`${String(inner['id'])}_fallback${suffix}`)
    }
  }
}

function insideOf(step: Drawn): Drawn[] {
  return ['steps', 'then', 'else'].flatMap((key) => ((step[key] ?? []) as Drawn[]).flatMap((each) => [each, ...insideOf(each)]))
}

function helperOf(step: Drawn): Drawn | undefined {
  const policy = step['on_failure']
  return policy !== null && typeof policy === 'object' && !Array.isArray(policy) ? (policy['fallback'] as Drawn | undefined) : undefined
}

function run(expected: Expected, step: Drawn, suffix: string): Outcome {
  const id = `${String(step['id'])}${suffix}`
  if (step['agent']) return runAgent(expected, step, suffix)
  const outcomes = runInside(expected, step, suffix)
  if (!outcomes.includes('failed')) {
    expected.steps.set(id, ['SUCCEEDED'])
    return 'ok'
  }
  expected.steps.set(id, ['FAILED'])
  for (const inner of ['steps', 'then', 'else']) loosenInside(expected, step, { key: inner, suffix })
  return step['on_failure'] === 'continue' ? 'ok' : 'failed'
}

function runInside(expected: Expected, step: Drawn, suffix: string): Outcome[] {
  if (step['type'] === 'parallel') return runList(expected, step['steps'] as Drawn[], { suffix, inOrder: false })
  if (step['type'] === 'for-each')
    return (step['items'] as Json[]).flatMap((_item, index) =>
      runList(expected, step['steps'] as Drawn[], { suffix: `${suffix}[${index}]`, inOrder: true }),
    )
  const isTrue = step['if'] !== 'input.no'
  for (const each of step[isTrue ? 'else' : 'then'] as Drawn[]) skip(expected, each, suffix)
  return runList(expected, step[isTrue ? 'then' : 'else'] as Drawn[], { suffix, inOrder: true })
}

function runAgent(expected: Expected, step: Drawn, suffix: string): Outcome {
  const id = `${String(step['id'])}${suffix}`
  const fails = Number((step['parameters'] as Drawn)['fails'])
  const policy = step['on_failure'] as Json
  const retry = typeof policy === 'object' && policy !== null && !Array.isArray(policy) ? Number(policy['retry'] ?? 0) : 0
  const helper = helperOf(step)
  if (helper) expected.steps.set(`${String(step['id'])}_fallback${suffix}`, ['SKIPPED'])
  if (fails <= retry) {
    expected.steps.set(id, ['SUCCEEDED'])
    expected.tries.set(id, fails + 1)
    return 'ok'
  }
  expected.steps.set(id, ['FAILED'])
  if (helper) {
    const helped = Number((helper['parameters'] as Drawn)['fails']) === 0
    expected.steps.set(`${String(step['id'])}_fallback${suffix}`, [helped ? 'SUCCEEDED' : 'FAILED'])
    if (helped) return 'ok'
    return (policy as Drawn)['then'] === 'continue' ? 'ok' : 'failed'
  }
  return policy === 'continue' ? 'ok' : 'failed'
}

/** Where something failed, what runs beside it may or may not have begun: that depends on who was faster. */
function loosen(expected: Expected, steps: readonly Drawn[], suffix: string): void {
  for (const step of steps) {
    for (const id of [`${String(step['id'])}${suffix}`, `${String(step['id'])}_fallback${suffix}`]) {
      const allowed = expected.steps.get(id)
      if (allowed) expected.steps.set(id, [...new Set([...allowed, 'SKIPPED', 'CANCELLED', undefined])])
    }
    for (const key of ['steps', 'then', 'else']) loosenInside(expected, step, { key, suffix })
  }
}

function loosenInside(expected: Expected, step: Drawn, { key, suffix }: { key: string; suffix: string }): void {
  if (!step[key]) return
  const suffixes = step['type'] === 'for-each' ? (step['items'] as Json[]).map((_item, index) => `${suffix}[${index}]`) : [suffix]
  for (const each of suffixes) loosen(expected, step[key] as Drawn[], each)
}

/** What of a run is not as the interpreter says. */
export function mistakes(
  expected: Expected,
  run: { status: string; steps: readonly { id: string; status: string; tries: number }[] },
): string[] {
  const found = new Map(run.steps.map((step) => [step.id, step]))
  const wrong = [...expected.steps].flatMap(([id, allowed]) =>
    allowed.includes(found.get(id)?.status) ? [] : [`${id} is ${found.get(id)?.status}, expected ${allowed.join(' or ')}`],
  )
  const extra = run.steps
    .filter(({ id, status }) => !expected.steps.has(id) && status !== 'SKIPPED')
    .map(({ id, status }) => `${id} is ${status}, expected none`)
  const tries = run.steps.flatMap(({ id, status, tries: count }) => {
    const right = expected.tries.get(id)
    return status === 'SUCCEEDED' && right !== undefined && right !== count ? [`${id} was tried ${count} times, expected ${right}`] : []
  })
  return [
    ...(run.status === expected.status ? [] : [`the run is ${run.status}, expected ${expected.status}`]),
    ...wrong,
    ...extra,
    ...tries,
  ]
}
