// What waits for people: approvals and questions. Answers carry the digest of what was shown, so that nobody approves something else.
import {
  answerRequest,
  type RequestFilter,
  type RequestRowFragment,
  type RequestStatus,
  requests as requestsOperation,
} from '../generated/operations.ts'
import type { Filter } from '../text/filter.ts'
import { formatAge, formatAgo, formatUntil, plural, toWords } from '../text/format.ts'
import type { Line } from '../theme.ts'
import { type Resource, type RowAction, type Section, type Surroundings, toPage } from './resource.ts'
import { fact, jsonSection, linesSection, textSection } from './sections.ts'
import { statusSpan, statusWord } from './status.ts'

export type RequestRow = RequestRowFragment

const statuses: readonly RequestStatus[] = ['OPEN', 'APPROVED', 'REJECTED', 'ANSWERED', 'EXPIRED', 'CANCELLED']

const decide = (decision: 'APPROVE' | 'REJECT'): RowAction<RequestRow> => ({
  label: () => (decision === 'APPROVE' ? 'Approve' : 'Reject'),
  refusal: ({ id, viewerCan, status }) =>
    viewerCan.includes(decision) ? undefined : status === 'OPEN' ? `You may not decide ${id}.` : `${id} is ${statusWord(status)} already.`,
  danger: true,
  about: ({ text }) => text ?? '',
  reason: decision === 'APPROVE' ? 'optional' : 'required',
  perform: async (client, { id, digest }, { reason }) => {
    const { answerRequest: request } = await client.request(answerRequest, { id, decision, reason: reason || null, digest })
    return request.status === 'OPEN'
      ? `Your ${toWords(decision)} is noted on ${id}; more are needed`
      : `${id} is ${statusWord(request.status)}`
  },
})

export const requests: Resource<RequestRow> = {
  name: 'requests',
  title: 'Requests',
  noun: 'request',
  columns: [
    { title: 'ID', width: 7, drop: 0, cell: ({ id }) => ({ text: id, tone: 'accent' }) },
    { title: 'STATE', width: 11, drop: 0, cell: ({ status }, { glyphs }) => statusSpan(status, glyphs) },
    { title: 'KIND', width: 9, drop: 2, cell: ({ kind }) => ({ text: toWords(kind) }) },
    { title: 'WHAT', width: 24, grow: 3, drop: 0, cell: ({ title }) => ({ text: title, bold: true }) },
    { title: 'FOR', width: 12, grow: 1, drop: 2, cell: ({ workflow, task }) => ({ text: workflow?.id ?? task?.id ?? '', tone: 'accent' }) },
    { title: 'BY', width: 10, drop: 4, cell: ({ requestedBy }) => ({ text: requestedBy.name, tone: 'dim' }) },
    {
      title: 'AGE',
      width: 5,
      drop: 1,
      align: 'right',
      cell: ({ createdAt }, { now }) => ({ text: formatAge(createdAt, now), tone: 'dim' }),
    },
    {
      title: 'EXPIRES',
      width: 8,
      drop: 3,
      cell: ({ expiresAt, status }, { now }) => ({ text: expiresAt && status === 'OPEN' ? formatUntil(expiresAt, now) : '', tone: 'warn' }),
    },
  ],
  nameOf: ({ id, title }) => `${id}: ${title}`,
  pagedByServer: true,
  async load(client, { filter, first, after, signal }) {
    const { requests: page } = await client.request(
      requestsOperation,
      { filter: toRequestFilter(filter), first, after: after ?? null },
      { signal },
    )
    return toPage(page)
  },
  fields: ({ id, title, status, kind, requestedBy }) => ({
    id,
    what: title,
    state: [statusWord(status), toWords(status)],
    kind: toWords(kind),
    by: requestedBy.name,
  }),
  stale: ({ type }) => type.startsWith('request.'),
  describe,
  actions: {
    approve: decide('APPROVE'),
    reject: decide('REJECT'),
    answer: {
      label: () => 'Answer',
      refusal: ({ id, viewerCan }) => (viewerCan.includes('ANSWER') ? undefined : `${id} is no open question for you.`),
      danger: false,
      about: ({ text }) => text ?? '',
      reason: 'required',
      ask: 'Answer',
      perform: async (client, { id, digest }, { reason, choice }) => {
        await client.request(answerRequest, { id, answer: choice ?? reason ?? '', digest })
        return `${id} is answered`
      },
    },
  },
  empty: 'Nothing waits for people. state:approved,rejected,answered shows what was decided.',
}

function toRequestFilter({ fields }: Filter): RequestFilter {
  const wanted = fields.get('state') ?? fields.get('status')
  const status = statuses.filter((each) => wanted?.some((value) => statusWord(each).startsWith(value)))
  const kind = fields.get('kind')?.[0]?.toUpperCase()
  const [workflow] = fields.get('workflow') ?? []
  return {
    ...(wanted && { status }),
    ...((kind === 'APPROVAL' || kind === 'QUESTION') && { kind }),
    ...(workflow && { workflow }),
  }
}

function describe(request: RequestRow, { now, glyphs }: Surroundings): Section[] {
  const { id, title, status, decisions, quorum, workflow, task, expiresAt } = request
  return [
    {
      title: `${id} ${title}`,
      lines: [
        [statusSpan(status, glyphs)],
        fact('asked by', `${request.requestedBy.name}, ${formatAgo(request.createdAt, now)}`),
        ...(workflow ? [fact('workflow', `${workflow.id} ${workflow.name}${request.step ? `, step ${request.step}` : ''}`)] : []),
        ...(task ? [fact('task', `${task.id} ${task.agentName}`)] : []),
        ...(expiresAt && status === 'OPEN' ? [fact('expires', formatUntil(expiresAt, now))] : []),
        ...(request.kind === 'APPROVAL' ? [fact('takes', plural(quorum, 'yes', 'yeses'))] : []),
        ...(request.choices.length > 0 ? [fact('choices', request.choices.join(', '))] : []),
      ],
    },
    ...textSection('Question', request.text),
    ...jsonSection('What will happen', request.details),
    ...linesSection(
      'Said so far',
      decisions.map(
        ({ by, at, decision, reason }): Line => [
          { text: `${formatAgo(at, now)} `, tone: 'dim' },
          { text: `${by.name}: ${decision ? toWords(decision) : 'answered'}${reason ? `, "${reason}"` : ''}` },
        ],
      ),
    ),
    ...jsonSection('Answer', request.answer),
  ]
}
