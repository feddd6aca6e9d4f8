// The runs of this process and how to stop them. Requests to cancel are kept a while: one may come before its run has begun.
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
export function whyStopped({ reason }: AbortSignal): string | undefined {
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

export class RunningTasks {
  readonly #runs = new Map<string, { task: TaskDoc; controller: AbortController }>()
  readonly #requests = new Map<string, CancelRequest>()

  get size(): number {
    return this.#runs.size
  }

  ids(): string[] {
    return [...this.#runs.keys()]
  }

  begin(task: TaskDoc): AbortController {
    const controller = new AbortController()
    this.#runs.set(task._id, { task, controller })
    this.#stopIfCancelled(task._id)
    return controller
  }

  end(task: TaskDoc): void {
    this.#requests.delete(task._id)
    if (this.#runs.get(task._id)?.task === task) this.#runs.delete(task._id)
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

  #stopIfCancelled(id: string): void {
    const request = this.#requests.get(id)
    const run = this.#runs.get(id)
    if (!request || !run || request.at < (run.task.startedAt ?? request.at)) return
    // Who asked for it belongs into the settlement; the task was claimed before that was known.
    run.task.cancel = request
    run.controller.abort(new Stop('cancel', request.reason))
  }
}
