// The runs of this process and how to stop them. Requests to cancel are kept a while: one may come before its run has begun.
import type { Execution } from './settlement.ts'
import type { Person, TaskDoc } from './task.ts'

const keptRequests = 1000

/** Why a run is being stopped; the reason of its AbortSignal. */
export class Stop {
  readonly why: 'cancel' | 'shutdown' | 'lost' | 'disabled'
  readonly detail: string | undefined

  constructor(why: Stop['why'], detail?: string) {
    this.why = why
    this.detail = detail
  }
}

/** In words; undefined when it was not stopped by its worker. */
function whyStopped({ reason }: AbortSignal): string | undefined {
  if (!(reason instanceof Stop)) return undefined
  if (reason.why === 'shutdown') return 'Its worker was stopped, and the run had not ended in the time it was given.'
  if (reason.why === 'disabled') return `Its agent was switched off${reason.detail ? `: ${reason.detail}` : ''}.`
  return undefined
}

export interface CancelRequest {
  by: Person
  at: Date
  reason?: string
}

export interface Running {
  /** Ends when the controller is aborted, and may abort it itself. */
  execute: (task: TaskDoc, controller: AbortController) => Promise<Execution>
  /** Resolves when the end of the run has been written, or cannot be. */
  settle: (execution: Execution) => Promise<void>
}

export class RunningTasks {
  readonly #runs = new Map<string, { task: TaskDoc; controller: AbortController }>()
  readonly #requests = new Map<string, CancelRequest>()

  get size(): number {
    return this.#runs.size
  }

  ids(): string[] {
    return [...this.#runs.keys()]
  }

  /** Resolves when the run is over and its place free, while the end of it is still to be written. */
  async run(task: TaskDoc, { execute, settle }: Running): Promise<void> {
    const controller = this.#begin(task)
    const end = () => this.#end(task)
    try {
      void settle(await outcomeOf(task, { execute, controller })).then(end, end)
    } catch (error) {
      end()
      throw error
    }
  }

  cancel(id: string, request: CancelRequest): void {
    if (this.#requests.size >= keptRequests) this.#requests.delete(this.#requests.keys().next().value ?? '')
    this.#requests.set(id, request)
    this.#stopIfCancelled(id)
  }

  /** The task ended or is queued anew: an old request is not meant for its next run. */
  forgetRequest(id: string): void {
    this.#requests.delete(id)
  }

  stop(which: (task: TaskDoc) => boolean, reason: Stop): void {
    for (const { task, controller } of this.#runs.values()) if (which(task)) controller.abort(reason)
  }

  #begin(task: TaskDoc): AbortController {
    const controller = new AbortController()
    this.#runs.set(task._id, { task, controller })
    this.#stopIfCancelled(task._id)
    return controller
  }

  #end(task: TaskDoc): void {
    this.#requests.delete(task._id)
    if (this.#runs.get(task._id)?.task === task) this.#runs.delete(task._id)
  }

  #stopIfCancelled(id: string): void {
    const request = this.#requests.get(id)
    const run = this.#runs.get(id)
    if (!request || !run || request.at < (run.task.startedAt ?? request.at)) return
    // Who asked for it belongs into the settlement; the task was claimed before that was known.
    run.task.cancel = request
    run.controller.abort(new Stop('cancel', request.reason))
  }
}

async function outcomeOf(
  task: TaskDoc,
  { execute, controller }: Pick<Running, 'execute'> & { controller: AbortController },
): Promise<Execution> {
  // Cancelled between the end of its last run and the writing of it: it comes back only to be ended.
  if (task.cancel) return { outcome: { kind: 'cancelled', reason: task.cancel.reason }, output: {} }
  const execution = await execute(task, controller)
  if (execution.outcome.kind === 'interrupted') execution.outcome.why ??= whyStopped(controller.signal)
  return execution
}
