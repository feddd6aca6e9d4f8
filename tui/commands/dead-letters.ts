// Tasks that were given up: looking through them, by what went wrong, and deciding what becomes of them.

import { ApiError } from '../client/api-error.ts'
import {
  type CliDeadLetterFragment,
  cliAssign,
  cliDeadLetter,
  cliDeadLetterGroups,
  cliDeadLetterSample,
  cliDeadLetters,
  cliNote,
  cliResubmit,
  type DeadLetterFilter,
  discardDeadLetters,
} from '../generated/operations.ts'
import { argument, type Call, type CommandSpec, countOf, isFiltered, isSet, type OptionSpec, textOf, UsageError } from './command.ts'
import { age, facts, indent, json, moment } from './format.ts'
import { readJson, readSince, readWord, subjectId } from './inputs.ts'
import { type Io, moreThan, printOne, printRows } from './io.ts'
import { demandKnown } from './known-names.ts'
import { closedCell, closingLine, noteLine, tryLines } from './letter-lines.ts'
import { discardSampleLines, resubmittedLines } from './letter-samples.ts'
import { readPages } from './pages.ts'
import type { Column } from './table.ts'
import { priorities } from './tasks.ts'

const closings = ['discarded', 'resubmitted', 'retried'] as const
const shownLetters = 5

const says = {
  'filter.agent': '--agent',
  'filter.fingerprint': '--group',
  'filter.assignee': '--assignee',
  overrideParameters: '--parameters',
  reason: '--reason',
}

const which: readonly OptionSpec[] = [
  { flags: '-a, --agent <name>', summary: 'of this agent' },
  { flags: '--since <moment>', summary: 'given up since then, for example 2h' },
  { flags: '--group <fingerprint>', summary: 'that failed alike' },
  { flags: '--assignee <person>', summary: 'assigned to this person' },
]

function filterOf(io: Io, call: Call): DeadLetterFilter {
  const since = textOf(call, 'since')
  return {
    agent: textOf(call, 'agent') ?? null,
    fingerprint: textOf(call, 'group') ?? null,
    assignee: textOf(call, 'assignee') ?? null,
    ...(since && { since: readSince(since, 'since', io.now()) }),
    ...(isSet(call, 'discarded') && { discarded: true }),
    ...(isSet(call, 'resubmitted') && { resubmitted: true }),
    ...(isSet(call, 'retried') && { retried: true }),
  }
}

/** A dead letter has the number of its task, and people have that in view. */
const letterId = (id: string) => subjectId(id).replace(/^T-/, 'D-')

/** Ids, or a filter that says something: never everything by accident. */
function chosen(io: Io, call: Call): { ids: string[] } | { filter: DeadLetterFilter } {
  const filter = filterOf(io, call)
  const narrows = Object.values(filter).some((value) => value !== null)
  if (call.args.length > 0) {
    if (narrows || isSet(call, 'all')) throw new UsageError('expected either ids or a filter, got both')
    return { ids: call.args.map(letterId) }
  }
  if (!narrows && !isSet(call, 'all')) throw new UsageError('expected ids, a filter such as --group or --agent, or --all')
  return { filter }
}

/** What is wrong with a name in the filter, when nothing matches it. */
async function demandMatches(io: Io, which: ReturnType<typeof chosen>, matched: number): Promise<void> {
  if (matched === 0 && 'filter' in which) await demandKnown(io, { agent: which.filter.agent })
}

function columns(io: Io, closed = false): Column<CliDeadLetterFragment>[] {
  return [
    { title: 'ID', of: ({ id }) => id },
    { title: 'AGENT', of: ({ agent }) => agent },
    { title: 'AGE', of: ({ failedAt }) => age(failedAt, io.now()), align: 'right' },
    { title: 'TRIES', of: ({ task }) => String(task.attempts.length), align: 'right' },
    { title: 'GROUP', of: ({ error }) => error.fingerprint ?? '' },
    { title: 'ASSIGNEE', of: ({ assignee }) => assignee ?? '' },
    ...(closed ? [{ title: 'CLOSED', of: (letter: CliDeadLetterFragment) => closedCell(letter, io.now()) }] : []),
    { title: 'ERROR', of: ({ error }) => `${error.code}: ${error.message}`, grows: true },
  ]
}

const describe =
  (io: Io) =>
  (letter: CliDeadLetterFragment): string[] => {
    const { error, task, notes, history } = letter
    return [
      ...facts([
        ['dead letter', letter.id],
        ['task', task.id],
        ['agent', letter.agent],
        ['given up', moment(letter.failedAt)],
        ['error', `${error.code} (${error.class.toLowerCase()}): ${error.message}`],
        ['group', error.fingerprint],
        ['replaced by', letter.resubmittedAs?.id],
        ['state', letter.status.toLowerCase()],
        ['assignee', letter.assignee],
      ]),
      'tries',
      ...tryLines(task.attempts, io.now()),
      ...history.map(closingLine),
      ...notes.map(noteLine),
      'parameters',
      indent(json(task.parameters)),
      ...(error.stack ? ['stack', indent(error.stack)] : []),
    ]
  }

export const deadLetterCommands: readonly CommandSpec[] = [
  {
    words: 'dlq list',
    summary: 'Tasks that were given up and that nobody has dealt with yet.',
    options: [
      ...which,
      { flags: '--discarded', summary: 'those put aside' },
      { flags: '--resubmitted', summary: 'those that another task took the place of' },
      { flags: '--retried', summary: 'those whose task was retried by hand' },
      { flags: '-n, --limit <count>', summary: 'at most this many', default: '50' },
    ],
    examples: ['dlq list', 'dlq list --agent email-agent --since 1d'],
    says,
    watchable: true,
    run: async (io, call) => {
      const filter = filterOf(io, call)
      const closed = closings.filter((name) => isSet(call, name))
      if (closed.length > 1) throw new UsageError(`expected one of ${closings.map((name) => `--${name}`).join(', ')}`)
      const { nodes, list } = await readPages(
        countOf(call, 'limit') ?? 50,
        async (first, after) => (await io.client.request(cliDeadLetters, { filter, first, after })).deadLetters,
      )
      await demandMatches(io, { filter }, nodes.length)
      printRows(io, nodes, {
        columns: columns(io, closed.length > 0),
        empty: isFiltered(call) ? 'No dead letter matches.' : 'Nothing was given up.',
        more: moreThan(nodes.length, list),
      })
      return undefined
    },
  },
  {
    words: 'dlq groups',
    summary: 'The same, grouped by what went wrong.',
    options: which,
    examples: ['dlq groups'],
    says,
    watchable: true,
    run: async (io, call) => {
      const filter = filterOf(io, call)
      const { deadLetterGroups } = await io.client.request(cliDeadLetterGroups, { filter })
      await demandMatches(io, { filter }, deadLetterGroups.length)
      printRows(io, deadLetterGroups, {
        columns: [
          { title: 'GROUP', of: ({ fingerprint }) => fingerprint },
          { title: 'COUNT', of: ({ count }) => String(count), align: 'right' },
          { title: 'AGENT', of: ({ agent }) => agent },
          { title: 'FIRST', of: ({ firstAt }) => age(firstAt, io.now()), align: 'right' },
          { title: 'LAST', of: ({ lastAt }) => age(lastAt, io.now()), align: 'right' },
          { title: 'ERROR', of: ({ code, message }) => `${code}: ${message}`, grows: true },
        ],
        empty: isFiltered(call) ? 'No dead letter matches.' : 'Nothing was given up.',
      })
      return undefined
    },
  },
  {
    words: 'dlq show',
    takes: '<id>',
    summary: 'One of them in full: parameters, every try, the stack.',
    examples: ['dlq show D-42'],
    run: async (io, call) => {
      const id = letterId(argument(call))
      const { deadLetter } = await io.client.request(cliDeadLetter, { id })
      if (!deadLetter)
        throw new ApiError({
          message: `There is no dead letter ${id}; "capstan dlq list" shows those that are open.`,
          extensions: { code: 'NOT_FOUND' },
        })
      printOne(io, deadLetter, describe(io))
      return undefined
    },
  },
  {
    words: 'dlq retry',
    takes: '[ids...]',
    summary: 'Submit given-up tasks again, by id or by filter.',
    options: [
      ...which,
      { flags: '--all', summary: 'all of them' },
      { flags: '-p, --priority <level>', summary: 'at this level', choices: priorities.map((level) => level.toLowerCase()) },
      { flags: '--parameters <json>', summary: 'merged over their own: JSON, a file, or -' },
      { flags: '--dependents', summary: 'and bring back what ended because they were given up' },
      { flags: '--dry-run', summary: 'only say what would happen' },
    ],
    examples: ['dlq retry D-42 --dependents', 'dlq retry --group 3fa9c01b22de --dry-run', 'dlq retry --agent email-agent --priority high'],
    says,
    run: async (io, call) => {
      const source = textOf(call, 'parameters')
      const which = chosen(io, call)
      const { resubmitDeadLetters } = await io.client.request(cliResubmit, {
        ...which,
        priority: readWord(textOf(call, 'priority'), priorities, '--priority') ?? null,
        ...(source !== undefined && { overrideParameters: await readJson(io, source, '--parameters') }),
        withDependents: isSet(call, 'dependents'),
        dryRun: isSet(call, 'dryRun'),
      })
      await demandMatches(io, which, resubmitDeadLetters.matched)
      printOne(io, resubmitDeadLetters, (result) => resubmittedLines(result, isSet(call, 'dryRun'), isSet(call, 'dependents')))
      return undefined
    },
  },
  {
    words: 'dlq discard',
    takes: '[ids...]',
    summary: 'Put given-up tasks aside.',
    options: [
      ...which,
      { flags: '--all', summary: 'all of them' },
      { flags: '-r, --reason <text>', summary: 'why' },
      { flags: '--dry-run', summary: 'only say what would happen' },
    ],
    examples: ['dlq discard D-42 --reason "sent by hand"', 'dlq discard --group 3fa9c01b22de --dry-run'],
    says,
    run: async (io, call) => {
      const which = chosen(io, call)
      const dryRun = isSet(call, 'dryRun')
      const reason = textOf(call, 'reason') ?? (dryRun ? 'a dry run' : '')
      if (reason.trim() === '') throw new UsageError('--reason is needed: others will ask why')
      const { discardDeadLetters: discarded } = await io.client.request(discardDeadLetters, { ...which, reason, dryRun })
      await demandMatches(io, which, discarded)
      if (!dryRun) printOne(io, { discarded }, () => [`${discarded} put aside.`])
      else {
        const filter = 'ids' in which ? { ids: which.ids } : which.filter
        const sample = await io.client.request(cliDeadLetterSample, { filter, first: shownLetters })
        const answer = { matched: discarded, discarded: 0, letters: sample.deadLetters.nodes, groups: sample.deadLetterGroups }
        printOne(io, answer, discardSampleLines)
      }
      return undefined
    },
  },
  {
    words: 'dlq note',
    takes: '<id> <text...>',
    summary: 'Write a note on a dead letter.',
    examples: ['dlq note D-42 "asked the provider"'],
    run: async (io, call) => {
      const { noteDeadLetter } = await io.client.request(cliNote, { id: letterId(argument(call)), text: call.args.slice(1).join(' ') })
      printOne(io, noteDeadLetter, describe(io))
      return undefined
    },
  },
  {
    words: 'dlq assign',
    takes: '<id> [person]',
    summary: 'Say who looks after a dead letter; without a person, nobody.',
    examples: ['dlq assign D-42 ann@example.com'],
    run: async (io, call) => {
      const { assignDeadLetter } = await io.client.request(cliAssign, { id: letterId(argument(call)), assignee: call.args[1] ?? null })
      printOne(io, assignDeadLetter, describe(io))
      return undefined
    },
  },
]
