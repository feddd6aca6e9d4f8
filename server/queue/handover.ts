// Claimed tasks on their way into Agenda: which wait, which Agenda holds, and how many of its jobs work. Knows nothing of Agenda itself.
import type { TaskDoc } from './task.ts'

export class Handover {
  readonly #capacity: number
  readonly #waiting: TaskDoc[] = []
  /** Handed to Agenda, and not begun by it yet. */
  readonly #handed = new Map<string, TaskDoc>()
  #working = 0
  #closed = false

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** How many wait. */
  get size(): number {
    return this.#waiting.length
  }

  /** Whether a task waits that a new job may begin with. */
  get wanted(): boolean {
    return this.size > 0 && this.#working + this.#handed.size < this.#capacity
  }

  add(tasks: readonly TaskDoc[]): void {
    this.#waiting.push(...tasks)
  }

  /** A task to begin a new job with. */
  hand(): TaskDoc | undefined {
    const task = this.wanted ? this.#waiting.shift() : undefined
    if (task) this.#handed.set(task._id, task)
    return task
  }

  takeBack(id: string): void {
    const task = this.#handed.get(id)
    this.#handed.delete(id)
    if (task) this.#waiting.unshift(task)
  }

  begin(id: string): TaskDoc | undefined {
    const task = this.#handed.get(id)
    this.#handed.delete(id)
    this.#working++
    return task
  }

  /** The next task for a place whose task has ended. */
  next(): TaskDoc | undefined {
    return this.#closed ? undefined : this.#waiting.shift()
  }

  end(): void {
    this.#working--
  }

  /** What runs may end; nothing more begins. */
  close(): void {
    this.#closed = true
  }
}
