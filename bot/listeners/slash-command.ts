// `/capstan ...`: acknowledged at once, answered through the address that came with it.
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt'
import { createAsking } from '../asking.ts'
import { carryOut } from '../commands/commands.ts'
import type { Parts } from '../parts.ts'
import type { Pace } from './pace.ts'
import { acknowledge, receive, refusalFor, tooOften } from './receive.ts'

type Args = SlackCommandMiddlewareArgs & AllMiddlewareArgs

export function onSlashCommand(parts: Parts, pace: Pace) {
  return async ({ ack, body, context }: Args): Promise<void> => {
    const { team_id: team, user_id: user, channel_id: channel, response_url: url, trigger_id: trigger, command, text } = body
    const person = { team, user }
    const direct = channel.startsWith('D')
    const refusal =
      refusalFor(parts, { person, team: context.teamId ?? team, channel, direct }) ?? (pace.take(person) ? undefined : tooOften)
    if (refusal || !parts.responseUrls.allows(url)) {
      parts.log.warn({ ...person, channel, url: new URL(url).host }, 'a command was refused')
      // Told with the acknowledgement itself: it costs nothing, and leads nowhere but to Slack.
      return acknowledge(parts, () =>
        ack({ response_type: 'ephemeral', ...(refusal ?? { text: 'This request does not come from Slack.' }) } as never),
      )
    }
    await acknowledge(parts, () => ack())
    const say = (message: { text: string; blocks?: readonly object[] }) => parts.responseUrls.send(url, message)
    const asking = createAsking(parts, { person, key: `trigger:${trigger}`, channel, direct, trigger, prefix: command, say })
    await receive({ parts, keys: [`trigger:${trigger}`], asking }, () => carryOut(asking, text))
  }
}
