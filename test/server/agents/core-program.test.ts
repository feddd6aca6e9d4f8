// Promise: the program of the core team does in a process of its own what a model agent does in the worker: it answers, tells how it
// goes, fails with the same words, and lets a call go when it is cancelled.
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ModelRun, ProcessRun } from '../../../server/agents/config.ts'
import { createProcesses, type Processes } from '../../../server/agents/supervised/processes.ts'
import { bundle } from '../launch/fixtures/bundle.ts'
import { createModelRig } from './model/model-fixture.ts'
import { recordRun } from './run-context.ts'
import { agentFrom, sampleModel, sampleYaml } from './sample-agent.ts'

const programs = bundle({ core: 'server/agents/supervised/core-program.ts' })
const { server, env } = await createModelRig()
let processes: Processes

beforeEach(() => {
  processes = createProcesses({ env: { PATH: process.env['PATH'], ...env('anthropic') }, log: () => undefined, onChange: () => undefined })
})
afterEach(() => processes.stop())

function coreAgent(model: Partial<ModelRun> = {}) {
  const run: ProcessRun = {
    ...{ kind: 'process', model: { ...sampleModel, maxSteps: 5, ...model }, processes: 1, maxMemoryMb: 512, maxOutputBytes: 1_000_000 },
    ...{
      command: [process.execPath, join(programs, 'core.mjs')],
      env: ['ANTHROPIC_API_KEY', 'ANTHROPIC_BASE_URL'],
      unresponsiveMs: 60_000,
    },
  }
  return { ...agentFrom(sampleYaml), run }
}

const hosted = { provider: 'anthropic' } as const
const pidOf = () => processes.state()['sample']?.running.map(({ pid }) => pid)

describe('the program of the core team', () => {
  it('answers without a key, and says that no model did', async () => {
    const run = recordRun({ topic: 'Oolong' })
    const outcome = await processes.run(coreAgent(), run.context)
    expect(outcome).toMatchObject({ kind: 'succeeded', result: { provider: 'offline' } })
    expect(JSON.stringify(outcome)).toContain('Oolong')
    expect(run.logs.join()).toContain('The built-in offline provider answers')
    const fractions = run.progress.flatMap(({ fraction = [] }) => fraction)
    expect(fractions.length).toBeGreaterThan(1)
    expect(run.progress.map(({ partial = '' }) => partial).join('')).toContain('Oolong')
  })

  it('asks a model, streams what it writes and counts what it used', async () => {
    server.answer({ kind: 'text', chunks: ['Tea is ', 'a leaf.'] })
    const run = recordRun({ topic: 'Tea' })
    expect(await processes.run(coreAgent(hosted), run.context)).toMatchObject({
      kind: 'succeeded',
      result: { text: 'Tea is a leaf.' },
      usage: { inputTokens: 100, outputTokens: 20 },
    })
    expect(run.progress.map(({ partial = '' }) => partial).join('')).toBe('Tea is a leaf.')
  })

  it('fails with the class, the words and the patience of the provider', async () => {
    server.answer({ kind: 'error', status: 429, headers: { 'retry-after': '7' }, type: 'rate_limit_error', message: 'slow down' })
    expect(await processes.run(coreAgent(hosted), recordRun({ topic: 'Tea' }).context)).toMatchObject({
      error: { class: 'RATE_LIMITED', code: 'MODEL_RATE_LIMITED', retryAfterMs: 7000, message: expect.stringContaining('slow down') },
    })
  })

  it('lets the call go when it is cancelled, and takes the next task', async () => {
    server.answer({ kind: 'stall', chunks: ['Once'] })
    const run = recordRun({ topic: 'Tea' })
    const hungUp = server.hungUp()
    const running = processes.run(coreAgent(hosted), run.context)
    await run.when((text) => text === 'Writing')
    const before = pidOf()
    run.abort()
    expect(await running).toMatchObject({ kind: 'failed', error: { class: 'CANCELLED' } })
    await hungUp
    server.answer({ kind: 'text', chunks: ['Here again.'] })
    expect(await processes.run(coreAgent(hosted), recordRun({ topic: 'Tea' }).context)).toMatchObject({ result: { text: 'Here again.' } })
    expect(pidOf()).toEqual(before)
  })
})
