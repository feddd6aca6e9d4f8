import { describe, expect, it } from 'vitest'
import { createAdapters } from '../../../server/agents/adapters.ts'
import type { ModelProvider, ModelRun } from '../../../server/agents/config.ts'
import { recordRun } from './run-context.ts'
import { sampleAgent } from './sample-agent.ts'

async function logOf(provider: ModelProvider, env: Record<string, string>): Promise<string> {
  const agent = sampleAgent()
  const asked = { ...agent, run: { ...(agent.run as ModelRun), provider } }
  const run = recordRun({ topic: 'Tea' })
  const outcome = await createAdapters({ env, offline: { pauseMs: 0 } })(asked)(asked, run.context)
  expect(outcome).toMatchObject({ kind: 'succeeded', result: { provider: 'offline' } })
  return run.logs[0] ?? ''
}

describe('choosing how an agent runs', () => {
  it('takes the offline provider where no model is set up, and says why', async () => {
    expect(await logOf('offline', { ANTHROPIC_API_KEY: 'k' })).toBe(
      'info The built-in offline provider answers, as the agent asks for; no model is called.',
    )
    expect(await logOf('auto', {})).toContain('ANTHROPIC_API_KEY and OPENAI_API_KEY not set, so no model is called')
    expect(await logOf('openai', { ANTHROPIC_API_KEY: 'k' })).toContain('OPENAI_API_KEY not set')
    expect(await logOf('anthropic', { OPENAI_API_KEY: 'k' })).toContain('ANTHROPIC_API_KEY not set')
  })

  it('starts the program of a command agent', async () => {
    const command = [process.execPath, '-e', 'console.log(JSON.stringify({ type: "result", result: "ran" }))']
    const agent = sampleAgent({ run: { kind: 'command', command, env: [], maxMemoryMb: 512, maxOutputBytes: 10_000 } })
    expect(await createAdapters({ env: process.env })(agent)(agent, recordRun().context)).toEqual({ kind: 'succeeded', result: 'ran' })
  })
})
