// The agents as this process wrote them last. Others may have moved them since: what is written on the strength of this is written on
// condition that they have not.
import type { AgentState } from './agent-state.ts'

/** Who works for the same agents will move them again: for so many turns at most they are read. */
const mostDoubt = 32

export class KnownAgents {
  readonly #states = new Map<string, AgentState>()
  /** For how many turns nothing is known. */
  #doubt = 0
  /** For how many it will not be, should there be doubt again: the more often there is, the more. */
  #caution = 1

  /** After each turn. */
  note(states: ReadonlyMap<string, AgentState>): void {
    if (this.#doubt > 0) this.#doubt--
    else this.#caution = Math.max(1, this.#caution / 2)
    for (const [agent, state] of states) this.#states.set(agent, state)
  }

  /** What was known may not hold. */
  doubt(): void {
    this.#doubt = this.#caution
    this.#caution = Math.min(this.#caution * 2, mostDoubt)
  }

  /** Undefined unless every one of them is known. */
  all(agents: readonly string[]): Map<string, AgentState> | undefined {
    if (this.#doubt > 0) return undefined
    const known = new Map<string, AgentState>()
    for (const agent of agents) {
      const state = this.#states.get(agent)
      if (!state) return undefined
      known.set(agent, state)
    }
    return known
  }
}
