// Agents and workers: how they are, and switching them on and off.
import {
  type AgentRowFragment,
  cliAgentByName,
  cliAgents,
  cliDrainWorker,
  cliResumeWorker,
  cliWorkers,
  resetCircuit,
  setAgentEnabled,
} from '../generated/operations.ts'
import { argument, type CommandSpec, isSet, textOf } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { age, facts, indent, json, percent, seconds, stateColor } from './format.ts'
import { type Io, printOne, printRows } from './io.ts'
import { demandKnown, unknown } from './known-names.ts'
import type { Column } from './table.ts'

function stateOf({ enabled, draining, available, circuit }: AgentRowFragment): string {
  if (draining) return 'DRAINING'
  if (!enabled) return 'PAUSED'
  if (circuit !== 'CLOSED') return circuit === 'OPEN' ? 'CIRCUIT OPEN' : 'PROBING'
  return available ? 'ACTIVE' : 'UNAVAILABLE'
}

const columns: readonly Column<AgentRowFragment>[] = [
  { title: 'AGENT', of: ({ name }) => name },
  { title: 'TEAM', of: ({ team }) => team },
  { title: 'STATE', of: stateOf, color: stateColor },
  { title: 'RUNS', of: ({ running, maxConcurrent }) => `${running}/${maxConcurrent}`, align: 'right' },
  { title: 'QUEUED', of: ({ queued }) => String(queued), align: 'right' },
  { title: 'PER MIN', of: ({ health }) => health.processedPerMinute.toFixed(1), align: 'right' },
  { title: 'FAILED', of: ({ health }) => percent(health.failureRate), align: 'right' },
  { title: 'NOTE', of: ({ unavailableReason, fileError, description }) => fileError ?? unavailableReason ?? description, grows: true },
]

/** The agent, or the answer that there is none. */
export async function demandAgent(io: Io, name: string) {
  const { agent } = await io.client.request(cliAgentByName, { name })
  if (agent) return agent
  await demandKnown(io, { agent: name })
  throw unknown('agent', name, [])
}

/** All of them or, when one is not there, none. */
async function setEnabled(io: Io, names: readonly string[], change: { enabled: boolean; reason?: string | null; drain?: boolean }) {
  for (const name of names) await demandAgent(io, name)
  const changed: AgentRowFragment[] = []
  for (const name of names) changed.push((await io.client.request(setAgentEnabled, { name, ...change })).setAgentEnabled)
  printRows(io, changed, { columns, empty: '' })
  return undefined
}

export const crewCommands: readonly CommandSpec[] = [
  {
    words: 'agents',
    also: 'agent list',
    summary: 'The crew.',
    options: [
      { flags: '--team <team>', summary: 'of this team' },
      { flags: '--capability <word>', summary: 'with this capability' },
      { flags: '--unavailable', summary: 'only those that cannot take work' },
      { flags: '--text <words>', summary: 'with these words in name or description' },
    ],
    examples: ['agents', 'agents --unavailable', 'agents --capability DATA_ANALYSIS --json'],
    watchable: true,
    run: async (io, call) => {
      const filter = {
        team: textOf(call, 'team') ?? null,
        capability: textOf(call, 'capability') ?? null,
        text: textOf(call, 'text') ?? null,
        ...(isSet(call, 'unavailable') && { available: false }),
      }
      const { agents, agentProblems } = await io.client.request(cliAgents, { filter })
      if (agents.length === 0) await demandKnown(io, filter)
      printRows(io, agents, { columns, empty: 'No agent matches.' })
      if (io.mode === 'table') for (const { file, message } of agentProblems) io.err(`${file}: ${message}\n`)
      return undefined
    },
  },
  {
    words: 'agent show',
    takes: '<agent>',
    summary: 'One agent with its limits and the schema of its parameters.',
    examples: ['agent show copywriter'],
    run: async (io, call) => {
      printOne(io, await demandAgent(io, argument(call)), (one) => [
        ...facts([
          ['agent', one.name],
          ['team', one.team],
          ['does', one.description],
          ['state', `${stateOf(one)}${one.unavailableReason ? `: ${one.unavailableReason}` : ''}`],
          ['file', one.fileError],
          ['capabilities', one.capabilities.join(', ')],
          ['risk', one.risk],
          ['runs', `${one.running} of at most ${one.maxConcurrent}, ${one.queued} queued`],
          ['rate limit', one.rateLimit],
          ['time limit', seconds(one.timeoutSeconds)],
          ['circuit', one.circuit.toLowerCase()],
          ['last minute', `${one.health.processedPerMinute.toFixed(1)} ended, ${percent(one.health.failureRate)} failed`],
        ]),
        'parameters',
        indent(json(one.schema)),
      ])
      return undefined
    },
  },
  {
    words: 'agent enable',
    takes: '<agents...>',
    summary: 'Switch agents on.',
    examples: ['agent enable copywriter'],
    run: (io, call) => setEnabled(io, call.args, { enabled: true }),
  },
  {
    words: 'agent disable',
    takes: '<agents...>',
    summary: 'Switch agents off; what runs may finish.',
    options: [
      { flags: '-r, --reason <text>', summary: 'why; shown with the tasks that wait' },
      { flags: '--abort', summary: 'stop what runs' },
    ],
    examples: ['agent disable email-agent --reason "provider is down"'],
    run: (io, call) => setEnabled(io, call.args, { enabled: false, reason: textOf(call, 'reason') ?? null, drain: !isSet(call, 'abort') }),
  },
  {
    words: 'agent reset',
    takes: '<agent>',
    summary: "Close an agent's circuit by hand.",
    examples: ['agent reset email-agent'],
    run: async (io, call) => {
      const { resetCircuit: agent } = await io.client.request(resetCircuit, { agent: argument(call) })
      printRows(io, [agent], { columns, empty: '' })
      return undefined
    },
  },
  {
    words: 'workers',
    also: 'worker list',
    summary: 'Processes that run tasks.',
    examples: ['workers', 'workers --watch'],
    watchable: true,
    run: async (io) => {
      const { workers } = await io.client.request(cliWorkers, {})
      printRows(io, workers, {
        columns: [
          { title: 'ID', of: ({ id }) => id },
          { title: 'STATE', of: ({ status }) => status, color: stateColor },
          { title: 'RUNS', of: ({ running, capacity }) => `${running}/${capacity}`, align: 'right' },
          { title: 'CPU', of: ({ cpu }) => percent(cpu), align: 'right' },
          { title: 'MEMORY', of: ({ memoryMb }) => `${Math.round(memoryMb)} MB`, align: 'right' },
          { title: 'UP', of: ({ startedAt }) => age(startedAt, io.now()), align: 'right' },
          { title: 'SEEN', of: ({ heartbeatAt }) => age(heartbeatAt, io.now()), align: 'right' },
          { title: 'TEAMS', of: ({ teams }) => teams.join(', ') || 'all' },
          { title: 'TASKS', of: ({ tasks, running }) => someOf(tasks, running) },
          { title: 'HOST', of: ({ host, pid }) => `${host}:${pid}`, grows: true },
        ],
        empty: 'No worker is running. Start one with: npm run server -- --role worker',
      })
      return workers.length === 0 ? exitCodes.failed : undefined
    },
  },
  {
    words: 'worker drain',
    takes: '<worker>',
    summary: 'Let a worker finish what it runs and take nothing new.',
    examples: ['worker drain 5b0c…'],
    run: async (io, call) => {
      const { drainWorker } = await io.client.request(cliDrainWorker, { id: argument(call) })
      printOne(io, drainWorker, ({ id, running }) => [`${id} drains; it runs ${running} tasks.`])
      return undefined
    },
  },
  {
    words: 'worker resume',
    takes: '<worker>',
    summary: 'Let a draining worker take new work again.',
    examples: ['worker resume 5b0c…'],
    run: async (io, call) => {
      const { resumeWorker } = await io.client.request(cliResumeWorker, { id: argument(call) })
      printOne(io, resumeWorker, ({ id, running }) => [`${id} takes new work again; it runs ${running} tasks.`])
      return undefined
    },
  },
]

const shownTasks = 3

function someOf(tasks: readonly { id: string }[], running: number): string {
  const shown = tasks.slice(0, shownTasks).map(({ id }) => id)
  const more = Math.max(tasks.length, running) - shown.length
  return [...shown, ...(more > 0 ? [`+${more}`] : [])].join(' ')
}
