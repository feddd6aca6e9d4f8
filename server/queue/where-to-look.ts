// Whose tasks the next turn asks for. An idle loop that is told of new tasks knows that nothing else waits: it asks for those agents alone.
import type { AgentLimits } from './agent-state.ts'

export class WhereToLook {
  readonly #hints = new Set<string>()
  #everywhere = true
  #waiting: ReadonlySet<string> = new Set()

  get hints(): readonly string[] {
    return [...this.#hints]
  }

  hint(agents: readonly string[]): void {
    for (const agent of agents) this.#hints.add(agent)
  }

  everywhere(): void {
    this.#everywhere = true
  }

  /** The agents that could start nothing more when they were looked at last; any of them may be free by the next look, whoever freed it. */
  noteWaiting(agents: ReadonlySet<string>): void {
    this.#waiting = agents
    if (agents.size > 0) this.#everywhere = true
  }

  get someWait(): boolean {
    return this.#waiting.size > 0
  }

  mustWait(agents: readonly string[]): boolean {
    return agents.length > 0 && agents.every((agent) => this.#waiting.has(agent))
  }

  /** What was known of is forgotten. */
  next(all: ReadonlyMap<string, AgentLimits>, { busy }: { busy: boolean }): ReadonlyMap<string, AgentLimits> {
    const hints = this.hints
    const everywhere = this.#everywhere || busy || hints.length === 0
    this.#hints.clear()
    this.#everywhere = false
    return everywhere ? all : new Map([...all].filter(([name]) => hints.includes(name)))
  }

  /** Nothing can start now, whatever there is. */
  later(): void {
    this.#hints.clear()
    this.#everywhere = true
  }
}
