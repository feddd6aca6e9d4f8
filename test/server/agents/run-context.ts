// A RunContext that remembers what a run told it.
import type { ArtifactInput, Json, Progress, RunContext } from '../../../server/agents/adapter.ts'

export interface RecordedRun {
  context: RunContext
  progress: Progress[]
  logs: string[]
  artifacts: ArtifactInput[]
  /** What the run shares with others. */
  state: Map<string, Json>
  abort(): void
  /** Settles with the first progress or log line for which `matches` is true. */
  when(matches: (text: string) => boolean): Promise<void>
}

export function recordRun(parameters: { [key: string]: Json } = {}): RecordedRun {
  const controller = new AbortController()
  const waiting: { matches: (text: string) => boolean; resolve: () => void }[] = []
  const tell = (text: string): void =>
    waiting
      .filter(({ matches }) => matches(text))
      .forEach(({ resolve }) => {
        resolve()
      })
  const run: RecordedRun = {
    progress: [],
    logs: [],
    artifacts: [],
    state: new Map(),
    abort: () => controller.abort(),
    when: (matches) => new Promise((resolve) => waiting.push({ matches, resolve })),
    context: {
      taskId: 'T-1',
      workspace: 'default',
      attempt: 2,
      fence: 7,
      parameters,
      secrets: {},
      signal: controller.signal,
      state: {
        get: async (key) => run.state.get(key),
        set: async (key, value) => {
          run.state.set(key, value)
        },
      },
      progress(update) {
        run.progress.push(update)
        tell(update.step ?? '')
      },
      log(level, text) {
        run.logs.push(`${level} ${text}`)
        tell(text)
      },
      async saveArtifact(artifact) {
        run.artifacts.push(artifact)
        return { id: `A-${run.artifacts.length}` }
      },
    },
  }
  return run
}
