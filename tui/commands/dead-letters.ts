// Tasks that were given up: looking through them, by what went wrong, and deciding what becomes of them.

import { ApiError } from '../client/api-error.ts'
import {
  type CliDeadLetterFragment,
  cliAssign,
  cliDeadLetter,
  cliDeadLetterGroups,
  cliDeadLetters,
  cliNote,
  cliResubmit,
  type DeadLetterFilter,
  discardDeadLetters,
} from '../generated/operations.ts'
import { argument, type Call, type CommandSpec, countOf, isFiltered, isSet, type OptionSpec, textOf, UsageError } from './command.ts'
import { age, facts, indent, json, moment } from './format.ts'
import { readJson, readSince, readWord } from './inputs.ts'
import { type Io, moreThan, printOne, printRows } from './io.ts'
import { readPages } from './pages.ts'
import type { Column } from './table.ts'
import { priorities } from './tasks.ts'

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
  }
}

/** A dead letter has the number of its task, and people have that in view. */
const letterId = (id: string) => id.replace(/^t-/i, 'D-').toUpperCase()

/** Ids, or a filter that says something: never everything by accident. */
function chosen(io: Io, call: Call): { ids: string[] } | { filter: DeadLetterFilter } {
  if (call.args.length > 0) return { ids: call.args.map(letterId) }
  const filter = filterOf(io, call)
  const says = Object.values(filter).some((value) => value !== null)
  if (!says && !isSet(call, 'all')) throw new UsageError('expected ids, a filter such as --group or --agent, or --all')
  return { filter }
}

function columns(io: Io): Column<CliDeadLetterFragment>[] {
  return [
    { title: 'ID', of: ({ id }) => id },
    { title: 'AGENT', of: ({ agent }) => agent },
    { title: 'AGE', of: ({ failedAt }) => age(failedAt, io.now()), align: 'right' },
    { title: 'TRIES', of: ({ task }) => String(task.attempts.length), align: 'right' },
    { title: 'GROUP', of: ({ error }) => error.fingerprint ?? '' },
    { title: 'ASSIGNEE', of: ({ assignee }) => assignee ?? '' },
    { title: 'ERROR', of: ({ error }) => `${error.code}: ${error.message}`, grows: true },
  ]
}

function describe(letter: CliDeadLetterFragment): string[] {
  const { error, task, notes } = letter
  return [
    ...facts([
      ['dead letter', letter.id],
      ['task', task.id],
      ['agent', letter.agent],
      ['given up', moment(letter.failedAt)],
      ['error', `${error.code} (${error.class.toLowerCase()}): ${error.message}`],
      ['group', error.fingerprint],
      ['replaced by', letter.resubmittedAs?.id],
      ['put aside', letter.discardReason],
      ['assignee', letter.assignee],
    ]),
    'tries',
    ...task.attempts.map(({ number, startedAt, outcome, worker, error: why }) =>
      `  ${number}  ${moment(startedAt)}  ${outcome ?? ''}  ${worker ?? ''}  ${why ? `${why.code}: ${why.message}` : ''}`.trimEnd(),
    ),
    ...notes.map(({ at, by, text }) => `note of ${by}, ${moment(at)}: ${text}`),
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
      { flags: '-n, --limit <count>', summary: 'at most this many', default: '50' },
    ],
    examples: ['dlq list', 'dlq list --agent email-agent --since 1d'],
    watchable: true,
    run: async (io, call) => {
      const filter = filterOf(io, call)
      const { nodes, list } = await readPages(
        countOf(call, 'limit') ?? 50,
        async (first, after) => (await io.client.request(cliDeadLetters, { filter, first, after })).deadLetters,
      )
      printRows(io, nodes, {
        columns: columns(io),
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
    watchable: true,
    run: async (io, call) => {
      const { deadLetterGroups } = await io.client.request(cliDeadLetterGroups, { filter: filterOf(io, call) })
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
      if (!deadLetter) throw new ApiError({ message: `There is no dead letter ${id}.`, extensions: { code: 'NOT_FOUND' } })
      printOne(io, deadLetter, describe)
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
      { flags: '--dry-run', summary: 'only say what would happen' },
    ],
    examples: ['dlq retry D-42', 'dlq retry --group 3fa9c01b22de --dry-run', 'dlq retry --agent email-agent --priority high'],
    run: async (io, call) => {
      const source = textOf(call, 'parameters')
      const { resubmitDeadLetters } = await io.client.request(cliResubmit, {
        ...chosen(io, call),
        priority: readWord(textOf(call, 'priority'), priorities, '--priority') ?? null,
        ...(source !== undefined && { overrideParameters: await readJson(io, source, '--parameters') }),
        dryRun: isSet(call, 'dryRun'),
      })
      const { matched, resubmitted, tasks } = resubmitDeadLetters
      const sample = tasks.map(({ id, agentName, status }) => `  ${id}  ${agentName}  ${status}`)
      const said = isSet(call, 'dryRun')
        ? `${matched} would be submitted again${tasks.length > 0 ? ', for example:' : '.'}`
        : `${resubmitted} of ${matched} submitted again${tasks.length > 0 ? ':' : '.'}`
      printOne(io, resubmitDeadLetters, () => [said, ...sample])
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
      { flags: '--dry-run', summary: 'only say how many' },
    ],
    examples: ['dlq discard D-42 --reason "sent by hand"'],
    run: async (io, call) => {
      const reason = textOf(call, 'reason')
      if (!reason) throw new UsageError('--reason is needed: others will ask why')
      const asked = { ...chosen(io, call), reason, dryRun: isSet(call, 'dryRun') }
      const { discardDeadLetters: discarded } = await io.client.request(discardDeadLetters, asked)
      const said = isSet(call, 'dryRun') ? 'would be put aside' : 'put aside'
      printOne(io, { discarded }, () => [`${discarded} ${said}.`])
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
      printOne(io, noteDeadLetter, describe)
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
      printOne(io, assignDeadLetter, describe)
      return undefined
    },
  },
]
