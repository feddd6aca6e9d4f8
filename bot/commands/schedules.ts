// Schedules and scheduled posts: look, make, change, run.
import { type Asking, showModal } from '../asking.ts'
import { channelName, code, joinMarkup, markup, moment } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { renderSchedule, renderScheduleList } from '../blocks/schedule-card.ts'
import { Misunderstood } from '../explain.ts'
import { wordsToWhen } from '../forms/rhythm.ts'
import { whatOf, whatStep } from '../forms/schedule-wizard.ts'
import {
  createSchedule,
  deleteSchedule,
  me,
  pauseSchedule,
  resumeSchedule,
  runSchedule,
  type ScheduleInput,
  type ScheduleQuery,
  schedule as scheduleQuery,
  schedules,
} from '../generated/operations.ts'
import { zoneOf } from '../home/time-zones.ts'
import { type CommandsOf, retype } from './command-handler.ts'
import { findId, rest } from './find.ts'

export const scheduleCommands: CommandsOf<'schedule'> = {
  'schedule.list': async (asking, command, page) => {
    const [{ schedules: found }, { me: viewer }] = await Promise.all([
      asking.ask(schedules, { first: 10, after: page?.after }),
      asking.ask(me, {}),
    ])
    await asking.say(renderScheduleList({ schedules: found, command: retype(command), mayMake: viewer.viewerCan.includes('SCHEDULE') }))
  },
  'schedule.new': (asking) => openWizard(asking),
  'schedule.show': async (asking, { words: [word] }) => showSchedule(asking, await idOf(asking, word)),
  'schedule.post': async (asking, { words, quoted, pairs }) => {
    const [channel, ...others] = words
    const when = others.filter((word) => word !== quoted).join(' ')
    if (!channel?.startsWith('#') || !quoted || !when) {
      throw new Misunderstood(markup`Say where, when and what: ${code(`${asking.prefix} post #team every weekday at 9:00 "Stand-up!"`)}.`)
    }
    const post = { channel: /^#[CG][A-Z0-9]{2,}$/.test(channel) ? channel.slice(1) : channel, text: quoted }
    const timezone = pairs['zone'] ?? pairs['timezone'] ?? (await zoneOf(asking))
    await make(asking, { name: quoted.slice(0, 60), ...wordsToWhen(when), timezone, post })
  },
  'schedule.run': async (asking, { words: [word] }) => runNow(asking, await idOf(asking, word)),
  'schedule.pause': async (asking, { words }) => pause(asking, await idOf(asking, words[0]), rest(words)),
  'schedule.resume': async (asking, { words: [word] }) => resume(asking, await idOf(asking, word)),
  'schedule.edit': async (asking, { words: [word] }) => openWizard(asking, await idOf(asking, word)),
  'schedule.delete': async (asking, { words: [word] }) => remove(asking, await idOf(asking, word)),
}

const idOf = (asking: Asking, word: string | undefined) => findId(asking, 'schedule', word)

type Schedule = NonNullable<ScheduleQuery['schedule']>

export async function readSchedule({ ask }: Pick<Asking, 'ask'>, id: string): Promise<Schedule> {
  const { schedule } = await ask(scheduleQuery, { id })
  if (!schedule) throw new Misunderstood(markup`There is no ${code(id)} here.`)
  return schedule
}

export async function showSchedule(asking: Asking, id: string): Promise<void> {
  const { runs, ...schedule } = await readSchedule(asking, id)
  await asking.say(renderSchedule({ schedule, runs: runs.nodes }))
}

async function make(asking: Asking, input: ScheduleInput): Promise<void> {
  const { createSchedule: schedule } = await asking.ask(createSchedule, { input })
  await asking.say(renderSchedule({ schedule }))
  if (input.post)
    await asking.say(
      renderNotice(
        joinMarkup([
          markup`If I am not in ${channelName(input.post.channel)} yet, say `,
          code('/invite'),
          markup` there and choose me, or I cannot post.`,
        ]),
      ),
    )
}

export async function runNow(asking: Asking, id: string): Promise<void> {
  const { runSchedule: run } = await asking.ask(runSchedule, { id })
  const made = run.task?.id ?? run.workflow?.id
  await asking.say(
    renderNotice(
      run.status === 'STARTED'
        ? markup`\u25b6 ${code(id)} runs now${made ? markup`: ${code(made)}` : ''}.`
        : markup`${code(id)} did not run (${run.status.toLowerCase()})${run.reason ? markup`: ${run.reason}` : ''}.`,
    ),
  )
}

export async function pause(asking: Asking, id: string, reason?: string): Promise<void> {
  const { pauseSchedule: schedule } = await asking.ask(pauseSchedule, { id, reason: reason ?? null })
  await asking.say(renderSchedule({ schedule }))
}

export async function resume(asking: Asking, id: string): Promise<void> {
  const { resumeSchedule: schedule } = await asking.ask(resumeSchedule, { id })
  await asking.say(renderSchedule({ schedule }))
}

export async function remove(asking: Asking, id: string): Promise<void> {
  const { deleteSchedule: schedule } = await asking.ask(deleteSchedule, { id })
  const next = schedule.nextRunAt ? markup` It would have run next ${moment(schedule.nextRunAt)}.` : ''
  await asking.say(renderNotice(markup`${code(id)} ${schedule.name} is deleted.${next}`))
}

export async function openWizard(asking: Asking, id?: string): Promise<void> {
  if (!asking.trigger && !asking.viewId) {
    throw new Misunderstood(
      markup`Say ${code('/capstan schedule new')} for the form, or ${code(`${asking.prefix} post #team every weekday at 9:00 "Stand-up!"`)}.`,
    )
  }
  await showModal(asking, async () => {
    const schedule = id === undefined ? undefined : await readSchedule(asking, id)
    const given = schedule ? toInput(schedule) : {}
    const draft = await asking.parts.drafts.make(asking.person, { id, version: schedule?.version, input: given, channel: asking.channel })
    return whatStep({ draft, given, what: whatOf(given) })
  })
}

/** As it would be given to make it again. */
function toInput({ name, cron, every, at, words, timezone, task, workflow, post, missed, overlap }: Schedule): Partial<ScheduleInput> {
  const all = {
    name,
    cron,
    every,
    at,
    words,
    timezone,
    task,
    workflow,
    post: post && { channel: post.channel, text: post.text },
    missed,
    overlap,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as Partial<ScheduleInput>
}
