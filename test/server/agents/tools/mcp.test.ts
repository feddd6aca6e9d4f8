// Tools of MCP servers, over both transports: what a model sees of them, what they see of this process, and that nothing of them stays.
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AgentConfig, McpServer, ModelRun } from '../../../../server/agents/config.ts'
import { createHttpFetch } from '../../../../server/agents/tools/http-fetch.ts'
import { ToolFailure } from '../../../../server/agents/tools/tool.ts'
import { openToolBox, type ToolBox } from '../../../../server/agents/tools/tool-box.ts'
import { startMcpHttpServer } from '../../../support/mcp/http-server.ts'
import { bundle } from '../../launch/fixtures/bundle.ts'
import { type RecordedRun, recordRun } from '../run-context.ts'
import { sampleAgent } from '../sample-agent.ts'

const script = join(bundle({ 'stdio-server': 'test/support/mcp/stdio-server.mjs' }), 'stdio-server.mjs')
const token = 'token-0123456789'
const http = await startMcpHttpServer(token)

const overStdio = (habit = 'good', change: Partial<McpServer> = {}): McpServer =>
  ({
    name: 'local',
    kind: 'stdio',
    command: [process.execPath, script, habit],
    env: ['DOCS_TOKEN'],
    tools: undefined,
    ...change,
  }) as McpServer
const overHttp = (change: Partial<McpServer> = {}): McpServer =>
  ({
    name: 'far',
    kind: 'http',
    url: http.url,
    headers: { authorization: `Bearer \${DOCS_TOKEN}` },
    tools: undefined,
    ...change,
  }) as McpServer

function agentWith(...mcp: McpServer[]): AgentConfig {
  const agent = sampleAgent()
  return { ...agent, run: { ...(agent.run as ModelRun), mcp } }
}

async function open(servers: McpServer[], run: RecordedRun = recordRun()): Promise<ToolBox> {
  run.context.secrets = { DOCS_TOKEN: token }
  const env = { PATH: process.env['PATH'], HOME: '/home/somebody', ANTHROPIC_API_KEY: 'sk-not-for-you' }
  return openToolBox(agentWith(...servers), run.context, { env, httpFetch: createHttpFetch({ allow: [] }) })
}

const call = (box: ToolBox, name: string, input: object = {}): Promise<string> => box.call(name, input)

async function failureOf(servers: McpServer[]) {
  const error = await open(servers).then(
    () => new Error('it opened'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof ToolFailure) return error.failure
  throw error
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within 15 s`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe.each<[string, McpServer, string]>([
  ['standard input and output', overStdio(), 'local'],
  ['standard output with other lines on it', overStdio('chatty'), 'local'],
  ['HTTP', overHttp(), 'far'],
])('an MCP server over %s', (_name, server, prefix) => {
  it('offers its tools under its own name, each call logged with its size and time', async () => {
    const run = recordRun()
    const box = await open([server], run)
    expect(box.tools.find(({ name }) => name === `${prefix}__echo`)).toMatchObject({
      description: 'Says it again.',
      input: { type: 'object', required: ['words'] },
    })
    expect(await call(box, `${prefix}__echo`, { words: 'hello' })).toBe('hello')
    expect(await call(box, `${prefix}__picture`)).toBe('A dot.\n[image: image/png]')
    await box.close()
    expect(run.logs).toContainEqual(expect.stringMatching(new RegExp(`^info Tool ${prefix}__echo: .* -> hello \\([\\d.]+ ms, 5 bytes\\)$`)))
  })

  it('tells the model when a tool fails, and cuts what is too long', async () => {
    const run = recordRun()
    const box = await open([server], run)
    await expect(call(box, `${prefix}__fail`)).rejects.toThrow('the disk is on fire')
    const long = await call(box, `${prefix}__long`)
    expect(long).toMatch(/\[cut off: 100000 characters in all\]$/)
    expect(long.length).toBeLessThan(66_000)
    await box.close()
    expect(run.logs.some((line) => /^warn Tool .*__fail: .* failed \([\d.]+ ms\): the disk is on fire/.test(line))).toBe(true)
  })

  it('offers only what the agent lists', async () => {
    const box = await open([{ ...server, tools: ['echo'] }])
    expect(box.tools.map(({ name }) => name)).toEqual([`${prefix}__echo`])
    await box.close()
    expect(await failureOf([{ ...server, tools: ['ecko'] }])).toMatchObject({
      message: expect.stringContaining('it has no tool named ecko'),
    })
  })
})

describe('an MCP server that is a program', () => {
  it('sees the listed environment and nothing else, and what it says of a secret is masked', async () => {
    const box = await open([overStdio()])
    const seen = JSON.parse(await call(box, 'local__environment')) as Record<string, string>
    expect(Object.keys(seen).toSorted()).toEqual(['DOCS_TOKEN', 'PATH'])
    expect(seen['DOCS_TOKEN']).toBe('[secret]')
    await box.close()
  })

  it('is ended with everything it started, even when it does not want to', async () => {
    const box = await open([overStdio('stubborn')])
    const child = Number(await call(box, 'local__leave_child'))
    expect(isAlive(child)).toBe(true)
    await box.close()
    await until('the end of what it started', () => !isAlive(child))
  })

  it('runs in the folder of the task, which is gone in the end', async () => {
    const folders = async () => (await readdir(tmpdir())).filter((name) => name.startsWith(`capstan-task-${process.pid}-`))
    const run = recordRun()
    const before = await folders()
    const box = await open([overStdio()], run)
    const [folder] = (await folders()).filter((name) => !before.includes(name))
    const waiting = call(box, 'local__wait').catch((error: Error) => error.message)
    await until('the tool at work', () => existsSync(join(tmpdir(), folder ?? '', 'waiting')))
    run.abort()
    expect(await waiting).toContain('abort')
    await box.close()
    expect(existsSync(join(tmpdir(), folder ?? ''))).toBe(false)
  })

  it('that ends in the middle is an error the model reads', async () => {
    const box = await open([overStdio()])
    await expect(call(box, 'local__exit')).rejects.toThrow(/closed/i)
    await expect(call(box, 'local__echo', { words: 'x' })).rejects.toThrow()
    await box.close()
  })
})

describe('an MCP server over HTTP', () => {
  it('is told when the session is over', async () => {
    const box = await open([overHttp()])
    http.methods.length = 0
    expect(await call(box, 'far__echo', { words: 'x' })).toBe('x')
    expect(http.methods).not.toContain('DELETE')
    await box.close()
    expect(http.methods.at(-1)).toBe('DELETE')
  })
})

describe('an MCP server that cannot be used', () => {
  it.each<[string, McpServer, RegExp]>([
    [
      'is not installed',
      overStdio('', { command: ['no-such-program-here'] } as Partial<McpServer>),
      /does not start: there is no such program\. Check its command \(no-such-program-here\)/,
    ],
    ['ends at once', overStdio('crash'), /"local" does not start: .*It said: no license found/],
    [
      'refuses the token',
      overHttp({ headers: { authorization: 'Bearer wrong' } } as Partial<McpServer>),
      /"far" does not start: .*its url \(127\.0\.0\.1:\d+\)/,
    ],
  ])('because it %s fails the run for good, with its name', async (_name, server, message) => {
    const failure = await failureOf([server])
    expect(failure).toMatchObject({ code: 'MCP_UNAVAILABLE', class: 'PERMANENT' })
    expect(failure.message).toMatch(message)
  })

  it('because nobody answers may be tried again', async () => {
    const failure = await failureOf([overHttp({ url: 'http://127.0.0.1:9/mcp' } as Partial<McpServer>)])
    expect(failure).toMatchObject({ code: 'MCP_UNAVAILABLE', class: 'TRANSIENT' })
  })

  it('leaves nothing of the others behind', async () => {
    await expect(open([overStdio(), overStdio('crash')])).rejects.toThrow(/does not start/)
  })

  it('and never says a word is left when the run is aborted', async () => {
    const run = recordRun()
    const opening = open([overStdio('mute')], run)
    await run.when((step) => step === 'Starting local')
    run.abort()
    await expect(opening).rejects.toThrow(/abort/i)
  })
})
