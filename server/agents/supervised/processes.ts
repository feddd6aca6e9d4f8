// The supervised processes of all agents in this worker. An agent whose file has changed gets new processes once the old ones are idle.
import type { RunContext, RunOutcome } from '../adapter.ts'
import { programEnvironment } from '../command-environment.ts'
import type { AgentConfig } from '../config.ts'
import { createMasker } from '../secrets.ts'
import type { Vitals } from './member.ts'
import { createPool, type Pool } from './pool.ts'
import { runSupervised } from './run-supervised.ts'

export interface ProcessesOptions {
  env: Readonly<Record<string, string | undefined>>
  log(agent: string, text: string): void
  onChange(agent: string, unavailable: string | undefined): void
  /** Before the first, second and third restart of a process. */
  pausesMs?: readonly number[]
}

export interface Processes {
  run(agent: AgentConfig, context: RunContext): Promise<RunOutcome>
  /** The files of these agents have changed: they get new processes, and another chance. */
  renew(agents: readonly string[]): void
  /** Why an agent takes no work in this worker, by its name. */
  unavailable(): ReadonlyMap<string, string>
  /** For the worker's sign of life. */
  state(): Record<string, { running: Vitals[]; unavailable?: string }>
  stop(): Promise<void>
}

export function createProcesses({ env, log, onChange, pausesMs }: ProcessesOptions): Processes {
  const pools = new Map<string, { pool: Pool; made: string }>()
  const retired = new Set<Promise<void>>()

  function poolOf(agent: AgentConfig, context: RunContext): Pool {
    const { run, name } = agent
    if (run.kind !== 'process') throw new Error(`expected a process agent, got ${name}, whose kind is ${run.kind}`)
    const environment = programEnvironment(run.env, { env, secrets: context.secrets })
    const made = JSON.stringify([run, environment])
    const known = pools.get(name)
    if (known?.made === made) return known.pool
    if (known) replace(name)
    // What a process says when no task runs, and its last words, are written down too.
    const mask = createMasker(Object.values(context.secrets))
    const pool = createPool({
      agent,
      run,
      env: environment,
      mask,
      pausesMs,
      log: (text) => log(name, text),
      onChange: (reason) => onChange(name, reason),
    })
    pools.set(name, { pool, made })
    return pool
  }

  function replace(name: string): void {
    const pool = pools.get(name)?.pool
    if (!pool) return
    pools.delete(name)
    const wasUnavailable = pool.unavailable() !== undefined
    keepUntil(pool.retire())
    if (wasUnavailable) onChange(name, undefined)
  }

  function keepUntil(ended: Promise<void>): void {
    const waiting: Promise<void> = ended.finally(() => retired.delete(waiting))
    retired.add(waiting)
  }

  return {
    run: (agent, context) => runSupervised(poolOf(agent, context), agent, context),
    renew: (agents) => agents.forEach(replace),
    unavailable: () => new Map([...pools].flatMap(([name, { pool }]) => entry(name, pool.unavailable()))),
    state: () => Object.fromEntries([...pools].map(([name, { pool }]) => [name, stateOf(pool)])),
    stop: async () => {
      await Promise.all([...retired, ...[...pools.values()].map(({ pool }) => pool.stop())])
    },
  }
}

function stateOf(pool: Pool): { running: Vitals[]; unavailable?: string } {
  const reason = pool.unavailable()
  return { running: pool.vitals(), ...(reason !== undefined && { unavailable: reason }) }
}

function entry(name: string, reason: string | undefined): [string, string][] {
  return reason === undefined ? [] : [[name, reason]]
}
