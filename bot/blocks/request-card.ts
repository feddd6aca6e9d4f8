// The card of an approval or a question: what is asked, who has said what, and the buttons to decide while it is open. Pure.
import type { KnownBlock } from '@slack/types'
import type { RequestFieldsFragment as Request, RequestsQuery } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { actions, button, context, fields, header, overflow, preformatted, section } from './elements.ts'
import { nextPage, renderList } from './lists.ts'
import { bold, code, cut, joinMarkup, type Markup, markup, mention, moment, nothing } from './markup.ts'
import { message } from './message.ts'
import { describeObject, isPlainObject } from './object.ts'
import { requestStates } from './wording.ts'

/** How Capstan's people are called in Slack, by their id; those who are not linked keep their name. */
export type SlackNames = { readonly [userId: string]: string }

export interface RequestCard {
  request: Request
  names: SlackNames
}

const person = (names: SlackNames, { id, name }: { id: string; name: string }) => {
  const slackId = Object.hasOwn(names, id) ? names[id] : undefined
  return slackId ? mention(slackId) : markup`${cut(name, 80)}`
}

export function renderRequestCard({ request, names }: RequestCard): Rendered {
  const { id, kind, status, title, text, details, digest } = request
  const open = status === 'OPEN'
  const summary = open
    ? markup`${kind === 'APPROVAL' ? 'Approval' : 'Question'} ${id}: ${title}`
    : markup`${requestStates[status]}: ${title} (${id})`
  return message(summary, [
    header(`${kind === 'APPROVAL' ? 'Approval' : 'Question'} \u00b7 ${id}`),
    section(markup`${person(names, request.requestedBy)} asks: ${bold(title, 400)}`),
    ...(text ? [section(markup`${cut(text, 1200)}`)] : []),
    ...fields([
      ['Status', markup`${requestStates[status]}`],
      ['Needs', kind === 'APPROVAL' ? markup`${request.quorum} of ${deciders(request)}` : markup`${deciders(request)}`],
      ['Expires', request.expiresAt && open ? markup`${moment(request.expiresAt)}` : undefined],
      [
        'Part of',
        request.workflow
          ? markup`${code(request.workflow.id)} ${cut(request.workflow.name, 80)}`
          : request.task
            ? markup`${code(request.task.id)} ${cut(request.task.agentName, 60)}`
            : undefined,
      ],
    ]),
    ...detailBlocks(details, digest),
    ...(request.choices.length > 0 && open ? context(markup`Choices: ${cut(request.choices.join(', '), 500)}`) : []),
    ...decisions(request, names),
    ...actions(`request:${id}`, open ? requestButtons(request) : []),
  ])
}

function deciders({ deciders: { roles, users, groups } }: Request): Markup {
  const all = [...groups.map((group) => `@${group}`), ...roles.map((role) => `${role.toLowerCase()}s`), ...users]
  return markup`${cut(all.slice(0, 8).join(' or '), 200) || 'anybody'}`
}

function detailBlocks(details: unknown, digest: string): KnownBlock[] {
  if (details === null || details === undefined) return []
  const shown = typeof details === 'string' ? details : JSON.stringify(details, null, 2)
  const blocks = isPlainObject(details) ? describeObject(details) : [preformatted(shown, 2000)]
  return [...blocks, ...context(markup`digest ${code(digest.slice(0, 16))}`)]
}

function decisions(
  { decisions: said, quorum, kind, requesterMayDecide, status, settledAt, answer }: Request,
  names: SlackNames,
): KnownBlock[] {
  const lines = said.slice(-8).map(({ by, at, decision, reason, answer: reply }) => {
    const what = decision === 'APPROVE' ? '\u2714 Approved' : decision === 'REJECT' ? '\u2716 Rejected' : '\u270e Answered'
    const detail = reason ?? (reply === null || reply === undefined ? '' : sayAnswer(reply))
    return markup`${what} by ${person(names, by)} ${moment(at)}${detail ? markup`: ${cut(detail, 300)}` : nothing}`
  })
  const yes = said.filter(({ decision }) => decision === 'APPROVE').length
  const state =
    status === 'OPEN' && kind === 'APPROVAL'
      ? markup`${yes} of ${quorum} approved${requesterMayDecide ? nothing : markup` \u00b7 whoever asked cannot approve`}`
      : undefined
  // The last decision says when, unless nobody decided.
  const end = ['EXPIRED', 'CANCELLED'].includes(status) && settledAt ? markup`${requestStates[status]} ${moment(settledAt)}` : undefined
  const final = status === 'ANSWERED' && said.length === 0 && answer !== null ? markup`Answer: ${cut(sayAnswer(answer), 400)}` : undefined
  return [...(lines.length > 0 ? [section(joinMarkup(lines, '\n'))] : []), ...context(state, end, final)]
}

const sayAnswer = (answer: unknown) => (typeof answer === 'string' ? answer : JSON.stringify(answer))

/** Shown to all, since the card is one for all: who may decide, the server says at the click. */
function requestButtons({ id, kind, title, digest }: Request) {
  const value = { id, rev: digest.slice(0, 64) }
  if (kind === 'QUESTION') {
    return [
      button({ action: 'request.answer', text: 'Answer\u2026', value, style: 'primary' }),
      overflow('request.more', [{ action: 'request.refresh', text: 'Look again', value: { id } }]),
    ]
  }
  return [
    button({
      action: 'request.approve',
      text: 'Approve',
      value,
      style: 'primary',
      confirm: { title: `Approve ${id}?`, text: title, yes: 'Approve' },
    }),
    button({ action: 'request.reject', text: 'Reject\u2026', value, style: 'danger' }),
    overflow('request.more', [
      { action: 'request.approveWith', text: 'Approve with a reason\u2026', value: { id, rev: digest.slice(0, 64) } },
      { action: 'request.refresh', text: 'Look again', value: { id } },
    ]),
  ]
}

export function renderRequestList({ requests, command }: { requests: RequestsQuery['requests']; command: string }): Rendered {
  const { nodes, totalCount, pageInfo } = requests
  return renderList({
    title: 'Approvals and questions',
    note: markup`${totalCount} in all`,
    rows: nodes.map((request) => ({
      text: requestLine(request),
      accessory: button({ action: 'request.show', text: 'Show', value: { id: request.id } }),
    })),
    empty: markup`Nothing waits for people. \u2714`,
    acts: nextPage(command, pageInfo.endCursor, pageInfo.hasNextPage),
  })
}

export function requestLine({ id, title, viewerCan, expiresAt, requestedBy }: RequestsQuery['requests']['nodes'][number]): Markup {
  const mine = viewerCan.length > 0 ? markup` \u00b7 *waits for you*` : nothing
  return markup`${bold(id, 30)} ${cut(title, 200)}${mine}\nasked by ${cut(requestedBy.name, 80)}${expiresAt ? markup` \u00b7 expires ${moment(expiresAt)}` : nothing}`
}
