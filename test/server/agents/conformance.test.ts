// Promise: however an agent runs, the same things come of the same behaviour: results, progress, output, logs, files, each kind of
// failure, and an end when it is asked to end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunOutcome } from '../../../server/agents/adapter.ts'
import type { AgentConfig } from '../../../server/agents/config.ts'
import { type AgentKit, commandKit, httpCallbackKit, httpLinesKit, modelKit, processKit, type Scenario } from './agent-kits.ts'
import { type RecordedRun, recordRun } from './run-context.ts'

const kits = [commandKit(), processKit(), httpLinesKit(), httpCallbackKit(), modelKit('anthropic'), modelKit('openai')]

interface Ran {
  outcome: RunOutcome
  run: RecordedRun
}

describe.each(kits.map((kit) => [kit.name, kit] as const))('an agent that is %s', (_name, kit: AgentKit) => {
  beforeAll(() => kit.start())
  afterAll(() => kit.stop())

  const play = async (scenario: Scenario, during?: (run: RecordedRun) => void): Promise<Ran> => {
    const run = recordRun({ scenario })
    const agent: AgentConfig = kit.agent()
    const running = kit.adapter(agent, run.context)
    during?.(run)
    return { outcome: await running, run }
  }

  it('succeeds with what it answered', async () => {
    expect((await play('success')).outcome).toMatchObject({ kind: 'succeeded', result: { ok: true } })
  })

  it('shows progress, streamed output and logs', async () => {
    const { run, outcome } = await play('talk')
    expect(outcome.kind).toBe('succeeded')
    expect(run.progress).toEqual(kit.talk.progress)
    expect(run.logs).toEqual(kit.talk.logs)
  })

  it('leaves files', async () => {
    const { run, outcome } = await play('artifact')
    expect(outcome.kind).toBe('succeeded')
    expect(run.artifacts.map(({ name, contentType, data }) => [name, contentType, data.toString()])).toEqual([
      ['note.txt', 'text/plain', 'hello'],
    ])
  })

  it.each([
    ['transient', 'TRANSIENT'],
    ['permanent', 'PERMANENT'],
    ['crash', 'TRANSIENT'],
    ['oversized', 'PERMANENT'],
  ] as const)('that ends %s fails as %s, with a sentence', async (scenario, errorClass) => {
    const { outcome } = await play(scenario)
    expect(outcome).toMatchObject({ kind: 'failed', error: { class: errorClass } })
    expect(outcome.kind === 'failed' && outcome.error.message.length).toBeGreaterThan(10)
  })

  it('gets no file from outside of its folder', async () => {
    const { run, outcome } = await play('escape')
    expect(outcome).toMatchObject(kit.ofEscape)
    expect(run.artifacts).toEqual([])
  })

  it('that asks for patience is given it', async () => {
    expect((await play('busy')).outcome).toMatchObject({ kind: 'failed', error: { class: 'RATE_LIMITED', retryAfterMs: 1500 } })
  })

  it('that answers nonsense fails for good, or has said nothing that counts', async () => {
    const { outcome } = await play('malformed')
    expect(outcome).toMatchObject(kit.ofNonsense)
  })

  it('ends when it is cancelled, timed out or interrupted', async () => {
    const { outcome } = await play('hang', (run) => void run.when((text) => text === kit.begun).then(() => run.abort()))
    expect(outcome).toMatchObject({ kind: 'failed', error: { class: 'CANCELLED' } })
  })

  it('is as good as new afterwards', async () => {
    expect((await play('success')).outcome).toMatchObject({ kind: 'succeeded', result: { ok: true } })
  })
})
