// How things are going: the queue, where time is lost, how agents do, and what happens.
import {
  type CliEventFragment,
  type CliPerformanceFragment,
  type CliStatsFragment,
  cliAgentPerformance,
  cliBottlenecks,
  cliEventNews,
  cliEvents,
  cliOverview,
  cliQueueStats,
  type EventFilter,
} from '../generated/operations.ts'
import { type CommandSpec, countOf, isSet, listOf, textOf } from './command.ts'
import { demandAgent } from './crew.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { age, clock, type Fact, facts, percent, seconds } from './format.ts'
import { readSince, subjectId, typePattern } from './inputs.ts'
import { type Io, printOne, printRows } from './io.ts'
import { readPages } from './pages.ts'
import { type Column, renderTable } from './table.ts'

function queueTable(io: Io, { queues }: CliStatsFragment): string {
  return renderTable(
    queues,
    [
      { title: 'LEVEL', of: ({ priority }) => priority.toLowerCase() },
      { title: 'READY', of: ({ depth }) => String(depth), align: 'right' },
      { title: 'PER MIN', of: ({ processedPerMinute }) => processedPerMinute.toFixed(1), align: 'right' },
      { title: 'MEAN WAIT', of: ({ averageWaitSeconds }) => seconds(averageWaitSeconds), align: 'right' },
    ],
    { width: undefined, color: io.color },
  ).trimEnd()
}

function statsFacts({ workers, statuses, etaSeconds, oldestReadySeconds }: CliStatsFragment): Fact[] {
  const held = statuses.filter(({ count }) => count > 0).map(({ status, count }) => `${count} ${status.toLowerCase()}`)
  const processes = workers.processes === 1 ? '1 process' : `${workers.processes} processes`
  return [
    ['workers', `${processes}, ${workers.busy} of ${workers.total} slots busy (${percent(workers.utilization)})`],
    ['tasks', held.join(', ') || 'none yet'],
    ['oldest ready', oldestReadySeconds === null ? null : `${seconds(oldestReadySeconds)} ago`],
    ['queue empty in', etaSeconds ? `about ${seconds(etaSeconds)}` : null],
  ]
}

const performanceColumns: readonly Column<CliPerformanceFragment>[] = [
  { title: 'AGENT', of: ({ agent }) => agent },
  { title: 'RUNS', of: ({ runs }) => String(runs), align: 'right' },
  { title: 'FAILED', of: ({ failed }) => String(failed), align: 'right' },
  { title: 'P50', of: ({ p50Seconds }) => seconds(p50Seconds), align: 'right' },
  { title: 'P95', of: ({ p95Seconds }) => seconds(p95Seconds), align: 'right' },
  { title: 'P99', of: ({ p99Seconds }) => seconds(p99Seconds), align: 'right' },
  { title: 'WAIT P95', of: ({ waitP95Seconds }) => seconds(waitP95Seconds), align: 'right' },
  { title: 'TOKENS', of: ({ usage }) => String(usage.inputTokens + usage.outputTokens), align: 'right' },
  { title: 'COST', of: ({ usage }) => `$${(usage.costMicros / 1e6).toFixed(2)}`, align: 'right' },
]

function eventLine({ at, type, subject, payload }: CliEventFragment): string {
  return `[${clock(at)}] ${type} ${subject} ${JSON.stringify(payload)}\n`
}

async function followEvents(io: Io, filter: EventFilter, after: string | undefined): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    const stop = io.client.subscribe(
      cliEventNews,
      { filter, ...(after && { after }) },
      {
        next: ({ events }) => io.out(io.mode === 'table' ? eventLine(events) : `${JSON.stringify(events)}\n`),
        ended: (error) => (error ? reject(error) : resolve(exitCodes.done)),
        cursorOf: ({ events }) => events.cursor,
      },
    )
    io.signal.addEventListener('abort', () => {
      stop()
      resolve(exitCodes.done)
    })
  })
}

/** The last so many, oldest first. */
async function readPast(io: Io, filter: EventFilter, count: number): Promise<CliEventFragment[]> {
  if (count === 0) return []
  const { nodes } = await readPages(count, async (first, after) => (await io.client.request(cliEvents, { filter, first, after })).events)
  return nodes.reverse()
}

const since = { flags: '--since <moment>', summary: 'since then; the last hour when left out, for example 1d' }

function sinceOf(io: Io, text: string | undefined): { since?: string } {
  return text === undefined ? {} : { since: readSince(text, 'since', io.now()) }
}

export const insightCommands: readonly CommandSpec[] = [
  {
    words: 'status',
    summary: 'Everything at a glance.',
    options: [{ flags: '-a, --agent <name>', summary: 'one agent' }],
    examples: ['status', 'status --watch', 'status --agent copywriter'],
    watchable: true,
    run: async (io, call) => {
      const overview = await io.client.request(cliOverview, {})
      const name = textOf(call, 'agent')
      const agents = overview.agents.filter((agent) => name === undefined || agent.name === name)
      if (name !== undefined && agents.length === 0) await demandAgent(io, name)
      const { me, queueStats, deadLetters } = overview
      const trouble = agents.filter(({ available, circuit }) => !available || circuit !== 'CLOSED')
      const busy = agents.filter(({ running, queued }) => running > 0 || queued > 0 || name !== undefined)
      printOne(io, { ...overview, agents }, () => [
        `Capstan at ${io.client.url}, workspace ${me.workspace.id}${me.workspace.manual ? ' (manual mode)' : ''}, as ${me.name} (${me.role})`,
        '',
        queueTable(io, queueStats),
        '',
        ...facts([
          ...statsFacts(queueStats),
          [
            'given up',
            deadLetters.totalCount > 0
              ? `${deadLetters.totalCount}${deadLetters.totalCountIsExact ? '' : '+'}, see: capstan dlq groups`
              : null,
          ],
          ['agents', `${agents.length - trouble.length} of ${agents.length} available`],
        ]),
        ...busy.map(
          ({ name: agent, running, maxConcurrent, queued }) => `  ${agent}  ${running}/${maxConcurrent} running, ${queued} queued`,
        ),
        ...trouble.map(
          ({ name: agent, unavailableReason, circuit }) => `  ${agent}  ${unavailableReason ?? `its circuit is ${circuit.toLowerCase()}`}`,
        ),
      ])
      return undefined
    },
  },
  {
    words: 'queue',
    summary: 'What waits, by level, and how fast it goes.',
    examples: ['queue', 'queue --watch'],
    watchable: true,
    run: async (io) => {
      const { queueStats } = await io.client.request(cliQueueStats, {})
      printOne(io, queueStats, () => [queueTable(io, queueStats), '', ...facts(statsFacts(queueStats))])
      return undefined
    },
  },
  {
    words: 'bottlenecks',
    summary: 'Where time is lost.',
    options: [since],
    examples: ['bottlenecks', 'bottlenecks --since 1d'],
    run: async (io, call) => {
      const { bottlenecks } = await io.client.request(cliBottlenecks, sinceOf(io, textOf(call, 'since')))
      printOne(io, bottlenecks, ({ findings, slowestTasks, longestWaiting, agents }) => [
        ...(findings.length > 0 ? findings : ['Nothing holds work back.']),
        ...(slowestTasks.length > 0 ? ['', 'Slowest tasks'] : []),
        ...slowestTasks.map(({ id, agentName, usage }, place) => `${place + 1}. ${id} (${agentName}): ${seconds(usage.durationMs / 1000)}`),
        ...(longestWaiting.length > 0 ? ['', 'Waiting longest'] : []),
        ...longestWaiting.map(
          ({ id, agentName, createdAt, waitingOn }) => `${id} (${agentName}): ${age(createdAt, io.now())}, ${waitingOn[0]?.detail ?? ''}`,
        ),
        ...(agents.length > 0 ? ['', renderTable(agents, performanceColumns, { width: undefined, color: io.color }).trimEnd()] : []),
      ])
      return undefined
    },
  },
  {
    words: 'metrics',
    summary: 'How agents have been doing.',
    options: [{ flags: '-a, --agent <name>', summary: 'one agent' }, since],
    examples: ['metrics', 'metrics --agent copywriter --since 7d'],
    run: async (io, call) => {
      const asked = { agent: textOf(call, 'agent') ?? null, ...sinceOf(io, textOf(call, 'since')) }
      const { agentPerformance } = await io.client.request(cliAgentPerformance, asked)
      if (asked.agent !== null && agentPerformance.length === 0) await demandAgent(io, asked.agent)
      printRows(io, agentPerformance, { columns: performanceColumns, empty: 'Nothing has run in that time.' })
      return undefined
    },
  },
  {
    words: 'events',
    summary: 'What happened, oldest first.',
    options: [
      { flags: '--tail <count>', summary: 'the last so many', default: '20' },
      { flags: '-f, --follow', summary: 'go on with what happens from now on' },
      { flags: '--type <type>', summary: 'of this type; task.* takes all of tasks', many: true },
      { flags: '--subject <id>', summary: 'about this task, agent or worker', many: true },
    ],
    examples: ['events --tail 100', 'events --follow --type "task.*"'],
    run: async (io, call) => {
      const [types, subjects] = [listOf(call, 'type')?.map(typePattern), listOf(call, 'subject')?.map(subjectId)]
      const filter = { ...(types && { types }), ...(subjects && { subjects }) }
      const past = await readPast(io, filter, countOf(call, 'tail', 0) ?? 20)
      if (io.mode === 'table' && past.length === 0 && !isSet(call, 'follow')) io.out('No event matches.\n')
      if (io.mode === 'table') for (const event of past) io.out(eventLine(event))
      else if (io.mode === 'json' && !isSet(call, 'follow')) io.out(`${JSON.stringify(past, null, 2)}\n`)
      else for (const event of past) io.out(`${JSON.stringify(event)}\n`)
      return isSet(call, 'follow') ? followEvents(io, filter, past.at(-1)?.cursor) : undefined
    },
  },
]
