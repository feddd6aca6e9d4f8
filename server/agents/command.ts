// Runs an agent that is a local program: JSON on its input, JSON lines from its output. Its outcome is decided here.
import { rm } from 'node:fs/promises'
import type { Json, RunContext, RunFailure, RunOutcome } from './adapter.ts'
import { saveArtifactFile } from './command-artifact.ts'
import { makeCommandFolder } from './command-folder.ts'
import { type CommandLine, parseCommandLine } from './command-line.ts'
import { type CommandEnd, spawnCommand } from './command-process.ts'
import type { AgentConfig, CommandRun } from './config.ts'

export type CommandContext = RunContext & { env: Readonly<Record<string, string | undefined>> }

interface Received {
  result: Json | undefined
  error: RunFailure | undefined
  artifacts: Promise<RunFailure | undefined>[]
}

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
  const received: Received = { result: undefined, error: undefined, artifacts: [] }
  const end = await spawnCommand({
    command: run.command,
    folder,
    env: environment(run, context),
    input: JSON.stringify({ task, attempt, fence, parameters }),
    maxMemoryMb: run.maxMemoryMb,
    maxOutputBytes: run.maxOutputBytes,
    graceMs: agent.graceMs,
    signal: context.signal,
    onLine: (text) => receive(parseCommandLine(text), received, { folder, context }),
  })
  const refused = (await Promise.all(received.artifacts)).find((failure) => failure !== undefined)
  const error = endFailure(end, run) ?? received.error ?? exitFailure(end) ?? refused
  if (error) return { kind: 'failed', error }
  if (received.result !== undefined) return { kind: 'succeeded', result: received.result }
  return failed('NO_RESULT', 'PERMANENT', 'The command ended without a line of type "result".')
}

function receive(line: CommandLine, received: Received, { folder, context }: { folder: string; context: RunContext }): void {
  switch (line.type) {
    case 'progress':
      context.progress({
        ...(line.fraction !== undefined && { fraction: line.fraction }),
        ...(line.step !== undefined && { step: line.step }),
      })
      break
    case 'partial':
      context.progress({ partial: line.text })
      break
    case 'log':
      context.log(line.level, line.text)
      break
    case 'artifact':
      received.artifacts.push(saveArtifactFile(line, folder, context))
      break
    case 'result':
      received.result = line.result
      break
    case 'error':
      received.error = line.error
  }
}

/** Nothing of the server's own environment reaches the program unless the agent lists it. */
function environment(run: CommandRun, { env, secrets }: CommandContext): Record<string, string> {
  const listed = ['PATH', ...run.env].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))
  return { ...Object.fromEntries(listed), ...secrets } as Record<string, string>
}

function endFailure(end: CommandEnd, run: CommandRun): RunFailure | undefined {
  switch (end.reason) {
    case 'not-found':
      return failure(
        'COMMAND_NOT_FOUND',
        'PERMANENT',
        `The program "${run.command[0]}" cannot be started (${end.detail}). Install it or correct execution.command.`,
      )
    case 'aborted':
      return failure('ABORTED', 'CANCELLED', 'The run was aborted and its processes were ended.')
    case 'memory':
      return failure(
        'MEMORY_LIMIT',
        'PERMANENT',
        `The command used more than ${run.maxMemoryMb} MB and was ended. Raise execution.max_memory_mb or give it less to do.`,
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

function exitFailure(end: CommandEnd): RunFailure | undefined {
  if (end.reason !== 'exited' || end.code === 0) return undefined
  const how = end.code === null ? `was ended by ${end.killedBy ?? 'a signal'}` : `ended with code ${end.code}`
  const tail = end.stderrTail.trim()
  return failure('COMMAND_FAILED', 'TRANSIENT', `The command ${how}${tail === '' ? '.' : `: ${tail}`}`)
}

function failure(code: string, errorClass: RunFailure['class'], message: string): RunFailure {
  return { code, class: errorClass, message }
}

function failed(...of: Parameters<typeof failure>): RunOutcome {
  return { kind: 'failed', error: failure(...of) }
}
