// Slack's Web API for what a person waits for: modals and answers to them alone. What the bot says by itself goes through the outbox.
import { WebClient } from '@slack/web-api'
import { type Installations, slackClientOptions } from './installations/installation.ts'

export interface SlackClients {
  /** Throws for a workspace the bot is not installed in. */
  of(team: string): Promise<WebClient>
}

export function createSlackClients({ installations, slackApiUrl }: { installations: Installations; slackApiUrl: string }): SlackClients {
  const clients = new Map<string, WebClient>()
  return {
    of: async (team) => {
      const installation = await installations.find(team)
      if (!installation) throw new Error('The bot is not installed in this workspace.')
      const known = clients.get(installation.botToken)
      if (known) return known
      const client = new WebClient(installation.botToken, slackClientOptions(slackApiUrl))
      if (clients.size > 1000) clients.clear()
      clients.set(installation.botToken, client)
      return client
    },
  }
}
