// Chooses how an agent runs. The only place that knows all ways there are.
import type { Adapter, RunContext, RunOutcome } from './adapter.ts'
import { runCommand } from './command.ts'
import type { AgentConfig, ModelRun, RunConfig } from './config.ts'
import { chooseModel, createModels, missingKeys, standardIdleMs } from './model/providers.ts'
import { createRunModel } from './model/run-model.ts'
import { createOffline, type OfflineOptions } from './offline/run-offline.ts'
import { runEmailAgent } from './remote/email-agent.ts'
import { runHttpAgent } from './remote/http-agent.ts'
import type { Outside } from './remote/outside.ts'
import { runSlackAgent } from './remote/slack-agent.ts'
import { runWebhookAgent } from './remote/webhook-agent.ts'
import type { Processes } from './supervised/processes.ts'
import { createHttpFetch } from './tools/http-fetch.ts'

export interface AdapterOptions {
  env: Readonly<Record<string, string | undefined>>
  /** host:port that agents may fetch from although it is not on a public address. */
  fetchAllow?: readonly string[]
  offline?: OfflineOptions
  /** A model that sends nothing for so long is given up. */
  idleMs?: number
  /** For agents that are not a model or a program of one run. */
  outside?: Outside
  processes?: Processes
}

export function createAdapters({
  env,
  fetchAllow = [],
  offline,
  idleMs = standardIdleMs,
  outside,
  processes,
}: AdapterOptions): (agent: AgentConfig) => Adapter {
  const runOffline = createOffline(offline)
  const runHosted = createRunModel({ env, httpFetch: createHttpFetch({ allow: fetchAllow }), openModel: createModels(idleMs) })
  const runModel: Adapter = (agent, context) => {
    const hosted = agent.run.kind === 'model' ? chooseModel(agent.run, env) : undefined
    if (hosted) return runHosted(hosted)(agent, context)
    if (agent.run.kind === 'model') explain(agent, agent.run, context)
    return runOffline(agent, context)
  }
  const elsewhere = (run: (agent: AgentConfig, context: RunContext, outside: Outside) => Promise<RunOutcome>): Adapter => {
    return (agent, context) => run(agent, context, needed(outside, 'outside'))
  }
  const adapters: { readonly [Kind in RunConfig['kind']]: Adapter } = {
    model: runModel,
    command: (agent, context) => runCommand(agent, { ...context, env }),
    process: (agent, context) => needed(processes, 'processes').run(agent, context),
    http: elsewhere(runHttpAgent),
    webhook: elsewhere(runWebhookAgent),
    email: elsewhere(runEmailAgent),
    slack: elsewhere(runSlackAgent),
  }
  return (agent) => adapters[agent.run.kind]
}

function needed<T>(part: T | undefined, name: string): T {
  if (part === undefined) throw new Error(`this process was put together without ${name}`)
  return part
}

/** Who reads the result must know that no model wrote it, and why. */
function explain({ tools }: AgentConfig, run: ModelRun, context: RunContext): void {
  if (run.provider === 'offline') context.log('info', 'The built-in offline provider answers, as the agent asks for; no model is called.')
  else context.log('warn', `The built-in offline provider answers: ${missingKeys(run).join(' and ')} not set, so no model is called.`)
  const unused = [...tools.map(({ name }) => name).filter((name) => name !== 'calculator'), ...run.mcp.map(({ name }) => `MCP ${name}`)]
  if (unused.length > 0) context.log('warn', `Without a model these tools are not used: ${unused.join(', ')}.`)
}
