// What the shape of a YAML file cannot say: rules between its fields, its JSON Schemas, its schedules.
import { CronExpressionParser } from 'cron-parser'
import type { FileIssue } from './agent-file-issues.ts'
import type { AgentFile } from './agent-file-schema.ts'
import type { JsonSchema } from './config.ts'
import { checkJsonSchema } from './json-schema-check.ts'
import { secretsIn } from './secrets.ts'

export function checkAgentFile(file: AgentFile): FileIssue[] {
  return [
    ...runIssues(file),
    ...secretIssues(file),
    ...schemaIssues(file, 'parameters'),
    ...schemaIssues(file, 'output'),
    ...scheduleIssues(file),
  ]
}

function runIssues(file: AgentFile): FileIssue[] {
  if (file.execution.kind === 'model' && !file.llm_config) {
    return [{ path: ['llm_config'], message: 'is missing; expected at least system_prompt, because execution.kind is model' }]
  }
  if (file.execution.kind !== 'model' && file.execution.kind !== 'process' && file.llm_config) {
    return [{ path: ['llm_config'], message: 'is only read when execution.kind is model or process; remove one of the two' }]
  }
  return []
}

/** Nothing gets a secret that the agent does not list: only those are checked at start and masked. */
function secretIssues({ execution, tools, mcp, secrets }: AgentFile): FileIssue[] {
  const used = [
    ...tools.flatMap((tool, index) =>
      typeof tool === 'object' && tool.name === 'database_query' ? [{ path: ['tools', index, 'url_secret'], name: tool.url_secret }] : [],
    ),
    ...Object.entries(mcp).flatMap(([server, given]) => secretsInHeaders(given, ['mcp', server])),
    ...secretsInHeaders(execution, ['execution']),
  ]
  return used
    .filter(({ name }) => !secrets.includes(name))
    .map(({ path, name }) => ({ path, message: `names the secret ${name}, which is not among the agent's secrets; add it there` }))
}

function secretsInHeaders(given: { headers?: Record<string, string> } | object, path: string[]): { path: string[]; name: string }[] {
  const headers = 'headers' in given ? (given.headers ?? {}) : {}
  return Object.entries(headers).flatMap(([header, value]) =>
    secretsIn(value).map((name) => ({ path: [...path, 'headers', header], name })),
  )
}

function schemaIssues(file: AgentFile, key: 'parameters' | 'output'): FileIssue[] {
  const schema = file[key]
  if (schema === undefined) return []
  if (schema['type'] !== 'object')
    return [{ path: [key, 'type'], message: `expected "object", got ${JSON.stringify(schema['type']) ?? 'nothing'}` }]
  return checkJsonSchema(schema as JsonSchema).map((issue) => ({ path: [key, ...issue.path], message: issue.message }))
}

function scheduleIssues(file: AgentFile): FileIssue[] {
  return file.schedules.flatMap(({ cron, timezone }, index): FileIssue[] => {
    if (!isTimezone(timezone))
      return [{ path: ['schedules', index, 'timezone'], message: `expected a time zone such as Europe/Berlin, got "${timezone}"` }]
    try {
      CronExpressionParser.parse(cron, { tz: timezone })
      return []
    } catch (error) {
      return [
        {
          path: ['schedules', index, 'cron'],
          message: `expected a cron expression such as "0 9 * * 1", got "${cron}" (${(error as Error).message})`,
        },
      ]
    }
  })
}

function isTimezone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
