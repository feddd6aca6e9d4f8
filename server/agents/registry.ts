// Which agents there are now: loads the folder, keeps the last good version of a broken file, tells who listens.
import { watch as watchFiles } from 'chokidar'
import type { Logger } from '../log.ts'
import { type AgentFileReading, createAgentFolder } from './agent-folder.ts'
import type { AgentConfig } from './config.ts'

const debounceMs = 200

export interface RegisteredAgent {
  config: AgentConfig
  available: boolean
  unavailableReason?: string
  /** What is wrong with the newest version of the file; `config` is then the last good one. */
  fileError?: string
}

export interface AgentProblem {
  file: string
  name: string
  message: string
}

export interface LoadReport {
  agents: number
  available: number
  problems: readonly AgentProblem[]
}

export interface RegistryChange {
  added: readonly string[]
  changed: readonly string[]
  removed: readonly string[]
  problems: readonly AgentProblem[]
}

export interface AgentRegistry {
  load(): Promise<LoadReport>
  list(): RegisteredAgent[]
  get(name: string): RegisteredAgent | undefined
  problems(): readonly AgentProblem[]
  /** The values of the secrets the agent lists; unset ones are left out. */
  secretsFor(name: string): { [name: string]: string }
  /** Called after every load that changed something; answers how to stop it. */
  onChange(listener: (change: RegistryChange) => void): () => void
  watch(): Promise<() => Promise<void>>
}

export interface RegistryOptions {
  dir: string
  env: Readonly<Record<string, string | undefined>>
  log: Logger
}

interface Snapshot {
  agents: ReadonlyMap<string, RegisteredAgent>
  problems: readonly AgentProblem[]
}

export function createAgentRegistry({ dir, env, log }: RegistryOptions): AgentRegistry {
  const folder = createAgentFolder(dir)
  const listeners = new Set<(change: RegistryChange) => void>()
  let current: Snapshot = { agents: new Map(), problems: [] }
  let loading: Promise<unknown> = Promise.resolve()

  async function loadNow(): Promise<LoadReport> {
    const before = current
    current = toSnapshot(await folder.read(), before, env)
    const change = compare(before, current)
    if (change) for (const listener of listeners) listener(change)
    for (const { file, message } of current.problems.filter((problem) => !sameProblem(before, problem)))
      log.warn({ file, problem: message }, 'agent file refused')
    const agents = [...current.agents.values()]
    return { agents: agents.length, available: agents.filter(({ available }) => available).length, problems: current.problems }
  }

  /** One after the other, or an older reading could replace a newer one. */
  function load(): Promise<LoadReport> {
    const next = loading.then(loadNow)
    loading = next.catch(() => undefined)
    return next
  }

  return {
    load,
    list: () => [...current.agents.values()],
    get: (name) => current.agents.get(name),
    problems: () => current.problems,
    secretsFor: (name) =>
      Object.fromEntries(
        (current.agents.get(name)?.config.secrets ?? []).flatMap((secret) => (env[secret] ? [[secret, env[secret]]] : [])),
      ),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    watch: () => watchFolder(dir, () => load().catch((err: unknown) => log.error({ err }, 'agents folder not reloaded'))),
  }
}

async function watchFolder(dir: string, reload: () => Promise<unknown>): Promise<() => Promise<void>> {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()
  const watcher = watchFiles(dir, { ignoreInitial: true, depth: 0 })
  watcher.on('all', () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      running = reload()
    }, debounceMs)
  })
  await new Promise<void>((resolve, reject) => watcher.once('ready', resolve).once('error', reject))
  return async () => {
    clearTimeout(timer)
    await watcher.close()
    await running
  }
}

function toSnapshot(readings: readonly AgentFileReading[], before: Snapshot, env: RegistryOptions['env']): Snapshot {
  const agents = new Map<string, RegisteredAgent>()
  const problems: AgentProblem[] = []
  const owners = new Map<string, string>()
  for (const { file, name, config, message } of readings) {
    const owner = owners.get(name)
    if (owner !== undefined) {
      problems.push({ file, name, message: `${file} and ${owner} both define the agent "${name}"; ${owner} is used, remove or rename one` })
      continue
    }
    owners.set(name, file)
    const kept = config ?? before.agents.get(name)?.config
    if (kept) agents.set(name, { config: kept, ...availability(kept, env), ...(message !== undefined && { fileError: message }) })
    if (message !== undefined) problems.push({ file, name, message })
  }
  return { agents, problems }
}

function availability(config: AgentConfig, env: RegistryOptions['env']): Pick<RegisteredAgent, 'available' | 'unavailableReason'> {
  const missing = config.secrets.filter((secret) => !env[secret])
  if (missing.length === 0) return { available: true }
  const names = missing.join(', ')
  const [secrets, variables] = missing.length === 1 ? ['secret', 'variable'] : ['secrets', 'variables']
  return { available: false, unavailableReason: `needs the ${secrets} ${names}: set the environment ${variables} ${names} and restart` }
}

function compare(before: Snapshot, after: Snapshot): RegistryChange | undefined {
  const added = [...after.agents.keys()].filter((name) => !before.agents.has(name))
  const removed = [...before.agents.keys()].filter((name) => !after.agents.has(name))
  const changed = [...after.agents].filter(([name, agent]) => differs(before.agents.get(name), agent)).map(([name]) => name)
  const sameProblems = before.problems.length === after.problems.length && after.problems.every((problem) => sameProblem(before, problem))
  if (added.length + removed.length + changed.length === 0 && sameProblems) return undefined
  return { added, changed, removed, problems: after.problems }
}

function differs(before: RegisteredAgent | undefined, after: RegisteredAgent): boolean {
  return before !== undefined && (before.config !== after.config || before.fileError !== after.fileError)
}

function sameProblem(before: Snapshot, { file, message }: AgentProblem): boolean {
  return before.problems.some((problem) => problem.file === file && problem.message === message)
}
