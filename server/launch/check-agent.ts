// capstan agent check and agent new: says everything that is wrong with an agent's file, tries the agent out, and makes new files.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Json, RunContext } from '../agents/adapter.ts'
import { createAdapters } from '../agents/adapters.ts'
import { formatViolations, parseAgentFile } from '../agents/agent-file.ts'
import { namePattern } from '../agents/agent-file-schema.ts'
import type { AgentConfig, RunConfig } from '../agents/config.ts'
import { checkParameters } from '../agents/parameters.ts'
import { sampleParameters } from '../agents/sample-parameters.ts'
import { createProcesses } from '../agents/supervised/processes.ts'
import { parseConfig } from '../config.ts'
import { agentTemplates } from './agent-templates.ts'

export type AgentKind = RunConfig['kind']

interface Printing {
  out(line: string): void
}

export interface CheckRequest extends Printing {
  /** A file, or the name of an agent of the agents folder. */
  target: string
  /** JSON; made from the schema when left out. */
  parameters: string | undefined
  run: boolean
}

/** Kinds whose run would tell somebody else something. */
const outward: readonly AgentKind[] = ['http', 'webhook', 'email', 'slack']

export async function checkAgent({ target, parameters: given, run, out }: CheckRequest): Promise<number> {
  const file = fileOf(target)
  if (!existsSync(file)) {
    out(`There is no file ${file}. Make one with: capstan agent new ${basename(target, '.yaml')}`)
    return 1
  }
  const result = parseAgentFile(readFileSync(file, 'utf8'), dirname(file))
  if (!result.ok) {
    out(`${file} cannot be used:`)
    out(formatViolations(result.violations))
    return 1
  }
  const { config } = result
  out(`${file} is a valid agent: ${config.name}, ${config.team}, runs as ${config.run.kind}.`)
  const missing = config.secrets.filter((name) => !process.env[name])
  if (missing.length > 0) out(`It is unavailable until these are set in the environment: ${missing.join(', ')}.`)
  const parameters = given === undefined ? sampleParameters(config.parameters) : (JSON.parse(given) as { [key: string]: Json })
  const checked = checkParameters(config, parameters)
  if (!checked.ok) {
    for (const { path, message } of checked.violations) out(`${path}: ${message}`)
    return 1
  }
  if (!run || missing.length > 0) return missing.length > 0 && run ? 1 : 0
  if (outward.includes(config.run.kind)) {
    out(`Not tried out: its run tells somebody else something. It would be given ${JSON.stringify(checked.parameters)}.`)
    return 0
  }
  return tryOut(config, checked.parameters, out)
}

function fileOf(target: string): string {
  if (/\.ya?ml$/.test(target)) return resolve(target)
  return join(parseConfig(process.env).agentsDir, `${target}.yaml`)
}

async function tryOut(config: AgentConfig, parameters: { [key: string]: Json }, out: Printing['out']): Promise<number> {
  out(`Trying it with ${JSON.stringify(parameters)}`)
  const processes = createProcesses({ env: process.env, log: (_agent, text) => out(text), onChange: () => undefined })
  try {
    const outcome = await createAdapters({ env: process.env, processes })(config)(config, contextOf(config, parameters, out))
    if (outcome.kind === 'succeeded') {
      out(JSON.stringify(outcome.result, null, 2))
      return 0
    }
    const { code, class: errorClass, message } = outcome.error
    out(`It failed (${errorClass.toLowerCase()}, ${code}): ${message}`)
    return 1
  } finally {
    await processes.stop()
  }
}

function contextOf(config: AgentConfig, parameters: { [key: string]: Json }, out: Printing['out']): RunContext {
  const shared = new Map<string, Json>()
  let step = ''
  return {
    ...{ taskId: 'T-0', workspace: 'check', attempt: 1, fence: 1, parameters, signal: AbortSignal.timeout(config.timeoutMs) },
    secrets: Object.fromEntries(config.secrets.map((name) => [name, process.env[name] ?? ''])),
    state: {
      get: async (key) => shared.get(key),
      set: async (key, value) => void shared.set(key, value),
    },
    progress: (update) => {
      if (update.step !== undefined && update.step !== step) out(`  ${update.step}`)
      step = update.step ?? step
    },
    log: (level, text) => out(`  ${level}: ${text}`),
    saveArtifact: async ({ name, data }) => {
      out(`  file ${name}, ${data.length} bytes`)
      return { id: name }
    },
  }
}

export interface NewRequest extends Printing {
  name: string
  kind: string
}

export function newAgent({ name, kind, out }: NewRequest): number {
  const template = Object.entries(agentTemplates).find(([known]) => known === kind)?.[1]
  if (!namePattern.test(name) || !template) {
    out(
      template
        ? `expected lower-case words joined by hyphens, got "${name}"`
        : `--kind: expected ${Object.keys(agentTemplates).join(', ')}, got "${kind}"`,
    )
    return 2
  }
  const file = join(parseConfig(process.env).agentsDir, `${name}.yaml`)
  if (existsSync(file)) {
    out(`${file} is there already; choose another name.`)
    return 1
  }
  writeFileSync(file, template(name))
  out(`${file} is made. Change it to your liking, then try it with: capstan agent check ${name}`)
  return 0
}
