// Alerts, the audit log and budgets.
import {
  type AlertStatus,
  type BudgetPeriod,
  type BudgetScope,
  type CliAlertFragment,
  type CliBudgetFragment,
  cliAcknowledge,
  cliAlerts,
  cliAudit,
  cliAuditVerify,
  cliBudgets,
  cliRemoveBudget,
  cliSetBudget,
} from '../generated/operations.ts'
import { argument, type CommandSpec, countOf, listOf, numberOf, textOf, UsageError } from './command.ts'
import { demandAgent } from './crew.ts'
import { exitCodes } from './exit-codes.ts'
import { age, moment, stateColor } from './format.ts'
import { readSince, readWord, subjectId, typePattern } from './inputs.ts'
import { type Io, moreThan, printOne, printRows } from './io.ts'
import { readPages } from './pages.ts'
import type { Column } from './table.ts'

const alertStates: readonly AlertStatus[] = ['OPEN', 'ACKNOWLEDGED', 'RESOLVED']
const scopes: readonly BudgetScope[] = ['AGENT', 'SCHEDULE', 'WORKSPACE']
const periods: readonly BudgetPeriod[] = ['HOUR', 'DAY', 'MONTH']

function alertColumns(io: Io): Column<CliAlertFragment>[] {
  return [
    { title: 'ID', of: ({ id }) => id },
    { title: 'SEVERITY', of: ({ severity }) => severity, color: stateColor },
    { title: 'STATE', of: ({ status }) => status, color: stateColor },
    { title: 'KIND', of: ({ kind }) => kind },
    { title: 'ABOUT', of: ({ subject }) => subject },
    { title: 'SEEN', of: ({ count, lastAt }) => `${count}x, ${age(lastAt, io.now())} ago` },
    {
      title: 'WHAT',
      of: ({ title, note, acknowledgedBy }) => (acknowledgedBy ? `${title} (${acknowledgedBy.name}${note ? `: ${note}` : ''})` : title),
      grows: true,
    },
  ]
}

const budgetColumns: readonly Column<CliBudgetFragment>[] = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'FOR', of: ({ scope, subject }) => subject ?? scope.toLowerCase() },
  { title: 'PERIOD', of: ({ period }) => period.toLowerCase() },
  { title: 'TOKENS', of: ({ tokens, usedTokens }) => (tokens === null ? '' : `${usedTokens}/${tokens}`), align: 'right' },
  {
    title: 'COST',
    of: ({ costMicros, usedCostMicros }) => (costMicros === null ? '' : `$${usedCostMicros / 1e6}/$${costMicros / 1e6}`),
    align: 'right',
  },
  { title: 'RUNS', of: ({ runs, usedRuns }) => (runs === null ? '' : `${usedRuns}/${runs}`), align: 'right' },
  { title: 'THEN', of: ({ policy }) => (policy === 'WAIT' ? 'waits' : 'fails') },
  { title: 'ANEW', of: ({ resetsAt }) => moment(resetsAt) },
]

export const oversightCommands: readonly CommandSpec[] = [
  {
    words: 'alerts',
    also: 'alert list',
    summary: "What needs somebody's eye.",
    options: [
      {
        flags: '-s, --state <state>',
        summary: 'in this state; not yet resolved when left out',
        many: true,
        choices: ['open', 'acknowledged', 'resolved'],
      },
    ],
    examples: ['alerts', 'alerts --state resolved'],
    watchable: true,
    run: async (io, call) => {
      const states = listOf(call, 'state')?.map((word) => readWord(word, alertStates, '--state') as AlertStatus)
      const filter = states ? { status: states } : {}
      const { nodes, list } = await readPages(
        100,
        async (first, after) => (await io.client.request(cliAlerts, { filter, first, after })).alerts,
      )
      printRows(io, nodes, { columns: alertColumns(io), empty: 'Nothing needs an eye.', more: moreThan(nodes.length, list) })
      return undefined
    },
  },
  {
    words: 'alert acknowledge',
    takes: '<alert> [note...]',
    summary: 'Say that you look after an alert.',
    examples: ['alert acknowledge A-5 "restarting the provider"'],
    run: async (io, call) => {
      const note = call.args.slice(1).join(' ') || null
      const { acknowledgeAlert } = await io.client.request(cliAcknowledge, { id: argument(call), note })
      printRows(io, [acknowledgeAlert], { columns: alertColumns(io), empty: '' })
      return undefined
    },
  },
  {
    words: 'audit list',
    summary: 'Who did what, newest first.',
    options: [
      { flags: '--actor <id>', summary: 'by this person, key or service: id, name or email address' },
      { flags: '--action <type>', summary: 'of this type; task.* takes all of tasks', many: true },
      { flags: '--subject <id>', summary: 'about this object' },
      { flags: '--since <moment>', summary: 'since then, for example 7d' },
      { flags: '-n, --limit <count>', summary: 'at most this many', default: '50' },
    ],
    examples: ['audit list', 'audit list --actor ann --since 7d'],
    run: async (io, call) => {
      const [actions, since] = [listOf(call, 'action')?.map(typePattern), textOf(call, 'since')]
      const subject = textOf(call, 'subject')
      const filter = {
        actor: textOf(call, 'actor') ?? null,
        subject: subject === undefined ? null : subjectId(subject),
        ...(actions && { actions }),
        ...(since && { since: readSince(since, 'since', io.now()) }),
      }
      const { nodes } = await readPages(
        countOf(call, 'limit') ?? 50,
        async (first, after) => (await io.client.request(cliAudit, { filter, first, after })).auditLog,
      )
      printRows(io, nodes, {
        columns: [
          { title: 'NO', of: ({ number }) => String(number), align: 'right' },
          { title: 'AT', of: ({ at }) => moment(at) },
          { title: 'WHO', of: ({ actor, via }) => (via ? `${actor.name} via ${via}` : actor.name) },
          { title: 'DID', of: ({ action }) => action },
          { title: 'TO', of: ({ subject }) => subject },
          { title: 'WHY', of: ({ reason, origin }) => reason ?? (origin ? `from ${origin}` : ''), grows: true },
        ],
        empty: 'No entry matches.',
      })
      return undefined
    },
  },
  {
    words: 'audit verify',
    summary: 'Check that the audit log is as it was written; exit code 1 when it is not.',
    examples: ['audit verify'],
    run: async (io) => {
      const { auditVerify } = await io.client.request(cliAuditVerify, {})
      printOne(io, auditVerify, ({ intact, checked, firstBad, problem }) => [
        intact
          ? `The audit log is intact: ${checked} lines checked.`
          : `The audit log was tampered with at line ${firstBad ?? '?'}: ${problem ?? ''}`,
      ])
      return auditVerify.intact ? undefined : exitCodes.failed
    },
  },
  {
    words: 'audit export',
    summary: 'The whole audit log as JSON lines, oldest first; the export is recorded too.',
    examples: ['audit export > audit.jsonl'],
    run: async (io) => {
      await io.download('/audit.jsonl')
      return undefined
    },
  },
  {
    words: 'budget list',
    summary: 'Limits on tokens, money and runs.',
    examples: ['budget list'],
    run: async (io) => {
      const { budgets } = await io.client.request(cliBudgets, {})
      printRows(io, budgets, { columns: budgetColumns, empty: 'There are no budgets.' })
      return undefined
    },
  },
  {
    words: 'budget set',
    takes: '<scope> <period> [subject]',
    summary: 'Set a budget for an agent, a schedule or the workspace, per hour, day or month.',
    options: [
      { flags: '--tokens <count>', summary: 'most tokens' },
      { flags: '--dollars <amount>', summary: 'most money' },
      { flags: '--runs <count>', summary: 'most runs' },
      { flags: '--fail', summary: 'fail work that does not fit; it waits otherwise' },
    ],
    examples: ['budget set agent day copywriter --dollars 5', 'budget set workspace month --tokens 1000000'],
    says: { 'input.subject': 'subject', 'input.tokens': '--tokens', 'input.costMicros': '--dollars', 'input.runs': '--runs' },
    run: async (io, call) => {
      const dollars = numberOf(call, 'dollars')
      if (['tokens', 'dollars', 'runs'].every((name) => textOf(call, name) === undefined))
        throw new UsageError('expected at least one of --tokens, --dollars and --runs')
      if (dollars !== undefined && dollars < 0) throw new UsageError(`--dollars: expected an amount from 0, got ${dollars}`)
      const input = {
        scope: readWord(argument(call), scopes, 'scope') ?? 'WORKSPACE',
        period: readWord(argument(call, 1), periods, 'period') ?? 'DAY',
        subject: call.args[2] ?? null,
        tokens: countOf(call, 'tokens', 0) ?? null,
        runs: countOf(call, 'runs', 0) ?? null,
        costMicros: dollars === undefined ? null : Math.round(dollars * 1e6),
        policy: call.options['fail'] === true ? ('FAIL' as const) : ('WAIT' as const),
      }
      if (input.scope === 'AGENT' && input.subject) await demandAgent(io, input.subject)
      const { setBudget } = await io.client.request(cliSetBudget, { input })
      printRows(io, [setBudget], { columns: budgetColumns, empty: '' })
      return undefined
    },
  },
  {
    words: 'budget remove',
    takes: '<id>',
    summary: 'Remove a budget.',
    examples: ['budget remove B:default:WORKSPACE:DAY'],
    run: async (io, call) => {
      await io.client.request(cliRemoveBudget, { id: argument(call) })
      printOne(io, { removed: argument(call) }, ({ removed }) => [`${removed} removed.`])
      return undefined
    },
  },
]
