// Schedules: the card of one with its next and last runs, and the list. Pure.
import type { ScheduleFieldsFragment as Schedule, ScheduleQuery, SchedulesQuery } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { actions, button, context, fields, header, overflow, section } from './elements.ts'
import { nextPage, renderList } from './lists.ts'
import { bold, channelName, code, cut, joinMarkup, type Markup, markup, moment, nothing } from './markup.ts'
import { message } from './message.ts'
import { taskStates } from './wording.ts'

type Run = NonNullable<ScheduleQuery['schedule']>['runs']['nodes'][number]

export interface ScheduleCard {
  schedule: Schedule
  runs?: readonly Run[]
}

export const missedPolicies = { ONCE: 'Run once to make up for them', SKIP: 'Leave them out', ALL: 'Run every one of them' } as const
export const overlapPolicies = { SKIP: 'Leave the new one out', QUEUE: 'Run both', CANCEL_OLD: 'Cancel the old one first' } as const

export function renderSchedule({ schedule, runs = [] }: ScheduleCard): Rendered {
  const { id, name, enabled, description, timezone, missed, overlap, nextRuns } = schedule
  return message(markup`Schedule ${id}: ${name}`, [
    header(`${name} \u00b7 ${id}`),
    section(whatItDoes(schedule)),
    ...fields([
      ['When', markup`${cut(description, 200)}`],
      // Said with the words already, unless these came from somewhere that knows no zones.
      ['Time zone', description.includes(timezone) ? undefined : markup`${timezone}`],
      ['State', enabled ? markup`\u25b6 runs` : markup`\u23f8 paused`],
      ['Until', schedule.endAt ? moment(schedule.endAt) : undefined],
      ['Missed runs', markup`${missedPolicies[missed]}`],
      ['When one still runs', markup`${overlapPolicies[overlap]}`],
    ]),
    section(
      joinMarkup([
        markup`*Next:* `,
        nextRuns.length > 0
          ? joinMarkup(
              nextRuns.map((at) => moment(at)),
              ', ',
            )
          : markup`none`,
      ]),
    ),
    ...context(...runs.slice(0, 5).map(runLine)),
    ...context(markup`by ${cut(schedule.createdBy.name, 80)}`),
    ...actions(`schedule:${id}`, scheduleButtons(schedule)),
  ])
}

export function whatItDoes({ post, task, workflow }: Pick<Schedule, 'post' | 'task' | 'workflow'>): Markup {
  if (post) return markup`Posts to ${channelName(post.channel)}:\n>${cut(post.text, 1000).replaceAll('\n', '\n> ')}`
  const { agent, template } = { ...(task as { agent?: string } | null), ...(workflow as { template?: string } | null) }
  return template ? markup`Starts the workflow ${code(template, 100)}` : markup`Hands a task to ${code(agent ?? 'an agent', 100)}`
}

function runLine({ dueAt, status, reason, task, workflow, manual }: Run): Markup {
  const made = task
    ? markup` ${code(task.id)} ${taskStates[task.status].word.toLowerCase()}`
    : workflow
      ? markup` ${code(workflow.id)}`
      : nothing
  return markup`${moment(dueAt)} ${status.toLowerCase()}${manual ? markup` by hand` : nothing}${made}${reason ? markup` \u2013 ${cut(reason, 120)}` : nothing}`
}

function scheduleButtons({ id, name, enabled, viewerCan }: Schedule) {
  const value = { id }
  const all = [
    viewerCan.includes('RUN') && button({ action: 'schedule.run', text: 'Run now', value }),
    viewerCan.includes('PAUSE') && enabled && button({ action: 'schedule.pause', text: 'Pause', value }),
    viewerCan.includes('RESUME') && !enabled && button({ action: 'schedule.resume', text: 'Let it run', value, style: 'primary' }),
    viewerCan.includes('DELETE') &&
      button({
        action: 'schedule.delete',
        text: 'Delete',
        value,
        style: 'danger',
        confirm: { title: `Delete ${id}?`, text: `${name} runs no more. What it started stays.`, yes: 'Delete it' },
      }),
    overflow('schedule.more', [
      ...(viewerCan.includes('EDIT') ? [{ action: 'schedule.edit', text: 'Edit\u2026', value }] : []),
      { action: 'schedule.refresh', text: 'Look again', value },
    ]),
  ]
  return all.filter((element) => element !== false)
}

export function renderScheduleList({
  schedules,
  command,
  mayMake,
}: {
  schedules: SchedulesQuery['schedules']
  command: string
  mayMake: boolean
}): Rendered {
  const { nodes, totalCount, pageInfo } = schedules
  return renderList({
    title: 'Schedules',
    note: markup`${totalCount} in all`,
    rows: nodes.map((schedule) => ({
      text: scheduleLine(schedule),
      accessory: button({ action: 'schedule.show', text: 'Show', value: { id: schedule.id } }),
    })),
    empty: markup`None yet.`,
    acts: [
      ...(mayMake ? [{ action: 'schedule.new', text: 'New schedule\u2026', value: { id: 'new' }, style: 'primary' as const }] : []),
      ...nextPage(command, pageInfo.endCursor, pageInfo.hasNextPage),
    ],
  })
}

export function scheduleLine({ id, name, enabled, description, nextRunAt }: SchedulesQuery['schedules']['nodes'][number]): Markup {
  const next = enabled ? (nextRunAt ? markup`next ${moment(nextRunAt)}` : markup`no more runs`) : markup`\u23f8 paused`
  return markup`${bold(id, 30)} ${cut(name, 100)} \u00b7 ${cut(description, 120)} \u00b7 ${next}`
}
