// Mentions and direct messages: the same words as after the slash command, answered where they were said.
import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import { z } from 'zod'
import { createAsking, sayEphemeral, sayInDirect } from '../asking.ts'
import { carryOut } from '../commands/commands.ts'
import { withoutMention } from '../grammar/slack-text.ts'
import type { Parts } from '../parts.ts'
import { eventKeys } from '../store/seen-store.ts'
import { createPace, type Pace } from './pace.ts'
import { receive, refusalFor, tooOften } from './receive.ts'

type Args = (SlackEventMiddlewareArgs<'app_mention'> | SlackEventMiddlewareArgs<'message'>) & AllMiddlewareArgs

const said = z.object({
  type: z.string(),
  user: z.string(),
  text: z.string().default(''),
  channel: z.string(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  subtype: z.string().optional(),
  bot_id: z.string().optional(),
  team: z.string().optional(),
  user_team: z.string().optional(),
})

const delivered = z.object({ event_id: z.string(), team_id: z.string(), is_ext_shared_channel: z.boolean().optional() })

/** What people write; edits, deletions and what programs write are not for us. */
const subtypes = new Set([undefined, 'file_share', 'thread_broadcast'])

export function onMessage(parts: Parts, pace: Pace) {
  const told = createPace({ perMinute: 1 })
  return async ({ event, body, context }: Args): Promise<void> => {
    const message = said.safeParse(event).data
    const delivery = delivered.safeParse(body).data
    if (!message || !delivery || message.bot_id || !subtypes.has(message.subtype) || message.user === context.botUserId) return
    const { channel, ts, thread_ts: thread, type } = message
    const direct = channel.startsWith('D')
    // In direct messages a mention is delivered as a message too; in channels only mentions are for us.
    if (direct !== (type === 'message')) return
    const team = delivery.team_id
    const person = { team: message.user_team ?? message.team ?? team, user: message.user }
    const key = `message:${team}:${channel}:${ts}`
    const at = { person: { team, user: message.user }, channel, thread, key }
    const say = direct ? sayInDirect(parts, at) : sayEphemeral(parts, at)
    const prefix = direct ? '' : '@capstan'
    const asking = createAsking(parts, { person, key, channel, direct, thread, message: ts, prefix, say })
    const refusal = refusalFor(parts, { person, team, channel, direct, external: delivery.is_ext_shared_channel === true })
    if (refusal || !pace.take(person)) {
      parts.log.warn({ ...person, channel }, 'a message was refused')
      // Each answer is a call to Slack: the first of a minute says it for all.
      if (!told.take(person)) return
      return receive({ parts, keys: [key], asking }, () => asking.say(refusal ?? tooOften))
    }
    const keys = eventKeys({ team, eventId: delivery.event_id, channel, ts, type })
    await receive({ parts, keys, asking }, () => carryOut(asking, withoutMention(message.text, context.botUserId)))
  }
}
