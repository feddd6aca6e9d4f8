// The agents as this process wrote them last; others may have moved them since.
import type { AgentState } from './agent-state.ts'

export class KnownAgents {
  readonly #states = new Map<string, AgentState>()

  note(states: ReadonlyMap<string, AgentState>): void {
    for (const [agent, state] of states) this.#states.set(agent, state)
  }

  /** Undefined unless every one of them is known. */
  all(agents: readonly string[]): Map<string, AgentState> | undefined {
    const known = new Map<string, AgentState>()
    for (const agent of agents) {
      const state = this.#states.get(agent)
      if (!state) return undefined
      known.set(agent, state)
    }
    return known
  }
}
