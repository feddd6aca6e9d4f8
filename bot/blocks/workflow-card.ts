// The card of one workflow run with its graph: Slack's plan blocks, or a drawn tree where those are not taken. Pure.
import type { KnownBlock, PlanBlock, RichTextElement, TaskCardBlock } from '@slack/types'
import type { WorkflowFieldsFragment as Workflow } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { actions, alert, button, context, fields, header, overflow, preformatted } from './elements.ts'
import { limits } from './limits.ts'
import { code, cut, harmless, markup, mention, moment, oneLine } from './markup.ts'
import { message } from './message.ts'
import { type PlacedStep, placeSteps } from './step-order.ts'
import { updatedAt } from './task-card.ts'
import { bar, between, percent, plural, stepStates, workflowStates } from './wording.ts'

export interface WorkflowCard {
  workflow: Workflow
  /** The person in Slack who started it. */
  author: string | undefined
}

type Step = Workflow['steps'][number]

/** Above this, finished steps are told as a number. */
const mostSteps = 25

export function renderWorkflowCard(card: WorkflowCard, as: 'plan' | 'tree'): Rendered {
  const { workflow } = card
  const graph = as === 'plan' ? plan(workflow) : tree(workflow)
  return message(workflowSummary(workflow), [
    header(`${workflow.name} \u00b7 ${workflow.id}`),
    ...fields([
      ['Status', markup`${workflowStates[workflow.status].icon} ${workflowStates[workflow.status].word}`],
      ['Steps', markup`${bar(workflow.progress)} ${workflow.completedSteps} of ${workflow.totalSteps}`],
      ['Started', moment(workflow.createdAt)],
      ['Took', workflow.finishedAt ? markup`${between(workflow.createdAt, workflow.finishedAt)}` : undefined],
    ]),
    ...(graph ? [graph] : []),
    ...(workflow.error ? [alert(markup`${code(workflow.error.code, 40)} ${cut(workflow.error.message, 300)}`)] : []),
    ...context(
      workflow.reason ? markup`Reason: ${cut(workflow.reason, 300)}` : undefined,
      workflowStates[workflow.status].ended ? undefined : updatedAt,
      markup`by ${card.author ? mention(card.author) : cut(workflow.submittedBy.name, 80)}`,
    ),
    ...actions(`workflow:${workflow.id}`, workflowButtons(workflow)),
  ])
}

export function workflowSummary({
  id,
  name,
  status,
  completedSteps,
  totalSteps,
}: Pick<Workflow, 'id' | 'name' | 'status' | 'completedSteps' | 'totalSteps'>) {
  return markup`${cut(name, 150)} ${id}: ${workflowStates[status].word.toLowerCase()}, ${completedSteps} of ${plural(totalSteps, 'step')}`
}

function shownSteps(workflow: Workflow): { steps: PlacedStep<Step>[]; hidden: number } {
  const all = placeSteps(workflow.steps)
  if (all.length <= mostSteps) return { steps: all, hidden: 0 }
  const open = all.filter(({ step }) => !['SUCCEEDED', 'SKIPPED'].includes(step.status))
  const steps = open.slice(0, mostSteps)
  return { steps, hidden: all.length - steps.length }
}

function plan(workflow: Workflow): PlanBlock | undefined {
  const names = namesOf(workflow)
  const { steps, hidden } = shownSteps(workflow)
  if (steps.length === 0) return undefined
  const done = workflow.steps.filter(({ status }) => status === 'SUCCEEDED').length
  const more: TaskCardBlock[] =
    hidden > 0 ? [{ type: 'task_card', task_id: 'more', title: `${done} done, ${hidden} not shown`, status: 'complete' }] : []
  return {
    type: 'plan',
    title: cut(oneLine(`${workflow.name} \u00b7 ${workflow.completedSteps}/${workflow.totalSteps}`), limits.plan.title) || '\u2013',
    tasks: [...more, ...steps.map((step, index) => toTaskCard(step, index, names))],
  }
}

function toTaskCard({ step, depth, last }: PlacedStep<Step>, index: number, names: StepNames): TaskCardBlock {
  const branch = depth > 0 ? `${'\u2502 '.repeat(Math.min(depth - 1, 4))}${last ? '\u2514' : '\u251c'} ` : ''
  const details = richDetails(detailsOf(step, names))
  return {
    type: 'task_card',
    task_id: cut(`${index}:${step.id}`, limits.taskCard.id),
    title: cut(`${branch}${oneLine(step.name) || '\u2013'}${step.status === 'SKIPPED' ? ' (skipped)' : ''}`, 120),
    status: stepStates[step.status].card,
    ...(details && { details: { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: details }] } }),
  }
}

/** What people know the steps by; ids are for their authors. */
type StepNames = ReadonlyMap<string, string>

const namesOf = ({ steps }: Workflow): StepNames => new Map(steps.map(({ id, name }) => [id, name]))

const isoMoment = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\b/

function detailsOf(step: Step, names: StepNames): string {
  const parts = [
    step.agent ? `${step.agent}${step.task ? ` ${step.task.id}` : ''}` : '',
    step.status === 'RUNNING' && step.task ? percent(step.task.progress) : '',
    step.status === 'PENDING' && step.dependsOn.length > 0 ? `after ${step.dependsOn.map((id) => names.get(id) || id).join(', ')}` : '',
    step.waitingFor ? `waits ${isoMoment.test(step.waitingFor) ? 'until' : 'for'} ${step.waitingFor}` : '',
    step.error?.message ?? '',
    step.startedAt && step.finishedAt ? between(step.startedAt, step.finishedAt) : '',
  ]
  return oneLine(parts.filter(Boolean).join(' \u00b7 '))
}

/** A moment in it is shown in the zone of whoever reads it. */
function richDetails(text: string): RichTextElement[] | undefined {
  const shown = cut(harmless(text), 200)
  const found = isoMoment.exec(shown)
  const timestamp = Math.floor(Date.parse(found?.[0] ?? '') / 1000)
  const texts = (part: string): RichTextElement[] => (part ? [{ type: 'text', text: part }] : [])
  if (!found || Number.isNaN(timestamp)) return shown ? texts(shown) : undefined
  const [at] = found
  const date: RichTextElement = { type: 'date', timestamp, format: '{date_short_pretty} {time}', fallback: at }
  return [...texts(shown.slice(0, found.index)), date, ...texts(shown.slice(found.index + at.length))]
}

function tree(workflow: Workflow): KnownBlock | undefined {
  const names = namesOf(workflow)
  const { steps, hidden } = shownSteps(workflow)
  if (steps.length === 0) return undefined
  const lines = steps.map(({ step, depth, last }) => {
    const branch = depth > 0 ? `${'\u2502 '.repeat(depth - 1)}${last ? '\u2514' : '\u251c'} ` : ''
    const details = detailsOf(step, names).replace(isoMoment, (at) => `${at.slice(0, 16).replace('T', ' ')} UTC`)
    return cut(`${branch}${stepStates[step.status].icon} ${oneLine(step.name)}${details ? `  ${details}` : ''}`, 110)
  })
  const done = workflow.steps.filter(({ status }) => status === 'SUCCEEDED').length
  return preformatted([...(hidden > 0 ? [`\u2714 ${done} done, ${hidden} not shown`] : []), ...lines].join('\n'), 2900)
}

function workflowButtons({ id, name, status, viewerCan, steps }: Workflow) {
  const value = { id }
  const { ended } = workflowStates[status]
  const failed = steps.filter((step) => step.status === 'FAILED')
  const cancelDialog = {
    title: `Cancel ${id}?`,
    text: `Everything that runs for ${name} is stopped. Finished steps are kept.`,
    yes: 'Cancel the run',
  }
  const all = [
    viewerCan.includes('PAUSE') && status !== 'PAUSED' && !ended && button({ action: 'workflow.pause', text: 'Pause', value }),
    viewerCan.includes('RESUME') && status === 'PAUSED' && button({ action: 'workflow.resume', text: 'Go on', value, style: 'primary' }),
    viewerCan.includes('CANCEL') &&
      !ended &&
      button({ action: 'workflow.cancel', text: 'Cancel', value, style: 'danger', confirm: cancelDialog }),
    viewerCan.includes('RETRY') &&
      ended &&
      button({ action: 'workflow.retry', text: failed.length > 0 ? `Retry failed (${failed.length})` : 'Retry', value, style: 'primary' }),
    overflow('workflow.more', [
      ...(viewerCan.includes('RETRY') && ended
        ? failed
            .slice(0, 3)
            .map((step) => ({ action: 'workflow.retryStep', text: `Retry from ${step.name}`, value: { id, step: step.id.slice(0, 60) } }))
        : []),
      ...(ended ? [{ action: 'workflow.result', text: 'Show the result', value }] : []),
      { action: 'workflow.refresh', text: 'Look again', value },
    ]),
  ]
  return all.filter((element) => element !== false)
}
