// Tasks that were given up: in groups that failed alike, and one by one.
import type { CapstanClient } from '../client/client.ts'
import {
  assignDeadLetter,
  type DeadLetterFilter,
  type DeadLetterGroupsQuery,
  type DeadLetterRowFragment,
  discardDeadLetters,
  deadLetterGroups as groupsOperation,
  deadLetters as lettersOperation,
  noteDeadLetter,
  resubmitDeadLetters,
} from '../generated/operations.ts'
import { formatAge, formatAgo, formatDuration, formatMoment, plural } from '../text/format.ts'
import type { Line } from '../theme.ts'
import { type FeedEvent, type Item, type Resource, type RowAction, type Section, type Surroundings, toPage } from './resource.ts'
import { jsonSection } from './sections.ts'

export type GroupRow = DeadLetterGroupsQuery['deadLetterGroups'][number] & Item
export type LetterRow = DeadLetterRowFragment

export const isAboutLetters = ({ type }: FeedEvent) => type.startsWith('dead_letter.')

export const deadLetterGroups: Resource<GroupRow> = {
  name: 'deadLetterGroups',
  title: 'Dead letters',
  noun: 'group of dead letters',
  columns: [
    {
      title: 'COUNT',
      width: 6,
      drop: 0,
      align: 'right',
      cell: ({ count }) => ({ text: String(count), tone: 'bad', bold: true }),
      order: ({ count }) => count,
    },
    {
      title: 'ERROR',
      width: 44,
      grow: 3,
      drop: 0,
      cell: ({ code, message }, { glyphs }) => [
        { text: `${glyphs.failed} `, tone: 'bad' },
        { text: message },
        { text: `  ${code}`, tone: 'dim' },
      ],
      order: ({ code }) => code,
    },
    { title: 'AGENT', width: 16, drop: 1, cell: ({ agent }) => ({ text: agent, tone: 'accent' }), order: ({ agent }) => agent },
    {
      title: 'FIRST',
      width: 6,
      drop: 3,
      align: 'right',
      cell: ({ firstAt }, { now }) => ({ text: formatAge(firstAt, now), tone: 'dim' }),
      order: ({ firstAt }) => firstAt,
    },
    {
      title: 'LAST',
      width: 6,
      drop: 2,
      align: 'right',
      cell: ({ lastAt }, { now }) => ({ text: formatAge(lastAt, now), tone: 'dim' }),
      order: ({ lastAt }) => lastAt,
    },
  ],
  nameOf: ({ count, code, agent }) => `${plural(count, 'dead letter')} of ${agent}: ${code}`,
  pagedByServer: false,
  async load(client, { signal }) {
    const { deadLetterGroups: groups } = await client.request(groupsOperation, {}, { signal })
    return { rows: groups.map((group) => ({ ...group, id: group.fingerprint })), endCursor: null, hasMore: false }
  },
  fields: ({ agent, code, message }) => ({ agent, code, error: message }),
  stale: isAboutLetters,
  describe: (group, { now }) => [
    {
      title: `${group.agent}: ${group.code}`,
      lines: [
        [{ text: group.message, tone: 'bad' }],
        [
          {
            text: `${plural(group.count, 'dead letter')}, the first ${formatAgo(group.firstAt, now)}, the last ${formatAgo(group.lastAt, now)}`,
          },
        ],
      ],
    },
  ],
  actions: {
    retry: {
      label: ({ count }) => `Resubmit all ${count}`,
      danger: true,
      perform: (client, { fingerprint }) => resubmit(client, { filter: { fingerprint } }),
    },
    discard: {
      label: ({ count }) => `Discard all ${count}`,
      danger: true,
      reason: 'required',
      perform: (client, { fingerprint }, { reason = '' }) => discard(client, { filter: { fingerprint }, reason }),
    },
  },
  empty: 'No dead letters. Nothing was given up.',
}

const dealtWith = ({ id, status }: LetterRow) => (status === 'OPEN' ? undefined : `${id} has been dealt with.`)

const retry: RowAction<LetterRow> = {
  label: () => 'Resubmit',
  refusal: dealtWith,
  danger: false,
  perform: (client, { id }) => resubmit(client, { ids: [id] }),
}

export const deadLetters: Resource<LetterRow> = {
  name: 'deadLetters',
  title: 'Dead letters',
  noun: 'dead letter',
  columns: [
    { title: 'ID', width: 9, drop: 0, cell: ({ id }) => ({ text: id, tone: 'accent' }) },
    { title: 'AGENT', width: 16, drop: 1, cell: ({ agent }) => ({ text: agent }) },
    {
      title: 'ERROR',
      width: 30,
      grow: 3,
      drop: 0,
      cell: ({ error: { code, message } }, { glyphs }) => [
        { text: `${glyphs.failed} `, tone: 'bad' },
        { text: message },
        { text: `  ${code}`, tone: 'dim' },
      ],
    },
    { title: 'TRIES', width: 5, drop: 3, align: 'right', cell: ({ task }) => ({ text: String(task.attempts.length), tone: 'dim' }) },
    { title: 'AGE', width: 5, drop: 2, align: 'right', cell: ({ failedAt }, { now }) => ({ text: formatAge(failedAt, now), tone: 'dim' }) },
    { title: 'WITH', width: 10, drop: 4, cell: ({ assignee }) => ({ text: assignee ?? '', tone: 'dim' }) },
  ],
  nameOf: ({ id, agent, error }) => `${id} ${agent}: ${error.code}`,
  pagedByServer: true,
  async load(client, { filter, first, after, signal }) {
    const asked = toLetterFilter(filter.fields)
    const { deadLetters: page } = await client.request(lettersOperation, { filter: asked, first, after: after ?? null }, { signal })
    return toPage(page)
  },
  fields: ({ id, agent, error, assignee }) => ({ id, agent, code: error.code, error: error.message, with: assignee ?? '' }),
  stale: isAboutLetters,
  describe,
  actions: {
    retry,
    discard: {
      label: () => 'Discard',
      refusal: dealtWith,
      danger: true,
      reason: 'required',
      perform: (client, { id }, { reason = '' }) => discard(client, { ids: [id], reason }),
    },
    note: {
      label: () => 'Write note',
      danger: false,
      reason: 'required',
      ask: 'Note',
      perform: async (client, { id }, { reason = '' }) => {
        await client.request(noteDeadLetter, { id, text: reason })
        return `Noted on ${id}`
      },
    },
    assign: {
      label: () => 'Assign',
      danger: false,
      reason: 'optional',
      ask: 'To whom (empty for nobody)',
      perform: async (client, { id }, { reason }) => {
        await client.request(assignDeadLetter, { id, assignee: reason ?? null })
        return reason ? `${reason} looks after ${id}` : `Nobody looks after ${id}`
      },
    },
  },
  empty: 'No dead letters. Nothing was given up.',
}

function toLetterFilter(fields: ReadonlyMap<string, readonly string[]>): DeadLetterFilter {
  const [agent] = fields.get('agent') ?? []
  const [fingerprint] = fields.get('group') ?? []
  const [assignee] = fields.get('with') ?? []
  return { ...(agent && { agent }), ...(fingerprint && { fingerprint }), ...(assignee && { assignee }) }
}

type Which = { ids: readonly string[] } | { filter: DeadLetterFilter }

async function resubmit(client: CapstanClient, which: Which): Promise<string> {
  const { resubmitDeadLetters: result } = await client.request(resubmitDeadLetters, which)
  const { resubmitted, tasks, dependents } = result
  const ids = tasks.length > 0 ? ` (${tasks.map(({ id }) => id).join(', ')}${resubmitted > tasks.length ? ', ...' : ''})` : ''
  const left = dependents > 0 ? `; ${plural(dependents, 'dependent')} ended with the old, to be retried` : ''
  return `${plural(resubmitted, 'task')} submitted again${ids}${left}`
}

async function discard(client: CapstanClient, { reason, ...which }: Which & { reason: string }): Promise<string> {
  const { discardDeadLetters: count } = await client.request(discardDeadLetters, { ...which, reason })
  return `${plural(count, 'dead letter')} put aside`
}

function describe({ id, task, error, failedAt, notes, history, ...letter }: LetterRow, { now }: Surroundings): Section[] {
  return [
    {
      title: `${id} ${letter.agent}`,
      lines: [
        [{ text: `${error.code}: ${error.message}`, tone: 'bad' }],
        [
          {
            text: `${task.id}, given up ${formatAgo(failedAt, now)} (${formatMoment(failedAt)}) after ${plural(task.attempts.length, 'try', 'tries')}`,
          },
        ],
        [{ text: letter.assignee ? `${letter.assignee} looks after it` : 'nobody looks after it', tone: 'dim' }],
      ],
    },
    {
      title: 'Tries',
      lines: task.attempts.map(
        (attempt): Line => [
          { text: `${attempt.number}  `, tone: 'dim' },
          { text: formatMoment(attempt.startedAt) },
          { text: attempt.endedAt ? `  ${formatDuration(Date.parse(attempt.endedAt) - Date.parse(attempt.startedAt))}` : '', tone: 'dim' },
          { text: `  ${attempt.error?.message ?? attempt.outcome ?? ''}`, tone: 'bad' },
        ],
      ),
    },
    ...(history.length > 0
      ? [
          {
            title: 'What was done',
            lines: history.map(
              ({ at, by, status, reason }): Line => [
                { text: `${formatMoment(at)} ${by}: `, tone: 'dim' },
                { text: `${status.toLowerCase()}${reason ? `, ${reason}` : ''}` },
              ],
            ),
          },
        ]
      : []),
    ...jsonSection('Parameters', task.parameters),
    ...(error.stack ? [{ title: 'Where', lines: error.stack.split('\n').map((text): Line => [{ text, tone: 'dim' }]) }] : []),
    ...(notes.length > 0
      ? [{ title: 'Notes', lines: notes.map(({ at, by, text }): Line => [{ text: `${formatMoment(at)} ${by}: `, tone: 'dim' }, { text }]) }]
      : []),
  ]
}
