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
    return this.size > 0 && this.#free > 0
  }

  /** Whether more wait than there are places for. */
  get crowded(): boolean {
    return this.size > this.#free
  }

  get #free(): number {
    return this.#capacity - this.#working - this.#handed.size
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

  /** Those of them that still wait and have no place to begin at: they are nobody's from now on. */
  turnAway(tasks: readonly TaskDoc[]): TaskDoc[] {
    if (this.#closed) return []
    const asked = new Set(tasks)
    const away = new Set(this.#waiting.slice(this.#free).filter((task) => asked.has(task)))
    const staying = this.#waiting.filter((task) => !away.has(task))
    this.#waiting.splice(0, this.#waiting.length, ...staying)
    return [...away]
  }

  /** What runs may end; nothing more begins. */
  close(): void {
    this.#closed = true
  }
}
