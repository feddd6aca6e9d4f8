import { describe, expect, it } from 'vitest'
import type { Json, RunOutcome } from '../../../../server/agents/adapter.ts'
import type { AgentConfig } from '../../../../server/agents/config.ts'
import { createOffline } from '../../../../server/agents/offline/run-offline.ts'
import { type RecordedRun, recordRun } from '../run-context.ts'
import { agentFrom, sampleAgent, sampleYaml } from '../sample-agent.ts'

const now = (): Date => new Date('2026-01-07T12:00:00Z')
const runOffline = createOffline({ pauseMs: 0, now })

async function resultOf(agent: AgentConfig, run: RecordedRun): Promise<{ [key: string]: Json }> {
  const outcome: RunOutcome = await runOffline(agent, run.context)
  if (outcome.kind === 'failed') throw new Error(outcome.error.message)
  return outcome.result as { [key: string]: Json }
}

function withOutput(output: string): AgentConfig {
  return agentFrom(`${sampleYaml}output:\n${output}`)
}

describe('the offline provider', () => {
  it('labels what it wrote and writes about the parameters', async () => {
    const result = await resultOf(sampleAgent(), recordRun({ topic: 'Green tea' }))
    expect(result['provider']).toBe('offline')
    expect(result['content']).toContain('Green tea')
  })

  it('writes the same for the same parameters and something else for others', async () => {
    const first = await resultOf(sampleAgent(), recordRun({ topic: 'Green tea' }))
    expect(await resultOf(sampleAgent(), recordRun({ topic: 'Green tea' }))).toEqual(first)
    expect(await resultOf(sampleAgent(), recordRun({ topic: 'Black tea' }))).not.toEqual(first)
  })

  it("fills a new agent's output from its schema, examples and parameters alone", async () => {
    const agent = withOutput(`  type: object
  required: [topic, steps, step_count, due]
  properties:
    topic: { type: string }
    due: { type: string, format: date }
    step_count: { type: integer }
    steps:
      type: array
      items:
        type: object
        required: [title, day, effort]
        properties:
          title: { type: string }
          day: { type: string, format: date }
          effort: { type: integer, minimum: 1, maximum: 3 }
        examples: [{ title: 'Read about {topic}' }, { title: 'Try {topic} for {audience|yourself}' }]
`)
    const result = await resultOf(agent, recordRun({ topic: 'Green tea' }))
    expect(result).toMatchObject({ topic: 'Green tea', step_count: 2, due: '2026-01-12' })
    expect(result['steps']).toMatchObject([{ title: 'Read about Green tea', day: '2026-01-12' }, { title: 'Try Green tea for yourself' }])
  })

  it('writes about what an order to write is about, and quotes other orders', async () => {
    const article = await resultOf(sampleAgent(), recordRun({ topic: 'Write a short article on rain barrels' }))
    expect(article['content']).toMatch(/rain barrels/i)
    expect(article['content']).not.toContain('Write')
    const plan = await resultOf(sampleAgent(), recordRun({ topic: 'Plan the garden' }))
    expect(plan['content']).toContain('“Plan the garden”')
  })

  it('calculates figures from rows it is given', async () => {
    const agent = withOutput(`  type: object
  properties:
    summary: { type: string }
    columns: { type: array, items: { type: string } }
    rows: { type: array, items: { type: array } }
    statistics: { type: array, items: { type: object } }
`)
    const result = await resultOf(
      agent,
      recordRun({
        topic: 'Sales',
        data: [
          { region: 'north', sales: 10 },
          { region: 'south', sales: 30 },
        ],
      }),
    )
    expect(result).toMatchObject({
      columns: ['region', 'sales'],
      rows: [
        ['north', 10],
        ['south', 30],
      ],
      statistics: [{ column: 'sales', sum: 40, mean: 20, minimum: 10, maximum: 30 }],
    })
    expect(result['summary']).toContain('2 rows with 2 columns')
  })

  it('tells its steps, streams what it writes, and ends at the whole', async () => {
    const run = recordRun({ topic: 'Green tea' })
    const result = await resultOf(sampleAgent(), run)
    expect(run.progress.map(({ step }) => step)).toContain('Writing the content')
    const streamed = run.progress.map(({ partial }) => partial ?? '').join('')
    expect(streamed).toContain(result['content'])
    expect(run.progress.at(-1)).toEqual({ fraction: 1, step: 'Done' })
    expect(run.logs.length).toBeGreaterThan(0)
  })

  it('stops in the middle when it is aborted', async () => {
    const run = recordRun({ topic: 'Green tea' })
    const outcome = createOffline({ pauseMs: 60_000 })(sampleAgent(), run.context)
    run.abort()
    expect(await outcome).toMatchObject({ kind: 'failed', error: { class: 'CANCELLED' } })
  })

  it('says which field needs examples when a schema asks for what it cannot invent', async () => {
    const agent = withOutput('  type: object\n  required: [code]\n  properties: { code: { type: string, pattern: "^[0-9]{4}X$" } }\n')
    expect(await runOffline(agent, recordRun({ topic: 'Tea' }).context)).toMatchObject({
      kind: 'failed',
      error: { code: 'OUTPUT_MISMATCH', message: expect.stringContaining('result.code') as string },
    })
  })
})

describe('an agent with the calculator', () => {
  const agent = sampleAgent({ tools: [{ name: 'calculator' }] })

  it('answers a calculation with the number and logs the call', async () => {
    const run = recordRun({ topic: 'Calculate factorial of 10' })
    expect(await resultOf(agent, run)).toMatchObject({
      provider: 'offline',
      answer: 3_628_800,
      expression: '10!',
      summary: 'The answer to “factorial of 10” is 3628800.',
    })
    expect(run.logs.join('\n')).toMatch(/Tool calculator: \{"expression":"10!"\} -> 3628800 \([\d.]+ ms, 7 bytes\)/)
  })

  it('keeps every digit of a number too large for a JSON number', async () => {
    expect((await resultOf(agent, recordRun({ topic: '2 to the power of 100' })))['answer']).toBe('1267650600228229401496703205376')
  })

  it('fails for good when the calculator refuses', async () => {
    const run = recordRun({ topic: 'calculate 1/0' })
    expect(await runOffline(agent, run.context)).toMatchObject({
      kind: 'failed',
      error: { code: 'CALCULATION_FAILED', class: 'PERMANENT' },
    })
    expect(run.logs.join('\n')).toContain('divided by zero')
  })

  it('is the only one that calculates', async () => {
    expect(await resultOf(sampleAgent(), recordRun({ topic: 'Calculate factorial of 10' }))).not.toHaveProperty('answer')
  })
})
