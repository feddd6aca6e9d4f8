// Given-up tasks: groups of alike, lists, and the card of one with attempts and stack. Pure.
import type { KnownBlock } from '@slack/types'
import type { DeadLetterFieldsFragment as DeadLetter, DeadLetterGroupsQuery, DeadLettersQuery } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { actions, alert, button, context, divider, fields, header, overflow, preformatted, section } from './elements.ts'
import { nextPage, renderList } from './lists.ts'
import { bold, code, cut, joinMarkup, type Markup, markup, mention, moment, nothing } from './markup.ts'
import { message } from './message.ts'
import { errorLine } from './task-card.ts'
import { counted, plural, sayPriority } from './wording.ts'

type Group = DeadLetterGroupsQuery['deadLetterGroups'][number]

export function renderDeadLetterGroups(groups: readonly Group[], mayRetry: boolean): Rendered {
  const total = groups.reduce((sum, { count }) => sum + count, 0)
  const shown = groups.slice(0, 12)
  const blocks: KnownBlock[] = shown.flatMap((group, index) => [
    section(groupLine(group)),
    ...actions(`dead:${index}`, groupButtons(group, mayRetry)),
  ])
  return message(markup`${plural(total, 'dead letter')} in ${plural(groups.length, 'group')}`, [
    header('Dead letters'),
    ...context(markup`${plural(total, 'task')} given up, ${plural(groups.length, 'kind')} of failure`),
    ...(blocks.length > 0 ? blocks : [section(markup`Nothing was given up. \u2714`)]),
    ...(groups.length > shown.length ? context(markup`\u2026 ${groups.length - shown.length} smaller groups`) : []),
  ])
}

function groupLine({ agent, message: text, code: word, count, firstAt, lastAt }: Group): Markup {
  return markup`${bold(agent, 80)} \u00b7 ${code(word, 40)} \u00b7 ${count} alike\n${cut(text, 200)}\n${count === 1 ? moment(lastAt) : markup`${moment(firstAt)} to ${moment(lastAt)}`}`
}

function groupButtons({ fingerprint, count, agent }: Group, mayRetry: boolean) {
  const value = { id: fingerprint.slice(0, 200), count }
  if (!mayRetry) return [button({ action: 'dead.list', text: 'Show', value })]
  return [
    button({
      action: 'dead.retryGroup',
      text: `Retry ${counted(count)}`,
      value,
      style: 'primary',
      confirm: {
        title: `Retry ${plural(count, 'task')}?`,
        text: `${plural(count, 'task')} of ${agent} ${count === 1 ? 'is' : 'are'} submitted again.`,
        yes: 'Retry them',
      },
    }),
    button({ action: 'dead.list', text: 'Show', value }),
    button({ action: 'dead.discardGroup', text: 'Discard\u2026', value, style: 'danger' }),
  ]
}

export function renderDeadLetterList({
  deadLetters,
  command,
}: {
  deadLetters: DeadLettersQuery['deadLetters']
  command: string
}): Rendered {
  const { nodes, totalCount, totalCountIsExact, pageInfo } = deadLetters
  return renderList({
    title: 'Dead letters',
    note: markup`${counted(totalCount, totalCountIsExact)} in all, newest first`,
    rows: nodes.map((letter) => ({
      text: markup`${bold(letter.id, 30)} ${cut(letter.agent, 60)} \u00b7 ${moment(letter.failedAt)}${letter.assignee ? markup` \u00b7 ${mention(letter.assignee)}` : nothing}\n${errorLine(letter.error)}`,
      accessory: button({ action: 'dead.show', text: 'Show', value: { id: letter.id } }),
    })),
    empty: markup`Nothing was given up. \u2714`,
    acts: nextPage(command, pageInfo.endCursor, pageInfo.hasNextPage),
  })
}

export interface DeadLetterCard {
  letter: DeadLetter
  /** How many open ones share its fingerprint, itself included. */
  alike: number
}

export function renderDeadLetter({ letter, alike }: DeadLetterCard): Rendered {
  const { id, agent, error, task } = letter
  const stack = error.stack?.split('\n').slice(0, 6).join('\n')
  return message(markup`Dead letter ${id}: ${agent} \u2013 ${error.message}`, [
    alert(markup`${bold(id, 30)} Dead after ${plural(task.attempts.length, 'attempt')}`),
    section(markup`${bold(agent, 80)} ${code(task.id)} \u00b7 ${errorLine(error)}${alike > 1 ? markup` \u00b7 ${alike} alike` : nothing}`),
    ...fields([
      ['Submitted', moment(task.createdAt)],
      ['Given up', moment(letter.failedAt)],
      ['Attempts', markup`${task.attempts.length}`],
      ['Priority', markup`${sayPriority(task.priority)}`],
      ['Kind', markup`${error.class.toLowerCase().replace('_', ' ')}`],
      ['Looks after it', letter.assignee ? mention(letter.assignee) : undefined],
    ]),
    ...(stack ? [preformatted(stack, 1800)] : []),
    ...context(joinMarkup(task.attempts.slice(-5).map(attemptLine), '\n')),
    ...context(...letter.notes.slice(-3).map(({ at, by, text }) => markup`${moment(at)} ${mention(by)}: ${cut(text, 200)}`)),
    ...settled(letter),
    ...actions(`dead:${id}`, deadLetterButtons(letter, alike)),
  ])
}

function attemptLine({ number, startedAt, outcome, error }: DeadLetter['task']['attempts'][number]): Markup {
  return markup`${number}. ${moment(startedAt, '{time_secs}')} ${outcome ?? ''}${error ? markup` \u2013 ${cut(error.message, 100)}` : nothing}`
}

function settled({ status, resubmittedAs, discardReason }: DeadLetter): KnownBlock[] {
  if (status === 'RETRIED') return [divider, ...context(markup`\u21bb Its task was retried`)]
  if (status === 'RESUBMITTED')
    return [divider, ...context(markup`\u21bb Submitted again${resubmittedAs ? markup` as ${code(resubmittedAs.id)}` : nothing}`)]
  return status === 'DISCARDED'
    ? [divider, ...context(joinMarkup([markup`\u2298 Put aside`, ...(discardReason ? [markup`: ${cut(discardReason, 300)}`] : [])]))]
    : []
}

function deadLetterButtons({ id, viewerCan, error, task, agent, status }: DeadLetter, alike: number) {
  if (status !== 'OPEN') return []
  const value = { id }
  const may = (action: DeadLetter['viewerCan'][number]) => viewerCan.includes(action)
  const group = { id: (error.fingerprint ?? '').slice(0, 200), count: alike }
  const all = [
    may('RESUBMIT') && button({ action: 'dead.retry', text: 'Retry', value, style: 'primary' }),
    may('RESUBMIT') &&
      alike > 1 &&
      error.fingerprint &&
      button({
        action: 'dead.retryGroup',
        text: `Retry all ${alike}`,
        value: group,
        confirm: {
          title: `Retry ${alike} tasks?`,
          text: `${plural(alike, 'task')} of ${agent} that failed like ${task.id} are submitted again.`,
          yes: 'Retry them',
        },
      }),
    may('RESUBMIT') && button({ action: 'dead.edit', text: 'Edit and retry\u2026', value }),
    overflow('dead.more', [
      ...(may('DISCARD') ? [{ action: 'dead.discard', text: 'Discard\u2026', value }] : []),
      ...(may('ASSIGN')
        ? [
            { action: 'dead.assign', text: 'Assign\u2026', value },
            { action: 'dead.take', text: 'I look after it', value },
          ]
        : []),
      ...(may('NOTE') ? [{ action: 'dead.note', text: 'Write a note\u2026', value }] : []),
    ]),
  ]
  return all.filter((element) => element !== false && element !== '' && element !== null)
}
