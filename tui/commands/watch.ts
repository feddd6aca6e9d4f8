// Stays with a task or a workflow run until it has ended: news as they come, what it writes, and an exit code by how it ended.
import { type CliTaskFragment, type CliWorkflowFragment, cliTaskLogs, cliTaskNews, cliWorkflowNews } from '../generated/operations.ts'
import { argument, type Call, type CommandSpec, isSet, secondsOf, UsageError } from './command.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { clock, percent } from './format.ts'
import type { Io } from './io.ts'

const endings: { readonly [status: string]: ExitCode } = {
  SUCCEEDED: exitCodes.done,
  FAILED: exitCodes.failed,
  CANCELLED: exitCodes.cancelled,
}

export interface Patience {
  /** Nothing is printed until it has ended. */
  quiet?: boolean
  timeoutSeconds?: number | undefined
  /** Told with all that is heard. */
  heard?: () => void
}

/** Undefined when nobody asked to wait. Read before anything is handed over, so that a mistake in it starts nothing. */
export function patienceOf(call: Call): Patience | undefined {
  const timeoutSeconds = secondsOf(call, 'timeout')
  if (isSet(call, 'wait') || isSet(call, 'follow')) return { quiet: !isSet(call, 'follow'), timeoutSeconds }
  if (timeoutSeconds !== undefined) throw new UsageError('--timeout: expected together with --wait or --follow')
  return undefined
}

/** How a run that is seen through subscriptions goes on: what came, and the code once it has ended. */
interface Watching<News> {
  subscribe(handlers: { next(news: News): void; ended(error?: Error): void }): () => void
  onNews(news: News): ExitCode | undefined
}

function follow<News>(io: Io, { subscribe, onNews }: Watching<News>, { timeoutSeconds }: Patience): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined
    let stop: () => void = () => undefined
    const end = (finish: () => void) => {
      clearTimeout(timer)
      io.signal.removeEventListener('abort', onInterrupt)
      stop()
      finish()
    }
    const onInterrupt = () => end(() => resolve(exitCodes.interrupted))
    if (timeoutSeconds !== undefined) timer = setTimeout(() => end(() => resolve(exitCodes.tooLate)), timeoutSeconds * 1000)
    io.signal.addEventListener('abort', onInterrupt)
    stop = subscribe({
      next: (news) => {
        const code = onNews(news)
        if (code !== undefined) end(() => resolve(code))
      },
      ended: (error) => end(() => (error ? reject(error) : resolve(exitCodes.failed))),
    })
  })
}

export interface TaskNews {
  cursor: string
  task: CliTaskFragment
  event: { type: string; at: string } | null
}

export async function followTask(
  io: Io,
  id: string,
  patience: Patience = {},
): Promise<{ code: ExitCode; task: CliTaskFragment | undefined }> {
  let last: CliTaskFragment | undefined
  let line = ''
  const code = await follow<TaskNews>(
    io,
    {
      subscribe: ({ next, ended }) =>
        io.client.subscribe(
          cliTaskNews,
          { id },
          { next: (data) => next(data.taskUpdated), ended, cursorOf: (data) => data.taskUpdated.cursor },
        ),
      onNews: (news) => {
        last = news.task
        patience.heard?.()
        if (!patience.quiet) line = report(io, news, line)
        return endings[news.task.status]
      },
    },
    patience,
  )
  if (code === exitCodes.tooLate) sayLate(io, last, patience)
  return { code, task: last }
}

function sayLate(io: Io, last: { id: string; status: string } | undefined, { timeoutSeconds }: Patience): void {
  if (last)
    io.err(`${last.id} is still ${last.status.toLowerCase()} after ${timeoutSeconds} s; "capstan watch ${last.id}" stays with it.\n`)
}

/** Answers the line it wrote, so that the same is not said twice. */
function report(io: Io, { cursor, task, event }: TaskNews, before: string): string {
  if (io.mode !== 'table') {
    const { id, status, progress, currentStep, error } = task
    io.out(`${JSON.stringify({ cursor, at: event?.at ?? null, type: event?.type ?? null, id, status, progress, currentStep, error })}\n`)
    return ''
  }
  const line =
    `${task.id} ${task.status} ${percent(task.progress)} ${task.error && task.status !== 'RUNNING' ? task.error.message : (task.currentStep ?? task.waitingOn[0]?.detail ?? '')}`.trimEnd()
  if (line !== before) io.out(`${clock(event?.at ?? io.now().toISOString())} ${line}\n`)
  return line
}

/** Log lines until the task has ended; what it wrote before comes first. */
export async function followLog(io: Io, id: string): Promise<ExitCode> {
  let after: string | null = null
  let reading: Promise<void> = Promise.resolve()
  const read = async () => {
    for (;;) {
      const { task }: { task: { logs: LogPage } | null } = await io.client.request(cliTaskLogs, { id, first: 100, after })
      const page: LogPage = task?.logs ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } }
      for (const line of page.nodes)
        io.out(io.mode === 'table' ? `${clock(line.at)} ${line.level.padEnd(5)} ${line.text}\n` : `${JSON.stringify(line)}\n`)
      after = page.pageInfo.endCursor ?? after
      if (!page.pageInfo.hasNextPage) return
    }
  }
  const readSoon = () => {
    reading = reading.then(read, read)
  }
  readSoon()
  try {
    const { code } = await followTask(io, id, { quiet: true, heard: readSoon })
    return code
  } finally {
    readSoon()
    await reading
  }
}

interface LogPage {
  readonly nodes: readonly { readonly at: string; readonly level: string; readonly text: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

interface WorkflowNews {
  cursor: string
  workflow: CliWorkflowFragment
  event: { type: string; at: string } | null
}

export async function followWorkflow(
  io: Io,
  id: string,
  patience: Patience = {},
): Promise<{ code: ExitCode; workflow: CliWorkflowFragment | undefined }> {
  let last: CliWorkflowFragment | undefined
  const states = new Map<string, string>()
  const code = await follow<WorkflowNews>(
    io,
    {
      subscribe: ({ next, ended }) =>
        io.client.subscribe(
          cliWorkflowNews,
          { id },
          { next: (data) => next(data.workflowUpdated), ended, cursorOf: (data) => data.workflowUpdated.cursor },
        ),
      onNews: (news) => {
        last = news.workflow
        if (!patience.quiet) reportSteps(io, news, states)
        return endings[news.workflow.status]
      },
    },
    patience,
  )
  if (code === exitCodes.tooLate) sayLate(io, last, patience)
  return { code, workflow: last }
}

function reportSteps(io: Io, { cursor, workflow, event }: WorkflowNews, states: Map<string, string>): void {
  const at = event?.at ?? io.now().toISOString()
  const lines = [{ id: workflow.id, status: workflow.status as string, detail: workflow.name }].concat(
    workflow.steps.map(({ id, status, waitingFor, error }) => ({ id, status, detail: error?.message ?? waitingFor ?? '' })),
  )
  for (const { id, status, detail } of lines) {
    if (states.get(id) === status) continue
    const known = states.has(id)
    states.set(id, status)
    if (!known && status === 'PENDING') continue
    if (io.mode === 'table') io.out(`${clock(at)} ${id.padEnd(20)} ${status} ${detail}`.trimEnd().concat('\n'))
    else io.out(`${JSON.stringify({ cursor, at, workflow: workflow.id, ...(id !== workflow.id && { step: id }), status, detail })}\n`)
  }
}

export const watchCommand: CommandSpec = {
  words: 'watch',
  takes: '<id>',
  summary: 'Stay with a task or a workflow run until it has ended; the exit code says how.',
  options: [
    { flags: '-q, --quiet', summary: 'print nothing' },
    { flags: '--timeout <seconds>', summary: 'give up waiting after this long, with exit code 6' },
  ],
  examples: ['watch T-42', 'watch W-7 --timeout 600'],
  run: async (io, call) => {
    const patience = { quiet: isSet(call, 'quiet'), timeoutSeconds: secondsOf(call, 'timeout') }
    const id = argument(call)
    return /^w-/i.test(id) ? (await followWorkflow(io, id, patience)).code : (await followTask(io, id, patience)).code
  },
}
