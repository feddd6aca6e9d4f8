// The App Home of one person: what waits for them, what runs, what failed, what comes, and their settings. Pure.
import type { HomeView, KnownBlock } from '@slack/types'
import type {
  AlertsQuery,
  DeadLetterGroupsQuery,
  QueueStatsQuery,
  RequestsQuery,
  SchedulesQuery,
  TasksQuery,
  ViewerAction,
  WorkersQuery,
} from '../generated/operations.ts'
import { alertLine } from './alert-card.ts'
import { actions, alert, button, context, divider, fields, header, section } from './elements.ts'
import { limits } from './limits.ts'
import { bold, channelName, code, cut, joinMarkup, type Markup, markup, moment } from './markup.ts'
import { keepWithin } from './message.ts'
import { requestLine } from './request-card.ts'
import { scheduleLine } from './schedule-card.ts'
import { taskLine } from './task-list.ts'
import { bar, plural } from './wording.ts'

/** What a person has set for themselves. */
export interface Settings {
  quietFrom?: string | undefined
  quietTo?: string | undefined
  /** HH:MM of the daily summary. */
  digestAt?: string | undefined
  channel?: string | undefined
  timeZone: string
}

/** What could not be asked is undefined and left out. */
export interface Home {
  viewer: { name: string; role: string; viewerCan: readonly ViewerAction[] } | undefined
  stats: QueueStatsQuery['queueStats'] | undefined
  requests: RequestsQuery['requests']['nodes'] | undefined
  running: TasksQuery['tasks']['nodes'] | undefined
  deadLetters: DeadLetterGroupsQuery['deadLetterGroups'] | undefined
  schedules: SchedulesQuery['schedules']['nodes'] | undefined
  workers: WorkersQuery['workers'] | undefined
  alerts: AlertsQuery['alerts']['nodes'] | undefined
  settings: Settings
  /** Why nothing at all could be asked. */
  problem?: Markup | undefined
  at: Date
}

export function renderHome(home: Home): HomeView {
  const may = (action: ViewerAction) => home.viewer?.viewerCan.includes(action) === true
  const { viewer, at, problem } = home
  const blocks: KnownBlock[] = [
    header('Capstan'),
    ...actions('home', [
      may('SUBMIT') ? button({ action: 'task.new', text: 'New task\u2026', value: { id: 'new' }, style: 'primary' }) : undefined,
      may('SCHEDULE') ? button({ action: 'schedule.new', text: 'New schedule\u2026', value: { id: 'new' } }) : undefined,
      button({ action: 'home.refresh', text: 'Refresh', value: { id: 'home' } }),
    ]),
    ...(problem ? [alert(problem, 'warning')] : []),
    ...counters(home),
    ...work(home),
    ...operations(home),
    divider,
    ...settingsBlocks(home.settings),
    ...context(viewer ? markup`You are ${bold(viewer.name, 80)} (${viewer.role})` : undefined, markup`as of ${moment(at, '{time_secs}')}`),
  ]
  return { type: 'home', callback_id: 'home', blocks: keepWithin(blocks, limits.view.blocks, 60_000) }
}

const show = (action: string, id: string, text = 'Show') => button({ action, text, value: { id } })

function work({ requests, alerts, running }: Home): KnownBlock[] {
  return [
    ...part(
      'Waiting for you',
      requests?.slice(0, 5).map((request) => section(requestLine(request), show('request.show', request.id, 'Decide'))),
    ),
    ...part(
      'Alerts',
      alerts?.slice(0, 3).map((one) => section(alertLine(one), show('alert.show', one.id))),
    ),
    ...part(
      'Running',
      running?.slice(0, 8).map((task) => section(runningLine(task), show('task.show', task.id))),
    ),
  ]
}

const runningLine = (task: NonNullable<Home['running']>[number]) =>
  task.status === 'RUNNING' ? markup`${taskLine(task)}\n${bar(task.progress)}` : taskLine(task)

function operations({ deadLetters, schedules, workers }: Home): KnownBlock[] {
  const groups = deadLetters?.slice(0, 5).map(({ agent, count, message, fingerprint }) => {
    const line = markup`${bold(agent, 80)} \u00b7 ${count} alike \u00b7 ${cut(message, 160)}`
    return section(line, show('dead.list', fingerprint.slice(0, 200)))
  })
  const beats = workers?.slice(0, 6).map(({ host, pid, running, capacity, heartbeatAt }) => {
    return markup`${cut(host, 60)} (${pid}) ${running}/${capacity} \u00b7 ${moment(heartbeatAt, '{time_secs}')}`
  })
  return [
    ...part('Dead letters', groups),
    ...part(
      'Schedules',
      schedules?.slice(0, 5).map((schedule) => section(scheduleLine(schedule), show('schedule.show', schedule.id))),
    ),
    ...part('Workers', beats && context(...beats)),
  ]
}

function part(title: string, blocks: readonly KnownBlock[] | undefined): KnownBlock[] {
  return blocks && blocks.length > 0 ? [divider, header(title), ...blocks] : []
}

function counters({ stats, deadLetters, requests }: Home): KnownBlock[] {
  if (!stats) return []
  const count = (status: string) => stats.statuses.find((one) => one.status === status)?.count ?? 0
  const dead = deadLetters?.reduce((sum, group) => sum + group.count, 0)
  return fields([
    ['Queued', markup`${count('QUEUED')}`],
    ['Running', markup`${count('RUNNING')}`],
    ['Failed', markup`${count('FAILED')}`],
    ['Dead letters', dead === undefined ? undefined : markup`${dead}`],
    ['Waiting for you', requests ? markup`${requests.length}` : undefined],
    ['Busy', markup`${stats.workers.busy} of ${stats.workers.total} slots`],
  ])
}

function settingsBlocks({ quietFrom, quietTo, digestAt, channel, timeZone }: Settings): KnownBlock[] {
  const lines = [
    markup`Quiet hours: ${quietFrom && quietTo ? `${quietFrom} to ${quietTo}` : 'none'}`,
    markup`Daily summary: ${digestAt ? `at ${digestAt}` : 'none'}`,
    markup`Default channel: ${channel ? channelName(channel) : markup`where you ask`}`,
    markup`Time zone: ${code(timeZone)}`,
  ]
  return [
    header('Your settings'),
    section(joinMarkup(lines, '\n'), button({ action: 'settings.open', text: 'Change\u2026', value: { id: 'settings' } })),
  ]
}

/** The daily summary, as a direct message. */
export function renderDigest({
  requests = [],
  running = [],
  deadLetters = [],
  stats,
}: Pick<Home, 'requests' | 'running' | 'deadLetters' | 'stats'>) {
  const dead = deadLetters.reduce((sum, { count }) => sum + count, 0)
  const done = stats?.statuses.find(({ status }) => status === 'SUCCEEDED')?.count ?? 0
  return {
    text: markup`Your day: ${plural(requests.length, 'request')} for you, ${running.length} running, ${plural(dead, 'dead letter')}`,
    blocks: [
      header('Your day'),
      section(
        markup`${plural(requests.length, 'approval or question', 'approvals and questions')} for you \u00b7 ${running.length} of your tasks under way \u00b7 ${done} done in all \u00b7 ${plural(dead, 'dead letter')}`,
      ),
      ...requests
        .slice(0, 5)
        .map((request) => section(requestLine(request), button({ action: 'request.show', text: 'Decide', value: { id: request.id } }))),
      ...running.slice(0, 5).map((task) => section(taskLine(task))),
    ] satisfies KnownBlock[],
  }
}
