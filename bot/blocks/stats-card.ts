// Figures as text; the picture beside it says the same. Pure.
import type { TableBlock } from '@slack/types'
import type { AgentPerformanceQuery, QueueStatsQuery, ThroughputQuery } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { context, fields, header, section } from './elements.ts'
import { cut, harmless, joinMarkup, markup, moment } from './markup.ts'
import { message } from './message.ts'
import { clockTime, duration, percent, plural } from './wording.ts'

export interface Stats {
  minutes: number
  /** The time zone of who asked. */
  zone: string
  throughput: ThroughputQuery['throughput']
  agents: AgentPerformanceQuery['agentPerformance']
  queue: QueueStatsQuery['queueStats']
  findings: readonly string[]
}

export function renderStats(stats: Stats): Rendered {
  const { minutes, agents, queue, findings } = stats
  const { succeeded, failed } = totals(stats)
  return message(markup`${describeThroughput(stats)}`, [
    header(`The last ${minutes} minutes`),
    ...fields([
      ['Done', markup`${succeeded}`],
      ['Given up', markup`${failed}${succeeded + failed > 0 ? ` (${percent(failed / (succeeded + failed))})` : ''}`],
      ['Waiting', markup`${queue.queues.reduce((sum, { depth }) => sum + depth, 0)}`],
      ['Busy', markup`${queue.workers.busy} of ${queue.workers.total} slots`],
    ]),
    ...(agents.length > 0 ? [agentTable(agents)] : []),
    ...(findings.length > 0
      ? [
          section(
            joinMarkup(
              findings.slice(0, 5).map((finding) => markup`\u2022 ${cut(finding, 200)}`),
              '\n',
            ),
          ),
        ]
      : []),
    ...context(markup`as of ${moment(queue.at)}`),
  ])
}

export function totals({ throughput }: Pick<Stats, 'throughput'>): { succeeded: number; failed: number } {
  return {
    succeeded: throughput.reduce((sum, { succeeded }) => sum + succeeded, 0),
    failed: throughput.reduce((sum, { failed }) => sum + failed, 0),
  }
}

/** What the picture says, for those who do not see it. */
export function describeThroughput(stats: Pick<Stats, 'throughput' | 'minutes' | 'zone'>): string {
  const { succeeded, failed } = totals(stats)
  const busiest = stats.throughput.reduce(
    (most, minute) => (minute.succeeded + minute.failed > most.succeeded + most.failed ? minute : most),
    {
      at: '',
      succeeded: 0,
      failed: 0,
    },
  )
  const when = clockTime(busiest.at, stats.zone).slice(0, 5)
  const peak = busiest.at
    ? ` The busiest minute was ${when} (${stats.zone}) with ${plural(busiest.succeeded + busiest.failed, 'task')}.`
    : ''
  return `In the last ${stats.minutes} minutes ${plural(succeeded, 'task')} ${succeeded === 1 ? 'was' : 'were'} done and ${failed} given up.${peak}`
}

function agentTable(agents: Stats['agents']): TableBlock {
  const cell = (text: string) => ({ type: 'raw_text' as const, text: cut(harmless(text), 60) || '\u2013' })
  const seconds = (value: number | null) => (value === null ? '\u2013' : duration(value))
  const rows = agents
    .slice(0, 12)
    .map(({ agent, runs, failed, p50Seconds, p95Seconds, waitP95Seconds }) =>
      [agent, String(runs), String(failed), seconds(p50Seconds), seconds(p95Seconds), seconds(waitP95Seconds)].map(cell),
    )
  return { type: 'table', rows: [['Agent', 'Runs', 'Failed', 'Half within', '95 % within', 'Wait 95 %'].map(cell), ...rows] }
}
