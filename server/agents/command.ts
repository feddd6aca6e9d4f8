// Runs an agent that is a local program: JSON on its input, JSON lines from its output. Its outcome is decided here.
import { rm } from 'node:fs/promises'
import type { RunContext, RunFailure, RunOutcome } from './adapter.ts'
import { parseAgentLine } from './agent-line.ts'
import { programEnvironment } from './command-environment.ts'
import { makeCommandFolder } from './command-folder.ts'
import { type CommandEnd, explainStart, spawnCommand } from './command-process.ts'
import type { AgentConfig, CommandRun } from './config.ts'
import { failed, failure } from './failure.ts'
import { createLineReceiver } from './line-receiver.ts'
import { createMasker, type Masker } from './secrets.ts'

const shownTailChars = 2_000

export type CommandContext = RunContext & { env: Readonly<Record<string, string | undefined>> }

export async function runCommand(agent: AgentConfig, context: CommandContext): Promise<RunOutcome> {
  if (agent.run.kind !== 'command') throw new Error(`runCommand got the agent ${agent.name}, whose kind is ${agent.run.kind}`)
  const folder = await makeCommandFolder()
  try {
    return await runIn(folder, agent, agent.run, context)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runIn(folder: string, agent: AgentConfig, run: CommandRun, context: CommandContext): Promise<RunOutcome> {
  const { taskId: task, attempt, fence, parameters } = context
  const receiver = createLineReceiver(context, folder)
  const end = await spawnCommand({
    command: run.command,
    folder,
    env: programEnvironment(run.env, context),
    input: JSON.stringify({ task, attempt, fence, parameters }),
    maxMemoryMb: run.maxMemoryMb,
    maxCpuSeconds: run.maxCpuSeconds,
    maxOutputBytes: run.maxOutputBytes,
    graceMs: agent.graceMs,
    signal: context.signal,
    onLine: (text) => receiver.take(parseAgentLine(text)),
  })
  const { result, usage, error: told, refused } = await receiver.answer()
  const error = endFailure(end, run) ?? told ?? exitFailure(end, createMasker(Object.values(context.secrets))) ?? refused
  if (error) return { kind: 'failed', error }
  if (result !== undefined) return { kind: 'succeeded', result, ...(usage && { usage }) }
  return failed(
    'NO_RESULT',
    'PERMANENT',
    'The command ended without a line of type "result". Let it print one before it ends, such as {"type":"result","result":{}}.',
  )
}

function endFailure(end: CommandEnd, run: CommandRun): RunFailure | undefined {
  switch (end.reason) {
    case 'not-started':
      return failure('COMMAND_NOT_FOUND', 'PERMANENT', explainStart(run.command[0], end.detail))
    case 'aborted':
      return failure('ABORTED', 'CANCELLED', 'The run was aborted and its processes were ended.')
    case 'memory':
      return failure(
        'MEMORY_LIMIT',
        'PERMANENT',
        `The command used more than ${run.maxMemoryMb} MB and was ended. Raise execution.max_memory_mb or give it less to do.`,
      )
    case 'cpu':
      return failure(
        'CPU_LIMIT',
        'PERMANENT',
        `The command used more than ${run.maxCpuSeconds} seconds of the processor and was ended. Raise execution.max_cpu_seconds or give it less to do.`,
      )
    case 'output':
      return failure(
        'OUTPUT_TOO_LARGE',
        'PERMANENT',
        `The command wrote more than ${run.maxOutputBytes} bytes and was ended. Save large output as an artifact.`,
      )
    case 'exited':
      return undefined
  }
}

/** What is shown is cut from what is masked: half a secret would not be known for one. */
function exitFailure(end: CommandEnd, mask: Masker): RunFailure | undefined {
  if (end.reason !== 'exited' || end.code === 0) return undefined
  const how = end.code === null ? `was ended by ${end.killedBy ?? 'a signal'}` : `ended with code ${end.code}`
  const tail = mask(end.stderrTail).trim().slice(-shownTailChars)
  return failure('COMMAND_FAILED', 'TRANSIENT', `The command ${how}${tail === '' ? '.' : `: ${tail}`}`)
}
