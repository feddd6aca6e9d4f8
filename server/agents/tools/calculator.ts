// Arithmetic for agents: one expression in, one number out. mathjs is loaded on the first call; nothing but arithmetic is let through.
import { createRequire } from 'node:module'
import type { MathJsInstance, MathNode } from 'mathjs'

const maxExpressionLength = 500
const maxFactorial = 1_000
const maxExponent = 10_000
/** Results beyond this many digits are refused rather than printed. */
const maxDigits = 3_000
/** Enough for 100! to be exact. */
const precision = 200

const constants = ['pi', 'e', 'tau', 'phi'] as const
const functions = [
  'abs',
  'ceil',
  'floor',
  'round',
  'sign',
  'sqrt',
  'cbrt',
  'exp',
  'log',
  'log2',
  'log10',
  'pow',
  'factorial',
  'gcd',
  'lcm',
  'mod',
  'min',
  'max',
  'sum',
  'mean',
  'median',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
]
const operators = ['add', 'subtract', 'multiply', 'divide', 'pow', 'mod', 'unaryMinus', 'unaryPlus', 'factorial']

interface Calculator {
  math: MathJsInstance
  parse: MathJsInstance['parse']
  /** mathjs keeps its own as doubles, which do not mix with big numbers. */
  scope: Record<(typeof constants)[number], unknown>
}

let loaded: Calculator | undefined

/** Throws an Error whose message says what cannot be calculated and why. */
export async function calculate(expression: string): Promise<string> {
  if (expression.trim() === '') throw new Error('expected an expression such as 12 * (3 + 4), got nothing')
  if (expression.length > maxExpressionLength)
    throw new Error(`expected at most ${maxExpressionLength} characters, got ${expression.length}`)
  loaded ??= load()
  const { math, parse, scope } = loaded
  const node = read(parse, expression)
  node.traverse(allow)
  return print(math, node.compile().evaluate({ ...scope }) as unknown)
}

/** The single-file build is ready in a tenth of the time that its thousand modules need. */
function load(): Calculator {
  const { all, create } = createRequire(import.meta.url)('mathjs/lib/browser/math.js') as typeof import('mathjs')
  const math = create(all ?? {})
  // This build ignores a configuration given to create().
  math.config({ number: 'BigNumber', precision })
  const parse = math.parse.bind(math)
  const { pow, factorial } = math
  const refuse = (name: string) => () => {
    throw new Error(`${name} is not part of the calculator`)
  }
  const closed = [
    'import',
    'config',
    'createUnit',
    'evaluate',
    'parse',
    'compile',
    'parser',
    'simplify',
    'derivative',
    'rationalize',
    'resolve',
    'reviver',
  ]
  math.import(
    {
      ...Object.fromEntries(closed.map((name) => [name, refuse(name)])),
      pow: (base: number, exponent: number) => pow(base, atMost(exponent, maxExponent, 'the exponent')),
      factorial: (value: number) => factorial(atMost(value, maxFactorial, 'the number before !')),
    },
    { override: true },
  )
  const pi = math.acos(math.bignumber(-1))
  const phi = math.divide(math.add(math.sqrt(math.bignumber(5)), 1), 2)
  return { math, parse, scope: { pi, e: math.exp(math.bignumber(1)), tau: math.multiply(pi, 2), phi } }
}

function read(parse: Calculator['parse'], expression: string): MathNode {
  try {
    return parse(expression)
  } catch (error) {
    throw new Error(`"${expression}" is not an expression: ${(error as Error).message}`)
  }
}

/** An allow-list over the parsed tree: no assignment, no access to members, no functions of one's own, no strings. */
function allow(node: MathNode, _path?: string, parent?: MathNode | null): void {
  const kind = node.type
  if (kind === 'ParenthesisNode' || (kind === 'ConstantNode' && isNumber(node))) return
  if (kind === 'OperatorNode' && operators.includes(nameOf(node, 'fn'))) return
  if (kind === 'FunctionNode' && functions.includes(nameOf(node, 'name'))) return
  const called = parent?.type === 'FunctionNode' && _path === 'fn'
  if (kind === 'SymbolNode' && (called ? functions : [...constants]).includes(nameOf(node, 'name'))) return
  throw new Error(`"${node.toString()}" is not arithmetic; known are + - * / ^ % ! and ${functions.join(', ')}, ${constants.join(', ')}`)
}

function isNumber(node: MathNode): boolean {
  const { value } = node as unknown as { value: unknown }
  return typeof value === 'number' || (typeof value === 'object' && value !== null)
}

function nameOf(node: MathNode, key: 'fn' | 'name'): string {
  return String((node as unknown as Record<string, unknown>)[key])
}

function atMost(value: number, limit: number, what: string): number {
  if (Math.abs(Number(value)) > limit) throw new Error(`${what} must be at most ${limit}, got ${String(value)}`)
  return value
}

function print(math: MathJsInstance, value: unknown): string {
  if (!math.isBigNumber(value)) throw new Error('the result is not a real number')
  if (!value.isFinite()) throw new Error('the result is not a finite number; was something divided by zero?')
  if (Math.abs(value.e) > maxDigits) throw new Error(`the result has more than ${maxDigits} digits`)
  if (value.isInteger() && value.precision(true) <= precision - 1) return value.toFixed()
  return math.format(value, { precision: 15, lowerExp: -9, upperExp: 21 })
}
