// One task in a supervised process: takes a process of the agent's pool, hears its lines, and turns every way it can end into an outcome.
import type { RunContext, RunFailure, RunOutcome } from '../adapter.ts'
import { explainStart } from '../command-process.ts'
import type { AgentConfig, ProcessRun } from '../config.ts'
import { failed, failure } from '../failure.ts'
import { createLineReceiver } from '../line-receiver.ts'
import type { Member, MemberEnd } from './member.ts'
import type { Pool } from './pool.ts'

export async function runSupervised(pool: Pool, agent: AgentConfig, context: RunContext): Promise<RunOutcome> {
  const { run } = agent
  if (run.kind !== 'process') throw new Error(`runSupervised got the agent ${agent.name}, whose kind is ${run.kind}`)
  const member = await pool.take(context.signal)
  if (context.signal.aborted) {
    if (member) pool.giveBack(member)
    return aborted
  }
  if (!member)
    return failed('PROCESS_UNAVAILABLE', 'TRANSIENT', `${agent.name} takes no work here: ${pool.unavailable() ?? 'it is stopping'}.`)
  return runIn(member, { pool, agent, run, context })
}

interface Run {
  pool: Pool
  agent: AgentConfig
  run: ProcessRun
  context: RunContext
}

async function runIn(member: Member, { pool, agent, run, context }: Run): Promise<RunOutcome> {
  const { taskId: task, attempt, fence, parameters, signal } = context
  const id = `${task}.${fence}`
  const receiver = createLineReceiver(context, member.folder)
  let giveUp: NodeJS.Timeout | undefined
  const onAbort = () => {
    member.cancel(id)
    // A process that goes on with what nobody wants any more is of no use to the next task.
    giveUp = setTimeout(() => member.kill('given-up'), agent.graceMs)
  }
  let resolve: (gone: RunFailure | undefined) => void = () => undefined
  const ended = new Promise<RunFailure | undefined>((settle) => {
    resolve = settle
  })
  const end = member.begin(
    { type: 'run', run: id, task, attempt, fence, parameters },
    {
      line: (line) => {
        receiver.take(line)
        if (line.type === 'result' || line.type === 'error') resolve(undefined)
      },
      log: (text) => context.log('info', text),
      gone: (why, detail) => resolve(describeEnd(why, detail, run)),
    },
  )
  if (signal.aborted) onAbort()
  else signal.addEventListener('abort', onAbort, { once: true })
  try {
    const gone = await ended
    if (signal.aborted) return aborted
    const { result, usage, error, refused } = await receiver.answer()
    const wrong = gone ?? error ?? refused
    return wrong ? { kind: 'failed', error: wrong } : { kind: 'succeeded', result: result ?? null, ...(usage && { usage }) }
  } finally {
    signal.removeEventListener('abort', onAbort)
    clearTimeout(giveUp)
    end()
    pool.giveBack(member)
  }
}

const aborted = failed('ABORTED', 'CANCELLED', 'The run was aborted.')

function describeEnd(why: MemberEnd, detail: string, run: ProcessRun): RunFailure {
  switch (why) {
    case 'not-started':
      return failure('COMMAND_NOT_FOUND', 'PERMANENT', explainStart(run.command[0], detail))
    case 'memory':
      return failure(
        'MEMORY_LIMIT',
        'PERMANENT',
        `The process used more than ${run.maxMemoryMb} MB and was ended. Raise execution.max_memory_mb or give it less to do.`,
      )
    case 'cpu':
      return failure(
        'CPU_LIMIT',
        'PERMANENT',
        `The process used more than ${run.maxCpuSeconds} seconds of the processor for one task and was ended. Raise execution.max_cpu_seconds or give it less to do.`,
      )
    case 'output':
      return failure(
        'OUTPUT_TOO_LARGE',
        'PERMANENT',
        `The process wrote more than ${run.maxOutputBytes} bytes for one task and was ended. Save large output as an artifact.`,
      )
    case 'silent':
      return failure(
        'PROCESS_UNRESPONSIVE',
        'TRANSIENT',
        `The process said nothing for ${run.unresponsiveMs / 1000} seconds and was started anew.`,
      )
    case 'exited':
    case 'stopped':
    case 'given-up':
      return failure('PROCESS_DIED', 'TRANSIENT', `The process ended in the middle of the task (${detail}).`)
  }
}
