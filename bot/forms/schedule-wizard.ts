// The steps of the schedule wizard as views: what, with which parameters, when, and a last look at it. Pure.
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import { context, divider, option, plain, section } from '../blocks/elements.ts'
import { cut, joinMarkup, markup, moment } from '../blocks/markup.ts'
import { missedPolicies, overlapPolicies, whatItDoes } from '../blocks/schedule-card.ts'
import type { PreviewScheduleQuery, ScheduleInput } from '../generated/operations.ts'
import { zoneOption } from '../home/time-zones.ts'
import { toInputs } from './inputs.ts'
import { guessRhythm, type Rhythm, rhythms } from './rhythm.ts'
import type { Field } from './schema-fields.ts'

export type What = 'post' | 'task' | 'workflow'

const whats: { readonly [what in What]: string } = { post: 'Post a message', task: 'Hand a task to an agent', workflow: 'Start a workflow' }

interface Step {
  callback: string
  submit: string
  draft: string
  blocks: KnownBlock[]
}

function stepView({ callback, submit, draft, blocks }: Step): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    title: plain('Schedule', 24),
    submit: plain(submit, 24),
    close: plain('Cancel', 24),
    private_metadata: JSON.stringify({ draft }),
    blocks,
  }
}

export const wizardBlocks = {
  name: 'name',
  what: 'what',
  channel: 'channel',
  text: 'text',
  agent: 'agent',
  template: 'template',
  rhythm: 'rhythm',
  time: 'time',
  days: 'days',
  moment: 'moment',
  words: 'words',
  zone: 'zone',
  missed: 'missed',
  overlap: 'overlap',
} as const

type WizardBlock = keyof typeof wizardBlocks

function input(block: WizardBlock, label: string, element: InputBlock['element'], more: Partial<InputBlock> = {}): InputBlock {
  return { type: 'input', block_id: wizardBlocks[block], label: plain(label, 150), element, ...more }
}

export function whatOf({ task, workflow }: Partial<ScheduleInput>): What {
  return task ? 'task' : workflow ? 'workflow' : 'post'
}

const chosen = (options: PlainTextOption[], value: string | undefined) => {
  const found = options.find((one) => one.value === value)
  return found ? { initial_option: found } : {}
}

export function whatStep({ draft, given, what }: { draft: string; given: Partial<ScheduleInput>; what: What }): ModalView {
  const options = Object.entries(whats).map(([value, text]) => option(text, value))
  return stepView({
    callback: 'schedule.what',
    submit: 'Next',
    draft,
    blocks: [
      input(
        'what',
        'What',
        { type: 'radio_buttons', action_id: 'schedule.whatChoose', options, ...chosen(options, what) },
        { dispatch_action: true },
      ),
      ...whatInputs(what, given),
      input(
        'name',
        'Name',
        { type: 'plain_text_input', action_id: 'value', max_length: 100, ...(given.name && { initial_value: cut(given.name, 100) }) },
        { optional: true, hint: plain('Left out: made from what it does.', 100) },
      ),
    ],
  })
}

function whatInputs(what: What, { post, task, workflow }: Partial<ScheduleInput>): InputBlock[] {
  switch (what) {
    case 'post':
      return [
        input('channel', 'Channel', {
          type: 'conversations_select',
          action_id: 'value',
          filter: { include: ['public', 'private'], exclude_bot_users: true },
          ...(post && /^[CG]/.test(post.channel) && { initial_conversation: post.channel }),
        }),
        input('text', 'Message', {
          type: 'plain_text_input',
          action_id: 'value',
          multiline: true,
          max_length: 3000,
          ...(post && { initial_value: cut(post.text, 3000) }),
        }),
      ]
    case 'task':
      return [
        input('agent', 'Agent', {
          type: 'external_select',
          action_id: 'agent.search',
          min_query_length: 0,
          ...(task?.agent && { initial_option: option(task.agent, task.agent) }),
        }),
      ]
    case 'workflow':
      return [
        input('template', 'Template', {
          type: 'external_select',
          action_id: 'template.search',
          min_query_length: 0,
          ...(workflow?.template && { initial_option: option(workflow.template, workflow.template) }),
        }),
      ]
  }
}

export function withStep({
  draft,
  title,
  fields,
  given,
}: {
  draft: string
  title: string
  fields: readonly Field[]
  given: { [name: string]: unknown } | undefined
}): ModalView {
  return stepView({
    callback: 'schedule.with',
    submit: 'Next',
    draft,
    blocks: [section(markup`*${cut(title, 200)}*`), ...toInputs({ fields, given }).blocks],
  })
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map((day, index) =>
  option(day, String((index + 1) % 7)),
)

export function whenStep({
  draft,
  given,
  zone,
  rhythm,
}: {
  draft: string
  given: Partial<ScheduleInput>
  zone: string
  rhythm?: Rhythm | undefined
}): ModalView {
  const guess = guessRhythm(given)
  const shown = rhythm ?? guess.rhythm
  const options = Object.entries(rhythms).map(([value, text]) => option(text, value))
  const time = input('time', 'At', { type: 'timepicker', action_id: 'value', initial_time: guess.time ?? '09:00' })
  const days = weekdays.filter(({ value }) => guess.days.includes(value ?? ''))
  const inputs: { readonly [R in Rhythm]: InputBlock[] } = {
    once: [
      input('moment', 'When', {
        type: 'datetimepicker',
        action_id: 'value',
        ...(given.at && { initial_date_time: Math.floor(Date.parse(given.at) / 1000) }),
      }),
    ],
    daily: [time],
    weekdays: [time],
    weekly: [
      input('days', 'On', {
        type: 'multi_static_select',
        action_id: 'value',
        options: weekdays,
        ...(days.length > 0 && { initial_options: days }),
      }),
      time,
    ],
    words: [
      input(
        'words',
        'In words',
        { type: 'plain_text_input', action_id: 'value', max_length: 200, ...(guess.words && { initial_value: cut(guess.words, 200) }) },
        {
          hint: plain('For example: monthly on the 1st at 8:00, every 15 minutes; or cron: 0 9 * * MON#1; or a pause: 90s, 15m, 2h.', 200),
        },
      ),
    ],
  }
  return stepView({
    callback: 'schedule.when',
    submit: 'Preview',
    draft,
    blocks: [
      input(
        'rhythm',
        'How often',
        { type: 'radio_buttons', action_id: 'schedule.rhythmChoose', options, ...chosen(options, shown) },
        { dispatch_action: true },
      ),
      ...inputs[shown],
      input('zone', 'Time zone', {
        type: 'external_select',
        action_id: 'zone.choose',
        min_query_length: 2,
        initial_option: zoneOption(zone),
      }),
      ...context(markup`When the clocks change, times are those on the wall there.`),
    ],
  })
}

export function lastStep({
  draft,
  input: given,
  preview,
}: {
  draft: string
  input: Partial<ScheduleInput>
  preview: PreviewScheduleQuery['previewSchedule']
}): ModalView {
  const missed = Object.entries(missedPolicies).map(([value, text]) => option(text, value))
  const overlap = Object.entries(overlapPolicies).map(([value, text]) => option(text, value))
  const next = preview.nextRuns.slice(0, 3).map((at) => moment(at, '{date_short} {time}'))
  return stepView({
    callback: 'schedule.save',
    submit: 'Save',
    draft,
    blocks: [
      section(whatItDoes({ post: given.post ?? null, task: given.task ?? null, workflow: given.workflow ?? null })),
      divider,
      section(markup`*${cut(preview.description, 300)}* (${given.timezone ?? 'UTC'})`),
      section(joinMarkup([markup`Next: `, next.length > 0 ? joinMarkup(next, ', ') : markup`no run at all`])),
      ...context(...preview.notes.slice(0, 5).map((note) => markup`\u26a0 ${cut(note, 300)}`)),
      divider,
      input('missed', 'When runs were missed', {
        type: 'static_select',
        action_id: 'value',
        options: missed,
        ...chosen(missed, given.missed ?? 'ONCE'),
      }),
      input('overlap', 'When the one before still runs', {
        type: 'static_select',
        action_id: 'value',
        options: overlap,
        ...chosen(overlap, given.overlap ?? 'SKIP'),
      }),
    ],
  })
}
