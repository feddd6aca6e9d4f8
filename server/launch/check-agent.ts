// capstan agent check and agent new: says everything that is wrong with an agent's file, tries the agent out, and makes new files.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Json, RunContext, RunOutcome } from '../agents/adapter.ts'
import { createAdapters } from '../agents/adapters.ts'
import { namePattern } from '../agents/agent-file-schema.ts'
import { readAgentFile } from '../agents/agent-folder.ts'
import type { AgentConfig, RunConfig } from '../agents/config.ts'
import { checkParameters } from '../agents/parameters.ts'
import { sampleParameters } from '../agents/sample-parameters.ts'
import { createMasker } from '../agents/secrets.ts'
import { createProcesses } from '../agents/supervised/processes.ts'
import { parseConfig } from '../config.ts'
import { classifyThrown } from '../tasks/classify.ts'
import { agentTemplates } from './agent-templates.ts'

type Environment = Readonly<Record<string, string | undefined>>

interface Request {
  env: Environment
  out(line: string): void
}

export interface CheckRequest extends Request {
  /** A file, or the name of an agent of the agents folder. */
  target: string
  /** JSON; made from the schema when left out. */
  parameters: string | undefined
  run: boolean
}

/** Kinds whose run would tell somebody else something. */
const outward: readonly RunConfig['kind'][] = ['http', 'webhook', 'email', 'slack']

/** Answers the exit code. */
export async function checkAgent({ target, parameters: given, run, env, out }: CheckRequest): Promise<number> {
  const file = findFile(target, env)
  if (!file) {
    out(`There is no file ${standardFile(target, env)}. Make one with: capstan agent new ${basename(target, '.yaml')}`)
    return 1
  }
  const { config, message = '' } = readAgentFile(dirname(file), basename(file), readFileSync(file, 'utf8'))
  if (!config) {
    out(`${file} cannot be used:`)
    out(message)
    return 1
  }
  out(`${file} is a valid agent: ${config.name}, ${config.team}, runs as ${config.run.kind}.`)
  const missing = config.secrets.filter((name) => !env[name])
  if (missing.length > 0) out(`It is unavailable until these are set in the environment: ${missing.join(', ')}.`)
  const parameters = given === undefined ? sampleParameters(config.parameters) : parseJson(given)
  if (parameters === undefined) {
    out(`--parameters: expected JSON such as {"topic": "Tea"}, got ${given}`)
    return 2
  }
  const checked = checkParameters(config, parameters)
  if (!checked.ok) {
    for (const { path, message: wrong } of checked.violations) out(`${path}: ${wrong}`)
    return 1
  }
  if (!run) return 0
  if (missing.length > 0) return 1
  if (outward.includes(config.run.kind)) {
    out(`Not tried out: its run tells somebody else something. It would be given ${JSON.stringify(checked.parameters)}.`)
    return 0
  }
  return tryOut({ config, parameters: checked.parameters, env, out })
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

const isFile = (target: string): boolean => /\.ya?ml$/.test(target)

function standardFile(target: string, env: Environment): string {
  return isFile(target) ? resolve(target) : join(parseConfig(env).agentsDir, `${target}.yaml`)
}

function findFile(target: string, env: Environment): string | undefined {
  const file = standardFile(target, env)
  const places = isFile(target) ? [file] : [file, file.replace(/yaml$/, 'yml')]
  return places.find((place) => existsSync(place))
}

interface Trial extends Request {
  config: AgentConfig
  parameters: { [key: string]: Json }
}

async function tryOut({ config, parameters, env, out: print }: Trial): Promise<number> {
  const secrets = Object.fromEntries(config.secrets.map((name) => [name, env[name] ?? '']))
  const mask = createMasker(Object.values(secrets))
  const out = (line: string) => print(mask(line))
  out(`Trying it with ${JSON.stringify(parameters)}`)
  const processes = createProcesses({ env, log: (_agent, text) => out(text), onChange: () => undefined })
  try {
    const context = { ...contextOf(config, parameters, out), secrets }
    const { fetchAllow } = parseConfig(env)
    const adapter = createAdapters({ env, fetchAllow, processes })(config)
    return tell(await adapter(config, context).catch(toFailed), { config, context, out })
  } finally {
    await processes.stop()
  }
}

function toFailed(thrown: unknown): RunOutcome {
  return { kind: 'failed', error: classifyThrown(thrown) }
}

function tell(outcome: RunOutcome, { config, context, out }: Pick<Trial, 'config' | 'out'> & { context: RunContext }): number {
  if (outcome.kind === 'succeeded') {
    out(JSON.stringify(outcome.result, null, 2))
    return 0
  }
  if (context.signal.aborted) {
    out(`It failed (timeout): it took longer than the ${config.timeoutMs / 1000} seconds it may take.`)
    return 1
  }
  const { code, class: errorClass, message } = outcome.error
  out(`It failed (${errorClass.toLowerCase()}, ${code}): ${message}`)
  return 1
}

function contextOf(config: AgentConfig, parameters: Trial['parameters'], out: Request['out']): Omit<RunContext, 'secrets'> {
  const shared = new Map<string, Json>()
  let step = ''
  return {
    ...{ taskId: 'T-0', workspace: 'check', attempt: 1, fence: 1, parameters, signal: AbortSignal.timeout(config.timeoutMs) },
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

export interface NewRequest extends Request {
  name: string
  kind: string
}

/** Answers the exit code. */
export function newAgent({ name, kind, env, out }: NewRequest): number {
  const template = Object.entries(agentTemplates).find(([known]) => known === kind)?.[1]
  if (!template) {
    out(`--kind: expected one of ${Object.keys(agentTemplates).join(', ')}, got "${kind}"`)
    return 2
  }
  if (!namePattern.test(name)) {
    out(`The name: expected lower-case words joined by hyphens, such as tea-expert, got "${name}"`)
    return 2
  }
  const taken = findFile(name, env)
  if (taken) {
    out(`${taken} is there already; choose another name.`)
    return 1
  }
  const file = standardFile(name, env)
  if (!existsSync(dirname(file))) {
    out(`The agents folder ${dirname(file)} does not exist. Create it, or set CAPSTAN_AGENTS_DIR to the folder that holds the YAML files.`)
    return 1
  }
  writeFileSync(file, template(name), { flag: 'wx' })
  out(`${file} is made. Change it to your liking, then try it with: capstan agent check ${name}`)
  return 0
}
