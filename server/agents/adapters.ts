// Chooses how an agent runs. The only place that knows all ways there are.
import type { Adapter, RunContext } from './adapter.ts'
import { runCommand } from './command.ts'
import type { AgentConfig, ModelRun } from './config.ts'
import { createOffline, type OfflineOptions } from './offline/run-offline.ts'

export interface AdapterOptions {
  env: Readonly<Record<string, string | undefined>>
  offline?: OfflineOptions
}

const keyOf = { anthropic: 'ANTHROPIC_API_KEY', openai: 'OPENAI_API_KEY' } as const

export function createAdapters({ env, offline }: AdapterOptions): (agent: AgentConfig) => Adapter {
  const runOffline = createOffline(offline)
  const runModel: Adapter = (agent, context) => {
    if (agent.run.kind === 'model') explain(agent.run, env, context)
    return runOffline(agent, context)
  }
  const runProgram: Adapter = (agent, context) => runCommand(agent, { ...context, env })
  return (agent) => (agent.run.kind === 'command' ? runProgram : runModel)
}

/** Who reads the result must know that no model wrote it, and why. */
function explain({ provider }: ModelRun, env: AdapterOptions['env'], context: RunContext): void {
  if (provider === 'offline') {
    context.log('info', 'The built-in offline provider answers, as the agent asks for; no model is called.')
    return
  }
  const keys = provider === 'auto' ? Object.values(keyOf) : [keyOf[provider]]
  const state = keys.some((key) => env[key]) ? `${keys.find((key) => env[key])} is set, but` : `${keys.join(' and ')} not set, and`
  context.log('warn', `The built-in offline provider answers: ${state} calls to hosted models are not part of this version yet.`)
}
