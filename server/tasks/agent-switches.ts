// Which agents the operators have switched off, known in this process without asking the database: loaded once, then followed by the feed.
import type { Feed } from '../events/feed.ts'
import type { Logger } from '../log.ts'
import type { Database } from '../mongo.ts'
import type { AgentState } from '../queue/agent-state.ts'

export interface AgentSwitches {
  /** Who switched it off and why, in words; undefined when it is on. */
  offReason(agent: string): string | undefined
  start(): Promise<() => void>
}

export function createAgentSwitches({ database, feed, log }: { database: Database; feed: Feed; log: Logger }): AgentSwitches {
  let off = new Map<string, string>()

  async function refresh(): Promise<void> {
    const rows = await database
      .collection<AgentState>('agents')
      .find({ disabled: { $exists: true } })
      .toArray()
    off = new Map(
      rows.map(({ _id, disabled }) => [_id, disabled?.reason ? `${disabled.by}: ${disabled.reason}` : (disabled?.by ?? 'an operator')]),
    )
  }

  const refreshSoon = () => void refresh().catch((error: unknown) => log.warn({ err: error }, 'switched-off agents not refreshed'))

  return {
    offReason: (agent) => off.get(agent),
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
