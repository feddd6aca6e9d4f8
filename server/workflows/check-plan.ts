// The rules a plan has to keep before it may start: ids, order, agents, reachability. What steps read is checked in check-reads.ts.
import type { AgentConfig, JsonSchema } from '../agents/config.ts'
import { checkJsonSchema } from '../agents/json-schema-check.ts'
import { checkParameters } from '../agents/parameters.ts'
import { didYouMean } from '../did-you-mean.ts'
import { checkReads } from './check-reads.ts'
import { maxSteps } from './definition.ts'
import type { Place, Problem } from './definition-text.ts'
import { ExpressionError, parseExpression } from './expressions.ts'
import { hangingPatterns } from './hanging-patterns.ts'
import { orderOf } from './order.ts'
import type { Asked, Plan, PlanNode } from './plan.ts'
import { hasTemplate } from './templates.ts'

export interface PlanSurroundings {
  agent: (name: string) => AgentConfig | undefined
  agentNames: () => readonly string[]
  hasTemplate: (name: string, version: number | undefined) => boolean
}

export function checkPlan(plan: Plan, around: PlanSurroundings): Problem[] {
  const duplicates = findDuplicates(plan)
  const problems = [
    ...(plan.nodes.length > maxSteps
      ? [{ place: ['steps'], message: `expected at most ${maxSteps} steps, got ${plan.nodes.length}` }]
      : []),
    ...duplicates,
    ...checkInput(plan.parameters),
    ...plan.nodes.flatMap((node) => [...checkLinks(plan, node), ...checkWork(node, around)]),
  ]
  if (duplicates.length > 0 || plan.nodes.length > maxSteps) return problems
  const order = orderOf(plan)
  const { agent } = around
  if (order.cycle.length === 0) return [...problems, ...findUnreachable(plan), ...checkReads(plan, { order, agent })]
  // In a circle nothing comes first: there it counts only whether what is read exists.
  return [...problems, toCycle(plan, order.cycle), ...checkReads(plan, { order: { ...order, isBefore: () => true }, agent })]
}

function toCycle(plan: Plan, cycle: readonly string[]): Problem {
  const first = plan.byId.get(cycle[0] ?? '')
  const circle = [...cycle].reverse()
  return { place: [...(first?.place ?? ['steps']), 'depends_on'], message: `is a cycle: ${[...circle, circle[0]].join(' -> ')}` }
}

function checkInput(schema: JsonSchema): Problem[] {
  const wrong = checkJsonSchema(schema).map(({ path, message }) => ({ place: ['parameters', ...path], message }))
  return [...wrong, ...hangingPatterns(schema, ['parameters'])]
}

function findDuplicates({ nodes }: Plan): Problem[] {
  const seen = new Map<string, Place>()
  return nodes.flatMap(({ id, place }): Problem[] => {
    const first = seen.get(id)
    if (!first) seen.set(id, place)
    return first ? [{ place: [...place, 'id'], message: `"${id}" is the id of ${first.join('.')} as well; every step needs its own` }] : []
  })
}

function checkLinks(plan: Plan, node: PlanNode): Problem[] {
  const ids = [...plan.byId.keys()]
  const problems: Problem[] = []
  for (const id of node.after) {
    const place = [...node.place, 'depends_on']
    const before = plan.byId.get(id)
    if (!before) problems.push({ place, message: `there is no step "${id}"${didYouMean(id, ids)}` })
    else if (before.loops.some((loop, depth) => node.loops[depth] !== loop))
      problems.push({ place, message: `"${id}" runs once for each item of ${before.loops.at(-1)}; depend on ${before.loops[0]} instead` })
    else if (before.role)
      problems.push({
        place,
        message: `"${id}" runs only when another step ${before.role === 'undo' ? 'is undone' : 'has failed'}; nothing can wait for it`,
      })
  }
  if (node.work.kind === 'CONDITION')
    for (const { id, side } of node.work.targets) {
      const target = plan.byId.get(id)
      if (!target) problems.push({ place: [...node.place, side], message: `there is no step "${id}"${didYouMean(id, ids)}` })
      else if (!target.branches.some(({ condition }) => condition === node.id))
        problems.push({ place: [...node.place, side], message: `"${id}" is not beside this step; name one of the same list` })
    }
  for (const [key, id] of [
    ['on_failure', node.onFailure.fallback],
    ['compensate', node.undo],
  ] as const) {
    const helper = id === undefined ? undefined : plan.byId.get(id)
    if (id !== undefined && !helper)
      problems.push({ place: [...node.place, key], message: `there is no step "${id}"${didYouMean(id, ids)}` })
    if (helper && helper.parent !== node.parent)
      problems.push({ place: [...node.place, key], message: `"${id}" is not beside this step; name one of the same list` })
    if (helper && helper.work.kind !== 'AGENT')
      problems.push({ place: [...node.place, key], message: `"${id}" is no step of an agent; only those can help another step` })
  }
  return problems
}

function checkWork(node: PlanNode, around: PlanSurroundings): Problem[] {
  const { work, place } = node
  switch (work.kind) {
    case 'AGENT':
      return checkAgentStep(node, around)
    case 'WORKFLOW':
      return around.hasTemplate(work.template, work.version)
        ? []
        : [
            {
              place: [...place, 'template'],
              message: `there is no template "${work.template}"${work.version ? ` of version ${work.version}` : ''}`,
            },
          ]
    case 'FOR_EACH':
      return typeof work.items === 'string' && !hasTemplate(work.items)
        ? [
            {
              place: [...place, 'items'],
              message: `expected a list, or a template for one such as {{input.items}}, got "${work.items.slice(0, 60)}"`,
            },
          ]
        : []
    case 'WAIT':
      return checkWait(node)
    case 'QUESTION': {
      const both =
        work.choices.length > 0 && work.form ? [{ place: [...place, 'choices'], message: 'expected choices or a form, not both' }] : []
      const form: Problem[] = work.form
        ? checkJsonSchema(work.form).map(({ path, message }) => ({ place: [...place, 'form', ...path], message }))
        : []
      if (work.form) form.push(...hangingPatterns(work.form as JsonSchema, [...place, 'form']))
      return [...both, ...form, ...checkAsked(work, place)]
    }
    case 'APPROVAL':
      return checkAsked(work, place)
    case 'PARALLEL':
    case 'CONDITION':
    case 'END':
      return []
  }
}

function checkAgentStep({ work, place }: PlanNode, { agent, agentNames }: PlanSurroundings): Problem[] {
  if (work.kind !== 'AGENT') return []
  const config = agent(work.agent)
  if (!config) return [{ place: [...place, 'agent'], message: `there is no agent "${work.agent}"${didYouMean(work.agent, agentNames())}` }]
  const check = checkParameters(config, work.parameters)
  if (check.ok) return []
  // What a template stands for is checked once it is known.
  return check.violations.flatMap(({ path, message }): Problem[] => {
    const keys = path.split('.').slice(1)
    const isOpen = keys.some(
      (_key, depth) =>
        typeof valueAt(work.parameters, keys.slice(0, depth + 1)) === 'string' &&
        hasTemplate(valueAt(work.parameters, keys.slice(0, depth + 1))),
    )
    return isOpen || hasTemplate(valueAt(work.parameters, keys)) ? [] : [{ place: [...place, 'parameters', ...keys], message }]
  })
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce(
    (current, key) => (current !== null && typeof current === 'object' ? (current as { [key: string]: unknown })[key] : undefined),
    value,
  )
}

function checkWait({ work, place }: PlanNode): Problem[] {
  if (work.kind !== 'WAIT') return []
  const given = [work.forMs, work.until, work.event].filter((each) => each !== undefined)
  if (given.length !== 1) return [{ place, message: 'expected exactly one of for, until and event' }]
  const problems: Problem[] = []
  if (work.until !== undefined && !hasTemplate(work.until) && Number.isNaN(Date.parse(work.until)))
    problems.push({
      place: [...place, 'until'],
      message: `expected a moment such as 2026-03-01T09:00:00Z, got "${work.until.slice(0, 40)}"`,
    })
  if (work.event === undefined && work.match !== undefined)
    problems.push({ place: [...place, 'match'], message: 'belongs to a wait for an event' })
  if (work.event === undefined && work.timeoutMs !== undefined)
    problems.push({ place: [...place, 'timeout'], message: 'belongs to a wait for an event' })
  return problems
}

const roles = ['ADMIN', 'USER', 'VIEWER']

function checkAsked(
  asked: Asked & { escalate: (Asked & { afterMs: number }) | undefined; expiresMs: number | undefined },
  place: Place,
): Problem[] {
  const wrong = (names: readonly string[], at: Place) =>
    names
      .filter((name) => !roles.includes(name))
      .map((name) => ({ place: at, message: `expected one of admin, user, viewer, got "${name.toLowerCase()}"` }))
  const { escalate, expiresMs } = asked
  const late = escalate && expiresMs !== undefined && escalate.afterMs >= expiresMs
  return [
    ...wrong(asked.roles, [...place, 'roles']),
    ...wrong(escalate?.roles ?? [], [...place, 'escalate', 'roles']),
    ...(late
      ? [{ place: [...place, 'escalate', 'after'], message: 'expected a shorter time than expires: nothing is left to escalate then' }]
      : []),
  ]
}

/** Behind an end nothing runs, nor on a side that a condition can never choose. */
function findUnreachable(plan: Plan): Problem[] {
  const dead = new Set<string>()
  const problems: Problem[] = []
  for (let grown = true; grown; ) {
    grown = false
    for (const node of plan.nodes) {
      const why = dead.has(node.id) || node.role ? undefined : whyUnreachable(plan, { node, dead })
      if (!why) continue
      dead.add(node.id)
      grown = true
      problems.push({ place: node.place, message: `cannot be reached: ${why}` })
    }
  }
  return problems
}

function whyUnreachable(plan: Plan, { node, dead }: { node: PlanNode; dead: ReadonlySet<string> }): string | undefined {
  const ends = node.after.map((id) => plan.byId.get(id))
  const end = ends.find((each) => each?.work.kind === 'END')
  if (end) return `${end.id} ends the run before it`
  if (node.after.length > 0 && node.after.every((id) => dead.has(id))) return `${node.after.join(' and ')} cannot be reached`
  if (node.parent !== undefined && dead.has(node.parent)) return `${node.parent} cannot be reached`
  const sides = [...node.branches, ...(node.side && node.parent ? [{ condition: node.parent, side: node.side }] : [])]
  if (sides.length > 0 && sides.every(({ condition, side }) => neverChooses(plan, { condition, side })))
    return `the condition ${sides[0]?.condition} never chooses "${sides[0]?.side}"`
  return undefined
}

function neverChooses(plan: Plan, { condition, side }: { condition: string; side: 'then' | 'else' }): boolean {
  const work = plan.byId.get(condition)?.work
  if (work?.kind !== 'CONDITION') return false
  try {
    const { constant } = parseExpression(work.expression)
    return typeof constant === 'boolean' && constant !== (side === 'then')
  } catch (error) {
    if (error instanceof ExpressionError) return false
    throw error
  }
}
