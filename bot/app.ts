// The Bolt app: one receiver, the workspaces it is installed in, and every listener.
import { App, type Receiver } from '@slack/bolt'
import { slackClientOptions } from './installations/installation.ts'
import { addListeners } from './listeners/listeners.ts'
import { toBoltLogger } from './log.ts'
import type { Parts } from './parts.ts'

export async function createApp(receiver: Receiver, parts: Parts): Promise<App> {
  const app = new App({
    receiver,
    convoStore: false,
    deferInitialization: true,
    logger: toBoltLogger(parts.log),
    clientOptions: slackClientOptions(parts.config.slackApiUrl),
    authorize: async ({ teamId }) => {
      const installation = await parts.installations.find(teamId ?? '')
      if (!installation) throw new Error('Capstan is not installed in the workspace this comes from.')
      const { team, botToken, botUserId, botId } = installation
      return { teamId: team, botToken, botUserId, ...(botId && { botId }) }
    },
  })
  await app.init()
  addListeners(app, parts)
  return app
}
