// What becomes of a model's answer, over real HTTP in the wire formats of both providers.
import { describe, expect, it } from 'vitest'
import type { ModelRun } from '../../../../server/agents/config.ts'
import { chooseModel } from '../../../../server/agents/model/providers.ts'
import { CapstanError } from '../../../../server/errors.ts'
import { says, wants } from '../../../support/model-server/turn.ts'
import { recordRun } from '../run-context.ts'
import { apiKey, createModelRig, modelAgent, partialOf, promise, providers } from './model-fixture.ts'

const rig = await createModelRig()
const { server } = rig
const good = JSON.stringify({ title: 'Tea', words: 3 })

describe.each(providers)('an agent run by a model of %s', (wire) => {
  it('tells the model its instructions, parameters and settings, with the key of the server', async () => {
    server.answer(says('hello'))
    await rig.run(modelAgent('', '  model: some-model\n  temperature: 0.2\n  max_tokens: 77\n'), { wire })
    const { body, headers } = server.asked.at(-1)!
    expect(body).toMatchObject({ model: 'some-model', temperature: 0.2, max_tokens: 77, stream: true })
    expect(JSON.stringify(body)).toContain('Write about the topic.')
    expect(JSON.stringify(body.messages)).toContain('Tea')
    expect(wire === 'anthropic' ? headers['x-api-key'] : headers.authorization).toContain(apiKey)
  })

  it('shows what is written while it is written, and gives the text as the result', async () => {
    server.answer({ kind: 'text', chunks: ['Tea ', 'is ', 'nice.'], tokens: { input: 1_000, output: 200 } })
    const { outcome, run } = await rig.run(modelAgent(), { wire })
    expect(outcome).toMatchObject({ kind: 'succeeded', result: { text: 'Tea is nice.' } })
    expect(run.progress.map(({ partial }) => partial).filter(Boolean)).toEqual(['Tea ', 'is ', 'nice.'])
    const fractions = run.progress.flatMap(({ fraction }) => (fraction === undefined ? [] : [fraction]))
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
    expect(fractions.at(-1)).toBe(1)
  })

  it('counts the tokens and what they cost', async () => {
    server.answer({ kind: 'text', chunks: ['x'], tokens: { input: 1_000, output: 200, cached: 400 } })
    const { outcome, run } = await rig.run(modelAgent(), { wire })
    const expected = wire === 'anthropic' ? 600 * 2 + 400 * 0.1 + 200 * 10 : 600 * 0.75 + 400 * 0.075 + 200 * 4.5
    expect(outcome.usage).toEqual({ inputTokens: 1_000, outputTokens: 200, costMicros: Math.round(expected) })
    expect(run.logs.at(-1)).toMatch(/info (claude-sonnet-5-5|gpt-5.4-mini) answered in .* 1000 tokens read, 200 written, \$0\.00/)
  })

  it('has no cost for a model whose price nobody knows', async () => {
    server.answer(says('x'))
    const { outcome } = await rig.run(modelAgent('', '  model: house-model\n'), { wire })
    expect(outcome.usage).toEqual({ inputTokens: 100, outputTokens: 20 })
  })

  it('says that the model is thinking', async () => {
    server.answer({ kind: 'text', chunks: ['ok'], thinking: 'hm' })
    const { outcome, run } = await rig.run(modelAgent(), { wire })
    expect(outcome).toMatchObject({ kind: 'succeeded', result: { text: 'ok' } })
    expect(run.progress).toContainEqual({ step: 'Thinking' })
  })

  describe('that promises a form', () => {
    it('gives the model the schema and checks the answer against it', async () => {
      server.answer(says(good))
      const { outcome } = await rig.run(modelAgent(promise), { wire })
      expect(outcome).toMatchObject({ kind: 'succeeded', result: { title: 'Tea', words: 3 } })
      expect(JSON.stringify(server.asked.at(-1)!.body)).toContain('JSON Schema')
    })

    it('reads an answer with a fence and words around it', async () => {
      server.answer(says('Here you are:\n```json\n', good, '\n```\nEnjoy!'))
      const { outcome } = await rig.run(modelAgent(promise), { wire })
      expect(outcome).toMatchObject({ kind: 'succeeded', result: { title: 'Tea', words: 3 } })
    })

    it('tells the model once what is wrong and takes the corrected answer', async () => {
      server.answer(says('{"title":"Tea","words":0}'), says(good))
      const before = server.asked.length
      const { outcome, run } = await rig.run(modelAgent(promise), { wire })
      expect(outcome).toMatchObject({
        kind: 'succeeded',
        result: { title: 'Tea', words: 3 },
        usage: { inputTokens: 200, outputTokens: 40 },
      })
      expect(server.asked.length - before).toBe(2)
      const repair = JSON.stringify(server.asked.at(-1)!.body.messages)
      expect(repair).toContain('result.words: must be at least 1, got 0')
      expect(repair).toContain('words\\":0')
      expect(run.logs.join('\n')).toContain('warn The answer does not fit the output schema')
    })

    it('fails for good when the corrected answer is wrong too', async () => {
      server.answer(says('no object at all'))
      const before = server.asked.length
      const { outcome } = await rig.run(modelAgent(promise), { wire })
      expect(server.asked.length - before).toBe(2)
      expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'OUTPUT_INVALID', class: 'PERMANENT' }, usage: { inputTokens: 200 } })
      expect(outcome.kind === 'failed' && outcome.error.message).toContain('result is not a JSON object that can be read')
    })
  })

  describe('with tools', () => {
    const agent = (llm = '') => modelAgent('tools: [calculator, state_set]\n', llm)

    it('runs what the model wants and gives back what came of it', async () => {
      server.answer(
        {
          kind: 'tools',
          text: 'Let me see.',
          calls: [
            { name: 'calculator', input: { expression: '6 * 7' } },
            { name: 'state_set', input: { key: 'answer', value: 42 } },
          ],
        },
        says('It is 42.'),
      )
      const { outcome, run } = await rig.run(agent(), { wire })
      expect(outcome).toMatchObject({ kind: 'succeeded', result: { text: 'It is 42.' }, usage: { inputTokens: 200, outputTokens: 40 } })
      expect(JSON.stringify(server.asked.at(-1)!.body.messages)).toContain('42')
      expect(run.state.get('answer')).toBe(42)
      expect(run.logs).toContainEqual(
        expect.stringMatching(/^info Tool calculator: \{"expression":"6 \* 7"\} -> 42 \([\d.]+ ms, 2 bytes\)$/),
      )
      expect(run.progress).toContainEqual({ step: 'Using calculator' })
      expect(partialOf(run)).toContain('Let me see.')
    })

    it('tells the model what went wrong with a call, an unknown tool and a wrong input included', async () => {
      server.answer(
        wants('calculator', { expression: 'drop table' }),
        wants('calculator', {}),
        wants('shell', { command: 'ls' }),
        says('I give up.'),
      )
      const { outcome, run } = await rig.run(agent(), { wire })
      expect(outcome).toMatchObject({ kind: 'succeeded', result: { text: 'I give up.' } })
      const told = JSON.stringify(server.asked.at(-1)!.body.messages)
      expect(told).toContain('is not')
      expect(told).toContain('the input is not right: expression')
      expect(told).toContain('there is no tool \\"shell\\"; there are: calculator, state_set')
      expect(run.logs.filter((line) => line.startsWith('warn Tool calculator'))).toHaveLength(2)
      expect(run.logs).toContainEqual(expect.stringMatching(/^warn Tool shell: .* failed/))
    })

    it('shows a model its own thoughts again, signed as they were', async () => {
      server.answer(
        { kind: 'tools', thinking: 'I should calculate.', calls: [{ name: 'calculator', input: { expression: '2 + 2' } }] },
        says('4'),
      )
      expect((await rig.run(agent(), { wire })).outcome).toMatchObject({ result: { text: '4' } })
      const said = JSON.stringify(server.asked.at(-1)!.body.messages.find(({ role }) => role === 'assistant'))
      expect(said).toContain('I should calculate.')
      if (wire === 'anthropic') expect(said).toContain('"signature":"c2ln"')
    })

    it('runs them also when the provider does not say in the end that there were some', async () => {
      server.answer({ kind: 'tools', ending: 'end', calls: [{ name: 'calculator', input: { expression: '2 + 3' } }] }, says('5'))
      expect((await rig.run(agent(), { wire })).outcome).toMatchObject({ kind: 'succeeded', result: { text: '5' } })
    })

    it('stops a model that never stops asking', async () => {
      server.answer(wants('calculator', { expression: '1 + 1' }))
      const before = server.asked.length
      const { outcome } = await rig.run(agent('  max_steps: 3\n'), { wire })
      expect(server.asked.length - before).toBe(3)
      expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'STEP_LIMIT', class: 'PERMANENT' } })
      expect(outcome.kind === 'failed' && outcome.error.message).toContain('after 3 steps')
    })
  })
})

describe('files that a model wrote', () => {
  const agent = modelAgent('tools: [read_file, write_file]\n')

  it('can be read again, and are kept when the task succeeds', async () => {
    server.answer(
      wants('write_file', { path: 'a/report.md', content: '# Tea\n' }),
      wants('write_file', { path: 'a/report.md', content: 'More.', append: true }),
      wants('read_file', { path: 'a/report.md' }),
      says('done'),
    )
    const { outcome, run } = await rig.run(agent)
    expect(outcome.kind).toBe('succeeded')
    expect(JSON.stringify(server.asked.at(-1)!.body.messages)).toContain('# Tea\\nMore.')
    expect(run.artifacts).toEqual([{ name: 'a/report.md', contentType: 'text/markdown', data: Buffer.from('# Tea\nMore.') }])
  })

  it('are not kept when it fails', async () => {
    server.answer(wants('write_file', { path: 'report.md', content: 'x' }), { kind: 'error', status: 500 })
    expect((await rig.run(agent)).run.artifacts).toEqual([])
  })

  it('end the task for good when they may not be kept', async () => {
    server.answer(wants('write_file', { path: 'report.md', content: 'x' }), says('done'))
    const run = recordRun({ topic: 'Tea' })
    run.context.saveArtifact = () => Promise.reject(new CapstanError('TOO_LARGE', 'a task may keep 100 artifacts at most'))
    expect((await rig.run(agent, { run })).outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'ARTIFACT_REFUSED', class: 'PERMANENT', message: expect.stringContaining('100 artifacts at most') as string },
      usage: { inputTokens: 200 },
    })
  })
})

describe('choosing a provider', () => {
  it('says once what of its settings the model does not take', async () => {
    server.answer(wants('calculator', { expression: '1 + 1' }), says('2'))
    const { run } = await rig.run(modelAgent('tools: [calculator]\n', '  temperature: 0.2\n'))
    expect(run.logs.filter((line) => line.includes('temperature'))).toEqual([
      'info claude-sonnet-5-5: temperature is not supported by claude-sonnet-5-5 and will be ignored',
    ])
  })

  it('takes Anthropic first when both have a key', async () => {
    server.answer(says('x'))
    await rig.run(modelAgent(), { env: rig.env('openai') })
    expect(server.asked.at(-1)!.wire).toBe('anthropic')
    await rig.run(modelAgent('', '  provider: openai\n'), { env: rig.env('openai') })
    expect(server.asked.at(-1)!.wire).toBe('openai')
  })

  it('refuses in the file a provider that it does not know', () => {
    expect(() => modelAgent('', '  provider: openia\n')).toThrow(
      'llm_config.provider: expected one of auto, offline, anthropic, openai, got "openia", did you mean "openai"?',
    )
  })

  it('knows which models of OpenAI take no temperature, and leaves other endpoints alone', () => {
    const takes = (model: string, url?: string) => {
      const run = modelAgent('', `  provider: openai\n  model: ${model}\n`).run as ModelRun
      return chooseModel(run, { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: url })?.takesTemperature
    }
    expect(['o3', 'gpt-5', 'gpt-5-mini', 'gpt-5.4', 'gpt-4.1'].map((model) => takes(model))).toEqual([false, false, false, true, true])
    expect(takes('gpt-5', 'http://127.0.0.1:1/v1')).toBe(true)
  })

  it('calls an endpoint of one’s own without a key', async () => {
    server.answer(says('x'))
    await rig.run(modelAgent(), { wire: 'openai', env: { OPENAI_API_KEY: '' } })
    expect(server.asked.at(-1)!.headers.authorization).toBeUndefined()
  })

  it('answers offline, labelled, when nothing is set up, and says which tools are left unused', async () => {
    const agent = modelAgent("tools: [calculator, write_file]\nmcp: { files: { command: ['does-not-matter'] } }\n")
    const { outcome, run } = await rig.run(agent, { env: { ANTHROPIC_API_KEY: '' }, run: recordRun({ topic: 'Tea' }) })
    expect(outcome).toMatchObject({ kind: 'succeeded', result: { provider: 'offline' } })
    expect(run.logs.slice(0, 2)).toEqual([
      'warn The built-in offline provider answers: ANTHROPIC_API_KEY and OPENAI_API_KEY not set, so no model is called.',
      'warn Without a model these tools are not used: write_file, MCP files.',
    ])
  })
})
