// The agents of the benchmark: one without limits worth naming, twenty that are limited in every way there is, and one that is a model.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const freeAgent = 'free'
export const modelAgent = 'model'
export const limitedAgents = Array.from({ length: 20 }, (_, index) => `limited-${index + 1}`)

/** Slots of the limited ones add up to the concurrency they are measured at; the rate is counted but never reached. */
const limitedSlots = 25

export function writeCrew(folder: string): string {
  const dir = join(folder, 'agents')
  mkdirSync(dir, { recursive: true })
  const write = (name: string, limits: string, provider = 'offline') =>
    writeFileSync(join(dir, `${name}.yaml`), agentFile({ name, limits, provider }))
  write(freeAgent, 'max_concurrent: 10000')
  write(modelAgent, 'max_concurrent: 10000', 'anthropic')
  for (const name of limitedAgents) write(name, `max_concurrent: ${limitedSlots}\n  rate_limit: 1000000/minute`)
  return dir
}

function agentFile({ name, limits, provider }: { name: string; limits: string; provider: string }): string {
  return `name: ${name}
team: BENCH_TEAM
type: bench
description: Exists only while the benchmark runs.
parameters:
  type: object
  required: [n]
  properties:
    n: { type: integer }
    text: { type: string }
llm_config:
  provider: ${provider}
  system_prompt: Do nothing.
limits:
  ${limits}
  queue_limit: 10000000
`
}
