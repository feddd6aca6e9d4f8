// Expressions over a run: conditions, and what stands between double braces. A safe language (CEL): no code, no loops without end.
// Says which values an expression reads, so that they can be checked and loaded beforehand.
import { Environment } from '@marcbachmann/cel-js'
import type { Json } from '../agents/adapter.ts'

export const roots = ['steps', 'input', 'item', 'index', 'run', 'event'] as const

/** A name and what is read of it: `['steps', 'blog', 'output', 'title']`. */
export type ValuePath = readonly (string | number)[]

export interface Expression {
  text: string
  reads: readonly ValuePath[]
  /** Present when it reads nothing: its value is the same in every run. */
  constant?: Json
}

export class ExpressionError extends Error {}

const maxLoops = 2
const environment = createEnvironment()
const compiled = new Map<string, ReturnType<typeof environment.parse>>()
const keptExpressions = 2000

function createEnvironment(): Environment {
  const made = new Environment({
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 500, maxDepth: 40, maxListElements: 200, maxMapEntries: 100, maxCallArguments: 8 },
  })
  for (const root of roots) made.registerVariable(root, 'dyn')
  // JSON knows one kind of number, the language two.
  const number = (value: unknown) => Number(value)
  for (const [left, right] of [
    ['double', 'int'],
    ['int', 'double'],
  ]) {
    made.registerOperator(`${left} + ${right}`, (a: unknown, b: unknown) => number(a) + number(b))
    made.registerOperator(`${left} - ${right}`, (a: unknown, b: unknown) => number(a) - number(b))
    made.registerOperator(`${left} * ${right}`, (a: unknown, b: unknown) => number(a) * number(b))
    made.registerOperator(`${left} / ${right}`, (a: unknown, b: unknown) => number(a) / number(b))
    made.registerOperator(`${left} % ${right}`, (a: unknown, b: unknown) => number(a) % number(b))
  }
  made.registerOperator('double % double', (a: unknown, b: unknown) => number(a) % number(b))
  return made
}

/** Throws an ExpressionError that says what is wrong with the text. */
export function parseExpression(text: string): Expression {
  const parsed = compile(text)
  const check = parsed.check()
  if (!check.valid) throw new ExpressionError(summaryOf(check.error))
  const ast = parsed.ast as unknown as Ast
  refuseCostly(ast, 0)
  const reads = readsOf(ast)
  if (reads.length > 0) return { text, reads }
  try {
    return { text, reads, constant: evaluate(text, {}) }
  } catch {
    return { text, reads }
  }
}

export function evaluate(text: string, context: { [name: string]: Json }): Json {
  try {
    return toJson(compile(text)(context))
  } catch (error) {
    throw new ExpressionError(`${text.length > 80 ? `${text.slice(0, 77)}...` : text}: ${summaryOf(error)}`)
  }
}

function compile(text: string): ReturnType<typeof environment.parse> {
  const known = compiled.get(text)
  if (known) return known
  try {
    const parsed = environment.parse(text)
    if (compiled.size >= keptExpressions) compiled.clear()
    compiled.set(text, parsed)
    return parsed
  } catch (error) {
    throw new ExpressionError(summaryOf(error))
  }
}

function summaryOf(error: unknown): string {
  if (!(error instanceof Error)) return 'cannot be evaluated'
  return 'summary' in error && typeof error.summary === 'string' ? error.summary : error.message
}

/** Whole numbers come back as bigint. */
function toJson(value: unknown): Json {
  if (typeof value === 'bigint') return Number(value)
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
    throw new Error('is not a number')
  }
  if (Array.isArray(value)) return value.map(toJson)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Map) return toJson(Object.fromEntries(value))
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]))
  return String(value)
}

interface Ast {
  op: string
  args: unknown
}

const loops: readonly string[] = ['map', 'filter', 'all', 'exists', 'exists_one']

/** Regular expressions and loops in loops in loops can hold up a whole server. */
function refuseCostly(node: unknown, depth: number): void {
  if (Array.isArray(node)) for (const each of node) refuseCostly(each, depth)
  if (!isAst(node)) return
  const called = node.op === 'call' || node.op === 'rcall' ? (node.args as unknown[])[0] : undefined
  if (called === 'matches') throw new ExpressionError('matches is not available; use contains, startsWith or endsWith')
  const inside = depth + (typeof called === 'string' && loops.includes(called) ? 1 : 0)
  if (inside > maxLoops) throw new ExpressionError(`expected at most ${maxLoops} of ${loops.join(', ')} inside each other`)
  refuseCostly(node.args, inside)
}

function isAst(node: unknown): node is Ast {
  return typeof node === 'object' && node !== null && 'op' in node && 'args' in node
}

function readsOf(node: unknown): ValuePath[] {
  if (Array.isArray(node)) return node.flatMap(readsOf)
  if (!isAst(node)) return []
  const chain = chainOf(node)
  if (chain) return [...(isRoot(chain.path[0]) ? [chain.path] : []), ...chain.rest.flatMap(readsOf)]
  return readsOf(node.args)
}

function isRoot(name: unknown): boolean {
  return roots.includes(name as (typeof roots)[number])
}

/** `a.b["c"][0]` as a path; behind an index that is not written out nothing is known. */
function chainOf(node: Ast): { path: (string | number)[]; open: boolean; rest: unknown[] } | undefined {
  if (node.op === 'id') return { path: [String(node.args)], open: false, rest: [] }
  if (node.op !== '.' && node.op !== '[]') return undefined
  const [object, key] = node.args as [unknown, unknown]
  const chain = isAst(object) ? chainOf(object) : undefined
  if (!chain) return undefined
  if (node.op === '.') return chain.open ? chain : { ...chain, path: [...chain.path, String(key)] }
  if (isAst(key) && key.op === 'value' && !chain.open) {
    const value = typeof key.args === 'bigint' ? Number(key.args) : key.args
    if (typeof value === 'string' || typeof value === 'number') return { ...chain, path: [...chain.path, value] }
  }
  return { path: chain.path, open: true, rest: [...chain.rest, key] }
}
