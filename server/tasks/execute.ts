// One task's run, as a line of steps: open parameters, find the agent, run its adapter, classify. Outcomes are values;
// the one catch that turns a throw into one is here. Knows nothing of claims or the database.
import type { Adapter, Json, RunContext, RunFailure, RunOutcome, SharedState } from '../agents/adapter.ts'
import type { AgentConfig } from '../agents/config.ts'
import type { AgentRegistry } from '../agents/registry.ts'
import { createMasker, type Masker, maskJson } from '../agents/secrets.ts'
import type { Logger } from '../log.ts'
import { Stop } from '../queue/running-tasks.ts'
import type { Execution, TaskOutcome } from '../queue/settlement.ts'
import { sealPlace, type TaskDoc } from '../queue/task.ts'
import type { Artifacts } from './artifact-store.ts'
import { classifyThrown, permanent } from './classify.ts'
import type { RunRecord, RunRecords } from './run-records.ts'
import type { Vault } from './vault.ts'

const dayMs = 24 * 3600_000
const maxSealedResultBytes = 8 * 1024 * 1024

export interface ExecuteDeps {
  registry: AgentRegistry
  adapterOf: (agent: AgentConfig) => Adapter
  vault: Vault
  records: RunRecords
  artifacts: Artifacts
  stateOf: (workspace: string) => SharedState
  log: Logger
}

export function createExecute(deps: ExecuteDeps): (task: TaskDoc, controller: AbortController) => Promise<Execution> {
  return async (task, controller) => {
    const registered = deps.registry.get(task.agent)
    if (!registered)
      return { outcome: permanent('AGENT_GONE', `The file of agent ${task.agent} is gone; add it again and retry.`), output: {} }
    if (task.refusedBy)
      return { outcome: permanent('BUDGET_EXCEEDED', `The budget ${task.refusedBy} is used up, and its policy is to fail.`), output: {} }
    const { config } = registered
    const secrets = deps.registry.secretsFor(task.agent)
    const mask = createMasker(Object.values(secrets))
    const record = deps.records.open(task, { keepLogsMs: config.retention.logsDays * dayMs, mask })
    const raw = await runWithin(deps, { task, config, secrets, mask, record, controller })
    const outcome = maskOutcome(mask, applyErrorRules(config, raw))
    const output = await record.finish()
    if (outcome.kind !== 'succeeded') return { outcome, output }
    const result = deps.vault.seal(outcome.result, sealPlace(task._id, 'result'))
    if (result.length > maxSealedResultBytes) {
      return {
        outcome: permanent(
          'RESULT_TOO_LARGE',
          `The result is larger than ${maxSealedResultBytes / 1048576} MB; save it as an artifact instead.`,
        ),
        output,
      }
    }
    // The sealed bytes carry the result from here on.
    return { outcome: { ...outcome, result: null }, output: { ...output, result } }
  }
}

interface Run {
  task: TaskDoc
  config: AgentConfig
  secrets: { [name: string]: string }
  mask: Masker
  record: RunRecord
  /** Aborted by its worker, or by its own timeout. */
  controller: AbortController
}

/** Runs the adapter within its time. After a stop it has `graceMs` to end by itself, then it is given up. */
async function runWithin(deps: ExecuteDeps, run: Run): Promise<TaskOutcome> {
  const { task, config, controller } = run
  const { signal } = controller
  if (signal.aborted) return stoppedOutcome(signal.reason, task)
  const timeout = setTimeout(() => controller.abort('timeout'), task.timeoutMs)
  let giveUp: NodeJS.Timeout | undefined
  const abandoned = new Promise<'abandoned'>((resolve) => {
    signal.onabort = () => {
      giveUp = setTimeout(() => resolve('abandoned'), config.graceMs)
    }
  })
  try {
    const ended = await Promise.race([callAdapter(deps, run), abandoned])
    if (ended === 'abandoned') {
      deps.log.warn({ task: task._id, agent: task.agent }, 'a run did not stop when asked to and was given up')
      return stoppedOutcome(signal.reason, task)
    }
    if (ended.kind === 'succeeded' || !signal.aborted) return ended
    return { ...stoppedOutcome(signal.reason, task), ...(ended.usage && { usage: ended.usage }) }
  } finally {
    clearTimeout(timeout)
    clearTimeout(giveUp)
  }
}

async function callAdapter({ adapterOf, vault, artifacts, stateOf }: ExecuteDeps, run: Run): Promise<RunOutcome> {
  const { task, config, secrets, mask, record } = run
  const { signal } = run.controller
  try {
    const parameters = vault.open(task.parameters, sealPlace(task._id, 'parameters')) as { [key: string]: Json }
    const context: RunContext = {
      taskId: task._id,
      workspace: task.workspace,
      attempt: (task.attempts.at(-1)?.number ?? 0) + 1,
      fence: task.fence,
      parameters,
      secrets,
      signal,
      state: stateOf(task.workspace),
      progress: (update) => {
        if (!signal.aborted) record.progress(update)
      },
      log: (level, text, call) => record.log(level, text, call),
      saveArtifact: ({ name, contentType, data }) =>
        artifacts.save(task, { name: mask(name), contentType: mask(contentType), data }, config.retention.artifactsDays * dayMs),
    }
    return await adapterOf(config)(config, context)
  } catch (thrown) {
    return { kind: 'failed', error: classifyThrown(thrown) }
  }
}

function stoppedOutcome(reason: unknown, task: TaskDoc): TaskOutcome {
  if (reason === 'timeout') {
    const seconds = task.timeoutMs / 1000
    return {
      kind: 'failed',
      error: { code: 'TIMEOUT', class: 'TIMEOUT', message: `It took longer than the ${seconds} seconds it may take.` },
    }
  }
  if (reason instanceof Stop && reason.why === 'cancel') return { kind: 'cancelled', reason: reason.detail }
  return { kind: 'interrupted' }
}

/** The agent's own rules come first: the first whose text is part of the code or message decides. */
function applyErrorRules(config: AgentConfig, outcome: TaskOutcome): TaskOutcome {
  if (outcome.kind !== 'failed') return outcome
  const text = `${outcome.error.code} ${outcome.error.message}`.toLowerCase()
  const rule = config.errorRules.find(({ match }) => text.includes(match.toLowerCase()))
  return rule ? { ...outcome, error: { ...outcome.error, class: rule.class } } : outcome
}

function maskOutcome(mask: Masker, outcome: TaskOutcome): TaskOutcome {
  if (outcome.kind === 'succeeded') return { ...outcome, result: maskJson(mask, outcome.result) }
  if (outcome.kind !== 'failed') return outcome
  const { code, message, stack, ...rest } = outcome.error
  const error: RunFailure = { ...rest, code: mask(code), message: mask(message), ...(stack && { stack: mask(stack) }) }
  return { ...outcome, error }
}
