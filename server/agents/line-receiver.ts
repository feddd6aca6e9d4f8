// Takes the lines of an agent as they come, passes on progress, output, logs and files, and tells at the end what it answered.
import type { Json, RunContext, RunFailure, Usage } from './adapter.ts'
import type { AgentLine } from './agent-line.ts'
import { saveArtifact } from './line-artifact.ts'

export interface Answer {
  result: Json | undefined
  usage: Usage | undefined
  /** What the agent itself said went wrong. */
  error: RunFailure | undefined
  /** A file that could not be taken. */
  refused: RunFailure | undefined
}

export interface LineReceiver {
  take(line: AgentLine): void
  /** Once every file has been stored. */
  answer(): Promise<Answer>
}

/** `folder` is where files may be taken from, if there is one. */
export function createLineReceiver(context: RunContext, folder?: string): LineReceiver {
  const artifacts: Promise<RunFailure | undefined>[] = []
  let result: Json | undefined
  let usage: Usage | undefined
  let error: RunFailure | undefined
  return {
    take(line) {
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
          artifacts.push(saveArtifact(line, folder, context))
          break
        case 'result':
          result = line.result
          usage = line.usage
          break
        case 'error':
          error = line.error
      }
    },
    answer: async () => ({ result, usage, error, refused: (await Promise.all(artifacts)).find((failure) => failure !== undefined) }),
  }
}
