// Commands that look at tasks and change them; handing one over is in submit.ts, watching one in watch.ts.

import { ApiError } from '../client/api-error.ts'
import {
  type CliTaskFragment,
  type CliTaskRowFragment,
  cliCancel,
  cliReprioritize,
  cliRetry,
  cliRunQueue,
  cliTaskById,
  cliTaskLogs,
  cliTasks,
  type Priority,
  type TaskFilter,
  type TaskStatus,
} from '../generated/operations.ts'
import { argument, type Call, type CommandSpec, countOf, isFiltered, isSet, listOf, textOf, UsageError } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { age, bytes, facts, indent, json, moment, percent, seconds, stateColor } from './format.ts'
import { readJson, readSince, readWord } from './inputs.ts'
import { type Io, moreThan, printOne, printRows } from './io.ts'
import { demandKnown } from './known-names.ts'
import { leftBehind, letterFact, noteLine, tryLines } from './letter-lines.ts'
import { readPages } from './pages.ts'
import { saidAs } from './said-as.ts'
import type { Column } from './table.ts'
import { followLog } from './watch.ts'

export const priorities: readonly Priority[] = ['CRITICAL', 'HIGH', 'NORMAL', 'LOW']
const statuses: readonly TaskStatus[] = [
  'QUEUED',
  'SCHEDULED',
  'BLOCKED',
  'RUNNING',
  'WAITING',
  'RETRYING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
]

export function taskColumns(io: Io): Column<CliTaskRowFragment>[] {
  return [
    { title: 'ID', of: ({ id }) => id },
    { title: 'STATE', of: ({ status }) => status, color: stateColor },
    { title: 'PRIORITY', of: ({ priority }) => priority.toLowerCase() },
    { title: 'AGENT', of: ({ agentName }) => agentName },
    { title: 'DONE', of: ({ progress }) => percent(progress), align: 'right' },
    { title: 'AGE', of: ({ createdAt }) => age(createdAt, io.now()), align: 'right' },
    { title: 'NOW', of: whatNow, grows: true },
  ]
}

function whatNow({ status, error, waitingOn, currentStep }: CliTaskRowFragment): string {
  if (error && status !== 'RUNNING') return `${error.code}: ${error.message}`
  return currentStep && status === 'RUNNING' ? currentStep : (waitingOn[0]?.detail ?? '')
}

export function describeTask(io: Io, task: CliTaskFragment): string[] {
  const now = io.now()
  const head = facts([
    ['task', task.id],
    ['agent', task.agentName],
    ['state', `${task.status}${task.status === 'RUNNING' ? ` ${percent(task.progress)}` : ''}`],
    ['priority', `${task.priority.toLowerCase()}, urgency ${task.urgency}`],
    ['step', task.currentStep],
    ['waits for', task.waitingOn.map(({ detail, until }) => `${detail}${until ? ` until ${moment(until)}` : ''}`).join('; ')],
    ['position', task.queuePosition],
    ['expected in', seconds(task.etaSeconds)],
    ['submitted', `${moment(task.createdAt)} by ${task.submittedBy.name} (${task.origin})`],
    ['run at', moment(task.runAt)],
    ['deadline', moment(task.deadline)],
    ['ended', moment(task.finishedAt)],
    ['tags', task.tags.join(', ')],
    ['depends on', task.dependsOn.map(({ id, status }) => `${id} ${status}`).join(', ')],
    ['waited for by', task.dependents.map(({ id, status }) => `${id} ${status}`).join(', ')],
    ['workflow', task.workflow && `${task.workflow.id} ${task.workflow.name}, step ${task.workflowStep ?? ''}`],
    ['schedule', task.schedule && `${task.schedule.id} ${task.schedule.name}`],
    ['replaces', task.resubmissionOf?.id],
    ['replaced by', task.resubmittedAs?.id],
    ['dead letter', task.deadLetter && letterFact(task.deadLetter)],
    ['error', task.error && `${task.error.code}: ${task.error.message}`],
    ['used', usageOf(task)],
  ])
  return [
    ...head,
    ...(task.attempts.length > 0 ? [`tries (at most ${task.maxAttempts})`, ...tryLines(task.attempts, now)] : []),
    ...(task.deadLetter?.notes ?? []).map(noteLine),
    'parameters',
    indent(json(task.parameters)),
    ...(task.result === null ? [] : ['result', indent(json(task.result))]),
    ...(task.artifacts.length > 0
      ? ['files', ...task.artifacts.map(({ name, bytes: size, url }) => `  ${name}  ${bytes(size)}  ${url}`)]
      : []),
  ]
}

function usageOf({ usage: { inputTokens, outputTokens, costMicros, durationMs } }: CliTaskFragment): string {
  const tokens = inputTokens + outputTokens > 0 ? `${inputTokens} tokens read, ${outputTokens} written, ` : ''
  const cost = costMicros > 0 ? `$${(costMicros / 1e6).toFixed(4)}, ` : ''
  return durationMs > 0 ? `${tokens}${cost}${seconds(durationMs / 1000)}` : ''
}

/** The task, or the answer that there is none. */
export async function findTask(io: Io, id: string): Promise<CliTaskFragment> {
  if (/^d-\d+$/i.test(id))
    throw new UsageError(`expected the id of a task, got a dead letter: try ${id.replace(/^d/i, 'T')}, or "capstan dlq show"`)
  const { task } = await io.client.request(cliTaskById, { id })
  if (!task) throw new ApiError({ message: `There is no task ${id}.`, extensions: { code: 'NOT_FOUND' } })
  return task
}

function filterOf(io: Io, call: Call): TaskFilter {
  const since = textOf(call, 'since')
  const status = listOf(call, 'state')?.map((word) => readWord(word, statuses, '--state') as TaskStatus)
  const level = listOf(call, 'priority')?.map((word) => readWord(word, priorities, '--priority') as Priority)
  return {
    ...(status && { status }),
    ...(level && { priority: level }),
    agent: textOf(call, 'agent'),
    team: textOf(call, 'team'),
    tag: textOf(call, 'tag'),
    workflow: textOf(call, 'workflow'),
    schedule: textOf(call, 'schedule'),
    submittedBy: textOf(call, 'by'),
    worker: textOf(call, 'worker'),
    text: textOf(call, 'text'),
    ...(since && { since: readSince(since, 'since', io.now()) }),
  }
}

/** Each id by itself: what is wrong with one does not keep the others. */
async function forEach(io: Io, ids: readonly string[], act: (id: string) => Promise<CliTaskRowFragment>) {
  const done: CliTaskRowFragment[] = []
  let wrong = 0
  for (const id of ids) {
    try {
      done.push(await act(id))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      wrong++
      io.err(`${error.message.includes(id) ? '' : `${id}: `}${saidAs(error.message)}\n`)
    }
  }
  if (done.length > 0) printRows(io, done, { columns: taskColumns(io), empty: '' })
  return wrong > 0 ? exitCodes.failed : exitCodes.done
}

export const taskCommands: readonly CommandSpec[] = [
  {
    words: 'list',
    summary: 'Tasks, newest first.',
    options: [
      { flags: '-s, --state <state>', summary: 'in this state', many: true, choices: statuses.map((status) => status.toLowerCase()) },
      { flags: '-a, --agent <name>', summary: 'of this agent' },
      { flags: '--team <team>', summary: 'of agents of this team, for example marketing' },
      { flags: '-p, --priority <level>', summary: 'at this level', many: true, choices: priorities.map((level) => level.toLowerCase()) },
      { flags: '-t, --tag <tag>', summary: 'with this tag' },
      { flags: '--workflow <id>', summary: 'of this workflow run' },
      { flags: '--schedule <id>', summary: 'made by this schedule' },
      { flags: '--by <person>', summary: 'submitted by this person or key: id, name or email address' },
      { flags: '--worker <id>', summary: 'running on this worker now' },
      { flags: '--since <moment>', summary: 'submitted since then, for example 2h' },
      { flags: '--text <words>', summary: 'with these words in id, agent, tags, step or error' },
      { flags: '-n, --limit <count>', summary: 'at most this many', default: '50' },
    ],
    examples: ['list', 'list --state failed --since 2h', 'list --agent copywriter --watch'],
    says: { 'filter.workflow': '--workflow', 'filter.schedule': '--schedule' },
    watchable: true,
    run: async (io, call) => {
      const filter = filterOf(io, call)
      const { nodes, list } = await readPages(
        countOf(call, 'limit') ?? 50,
        async (first, after) => (await io.client.request(cliTasks, { filter, first, after })).tasks,
      )
      if (nodes.length === 0) await demandKnown(io, filter)
      printRows(io, nodes, {
        columns: taskColumns(io),
        empty: isFiltered(call) ? 'No task matches.' : 'There are no tasks yet.',
        more: moreThan(nodes.length, list),
      })
      return undefined
    },
  },
  {
    words: 'show',
    takes: '<task>',
    summary: 'One task in full.',
    examples: ['show T-42', 'show T-42 --json'],
    watchable: true,
    run: async (io, call) => {
      printOne(io, await findTask(io, argument(call)), (task) => describeTask(io, task))
      return undefined
    },
  },
  {
    words: 'logs',
    takes: '<task>',
    summary: 'What a task wrote while it worked.',
    options: [{ flags: '-f, --follow', summary: 'go on until it has ended' }],
    examples: ['logs T-42', 'logs T-42 --follow'],
    run: async (io, call) => {
      const id = argument(call)
      if (isSet(call, 'follow')) return followLog(io, id)
      await findTask(io, id)
      const { nodes } = await readPages(100_000, async (first, after) => {
        const { task } = await io.client.request(cliTaskLogs, { id, first, after })
        return task?.logs ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } }
      })
      if (io.mode === 'table') for (const { at, level, text } of nodes) io.out(`${at} ${level.padEnd(5)} ${text}\n`)
      else printRows(io, nodes, { columns: [], empty: '' })
      return undefined
    },
  },
  {
    words: 'cancel',
    takes: '<tasks...>',
    summary: 'Stop tasks that have not ended.',
    options: [{ flags: '-r, --reason <text>', summary: 'why; shown to everybody who looks at it' }],
    examples: ['cancel T-42', 'cancel T-42 T-43 --reason "wrong brief"'],
    run: (io, call) =>
      forEach(io, call.args, async (id) => (await io.client.request(cliCancel, { id, reason: textOf(call, 'reason') })).cancelTask),
  },
  {
    words: 'retry',
    takes: '<tasks...>',
    summary: 'Try failed or cancelled tasks again.',
    options: [
      { flags: '--reset', summary: 'give them all their tries again' },
      { flags: '--parameters <json>', summary: 'with these parameters: JSON, a file, or - for standard input' },
      { flags: '--dependents', summary: 'and bring back what ended because they did not succeed' },
    ],
    examples: ['retry T-42 --reset', 'retry T-42 --parameters better.json', 'retry T-42 --dependents'],
    run: async (io, call) => {
      const source = textOf(call, 'parameters')
      const parameters = source === undefined ? undefined : await readJson(io, source, '--parameters')
      const asked = { resetAttempts: isSet(call, 'reset'), withDependents: isSet(call, 'dependents') }
      const left: string[] = []
      const code = await forEach(io, call.args, async (id) => {
        const { retryTask } = await io.client.request(cliRetry, { id, ...asked, ...(parameters !== undefined && { parameters }) })
        left.push(...leftBehind(retryTask.dependents))
        return retryTask
      })
      if (left.length > 0 && io.mode === 'table')
        io.out(`What depended on them ended with them; "capstan retry ${left.join(' ')}" brings it back behind them.\n`)
      return code
    },
  },
  {
    words: 'reprioritize',
    takes: '<task> <level>',
    summary: 'Change the level of a task that has not started.',
    options: [{ flags: '-u, --urgency <0-9>', summary: 'its place inside the level' }],
    examples: ['reprioritize T-42 critical', 'reprioritize T-42 high --urgency 9'],
    says: { urgency: '--urgency' },
    run: async (io, call) => {
      const priority = readWord(argument(call, 1), priorities, 'level') ?? 'NORMAL'
      const urgency = countOf(call, 'urgency', 0)
      const { reprioritizeTask } = await io.client.request(cliReprioritize, { id: argument(call), priority, urgency: urgency ?? null })
      printRows(io, [reprioritizeTask], { columns: taskColumns(io), empty: '' })
      return undefined
    },
  },
  {
    words: 'run-queue',
    summary: 'Run waiting tasks now, also in a workspace in manual mode, and wait for them.',
    options: [
      { flags: '--max <count>', summary: 'at most this many at a time', default: '5' },
      { flags: '-n, --limit <count>', summary: 'stop after this many', default: '100' },
      { flags: '-a, --agent <name>', summary: 'of this agent' },
      { flags: '--type <type>', summary: 'of agents of this type' },
      { flags: '--minimum <level>', summary: 'this level and above', choices: priorities.map((level) => level.toLowerCase()) },
    ],
    examples: ['run-queue', 'run-queue --max 2 --minimum high'],
    says: { maxConcurrent: '--max', limit: '--limit', 'filter.type': '--type' },
    run: async (io, call) => {
      const filter = {
        agent: textOf(call, 'agent') ?? null,
        type: textOf(call, 'type') ?? null,
        minimumPriority: readWord(textOf(call, 'minimum'), priorities, '--minimum') ?? null,
      }
      const asked = { maxConcurrent: countOf(call, 'max') ?? null, limit: countOf(call, 'limit') ?? null, filter }
      const { runQueue } = await io.client.request(cliRunQueue, asked, { patient: true, signal: io.signal })
      const { executed, failed, remaining, log } = runQueue
      printOne(io, runQueue, () => [...log, `${executed} done, ${failed} failed, ${remaining} still wait.`])
      return failed > 0 ? exitCodes.failed : undefined
    },
  },
]
