// Tasks that a hosted model works on, through the whole product: what people see of them, and that the worker outlives every bad one.
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../../support/database.ts'
import { startModelServer } from '../../../support/model-server/model-server.ts'
import { says, type Turn, wants } from '../../../support/model-server/turn.ts'
import { type AgentFile, createTestServers } from '../../../support/server.ts'
import { bundle } from '../../launch/fixtures/bundle.ts'
import { apiKey } from './model-fixture.ts'

const database = createTestDatabase()
const servers = createTestServers(database)
const model = await startModelServer()
afterAll(() => model.close())
const gone = await startModelServer()
const nobody = gone.host
await gone.close()
const stdioServer = join(bundle({ 'stdio-server': 'test/support/mcp/stdio-server.mjs' }), 'stdio-server.mjs')
const secret = 'mongodb://shop:hunter22@db.example/shop'

function agent(name: string, rest: { [key: string]: unknown } = {}): { [name: string]: AgentFile } {
  const { llm_config: llm = {}, ...file } = rest as { llm_config?: object }
  const standard = {
    name,
    team: 'TEST_TEAM',
    type: 'writer',
    description: 'Answers with a model.',
    retry: { preset: 'default', max_attempts: 2, delay: '10ms' },
  }
  const parameters = { type: 'object', required: ['topic'], properties: { topic: { type: 'string' } } }
  return { [name]: { ...standard, parameters, llm_config: { system_prompt: 'Answer.', ...llm }, ...file } }
}

const server = await servers.start({
  env: { ANTHROPIC_API_KEY: apiKey, ANTHROPIC_BASE_URL: model.url, OPENAI_BASE_URL: `http://${nobody}/v1`, SHOP_URL: secret },
  agents: {
    ...agent('writer', { tools: ['write_file', 'calculator'] }),
    ...agent('sharer', { tools: ['state_get', 'state_set'] }),
    ...agent('shopper', { secrets: ['SHOP_URL'], tools: [{ name: 'database_query', url_secret: 'SHOP_URL', collections: ['orders'] }] }),
    ...agent('helped', { mcp: { local: { command: [process.execPath, stdioServer, 'good'] } } }),
    ...agent('helpless', { mcp: { local: { command: [process.execPath, stdioServer, 'crash'] } } }),
    ...agent('unreachable', { llm_config: { provider: 'openai' } }),
    ...agent('hasty', { limits: { timeout: '1s' } }),
  },
})

interface Seen {
  partialOutput: string | null
  result: unknown
  error: { code: string; class: string; message: string } | null
  attempts: { outcome: string; error: { code: string; class: string } | null; usage: { [name: string]: number } | null }[]
  usage: { [name: string]: number }
  artifacts: { name: string; contentType: string; url: string }[]
  logs: { nodes: { level: string; text: string }[] }
  toolCalls: { attempt: number; tool: string; at: string; durationMs: number; resultBytes: number; error: string | null }[]
}

const fields = `partialOutput result error { code class message } usage { inputTokens outputTokens costMicros } artifacts { name contentType url }
  attempts { outcome error { code class } usage { inputTokens outputTokens costMicros durationMs } } logs(first: 50) { nodes { level text } }
  toolCalls { attempt tool at durationMs resultBytes error }`

async function run(name: string, turns: Turn[], status = 'SUCCEEDED'): Promise<Seen> {
  model.answer(...turns)
  const id = await server.submit({ agent: name, parameters: { topic: 'Tea' } })
  await server.reached(id, status)
  return (await server.gql<{ task: Seen }>(`query ($id: ID!) { task(id: $id) { ${fields} } }`, { id })).task
}

const logOf = ({ logs }: Seen): string => logs.nodes.map(({ level, text }) => `${level} ${text}`).join('\n')

describe('a task that a model works on', () => {
  it('shows what is written before it is done', async () => {
    model.answer({ kind: 'stall', chunks: ['Half a ', 'sentence'] })
    const id = await server.submit({ agent: 'writer', parameters: { topic: 'Tea' } })
    type Update = { taskUpdated: { task: { status: string; partialOutput: string | null; progress: number; currentStep: string | null } } }
    const watch = server.subscribe<Update>(
      'subscription ($id: ID!) { taskUpdated(id: $id) { task { status partialOutput progress currentStep } } }',
      { id },
    )
    const { taskUpdated } = await watch.until(({ taskUpdated: { task } }) => task.partialOutput === 'Half a sentence', 'what is written')
    expect(taskUpdated.task).toMatchObject({ status: 'RUNNING', currentStep: 'Writing' })
    expect(taskUpdated.task.progress).toBeGreaterThan(0)
    const hungUp = model.hungUp()
    await server.gql('mutation ($id: ID!) { cancelTask(id: $id) { id } }', { id })
    await hungUp
    await server.reached(id, 'CANCELLED')
  })

  it('has its files as artifacts, its tool calls in the log, its tokens with the attempt', async () => {
    const seen = await run('writer', [
      { kind: 'tools', calls: [{ name: 'write_file', input: { path: 'notes/tea.md', content: '# Tea' } }] },
      wants('calculator', { expression: '2 * 21' }),
      { kind: 'text', chunks: ['It is 42.'], tokens: { input: 1_000, output: 100 } },
    ])
    expect(seen.result).toEqual({ text: 'It is 42.' })
    expect(seen.artifacts).toMatchObject([{ name: 'notes/tea.md', contentType: 'text/markdown' }])
    const file = await fetch(`${server.url}${seen.artifacts[0]!.url}`, { headers: { authorization: `Bearer ${server.token}` } })
    expect(await file.text()).toBe('# Tea')
    expect(logOf(seen)).toMatch(/info Tool write_file: .* -> "notes\/tea.md" now has 5 bytes \([\d.]+ ms, 30 bytes\)/)
    expect(logOf(seen)).toMatch(/info Tool calculator: .* -> 42/)
    expect(seen.toolCalls).toMatchObject([
      { attempt: 1, tool: 'write_file', resultBytes: 30, error: null },
      { attempt: 1, tool: 'calculator', resultBytes: 2, error: null },
    ])
    expect(Math.abs(Date.now() - Date.parse(seen.toolCalls[0]!.at))).toBeLessThan(60_000)
    const usage = { inputTokens: 1_200, outputTokens: 140, costMicros: 1_200 * 2 + 140 * 10 }
    expect(seen.usage).toEqual(usage)
    expect(seen.attempts).toMatchObject([{ outcome: 'succeeded', usage }])
    expect(seen.attempts[0]!.usage!['durationMs']).toBeGreaterThan(0)
  })

  it('waits as long as the provider asks and then goes on', async () => {
    const seen = await run('writer', [
      { kind: 'error', status: 429, headers: { 'retry-after': '1' }, type: 'rate_limit_error', message: 'Slow down' },
      says('thank you'),
    ])
    expect(seen.attempts).toMatchObject([
      { outcome: 'failed', error: { code: 'MODEL_RATE_LIMITED', class: 'RATE_LIMITED' } },
      { outcome: 'succeeded' },
    ])
    const [limited, second] = model.asked.slice(-2)
    expect(second!.at - limited!.at).toBeGreaterThanOrEqual(1_000)
  })

  it('begins anew after a connection that broke, and keeps nothing of the first try', async () => {
    const seen = await run('writer', [{ kind: 'break', chunks: ['lost'] }, says('whole')])
    expect(seen.attempts).toMatchObject([{ error: { class: 'TRANSIENT' } }, { outcome: 'succeeded' }])
    expect(seen.partialOutput).toBe('whole')
  })

  it('keeps the tokens of an attempt that ran out of time', async () => {
    const seen = await run('hasty', [wants('nothing', {}), { kind: 'stall', chunks: ['never'] }], 'FAILED')
    expect(seen.error).toMatchObject({ code: 'TIMEOUT', class: 'TIMEOUT' })
    expect(seen.attempts[0]).toMatchObject({ usage: { inputTokens: 100, outputTokens: 20 } })
  })

  it('shares values with others, sealed in the database', async () => {
    await run('sharer', [wants('state_set', { key: 'plan', value: { goal: 'plain-words' }, ttl_seconds: 60 }), says('ok')])
    const seen = await run('sharer', [wants('state_get', { key: 'plan' }), wants('state_get', { key: 'none' }), says('ok')])
    expect(logOf(seen)).toContain('-> {"goal":"plain-words"}')
    expect(logOf(seen)).toContain('"none"} -> null')
    const [row] = await database.db.collection('shared_state').find().toArray()
    expect(JSON.stringify(row)).not.toContain('plain-words')
    expect(Buffer.from(row!['value'].buffer).toString('latin1')).not.toContain('plain-words')
    await database.db.collection('shared_state').updateMany({}, { $set: { expireAt: new Date(0) } })
    expect(logOf(await run('sharer', [wants('state_get', { key: 'plan' }), says('ok')]))).toContain('"plan"} -> null')
  })

  it('uses the tools of an MCP server', async () => {
    const seen = await run('helped', [wants('local__echo', { words: 'over the wire' }), says('done')])
    expect(logOf(seen)).toContain('-> over the wire')
  })
})

describe('a task that cannot succeed', () => {
  it.each<[string, string, Turn[], { code: string; class: string }, RegExp]>([
    [
      'unknown model',
      'writer',
      [{ kind: 'error', status: 404, type: 'not_found_error', message: 'model: x' }],
      { code: 'MODEL_UNKNOWN', class: 'PERMANENT' },
      /llm_config\.model/,
    ],
    ['unreachable base URL', 'unreachable', [says('x')], { code: 'MODEL_UNREACHABLE', class: 'TRANSIENT' }, /ECONNREFUSED/],
    [
      'MCP server that does not start',
      'helpless',
      [says('x')],
      { code: 'MCP_UNAVAILABLE', class: 'PERMANENT' },
      /"local" does not start.*no license found/,
    ],
    [
      'refused key',
      'writer',
      [{ kind: 'error', status: 401, type: 'authentication_error', message: 'invalid x-api-key' }],
      { code: 'MODEL_KEY_REFUSED', class: 'PERMANENT' },
      /ANTHROPIC_API_KEY/,
    ],
    ['refusal', 'writer', [{ kind: 'text', chunks: [], ending: 'refusal' }], { code: 'MODEL_REFUSED', class: 'PERMANENT' }, /refuses/],
  ])('because of an %s fails with its class and a sentence, and the worker lives on', async (_name, name, turns, error, message) => {
    const seen = await run(name, turns, 'FAILED')
    expect(seen.error).toMatchObject(error)
    expect(seen.error!.message).toMatch(message)
    expect(seen.attempts).toHaveLength(error.class === 'PERMANENT' ? 1 : 2)
    expect(await run('writer', [says('still here')])).toMatchObject({ result: { text: 'still here' } })
  })
})

describe('a secret', () => {
  it('reaches neither the model nor the database, whatever a tool says of it', async () => {
    const seen = await run('shopper', [wants('database_query', { collection: secret }), says(`The URL is ${secret}`)])
    expect(seen.toolCalls).toMatchObject([{ tool: 'database_query', error: expect.stringContaining('[secret]') as string }])
    expect(logOf(seen)).toMatch(/warn Tool database_query: .*\[secret\].* failed/)
    expect(JSON.stringify(seen)).not.toContain('hunter22')
    const collections = await database.db.collections()
    for (const collection of collections) expect(JSON.stringify(await collection.find().toArray())).not.toMatch(/hunter22|sk-test/)
  })
})
