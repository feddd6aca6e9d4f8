// Which agents the operators have switched off, known in this process without asking the database: loaded once, then followed by the feed.
import type { Feed } from '../events/feed.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import type { AgentState } from '../queue/agent-state.ts'

export interface AgentSwitches {
  /** Who switched it off and why, in words for this workspace; undefined when it is on. */
  offReason(agent: string, workspace: string): string | undefined
  start(): Promise<() => void>
}

type Switched = NonNullable<AgentState['disabled']>

/** Agents are for all workspaces, names of people for their own. */
export function switchedOffBy({ by, workspace, reason }: Switched, asking: string): string {
  const who = workspace === undefined || workspace === asking ? by : 'an admin of another workspace'
  return reason ? `${who}: ${reason}` : who
}

export function createAgentSwitches({ database, feed, log }: { database: Database; feed: Feed; log: Logger }): AgentSwitches {
  let off = new Map<string, Switched>()

  async function refresh(): Promise<void> {
    const rows = await database
      .collection<AgentState>('agents')
      .find({ disabled: { $exists: true } })
      .toArray()
    off = new Map(rows.flatMap(({ _id, disabled }) => (disabled ? [[_id, disabled]] : [])))
  }

  const refreshSoon = () => void refresh().catch((error: unknown) => log.warn({ err: error }, 'switched-off agents not refreshed'))

  return {
    offReason: (agent, workspace) => {
      const disabled = off.get(agent)
      return disabled && switchedOffBy(disabled, workspace)
    },
    start: async () => {
      const stops = [
        feed.onGap(refreshSoon),
        feed.onEvent(({ type }) => {
          if (type === 'agent.disabled' || type === 'agent.enabled') refreshSoon()
        }),
      ]
      await refresh()
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
