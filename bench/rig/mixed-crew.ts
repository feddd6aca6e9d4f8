// Agents of every kind that needs nothing from outside, and what is asked of them each second of a steady load.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const head = (name: string) => `name: ${name}
team: BENCH_TEAM
type: bench
description: Exists only while the benchmark runs.
limits: { max_concurrent: 50, queue_limit: 100000 }
`

const keeper = `
require('node:readline').createInterface({ input: process.stdin }).on('line', (text) => {
  const { type, run } = JSON.parse(text)
  if (type === 'ping') console.log('{"type":"pong"}')
  if (type === 'stop') process.exit()
  if (type === 'run') console.log(JSON.stringify({ run, type: 'result', result: 'kept' }))
})`

const files = {
  model: 'llm_config: { provider: offline, system_prompt: Say nothing. }\n',
  program: `execution: { kind: command, command: [/bin/sh, -c, 'cat > /dev/null; echo ''{"type":"result","result":"ran"}'''] }\n`,
  broken: `execution: { kind: command, command: [/bin/sh, -c, 'cat > /dev/null; echo out of luck >&2; exit 3'] }
retry: { strategy: fixed, delay: 500ms, max_attempts: 2 }
breaker: { minimum: 1000000 }
`,
  kept: `execution: { kind: process, command: [${process.execPath}, -e, ${JSON.stringify(keeper)}] }\n`,
}

export function writeMixedCrew(folder: string): string {
  const dir = join(folder, 'mixed-agents')
  mkdirSync(dir, { recursive: true })
  for (const [name, body] of Object.entries(files)) writeFileSync(join(dir, `${name}.yaml`), head(name) + body)
  return dir
}

export interface MixedInput {
  agent: keyof typeof files
  parameters: object
  runAt?: string
  dependsOn?: string[]
}

/** The last one is to be cancelled. */
export function mixedTasks(now: number): MixedInput[] {
  const many = (count: number, agent: MixedInput['agent']): MixedInput[] => Array.from({ length: count }, () => ({ agent, parameters: {} }))
  const at = (ms: number) => new Date(now + ms).toISOString()
  return [
    ...many(12, 'model'),
    ...many(2, 'program'),
    ...many(2, 'kept'),
    { agent: 'broken', parameters: {} },
    { agent: 'model', parameters: {}, dependsOn: ['#1'] },
    { agent: 'model', parameters: {}, runAt: at(2000) },
    { agent: 'model', parameters: {}, runAt: at(3600_000) },
  ]
}
