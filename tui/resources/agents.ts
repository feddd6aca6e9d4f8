// The crew: one row an agent, and below it the files that could not be used.
import type { CapstanClient } from '../client/client.ts'
import { type AgentRowFragment, agents as agentsOperation, resetCircuit, setAgentEnabled } from '../generated/operations.ts'
import { formatDuration, formatPercent, formatUntil, toWords } from '../text/format.ts'
import type { Line, Span } from '../theme.ts'
import type { Item, Resource, RowAction, Section, Surroundings } from './resource.ts'
import { circuitSpan } from './status.ts'

type Loaded = AgentRowFragment & { problem?: string }

export type AgentRow = Loaded & Item

const pause: RowAction<AgentRow> = {
  label: ({ enabled }) => (enabled ? 'Disable' : 'Enable'),
  danger: true,
  perform: (client, { name, enabled }, { choice }) => switchAgent(client, name, choice === undefined ? !enabled : choice === 'on'),
  undo: ({ enabled }) => ({ choice: enabled ? 'on' : 'off' }),
}

async function switchAgent(client: CapstanClient, name: string, enabled: boolean): Promise<string> {
  await client.request(setAgentEnabled, { name, enabled })
  return enabled ? `${name} takes work again` : `${name} is off; what it runs may finish`
}

const reset: RowAction<AgentRow> = {
  label: () => 'Close circuit',
  refusal: ({ circuit, name }) => (circuit === 'CLOSED' ? `The circuit of ${name} is closed already.` : undefined),
  danger: false,
  perform: async (client, { name }) => {
    await client.request(resetCircuit, { agent: name })
    return `The circuit of ${name} is closed`
  },
}

export const agents: Resource<AgentRow> = {
  name: 'agents',
  title: 'Agents',
  noun: 'agent',
  columns: [
    { title: 'AGENT', width: 20, grow: 1, drop: 0, cell: ({ name }) => ({ text: name, tone: 'accent' }), order: ({ name }) => name },
    { title: 'STATE', width: 12, drop: 0, cell: stateOf, order: (agent) => stateWord(agent) },
    { title: 'TEAM', width: 16, drop: 4, cell: ({ team }) => ({ text: toWords(team) }), order: ({ team }) => team },
    { title: 'RUN', width: 6, drop: 1, align: 'right', cell: runningCell, order: ({ running }) => running },
    {
      title: 'QUEUE',
      width: 6,
      drop: 0,
      align: 'right',
      cell: ({ queued }) => ({ text: String(queued), tone: queued > 0 ? 'text' : 'dim' }),
      order: ({ queued }) => queued,
    },
    {
      title: 'CIRCUIT',
      width: 10,
      drop: 3,
      cell: ({ circuit }, { glyphs }) => circuitSpan(circuit, glyphs),
      order: ({ circuit }) => circuit,
    },
    {
      title: '/MIN',
      width: 5,
      drop: 4,
      align: 'right',
      cell: ({ health }) => ({ text: rate(health.processedPerMinute) }),
      order: ({ health }) => health.processedPerMinute,
    },
    { title: 'FAIL', width: 5, drop: 4, align: 'right', cell: failureCell, order: ({ health }) => health.failureRate },
    { title: 'LIMIT', width: 10, drop: 5, cell: ({ rateLimit }) => ({ text: rateLimit ?? '', tone: 'dim' }) },
    { title: 'NOTE', width: 24, grow: 2, drop: 2, cell: noteCell },
  ],
  nameOf: ({ name }) => name,
  pagedByServer: false,
  async load(client, { signal }) {
    const { agents: crew, agentProblems } = await client.request(agentsOperation, {}, { signal })
    const problems = new Map(agentProblems.map(({ file, message }) => [file.replace(/^.*\//, '').replace(/\.ya?ml$/, ''), message]))
    const rows = crew.map((agent): AgentRow => {
      const problem = agent.fileError ?? problems.get(agent.name)
      return { ...agent, id: agent.name, ...(problem !== undefined && { problem }) }
    })
    return { rows, endCursor: null, hasMore: false }
  },
  fields: (agent) => ({
    name: agent.name,
    team: agent.team,
    state: stateWord(agent),
    can: agent.capabilities,
    circuit: toWords(agent.circuit),
    about: agent.description,
  }),
  // Counters move with every task; agents themselves only with these.
  stale: ({ type }) => type.startsWith('agent.') || /^task\.(started|succeeded|failed|cancelled|queued|retrying)$/.test(type),
  describe,
  actions: { pause, reset },
  empty: 'No agents. Put YAML files into the agents folder.',
}

function stateWord({ enabled, draining, available }: AgentRow): string {
  if (draining) return 'draining'
  if (!enabled) return 'off'
  return available ? 'ready' : 'unavailable'
}

function stateOf(agent: AgentRow, { glyphs }: Surroundings): Span {
  const word = stateWord(agent)
  if (word === 'ready')
    return agent.running > 0 ? { text: `${glyphs.running} working`, tone: 'info' } : { text: `${glyphs.succeeded} ready`, tone: 'good' }
  if (word === 'off') return { text: `${glyphs.cancelled} off`, tone: 'dim' }
  return word === 'draining' ? { text: `${glyphs.paused} draining`, tone: 'warn' } : { text: `${glyphs.failed} away`, tone: 'bad' }
}

function runningCell({ running, maxConcurrent }: AgentRow): Span {
  return { text: `${running}/${maxConcurrent}`, tone: running >= maxConcurrent ? 'warn' : running > 0 ? 'text' : 'dim' }
}

function failureCell({ health: { failureRate } }: AgentRow): Span {
  return { text: formatPercent(failureRate), tone: failureRate > 0.1 ? 'bad' : 'dim' }
}

function noteCell({ problem, unavailableReason, description }: AgentRow): Span {
  if (problem) return { text: problem, tone: 'bad' }
  return unavailableReason ? { text: unavailableReason, tone: 'warn' } : { text: description, tone: 'dim' }
}

const rate = (perMinute: number) => (perMinute === 0 ? '0' : perMinute < 10 ? perMinute.toFixed(1) : String(Math.round(perMinute)))

function describe(agent: AgentRow, around: Surroundings): Section[] {
  const fact = (name: string, value: string | Span): Line => [
    { text: name.padEnd(14), tone: 'dim' },
    typeof value === 'string' ? { text: value } : value,
  ]
  const until = agent.circuitUntil ? `, probes ${formatUntil(agent.circuitUntil, around.now)}` : ''
  return [
    {
      title: agent.name,
      lines: [
        [{ text: agent.description }],
        fact('team', toWords(agent.team)),
        fact('type', agent.type),
        fact('state', stateOf(agent, around)),
        fact('runs', `${agent.running} of ${agent.maxConcurrent} at a time, ${agent.queued} queued`),
        fact('rate limit', agent.rateLimit ?? 'none'),
        fact('time limit', formatDuration(agent.timeoutSeconds * 1000)),
        [{ text: 'circuit'.padEnd(14), tone: 'dim' }, circuitSpan(agent.circuit, around.glyphs), { text: until }],
        fact('last minute', `${rate(agent.health.processedPerMinute)} ended, ${formatPercent(agent.health.failureRate)} failed`),
        fact('mean run', agent.health.averageRunSeconds === null ? '-' : formatDuration(agent.health.averageRunSeconds * 1000)),
        fact('risk', agent.risk),
        fact('mode', agent.executionMode),
      ],
    },
    { title: 'Capabilities', lines: [[{ text: agent.capabilities.map(toWords).join(', ') || 'none' }]] },
    ...(agent.unavailableReason
      ? [{ title: 'Why it takes no work', lines: [[{ text: agent.unavailableReason, tone: 'warn' as const }]] }]
      : []),
    ...(agent.problem ? [{ title: 'Its file', lines: agent.problem.split('\n').map((text): Line => [{ text, tone: 'bad' }]) }] : []),
  ]
}
