// What steps read of each other: every template and expression must point at something that is there when the step begins.
import type { Json } from '../agents/adapter.ts'
import type { AgentConfig, JsonSchema } from '../agents/config.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { Place, Problem } from './definition-text.ts'
import { ExpressionError, parseExpression, type ValuePath } from './expressions.ts'
import type { Order } from './order.ts'
import { expressionsOf, isContainer, type Plan, type PlanNode, templatedValues } from './plan.ts'
import { readsOf } from './templates.ts'

export interface ReadSurroundings {
  order: Order
  agent: (name: string) => AgentConfig | undefined
}

export interface NodeRead {
  place: Place
  path: ValuePath
  optional: boolean
}

/** Everything a step reads, and what is wrong with the text of its templates and expressions. */
export function nodeReads(node: PlanNode): { reads: NodeRead[]; problems: Problem[] } {
  const reads: NodeRead[] = []
  const problems: Problem[] = []
  for (const [key, value] of templatedValues(node)) {
    const found = readsOf(value, [...node.place, key])
    reads.push(...found.reads)
    problems.push(...found.problems)
  }
  for (const [key, text] of expressionsOf(node)) {
    const place = [...node.place, key]
    try {
      reads.push(...parseExpression(text).reads.map((path) => ({ place, path, optional: true })))
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      problems.push({ place, message: `${text.slice(0, 80)}: ${error.message}` })
    }
  }
  return { reads, problems }
}

/** The step that `steps.a.b...` names, and what of it is read. */
export function findTarget(plan: Plan, path: ValuePath): { node: PlanNode; rest: ValuePath } | undefined {
  let node = plan.byId.get(String(path[1]))
  if (!node) return undefined
  let depth = 2
  for (; depth < path.length; depth++) {
    const inside = plan.byId.get(String(path[depth]))
    if (!inside || inside.parent !== node.id) break
    node = inside
  }
  return { node, rest: path.slice(depth) }
}

export function checkReads(plan: Plan, around: ReadSurroundings): Problem[] {
  return plan.nodes.flatMap((node) => {
    const { reads, problems } = nodeReads(node)
    return [
      ...problems,
      ...reads.flatMap((read) => checkRead(plan, { ...around, node, read })),
      ...checkItems(plan, { ...around, node, reads }),
    ]
  })
}

/** Where it is known of what type the items are, it has to be a list. */
function checkItems(plan: Plan, { node, reads, agent }: ReadSurroundings & { node: PlanNode; reads: readonly NodeRead[] }): Problem[] {
  const [read] = reads.filter(({ place }) => place.at(-1) === 'items')
  if (node.work.kind !== 'FOR_EACH' || typeof node.work.items !== 'string' || !read || !isPlain(node.work.items)) return []
  const source = read.path[0] === 'steps' ? findTarget(plan, read.path) : undefined
  const isOutput = source?.rest[0] === 'output' && source.node.work.kind === 'AGENT'
  const schema =
    isOutput && source.node.work.kind === 'AGENT'
      ? agent(source.node.work.agent)?.output
      : read.path[0] === 'input'
        ? plan.parameters
        : undefined
  const type = typeAt(schema, isOutput ? source.rest.slice(1) : read.path.slice(1))
  if (type === undefined || type === 'array') return []
  return [{ place: read.place, message: `${read.path.join('.')}: expected a list, but it is of type ${type}` }]
}

function isPlain(text: string): boolean {
  return /^\s*\{\{[^|{}]*\}\}\s*$/.test(text)
}

function typeAt(schema: Json | undefined, path: ValuePath): string | undefined {
  if (schema === null || schema === undefined || typeof schema !== 'object' || Array.isArray(schema)) return undefined
  const [key, ...rest] = path
  const { type, properties, items } = schema as JsonSchema
  if (key === undefined) return typeof type === 'string' ? type : undefined
  if (typeof key === 'number') return typeAt(items, rest)
  return properties && typeof properties === 'object' && !Array.isArray(properties) ? typeAt(properties[key], rest) : undefined
}

type Reading = ReadSurroundings & { node: PlanNode; read: NodeRead }

function checkRead(plan: Plan, reading: Reading): Problem[] {
  const { node, read } = reading
  const { path, place } = read
  const name = path.join('.')
  switch (String(path[0])) {
    case 'steps':
      return checkStepRead(plan, reading)
    case 'input':
      return missingIn(plan.parameters, path.slice(1)).map((message) => ({ place, message: `${name}: ${message}` }))
    case 'item':
    case 'index':
      return node.loops.length > 0 ? [] : [{ place, message: `${name}: there is no "${path[0]}" outside of a for-each` }]
    case 'event':
      return node.work.kind === 'WAIT' && place.at(-1) === 'match'
        ? []
        : [{ place, message: `${name}: there is no "event" outside of match` }]
    default:
      return path[1] === undefined || ['id', 'name', 'startedAt'].includes(String(path[1]))
        ? []
        : [{ place, message: `${name}: a run has id, name and startedAt` }]
  }
}

function checkStepRead(plan: Plan, { order, agent, node, read }: Reading): Problem[] {
  const { path, place } = read
  const wrong = (message: string): Problem[] => [{ place, message: `${path.join('.')}: ${message}` }]
  if (path.length < 2) return wrong('name the step, for example steps.blog.output')
  const target = findTarget(plan, path)
  if (!target) return wrong(`there is no step "${path[1]}"${didYouMean(String(path[1]), [...plan.byId.keys()])}`)
  const { node: source, rest } = target
  if (source.loops.some((loop, depth) => node.loops[depth] !== loop))
    return wrong(`${source.id} runs once for each item; read steps.${source.loops[0]}.output, the list of what came of them`)
  const helps = source.onFailure.fallback === node.id && (rest[0] === 'error' || rest[0] === 'status')
  if (!helps && !order.isBefore(source.id, node.id)) return wrong(`${source.id} does not come before ${node.id}; add it to depends_on`)
  const [first, ...inside] = rest
  if (first === undefined || first === 'status' || first === 'error') return []
  if (first !== 'output') return wrong(`a step has output, status and error${didYouMean(String(first), ['output', 'status', 'error'])}`)
  return outputProblems(plan, { source, inside, agent }).flatMap(wrong)
}

function outputProblems(
  plan: Plan,
  { source, inside, agent }: { source: PlanNode; inside: ValuePath; agent: ReadSurroundings['agent'] },
): string[] {
  if (source.work.kind === 'AGENT') return missingIn(agent(source.work.agent)?.output, inside)
  if (source.work.kind === 'QUESTION' && source.work.form) return missingIn(source.work.form, inside)
  if (source.work.kind === 'FOR_EACH' || !isContainer(plan, source) || inside.length === 0) return []
  const [id, ...rest] = inside
  const child = plan.children.get(source.id)?.find((each) => each.id === id)
  if (child) return outputProblems(plan, { source: child, inside: rest, agent })
  const known = [...(plan.children.get(source.id) ?? []).map((each) => each.id), ...(source.work.kind === 'CONDITION' ? ['branch'] : [])]
  return known.includes(String(id)) ? [] : [`${source.id} has no step "${id}"${didYouMean(String(id), known)}`]
}

/** What a JSON Schema says against a path; nothing where it says nothing. */
function missingIn(schema: Json | undefined, path: ValuePath): string[] {
  const [key, ...rest] = path
  if (key === undefined || schema === null || typeof schema !== 'object' || Array.isArray(schema)) return []
  const { properties, items, type } = schema as JsonSchema
  if (typeof key === 'number') {
    if (type !== undefined && type !== 'array' && !(Array.isArray(type) && type.includes('array')))
      return [`expected a list, but it is of type ${JSON.stringify(type)}`]
    return missingIn(items, rest)
  }
  if (typeof type === 'string' && type !== 'object') return [`"${key}" is read of a value of type ${type}`]
  if (isOpen(schema) || typeof properties !== 'object' || properties === null || Array.isArray(properties)) return []
  if (Object.hasOwn(properties, key)) return missingIn(properties[key], rest)
  return [
    `there is no "${key}"${didYouMean(key, Object.keys(properties)) || `; there is ${Object.keys(properties).join(', ') || 'nothing'}`}`,
  ]
}

/** May hold more than it lists. */
function isOpen({ additionalProperties, patternProperties, $ref, anyOf, oneOf, allOf }: { [key: string]: Json }): boolean {
  const more = [patternProperties, $ref, anyOf, oneOf, allOf].some((each) => each !== undefined)
  return more || (additionalProperties !== undefined && additionalProperties !== false)
}
