import { describe, expect, it } from 'vitest'
import { formatViolations, parseAgentFile } from '../../../server/agents/agent-file.ts'
import { parseRateLimit } from '../../../server/agents/rate-limit.ts'
import { agentFrom, sampleAgent, sampleYaml } from './sample-agent.ts'

function problemsOf(yaml: string): string {
  const result = parseAgentFile(yaml)
  return result.ok ? 'no problem' : formatViolations(result.violations)
}

describe('a YAML file that is right', () => {
  it('gets the documented defaults for everything it leaves out', () => {
    expect(sampleAgent()).toMatchObject({
      executionMode: 'autonomous',
      run: { kind: 'model', provider: 'auto' },
      maxConcurrent: 5,
      queueLimit: 10_000,
      timeoutMs: 300_000,
      graceMs: 10_000,
      retry: { maxAttempts: 4, strategy: 'exponential', delayMs: 1_000, factor: 4 },
      breaker: { failureRate: 0.5, minimum: 10, windowMs: 60_000, openMs: 30_000 },
      retention: { resultsDays: 30, logsDays: 14, artifactsDays: 30 },
      risk: 'low',
      rateLimit: undefined,
    })
  })

  it('may set every limit in words', () => {
    const limits = 'limits: { max_concurrent: 2, rate_limit: { limit: 10/minute, burst: 3 }, timeout: 2h, grace: 500ms }\n'
    expect(agentFrom(sampleYaml + limits)).toMatchObject({
      maxConcurrent: 2,
      rateLimit: { limit: 10, periodMs: 60_000, burst: 3 },
      rateLimitText: '10/minute',
      timeoutMs: 7_200_000,
      graceMs: 500,
    })
  })

  it('may start from a retry preset and change parts of it', () => {
    expect(agentFrom(`${sampleYaml}retry: { preset: event, max_attempts: 3 }\n`).retry).toMatchObject({
      maxAttempts: 3,
      delayMs: 1_000,
      factor: 2,
    })
    expect(agentFrom(`${sampleYaml}retry: { preset: strategy }\n`).retry).toMatchObject({ maxAttempts: 4, delayMs: 2_000, factor: 2 })
  })

  it('may describe a local command instead of a model', () => {
    const yaml = sampleYaml.replace(/llm_config:[\s\S]*/, 'execution: { kind: command, command: [node, run.js], env: [HOME] }\n')
    expect(agentFrom(yaml).run).toEqual({
      kind: 'command',
      command: ['node', 'run.js'],
      env: ['HOME'],
      maxMemoryMb: 512,
      maxOutputBytes: 10_485_760,
    })
  })
})

it('may limit what a program uses of the processor', () => {
  const program = (execution: string) => sampleYaml.replace(/llm_config:[\s\S]*/, `execution: ${execution}\n`)
  expect(agentFrom(program('{ kind: command, command: [node], max_cpu_seconds: 2.5 }')).run).toMatchObject({ maxCpuSeconds: 2.5 })
  expect(agentFrom(program('{ kind: process, command: [node], max_cpu_seconds: 60 }')).run).toMatchObject({ maxCpuSeconds: 60 })
  expect(problemsOf(program('{ kind: command, command: [node], max_cpu_seconds: 0 }'))).toContain(
    'execution.max_cpu_seconds: expected more than 0',
  )
})

describe('a YAML file that is wrong', () => {
  it('is refused with every violation at once, each with its line', () => {
    const text = problemsOf(`${sampleYaml.replace('type: writer\n', '')}limits:\n  timeout: soon\n  rate_limit: 10/fortnight\nrisk: lo\n`)
    expect(text).toContain('line 1: type: is missing')
    expect(text).toContain('line 15: limits.timeout: expected a duration such as 500ms, 30s, 5m, 2h or 1d, got "soon"')
    expect(text).toContain(
      'line 16: limits.rate_limit: expected a number per second, minute, hour, day, such as "10/minute", got "10/fortnight"',
    )
    expect(text).toContain('line 17: risk: expected one of low, medium, high, got "lo", did you mean "low"?')
  })

  it('is refused when it names a time that no timer can keep', () => {
    const text = problemsOf(`${sampleYaml}limits:\n  timeout: 30d\nretry:\n  delay: 99999999999999d\n`)
    expect(text).toContain('limits.timeout: expected at most 20d')
    expect(text).toContain('retry.delay: expected at most 20d')
  })

  it('names an unknown key and the one that was probably meant', () => {
    expect(problemsOf(`${sampleYaml}limits:\n  max_concurent: 3\n`)).toBe(
      'line 16: limits.max_concurent: unknown key, did you mean "max_concurrent"?',
    )
  })

  it('is refused when an address is none that can be called', () => {
    expect(problemsOf(sampleYaml.replace(/llm_config:[\s\S]*/, 'execution: { kind: http, url: ftp://example.com }\n'))).toContain(
      'execution.url: expected a URL such as https://example.com/tasks, got "ftp://example.com"',
    )
  })

  it('is refused when its YAML cannot be read at all', () => {
    expect(problemsOf('name: [unclosed\n')).toMatch(/^line \d+: is not valid YAML/)
    expect(problemsOf('')).toContain('expected an object')
  })

  it('is refused when its references grow without end or point at themselves', () => {
    const doubled = 'abcdefghij'.split('').map(
      (name, i, all) =>
        `${name}: &${name} [${Array(9)
          .fill(i === 0 ? 'x' : `*${all[i - 1]}`)
          .join(', ')}]`,
    )
    expect(problemsOf(doubled.join('\n'))).toContain('cannot be read: Excessive alias count')
    expect(problemsOf(sampleYaml.replace('minLength: 3', 'not: &loop { not: *loop }'))).toContain('cannot be read')
  })

  it('is refused when the parameters are not a valid JSON Schema', () => {
    expect(problemsOf(sampleYaml.replace('minLength: 3', 'minLength: many'))).toContain(
      'line 9: parameters.properties.topic.minLength: is not valid JSON Schema: must be integer',
    )
    expect(problemsOf(sampleYaml.replace('minLength', 'minLenght'))).toContain(
      'parameters.properties.topic.minLenght: is not a JSON Schema keyword, did you mean "minLength"?',
    )
    expect(problemsOf(sampleYaml.replace('[topic]', '[topc]'))).toContain(
      'names "topc", which is not among the properties, did you mean "topic"?',
    )
    expect(problemsOf(sampleYaml.replace('minLength: 3', 'pattern: "["'))).toContain('is not a regular expression')
  })

  it('is refused when a schedule has no valid cron expression or time zone', () => {
    expect(problemsOf(`${sampleYaml}schedules: [{ cron: every day }]\n`)).toContain('schedules.0.cron: expected a cron expression')
    expect(problemsOf(`${sampleYaml}schedules: [{ cron: 0 9 * * 1, timezone: Mars/Base }]\n`)).toContain(
      'expected a time zone such as Europe/Berlin, got "Mars/Base"',
    )
  })

  it('must say what the model is told, unless it runs a command', () => {
    expect(problemsOf(sampleYaml.replace(/llm_config:[\s\S]*/, ''))).toContain('llm_config: is missing; expected at least system_prompt')
  })
})

describe('a rate', () => {
  it('is a number per second, minute, hour or day', () => {
    expect(parseRateLimit('2/second')).toEqual({ limit: 2, periodMs: 1_000, burst: 2 })
    expect(parseRateLimit('10/day')).toEqual({ limit: 10, periodMs: 86_400_000, burst: 10 })
  })

  it.each(['10/fortnight', '0/minute', 'ten/minute', '10', ''])('is not "%s"', (text) => {
    expect(() => parseRateLimit(text)).toThrow(/expected a number per second, minute, hour, day/)
  })
})
