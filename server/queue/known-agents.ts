// The agents as this process wrote them last. Others may have moved them since: what is written on the strength of this is written on
// condition that they have not.
import type { AgentState } from './agent-state.ts'

/** Who works for the same agents will move them again: for this many turns they are read. */
const turnsOfDoubt = 20

export class KnownAgents {
  readonly #states = new Map<string, AgentState>()
  #doubt = 0

  /** After each turn. */
  note(states: ReadonlyMap<string, AgentState>): void {
    if (this.#doubt > 0) this.#doubt--
    for (const [agent, state] of states) this.#states.set(agent, state)
  }

  /** What was known did not hold. */
  doubt(): void {
    this.#doubt = turnsOfDoubt
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
