// The card of one task: its state while it lives, and what can be done with it. Pure.
import type { KnownBlock } from '@slack/types'
import type { TaskFieldsFragment as Task } from '../generated/operations.ts'
import { type Rendered, updatedMark } from '../outbox/card.ts'
import { actions, alert, button, context, fields, header, overflow } from './elements.ts'
import { code, joinMarkup, Markup, markup, mention, moment, nothing } from './markup.ts'
import { message } from './message.ts'
import { bar, between, duration, percent, sayPriority, taskState, taskStates } from './wording.ts'

export interface TaskCard {
  task: Task
  /** The person in Slack who asked for it. */
  author: string | undefined
}

/** Becomes the moment its content was true when the card is sent. */
export const updatedAt = new Markup(updatedMark)

export function renderTaskCard({ task, author }: TaskCard): Rendered {
  const { id, agentName, status } = task
  const blocks: KnownBlock[] = [
    header(`${agentName} \u00b7 ${id}`),
    ...fields([
      ['Status', stateOf(task)],
      ['Priority', markup`${sayPriority(task.priority)}`],
      [
        'Attempt',
        task.attempts.length > 0 ? markup`${task.attempts.length} of ${Math.max(task.maxAttempts, task.attempts.length)}` : undefined,
      ],
      ['Submitted', moment(task.createdAt)],
      ['Due by', task.deadline ? moment(task.deadline) : undefined],
      ['Took', task.startedAt && task.finishedAt ? markup`${between(task.startedAt, task.finishedAt)}` : undefined],
    ]),
    ...waits(task),
    ...(task.error && status !== 'SUCCEEDED' ? [alert(errorLine(task.error), status === 'RETRYING' ? 'warning' : 'error')] : []),
    ...context(progressLine(task, author), tagLine(task)),
    ...actions(`task:${id}`, taskButtons(task)),
  ]
  return message(summary(task), blocks)
}

export function summary({ id, agentName, status, error }: Pick<Task, 'id' | 'agentName' | 'status' | 'error'>): Markup {
  const what = markup`${agentName} ${id}: ${taskStates[status].word.toLowerCase()}`
  return error && status === 'FAILED' ? markup`${what} \u2013 ${error.message}` : what
}

export function errorLine({
  code: word,
  message: text,
  fingerprint,
}: {
  code: string
  message: string
  fingerprint?: string | null
}): Markup {
  const first = text.split('\n')[0] ?? ''
  return markup`${code(word, 40)} ${first.slice(0, 300)}${fingerprint ? markup` \u00b7 ${code(fingerprint, 12)}` : nothing}`
}

function stateOf({ status, progress }: Task): Markup {
  return status === 'RUNNING' && progress > 0 ? markup`${taskState(status)} ${percent(progress)}` : taskState(status)
}

function progressLine({ status, progress, currentStep, submittedBy, etaSeconds }: Task, author: string | undefined): Markup {
  const { ended } = taskStates[status]
  const parts = [
    status === 'RUNNING' || (progress > 0 && !ended) ? markup`${bar(progress)} ${percent(progress)}` : undefined,
    currentStep && !ended ? markup`${currentStep.slice(0, 120)}` : undefined,
    etaSeconds && !ended ? markup`about ${duration(etaSeconds)} left` : undefined,
    ended ? undefined : updatedAt,
    markup`by ${author ? mention(author) : submittedBy.name.slice(0, 80)}`,
  ]
  return joinMarkup(
    parts.filter((part) => part !== undefined),
    ' \u00b7 ',
  )
}

function tagLine({ tags }: Task): Markup {
  return joinMarkup(
    tags.slice(0, 10).map((tag) => code(tag, 40)),
    ' ',
  )
}

/** Why it is not running, in words. */
function waits({ status, waitingOn, queuePosition, estimatedWaitSeconds }: Task): KnownBlock[] {
  if (taskStates[status].ended || status === 'RUNNING') return []
  const reasons = waitingOn
    .slice(0, 4)
    .map(({ detail, until }) => (until ? markup`${detail.slice(0, 200)} (until ${moment(until)})` : markup`${detail.slice(0, 200)}`))
  const place = queuePosition
    ? [markup`${queuePosition} before it${estimatedWaitSeconds ? markup`, about ${duration(estimatedWaitSeconds)}` : nothing}`]
    : []
  return context(...[...reasons, ...place].map((reason) => markup`\u23f3 ${reason}`))
}

function taskButtons({ id, agentName, status, viewerCan }: Task) {
  const value = { id }
  const { ended } = taskStates[status]
  const shown = [
    viewerCan.includes('CANCEL') &&
      !ended &&
      button({
        action: 'task.cancel',
        text: 'Cancel',
        value,
        style: 'danger',
        confirm: { title: `Cancel ${id}?`, text: `${agentName} stops working on it. What it did so far is kept.`, yes: 'Cancel the task' },
      }),
    viewerCan.includes('RETRY') && ended && button({ action: 'task.retry', text: 'Retry', value, style: 'primary' }),
    button({ action: 'task.logs', text: 'Logs', value }),
    overflow('task.more', [
      ...(viewerCan.includes('REPRIORITIZE') && !ended ? [{ action: 'task.priority', text: 'Change priority', value }] : []),
      ...(viewerCan.includes('RETRY') && ended ? [{ action: 'task.edit', text: 'Edit and retry', value }] : []),
      { action: 'task.again', text: 'Run another like it', value },
      { action: 'task.refresh', text: 'Look again', value },
    ]),
  ]
  return shown.filter((element) => element !== false)
}
