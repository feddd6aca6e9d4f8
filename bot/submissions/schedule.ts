// The steps of the schedule wizard, from what was filled in to a schedule. Nothing is stored at the server before the last one.
import type { ModalView } from '@slack/types'
import { noticeView } from '../asking.ts'
import { markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { renderSchedule } from '../blocks/schedule-card.ts'
import { Misunderstood } from '../explain.ts'
import { answerIn, readParameters, textIn } from '../forms/answers.ts'
import type { Draft } from '../forms/draft-store.ts'
import { type Rhythm, rhythms, toWhen } from '../forms/rhythm.ts'
import { lastStep, type What, whatOf, whatStep, whenStep, withStep, wizardBlocks } from '../forms/schedule-wizard.ts'
import { toFields } from '../forms/schema-fields.ts'
import {
  agent as agentQuery,
  createSchedule,
  type MissedRunPolicy,
  type OverlapPolicy,
  previewSchedule,
  type ScheduleInput,
  updateSchedule,
  workflowTemplate,
} from '../generated/operations.ts'
import { zoneOf } from '../home/time-zones.ts'
import type { Submission, SubmissionAnswer, SubmissionHandler } from './submission.ts'

type Stepping = Pick<Submission, 'asking' | 'answers' | 'meta'>

export async function readDraft({ asking, meta }: Pick<Submission, 'asking' | 'meta'>): Promise<Draft> {
  const draft = meta.draft ? await asking.parts.drafts.read(asking.person, meta.draft) : undefined
  if (!draft) throw new Misunderstood(markup`This form is too old. Please begin again.`)
  return draft
}

async function keep({ asking, meta }: Stepping, draft: Draft): Promise<void> {
  await asking.parts.drafts.keep(asking.person, meta.draft ?? '', draft)
}

const without = (input: Partial<ScheduleInput>, names: readonly (keyof ScheduleInput)[]): Partial<ScheduleInput> =>
  Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name as keyof ScheduleInput)))

export const scheduleSubmissions = {
  'schedule.what': async (submission) => {
    const { answers } = submission
    const draft = await readDraft(submission)
    const what = (textIn(answers, wizardBlocks.what) ?? 'post') as What
    const name = textIn(answers, wizardBlocks.name)
    const base = { ...without(draft.input, ['post', 'task', 'workflow', 'name']), ...(name && { name }) }
    const chosen = chooseWhat(what, submission, draft.input)
    if ('errors' in chosen) return chosen
    const next = { ...draft, input: { ...base, ...chosen } }
    await keep(submission, next)
    return what === 'post' ? { view: await whenView(submission, next) } : withView(submission, next)
  },
  'schedule.with': async (submission) => {
    const { asking, answers } = submission
    const draft = await readDraft(submission)
    const { fields } = await schemaFor(asking, draft)
    const { parameters, errors } = readParameters(fields, answers)
    if (Object.keys(errors).length > 0) return { errors }
    const { task, workflow } = draft.input
    const next = {
      ...draft,
      input: { ...draft.input, ...(task && { task: { ...task, parameters } }), ...(workflow && { workflow: { ...workflow, parameters } }) },
    }
    await keep(submission, next)
    return { view: await whenView(submission, next) }
  },
  'schedule.when': async (submission) => {
    const { asking, answers, meta } = submission
    const draft = await readDraft(submission)
    const seconds = answerIn(answers, wizardBlocks.moment)?.selected_date_time
    const when = toWhen({
      rhythm: rhythmIn(submission),
      time: textIn(answers, wizardBlocks.time),
      days: answerIn(answers, wizardBlocks.days)?.selected_options?.map(({ value }) => value),
      moment: seconds ? new Date(seconds * 1000).toISOString() : undefined,
      words: textIn(answers, wizardBlocks.words),
    })
    if (!when) return { errors: { [wizardBlocks.rhythm]: 'Say when.' } }
    const timezone = textIn(answers, wizardBlocks.zone) ?? 'UTC'
    const input = { ...without(draft.input, ['cron', 'every', 'at', 'words']), ...when, timezone }
    await keep(submission, { ...draft, input })
    const { previewSchedule: preview } = await asking.ask(previewSchedule, { input: whole(input) })
    return { view: lastStep({ draft: meta.draft ?? '', input, preview }) }
  },
  'schedule.save': async (submission) => {
    const { asking, answers } = submission
    const draft = await readDraft(submission)
    const missed = textIn(answers, wizardBlocks.missed) as MissedRunPolicy | undefined
    const overlap = textIn(answers, wizardBlocks.overlap) as OverlapPolicy | undefined
    const input = whole({ ...draft.input, ...(missed && { missed }), ...(overlap && { overlap }) })
    const schedule = draft.id
      ? (await asking.ask(updateSchedule, { id: draft.id, input, expectedVersion: draft.version ?? null })).updateSchedule
      : (await asking.ask(createSchedule, { input })).createSchedule
    return { view: savedView(renderSchedule({ schedule })) }
  },
} satisfies { [callback: string]: SubmissionHandler }

const savedView = (message: ReturnType<typeof renderNotice>): ModalView => noticeView(message)

function chooseWhat(
  what: What,
  { answers }: Stepping,
  given: Partial<ScheduleInput>,
): Pick<ScheduleInput, 'post' | 'task' | 'workflow'> | { errors: { [block: string]: string } } {
  const need = (block: string) => textIn(answers, block) ?? ''
  switch (what) {
    case 'post':
      return { post: { channel: need(wizardBlocks.channel), text: need(wizardBlocks.text) } }
    case 'task': {
      const agent = need(wizardBlocks.agent)
      return { task: { parameters: {}, ...(given.task?.agent === agent ? given.task : {}), agent } }
    }
    case 'workflow': {
      const template = need(wizardBlocks.template)
      return { workflow: { ...(given.workflow?.template === template ? given.workflow : {}), template } }
    }
  }
}

async function schemaFor({ ask }: Stepping['asking'], { input: { task, workflow } }: Draft) {
  if (task?.agent) return { title: task.agent, fields: toFields((await ask(agentQuery, { name: task.agent })).agent?.schema) }
  const { workflowTemplate: template } = await ask(workflowTemplate, { name: workflow?.template ?? '' })
  return { title: template?.title ?? '', fields: toFields(template?.parameters) }
}

async function withView(submission: Stepping, draft: Draft): Promise<SubmissionAnswer> {
  const { title, fields } = await schemaFor(submission.asking, draft)
  if (fields.length === 0) return { view: await whenView(submission, draft) }
  const { task, workflow } = draft.input
  const parameters = (task?.parameters ?? workflow?.parameters) as { [name: string]: unknown } | undefined
  const given = parameters && Object.keys(parameters).length > 0 ? parameters : undefined
  return { view: withStep({ draft: submission.meta.draft ?? '', title, fields, given }) }
}

async function whenView({ asking, meta }: Stepping, { input }: Draft): Promise<ModalView> {
  return whenStep({ draft: meta.draft ?? '', given: input, zone: input.timezone ?? (await zoneOf(asking)) })
}

function rhythmIn({ answers }: Stepping): Rhythm {
  const rhythm = textIn(answers, wizardBlocks.rhythm) ?? ''
  return Object.hasOwn(rhythms, rhythm) ? (rhythm as Rhythm) : 'words'
}

/** A name is made of what it does when none was given. */
function whole(input: Partial<ScheduleInput>): ScheduleInput {
  const { post, task, workflow } = input
  const name = input.name ?? post?.text.slice(0, 60) ?? (task?.agent ? `Run ${task.agent}` : `Start ${workflow?.template ?? 'a workflow'}`)
  return { ...input, name }
}

/** Another kind or rhythm was chosen: the same step with the inputs that fit. */
export async function redrawStep(stepping: Stepping, action: string): Promise<ModalView | undefined> {
  const draft = await readDraft(stepping)
  const { answers, meta, asking } = stepping
  const id = meta.draft ?? ''
  if (action === 'schedule.whatChoose')
    return whatStep({ draft: id, given: draft.input, what: (textIn(answers, wizardBlocks.what) ?? whatOf(draft.input)) as What })
  const zone = textIn(answers, wizardBlocks.zone) ?? draft.input.timezone ?? (await zoneOf(asking))
  return whenStep({ draft: id, given: draft.input, zone, rhythm: rhythmIn(stepping) })
}
