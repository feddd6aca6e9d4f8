// Agents the tests hand work to: real files that run real programs, each with one habit.
import { writeFileSync } from 'node:fs'
import type { AgentFile } from '../support/server.ts'

const prelude = `
const fs = require('node:fs')
const { task, attempt, parameters } = JSON.parse(fs.readFileSync(0, 'utf8'))
const say = (line) => process.stdout.write(JSON.stringify(line) + '\\n')
const parent = process.ppid
const when = (path, then) => {
  const timer = setInterval(() => {
    // Nobody is left to open the gate.
    if (process.ppid !== parent) process.exit()
    if (fs.existsSync(path)) clearInterval(timer), then()
  }, 15)
}
`

type Habits = { [key: string]: unknown }

/** A YAML file whose agent runs this JavaScript; `task`, `attempt`, `parameters`, `say` and `when` are there. */
export function commandAgent(name: string, script: string, habits: Habits = {}): { [name: string]: AgentFile } {
  const file = {
    name,
    team: 'TEST_TEAM',
    type: 'tester',
    description: 'Exists only for a test of the product.',
    parameters: { type: 'object', properties: {}, additionalProperties: true },
    execution: { kind: 'command', command: [process.execPath, '-e', prelude + script] },
    retry: { strategy: 'fixed', delay: '20ms', max_attempts: 1, jitter: 0 },
    breaker: { minimum: 1000 },
    ...habits,
  }
  return { [name]: file }
}

/** Tells how it goes and succeeds. */
export const reporter = commandAgent(
  'reporter',
  `
  say({ type: 'log', level: 'info', text: 'Reading ' + parameters.topic })
  say({ type: 'progress', fraction: 0.5, step: 'Half way' })
  say({ type: 'log', level: 'warn', text: 'Only one source' })
  say({ type: 'progress', fraction: 0.9, step: 'Finishing' })
  say({ type: 'result', result: { topic: parameters.topic, attempt } })`,
  { capabilities: ['REPORTING'], parameters: { type: 'object', properties: { topic: { type: 'string', default: 'nothing' } } } },
)

/** Runs until the file \`gate\` exists. */
export function holder(name: string, habits: Habits = {}): { [name: string]: AgentFile } {
  return commandAgent(name, `when(parameters.gate, () => say({ type: 'result', result: { held: true } }))`, habits)
}

/** Lets the holders go that wait for it. */
export function open(gate: string): void {
  writeFileSync(gate, '')
}

/** Succeeds with \`good\`, else fails with the exit code it is told. */
export function failer(name: string, habits: Habits = {}): { [name: string]: AgentFile } {
  const script = `
  if (parameters.good) return say({ type: 'result', result: 'good' })
  process.stderr.write('out of luck')
  process.exitCode = parameters.code ?? 3`
  return commandAgent(name, `(() => {${script}})()`, habits)
}

/** Without a program: the built-in provider, with a calculator. */
export const calculator: { [name: string]: AgentFile } = {
  calculator: {
    name: 'calculator',
    team: 'MATH_TEAM',
    type: 'executor',
    description: 'Works out what it is asked, without a key.',
    llm_config: { provider: 'offline', system_prompt: 'Calculate.' },
    tools: ['calculator'],
    parameters: { type: 'object', required: ['task'], properties: { task: { type: 'string', minLength: 3 } } },
    output: {
      type: 'object',
      required: ['summary'],
      properties: { summary: { type: 'string' }, answer: { type: ['number', 'string'] }, expression: { type: 'string' } },
    },
  },
}
