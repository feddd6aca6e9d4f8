// Agents, workers and the queue as messages. Pure.
import type { AgentQuery, AgentsQuery, QueueStatsQuery, RunQueueMutation, TaskStatus, WorkersQuery } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { actions, alert, button, context, fields, header, preformatted, section } from './elements.ts'
import { pageSize, renderList } from './lists.ts'
import { bold, code, cut, joinMarkup, type Markup, markup, moment, nothing } from './markup.ts'
import { message } from './message.ts'
import { bar, duration, percent, plural, sayPriority, taskStates } from './wording.ts'

type Agents = AgentsQuery['agents']

export function renderAgents({ agents, from, command }: { agents: Agents; from: number; command: string }): Rendered {
  const shown = agents.slice(from, from + pageSize * 2)
  const next = from + shown.length
  return renderList({
    title: 'Agents',
    note: markup`${plural(agents.length, 'agent')}, ${agents.filter(({ available }) => available).length} available`,
    rows: shown.map((agent) => ({
      text: agentLine(agent),
      accessory: button({ action: 'agent.show', text: 'Show', value: { id: agent.name } }),
    })),
    empty: markup`No agent fits. \`agents\` shows all of them.`,
    acts: next < agents.length ? [{ action: 'list.next', text: 'More', value: { id: command.slice(0, 800), after: String(next) } }] : [],
  })
}

function agentLine({ name, description, available, unavailableReason, running, queued, maxConcurrent }: Agents[number]): Markup {
  const state = available
    ? markup`${running}/${maxConcurrent} running${queued > 0 ? markup`, ${queued} waiting` : nothing}`
    : markup`\u26a0 ${cut(unavailableReason ?? 'not available', 120)}`
  return markup`${bold(name, 80)} \u00b7 ${state}\n${cut(description, 160)}`
}

type Agent = NonNullable<AgentQuery['agent']>

export function renderAgent(agent: Agent): Rendered {
  const { name, description, health, viewerCan } = agent
  return message(markup`Agent ${name}`, [
    header(name),
    section(markup`${cut(description, 600)}`),
    ...(agent.available ? [] : [alert(markup`Takes no work: ${cut(agent.unavailableReason ?? 'not available', 300)}`, 'warning')]),
    ...(agent.fileError ? [alert(markup`Its file is broken, the last good one is used: ${cut(agent.fileError, 300)}`, 'warning')] : []),
    ...fields([
      ['Team', markup`${cut(agent.team, 80)}`],
      ['Kind', markup`${cut(agent.type, 60)}, ${agent.executionMode}, risk ${agent.risk}`],
      ['Running', markup`${agent.running} of ${agent.maxConcurrent}`],
      ['Waiting', markup`${agent.queued}`],
      ['Rate limit', agent.rateLimit ? markup`${agent.rateLimit}` : undefined],
      [
        'Circuit',
        markup`${agent.circuit.toLowerCase().replace('_', ' ')}${agent.circuitUntil ? markup` until ${moment(agent.circuitUntil)}` : nothing}`,
      ],
      ['Last minute', markup`${health.processedPerMinute.toFixed(0)} done, ${percent(health.failureRate)} failed`],
      ['Mean run', health.averageRunSeconds ? markup`${duration(health.averageRunSeconds)}` : undefined],
    ]),
    section(markup`*Parameters*\n${parameterLines(agent.schema)}`),
    ...context(
      joinMarkup(
        agent.capabilities.slice(0, 12).map((capability) => code(capability, 40)),
        ' ',
      ),
    ),
    ...actions(`agent:${name.slice(0, 200)}`, agentButtons(name, viewerCan)),
  ])
}

function agentButtons(name: string, viewerCan: Agent['viewerCan']) {
  const value = { id: name }
  const confirm = {
    title: `Switch ${name} off?`,
    text: 'What runs may finish; nothing new starts until somebody switches it on.',
    yes: 'Switch it off',
  }
  const all = [
    viewerCan.includes('SUBMIT') && button({ action: 'agent.run', text: 'Run', value, style: 'primary' }),
    viewerCan.includes('ENABLE') && button({ action: 'agent.enable', text: 'Switch on', value }),
    viewerCan.includes('DISABLE') && button({ action: 'agent.disable', text: 'Switch off', value, style: 'danger', confirm }),
    viewerCan.includes('RESET_CIRCUIT') && button({ action: 'agent.reset', text: 'Close circuit', value }),
  ]
  return all.filter((element) => element !== false)
}

function parameterLines(schema: unknown): Markup {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: { [name: string]: { type?: unknown; description?: unknown; default?: unknown } }
    required?: string[]
  }
  const lines = Object.entries(properties)
    .slice(0, 20)
    .map(([name, { type, description, default: preset }]) => {
      const notes = [required.includes(name) ? 'required' : '', preset === undefined ? '' : `default ${JSON.stringify(preset)}`]
        .filter(Boolean)
        .join(', ')
      return markup`${code(name, 60)} ${String(type ?? '')}${notes ? markup` (${cut(notes, 100)})` : nothing} ${cut(String(description ?? ''), 100)}`
    })
  return lines.length > 0 ? joinMarkup(lines, '\n') : markup`none`
}

export function renderWorkers(workers: WorkersQuery['workers'], mayDrain: boolean): Rendered {
  return renderList({
    title: 'Workers',
    rows: workers.slice(0, 20).map((worker) => ({
      text: workerLine(worker),
      ...(mayDrain && worker.status === 'ACTIVE' && { accessory: drainButton(worker) }),
      ...(mayDrain &&
        worker.status === 'DRAINING' && { accessory: button({ action: 'worker.resume', text: 'Resume', value: { id: worker.id } }) }),
    })),
    empty: markup`No worker runs. Tasks wait until one is started.`,
  })
}

function drainButton({ id, host, pid }: WorkersQuery['workers'][number]) {
  const confirm = { title: 'Drain this worker?', text: `${host} (${pid}) finishes what it runs and takes nothing new.`, yes: 'Drain it' }
  return button({ action: 'worker.drain', text: 'Drain', value: { id }, style: 'danger', confirm })
}

function workerLine({
  host,
  pid,
  status,
  running,
  capacity,
  memoryMb,
  cpu,
  startedAt,
  heartbeatAt,
  teams,
  tasks,
}: WorkersQuery['workers'][number]): Markup {
  const ids = tasks.slice(0, 5).map(({ id }) => id)
  return markup`${bold(host, 80)} (${pid}) \u00b7 ${status.toLowerCase()} \u00b7 ${running} of ${capacity} \u00b7 ${percent(cpu)} CPU \u00b7 ${Math.round(memoryMb)} MB
heard from ${moment(heartbeatAt, '{time_secs}')} \u00b7 up since ${moment(startedAt)}${teams.length > 0 ? markup` \u00b7 ${cut(teams.join(', '), 120)}` : nothing}${ids.length > 0 ? markup` \u00b7 ${ids.join(', ')}` : nothing}`
}

type Stats = QueueStatsQuery['queueStats']

export function renderQueue(stats: Stats, mayRun: boolean): Rendered {
  const { queues, workers, statuses, etaSeconds, oldestReadySeconds, at } = stats
  const count = (status: TaskStatus) => statuses.find((one) => one.status === status)?.count ?? 0
  const levels = queues.map(
    ({ priority, depth, processedPerMinute, averageWaitSeconds }) =>
      markup`${bold(sayPriority(priority))} ${depth} waiting \u00b7 ${processedPerMinute.toFixed(0)}/min \u00b7 wait ${duration(averageWaitSeconds)}`,
  )
  return message(markup`Queue: ${count('QUEUED')} waiting, ${count('RUNNING')} running`, [
    header('Queue'),
    ...fields(
      (['QUEUED', 'RUNNING', 'RETRYING', 'WAITING', 'BLOCKED', 'SCHEDULED', 'FAILED', 'SUCCEEDED'] as const).map(
        (status) => [taskStates[status].word, markup`${count(status)}`] as const,
      ),
    ),
    section(joinMarkup(levels, '\n')),
    ...context(
      markup`Busy ${bar(workers.utilization)} ${workers.busy} of ${workers.total} slots in ${plural(workers.processes, 'process', 'processes')}`,
      etaSeconds ? markup`all done in about ${duration(etaSeconds)}` : undefined,
      oldestReadySeconds ? markup`the oldest has waited ${duration(oldestReadySeconds)}` : undefined,
      markup`as of ${moment(at, '{time_secs}')}`,
    ),
    ...actions('queue', [
      button({ action: 'task.list', text: 'Tasks', value: { id: 'list' } }),
      button({ action: 'dead.groups', text: 'Dead letters', value: { id: 'dead' } }),
      ...(mayRun ? [button({ action: 'queue.run', text: 'Run now', value: { id: 'queue' } })] : []),
      button({ action: 'queue.show', text: 'Look again', value: { id: 'queue' } }),
    ]),
  ])
}

export function renderQueueRun({ executed, failed, remaining, log }: RunQueueMutation['runQueue']): Rendered {
  const text = markup`Ran ${plural(executed + failed, 'task')}: ${executed} done, ${failed} failed, ${remaining} still waiting.`
  return message(text, [section(text), ...(log.length > 0 ? [preformatted(log.join('\n'), 2500)] : [])])
}
