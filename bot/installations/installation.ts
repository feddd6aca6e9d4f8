// In which Slack workspaces the bot is installed and with which token. One by the environment, or several by OAuth: both answer alike.
import { WebClient, type WebClientOptions } from '@slack/web-api'

export interface Installation {
  team: string
  botToken: string
  botUserId: string
  botId: string | undefined
}

export interface Installations {
  /** Undefined for a workspace the bot is not installed in. */
  find(team: string): Promise<Installation | undefined>
  /** Every workspace there is. */
  teams(): Promise<string[]>
  remove(team: string): Promise<void>
}

/** No library default fits: they wait for ever and try again for half an hour, while a person's trigger lives three seconds. */
export function slackClientOptions(slackApiUrl: string): WebClientOptions {
  return {
    slackApiUrl,
    timeout: 2500,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 1, minTimeout: 100, maxTimeout: 300 },
    allowAbsoluteUrls: false,
  }
}

/** The workspace of the token in the environment, known once Slack has answered. */
export function createSingleInstallation({ botToken, slackApiUrl }: { botToken: string; slackApiUrl: string }): Installations {
  const client = new WebClient(botToken, slackClientOptions(slackApiUrl))
  let known: Promise<Installation> | undefined
  const read = () => {
    known ??= client.auth
      .test()
      .then(({ team_id: team = '', user_id: botUserId = '', bot_id: botId }) => ({ team, botToken, botUserId, botId }))
    known.catch(() => {
      known = undefined
    })
    return known
  }
  return {
    find: async (team) => {
      const installation = await read()
      return installation.team === team ? installation : undefined
    },
    teams: async () => [(await read()).team],
    remove: async () => undefined,
  }
}
