// How an agent's file names its tools and servers, and what it is told when that is wrong.
import { describe, expect, it } from 'vitest'
import { formatViolations, parseAgentFile } from '../../../../server/agents/agent-file.ts'
import { agentFrom, sampleYaml } from '../sample-agent.ts'

function problemsOf(yaml: string): string {
  const result = parseAgentFile(`${sampleYaml}${yaml}`)
  return result.ok ? 'no problem' : formatViolations(result.violations)
}

describe('tools in an agent file', () => {
  it('are named, with settings where they need some', () => {
    const agent = agentFrom(`${sampleYaml}secrets: [SHOP_URL]
tools:
  - calculator
  - { name: http_fetch, hosts: [Example.com, '*.example.org:8443'] }
  - { name: database_query, url_secret: SHOP_URL, collections: [orders], timeout: 3s }
`)
    expect(agent.tools).toEqual([
      { name: 'calculator' },
      { name: 'http_fetch', hosts: ['example.com', '*.example.org:8443'], maxBytes: 262_144, timeoutMs: 15_000 },
      {
        name: 'database_query',
        urlSecret: 'SHOP_URL',
        database: undefined,
        collections: ['orders'],
        maxRows: 100,
        timeoutMs: 3_000,
      },
    ])
  })

  it('that are not known, lack a setting or have a wrong one are refused', () => {
    expect(problemsOf('tools: [calculater]\n')).toContain(
      'tools.0: expected one of calculator, read_file, write_file, state_get, state_set, http_fetch, database_query, got "calculater", did you mean "calculator"?',
    )
    expect(problemsOf('tools: [{ name: http_fech, hosts: [a.com] }]\n')).toContain('did you mean "http_fetch"?')
    expect(problemsOf('tools: [http_fetch]\n')).toContain('tools.0: needs settings; expected an object such as { name: http_fetch, ... }')
    expect(problemsOf('tools: [{ name: http_fetch, hosts: [] }]\n')).toContain('tools.0.hosts: expected at least one host')
    expect(problemsOf("tools: [{ name: http_fetch, hosts: ['https://a.com'] }]\n")).toContain('tools.0.hosts.0: expected a host such as')
    expect(problemsOf('tools: [{ name: http_fetch, host: [a.com] }]\n')).toContain('tools.0: hosts: is missing')
    expect(problemsOf('secrets: [U]\ntools: [{ name: database_query, url_secret: U, collections: [system.users] }]\n')).toContain(
      'expected the name of a collection',
    )
  })

  it('get only secrets that the agent lists', () => {
    expect(problemsOf('tools: [{ name: database_query, url_secret: SHOP_URL, collections: [orders] }]\n')).toContain(
      "tools.0.url_secret: names the secret SHOP_URL, which is not among the agent's secrets",
    )
    expect(problemsOf(`mcp: { docs: { url: 'https://example.com/mcp', headers: { authorization: 'Bearer \${DOCS}' } } }\n`)).toContain(
      'mcp.docs.headers.authorization: names the secret DOCS',
    )
  })
})

describe('servers of the Model Context Protocol in an agent file', () => {
  it('are a program or a URL', () => {
    const { run } = agentFrom(`${sampleYaml}secrets: [DOCS]
mcp:
  files: { command: [node, server.mjs], env: [HOME] }
  docs: { url: 'https://example.com/mcp', headers: { authorization: 'Bearer \${DOCS}' }, tools: [search] }
`)
    expect(run).toMatchObject({
      mcp: [
        { name: 'files', kind: 'stdio', command: ['node', 'server.mjs'], env: ['HOME'], tools: undefined },
        { name: 'docs', kind: 'http', url: 'https://example.com/mcp', tools: ['search'] },
      ],
    })
  })

  it('are refused when neither or both are given, or the name is not a word', () => {
    expect(problemsOf('mcp: { files: {} }\n')).toContain('mcp.files: expected a command or a url')
    expect(problemsOf("mcp: { files: { command: [a], url: 'https://a.com' } }\n")).toContain(
      'mcp.files: expected a command or a url, got command and url',
    )
    expect(problemsOf('mcp: { Files: { command: [a] } }\n')).toContain('expected lower-case words joined by hyphens')
  })
})
