// How calls of a model go wrong, over real HTTP: each ends in its own class, with a sentence a person understands.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import type { RunFailure } from '../../../../server/agents/adapter.ts'
import type { Wire } from '../../../support/model-server/model-server.ts'
import { says, type Turn, wants } from '../../../support/model-server/turn.ts'
import { recordRun } from '../run-context.ts'
import { apiKey, createModelRig, modelAgent, type RunOptions } from './model-fixture.ts'

const rig = await createModelRig()
const { server } = rig

async function failureOf(turn: Turn, options: RunOptions = {}): Promise<RunFailure> {
  server.answer(turn)
  const { outcome } = await rig.run(modelAgent(), options)
  if (outcome.kind !== 'failed') throw new Error(`expected a failure, got ${JSON.stringify(outcome)}`)
  return outcome.error
}

type Expected = [name: string, turn: Turn, expected: Partial<RunFailure>, sentence: RegExp]

const ofAnthropic: Expected[] = [
  [
    'too many requests',
    { kind: 'error', status: 429, headers: { 'retry-after': '7' }, type: 'rate_limit_error', message: 'Slow down' },
    { code: 'MODEL_RATE_LIMITED', class: 'RATE_LIMITED', retryAfterMs: 7_000 },
    /^Anthropic asks to slow down: Slow down\.$/,
  ],
  [
    'overload',
    { kind: 'error', status: 529, type: 'overloaded_error', message: 'Overloaded' },
    { code: 'MODEL_OVERLOADED', class: 'RATE_LIMITED' },
    /Overloaded/,
  ],
  [
    'overload inside the stream',
    { kind: 'error in the stream', chunks: ['half'], type: 'overloaded_error', message: 'Overloaded' },
    { code: 'MODEL_OVERLOADED', class: 'RATE_LIMITED' },
    /Overloaded/,
  ],
  [
    'overload before anything else in the stream',
    { kind: 'garbage', text: 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n' },
    { code: 'MODEL_OVERLOADED', class: 'RATE_LIMITED' },
    /Overloaded/,
  ],
  [
    'a context that is too long',
    { kind: 'error', status: 400, message: 'prompt is too long: 210000 tokens > 200000 maximum' },
    { code: 'CONTEXT_OVERFLOW', class: 'PERMANENT' },
    /too long for claude-sonnet-5-5 \(prompt is too long.*Give it less text/,
  ],
  [
    'a model nobody knows',
    { kind: 'error', status: 404, type: 'not_found_error', message: 'model: claude-sonnet-5-5' },
    { code: 'MODEL_UNKNOWN', class: 'PERMANENT' },
    /^Anthropic has no model "claude-sonnet-5-5" for this key\. Correct llm_config\.model/,
  ],
  [
    'a context that fills up while answering',
    { kind: 'text', chunks: ['half'], ending: 'context' },
    { code: 'CONTEXT_OVERFLOW', class: 'PERMANENT' },
    /too long/,
  ],
  ['a refusal', { kind: 'text', chunks: [], ending: 'refusal' }, { code: 'MODEL_REFUSED', class: 'PERMANENT' }, /refuses to answer/],
  [
    'no credit',
    { kind: 'error', status: 400, message: 'Your credit balance is too low to access the API.' },
    { code: 'MODEL_CREDIT_USED_UP', class: 'PERMANENT' },
    /no credit left/,
  ],
]

const ofOpenAi: Expected[] = [
  [
    'too many requests',
    {
      kind: 'error',
      status: 429,
      headers: { 'retry-after-ms': '1500' },
      type: 'requests',
      code: 'rate_limit_exceeded',
      message: 'Slow down',
    },
    { code: 'MODEL_RATE_LIMITED', class: 'RATE_LIMITED', retryAfterMs: 1_500 },
    /^The OpenAI endpoint asks to slow down/,
  ],
  [
    'no credit, which waiting does not mend',
    { kind: 'error', status: 429, type: 'insufficient_quota', code: 'insufficient_quota', message: 'You exceeded your current quota' },
    { code: 'MODEL_CREDIT_USED_UP', class: 'PERMANENT' },
    /no credit left/,
  ],
  [
    'a context that is too long',
    { kind: 'error', status: 400, code: 'context_length_exceeded', message: "This model's maximum context length is 128000 tokens." },
    { code: 'CONTEXT_OVERFLOW', class: 'PERMANENT' },
    /too long for gpt-5\.4-mini/,
  ],
  [
    'a model nobody knows',
    { kind: 'error', status: 404, code: 'model_not_found', message: 'The model `gpt-5.4-mini` does not exist' },
    { code: 'MODEL_UNKNOWN', class: 'PERMANENT' },
    /has no model "gpt-5\.4-mini"/,
  ],
  ['a refusal', { kind: 'text', chunks: [], ending: 'refusal' }, { code: 'MODEL_REFUSED', class: 'PERMANENT' }, /I cannot help with that/],
  ['a content filter', { kind: 'text', chunks: ['a'], ending: 'filter' }, { code: 'MODEL_REFUSED', class: 'PERMANENT' }, /refuses/],
  [
    'an error inside the stream',
    { kind: 'error in the stream', chunks: ['half'], type: 'server_error', message: 'The server had an error' },
    { code: 'MODEL_UNAVAILABLE', class: 'TRANSIENT' },
    /has trouble of its own/,
  ],
]

const ofBoth: Expected[] = [
  [
    'a key that is refused',
    { kind: 'error', status: 401, type: 'authentication_error', message: `Incorrect API key provided: ${apiKey}` },
    { code: 'MODEL_KEY_REFUSED', class: 'PERMANENT' },
    /refuses the key in (ANTHROPIC|OPENAI)_API_KEY \(401\): Incorrect API key provided: \[secret\]\. Set a valid key/,
  ],
  [
    'a wrong path',
    { kind: 'error', status: 404, body: '<h1>404</h1>' },
    { code: 'MODEL_ADDRESS_WRONG', class: 'PERMANENT' },
    /Correct .*_BASE_URL/,
  ],
  [
    'trouble of its own',
    { kind: 'error', status: 503, headers: { 'retry-after': '2' }, message: 'come back' },
    { code: 'MODEL_UNAVAILABLE', class: 'TRANSIENT', retryAfterMs: 2_000 },
    /has trouble of its own \(503\): come back\.$/,
  ],
  ['a gateway that speaks HTML', { kind: 'error', status: 502, body: '<html>Bad gateway</html>' }, { class: 'TRANSIENT' }, /502/],
  [
    'an error in the words of a smaller server',
    { kind: 'error', status: 404, body: '{"error":"model \'house-model\' not found, try pulling it first"}' },
    { code: 'MODEL_UNKNOWN', class: 'PERMANENT' },
    /Correct llm_config\.model/,
  ],
  [
    'a bad request that only sounds like trouble inside',
    { kind: 'error', status: 400, message: 'tools.0: the name internal_rate_limit is too long' },
    { class: 'PERMANENT' },
    /internal_rate_limit is too long/,
  ],
  [
    'a request it does not take',
    { kind: 'error', status: 400, message: 'temperature: must be less than 1' },
    { code: 'MODEL_REQUEST_REFUSED', class: 'PERMANENT' },
    /refuses the request .*temperature: must be less than 1/,
  ],
  [
    'a connection that breaks',
    { kind: 'break', chunks: ['half'] },
    { code: 'MODEL_CONNECTION_LOST', class: 'TRANSIENT' },
    /broke in the middle/,
  ],
  [
    'a stream that ends early',
    { kind: 'end early', chunks: ['half'] },
    { code: 'MODEL_ANSWER_BROKEN', class: 'TRANSIENT' },
    /of (Anthropic|the OpenAI endpoint) broke off/,
  ],
  ['an empty answer', { kind: 'text', chunks: [] }, { code: 'MODEL_ANSWER_BROKEN', class: 'TRANSIENT' }, /was empty/],
  [
    'garbage',
    { kind: 'garbage', text: 'data: {"nonsense": tru\n\n' },
    { code: 'MODEL_ANSWER_BROKEN', class: 'TRANSIENT' },
    /cannot be read/,
  ],
  ['nothing at all', { kind: 'garbage', text: '' }, { code: 'MODEL_ANSWER_BROKEN', class: 'TRANSIENT' }, /broke off|was empty/],
  [
    'an answer without end',
    { kind: 'text', chunks: Array.from({ length: 800 }, () => 'x'.repeat(64 * 1024)) },
    { code: 'OUTPUT_TOO_LARGE', class: 'PERMANENT' },
    /wrote more than 4194304 characters and was stopped/,
  ],
  [
    'an answer cut at the limit',
    { kind: 'text', chunks: ['half'], ending: 'length' },
    { code: 'OUTPUT_TRUNCATED', class: 'PERMANENT' },
    /Raise llm_config\.max_tokens/,
  ],
]

describe.each<[Wire, Expected[]]>([
  ['anthropic', [...ofAnthropic, ...ofBoth]],
  ['openai', [...ofOpenAi, ...ofBoth]],
])('a call of %s that fails', (wire, cases) => {
  it.each(cases)('because of %s', async (_name, turn, expected, sentence) => {
    const failure = await failureOf(turn, { wire })
    expect(failure).toMatchObject(expected)
    expect(failure.message).toMatch(sentence)
    expect(JSON.stringify(failure)).not.toContain(apiKey)
  })

  it('because of silence, is given up', async () => {
    const hungUp = server.hungUp()
    const failure = await failureOf({ kind: 'stall', chunks: ['half'] }, { wire, idleMs: 200 })
    expect(failure).toMatchObject({ code: 'MODEL_STALLED', class: 'TRANSIENT' })
    expect(failure.message).toContain('sent nothing for too long')
    await hungUp
  })

  it('because nobody answers at its address, may be tried again', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => closed.once('listening', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const url = `http://127.0.0.1:${port}`
    const failure = await failureOf(says('never'), { wire, env: { ANTHROPIC_BASE_URL: url, OPENAI_BASE_URL: `${url}/v1` } })
    expect(failure).toMatchObject({ code: 'MODEL_UNREACHABLE', class: 'TRANSIENT' })
    expect(failure.message).toContain(`cannot be reached at 127.0.0.1:${port} (ECONNREFUSED)`)
  })

  it('because its address is one that no call can begin with, says the same', async () => {
    const url = 'http://127.0.0.1:9'
    const failure = await failureOf(says('never'), { wire, env: { ANTHROPIC_BASE_URL: url, OPENAI_BASE_URL: `${url}/v1` } })
    expect(failure).toMatchObject({ code: 'MODEL_UNREACHABLE', class: 'TRANSIENT' })
    expect(failure.message).toContain('cannot be reached at 127.0.0.1:9 (bad port)')
  })

  it('in a later step still counts the tokens of the earlier ones', async () => {
    server.answer(wants('calculator', { expression: '1 + 1' }), { kind: 'error', status: 500 })
    const { outcome } = await rig.run(modelAgent('tools: [calculator]\n'), { wire })
    expect(outcome).toMatchObject({ kind: 'failed', error: { class: 'TRANSIENT' }, usage: { inputTokens: 100, outputTokens: 20 } })
  })
})

describe('a run that is aborted', () => {
  it.each<Wire>(['anthropic', 'openai'])('ends the call of %s that is under way', async (wire) => {
    server.answer({ kind: 'stall', chunks: ['half'] })
    const hungUp = server.hungUp()
    const run = recordRun({ topic: 'Tea' })
    const writing = run.when((text) => text === 'Writing')
    const ended = rig.run(modelAgent(), { wire, run })
    await writing
    run.abort()
    await hungUp
    expect((await ended).outcome).toMatchObject({ kind: 'failed', error: { code: 'ABORTED', class: 'CANCELLED' } })
  })
})
