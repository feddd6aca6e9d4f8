// Presses and choices, in messages, modals and App Home.
import type { AllMiddlewareArgs, SlackActionMiddlewareArgs } from '@slack/bolt'
import { z } from 'zod'
import { type Asking, createAsking, sayInModal } from '../asking.ts'
import { press } from '../buttons/buttons.ts'
import { readValue } from '../buttons/press.ts'
import { guarded } from '../commands/commands.ts'
import type { Rendered } from '../outbox/card.ts'
import type { Parts } from '../parts.ts'
import { redrawForm } from '../submissions/redraw.ts'
import type { Pace } from './pace.ts'
import { acknowledge, receive, refusalFor, tooOften } from './receive.ts'

type Args = SlackActionMiddlewareArgs & AllMiddlewareArgs

const id = z.string()
const bodySchema = z.object({
  trigger_id: id,
  user: z.object({ id, team_id: id.optional() }),
  team: z.object({ id }).nullish(),
  channel: z.object({ id }).optional(),
  container: z.object({
    type: id,
    message_ts: id.optional(),
    channel_id: id.optional(),
    is_ephemeral: z.boolean().optional(),
    thread_ts: id.optional(),
  }),
  response_url: id.optional(),
  view: z
    .object({ id, type: id, callback_id: id, private_metadata: z.string(), state: z.object({ values: z.unknown() }).optional() })
    .optional(),
  actions: z.array(
    z.object({
      action_id: id,
      type: id,
      block_id: id.optional(),
      value: id.optional(),
      selected_option: z.object({ value: id }).nullish(),
      action_ts: id.optional(),
    }),
  ),
})

type Pressed = z.infer<typeof bodySchema>

export function onButton(parts: Parts, pace: Pace) {
  return async ({ ack, body, context }: Args): Promise<void> => {
    await acknowledge(parts, () => ack())
    const pressed = bodySchema.safeParse(body).data
    const [action] = pressed?.actions ?? []
    if (!pressed || !action) return parts.log.warn('a press of an unknown shape')
    const asking = askingOf(parts, pressed, context.teamId ?? '')
    const channel = asking.channel
    const team = context.teamId ?? pressed.team?.id ?? ''
    const refusal = refusalFor(parts, { person: asking.person, team, channel, direct: asking.direct })
    if (refusal || !pace.take(asking.person)) {
      parts.log.warn({ ...asking.person, action: action.action_id }, 'a press was refused')
      return asking.say(refusal ?? tooOften).catch((error: unknown) => parts.log.warn({ err: error }, 'a refusal did not get through'))
    }
    await receive({ parts, keys: [`trigger:${pressed.trigger_id}`], asking }, async () => {
      const view = pressed.view
      if (view && action.type !== 'button' && action.type !== 'overflow') {
        return guarded(asking, () => redrawForm(asking, { action: action.action_id, view: { ...view, values: view.state?.values } }))
      }
      const value = readValue(action.type === 'overflow' ? action.selected_option?.value : action.value)
      await press(await withPlace(asking, pressed), action.type === 'overflow' ? (value?.do ?? '') : action.action_id, value)
    })
  }
}

function askingOf(parts: Parts, pressed: Pressed, home: string): Asking {
  const { user, container, view, trigger_id: trigger } = pressed
  const team = user.team_id ?? pressed.team?.id ?? home
  const person = { team, user: user.id }
  const channel = pressed.channel?.id ?? container.channel_id
  const key = `trigger:${trigger}`
  const viewId = view?.type === 'modal' ? view.id : undefined
  const say = view ? sayInModal(parts, { person, trigger, viewId, key }) : sayByResponse(parts, pressed)
  const base = { person, key, channel, direct: channel?.startsWith('D') === true, trigger, viewId, say }
  return createAsking(parts, { ...base, thread: container.thread_ts, message: container.message_ts })
}

/** What is theirs alone is replaced by the answer; beside a card that all see, the answer is one more. */
function sayByResponse(parts: Parts, { response_url: url, container }: Pressed, replaces = container.is_ephemeral === true) {
  let first = true
  return async (message: Rendered) => {
    if (!url || !parts.responseUrls.allows(url)) {
      parts.log.warn({ host: url && URL.canParse(url) ? new URL(url).host : undefined }, 'an answer would have gone to another host')
      return
    }
    await parts.responseUrls.send(url, { ...message, replace: replaces && first })
    first = false
  }
}

/** An answer in direct messages is a message like a card, but nothing follows on it: it is replaced as well. */
async function withPlace(asking: Asking, pressed: Pressed): Promise<Asking> {
  const { container, view } = pressed
  const { parts, person, channel } = asking
  if (view || container.is_ephemeral || !container.message_ts || !channel) return asking
  const subject = await parts.outbox.subjectOf({ team: person.team, channel, ts: container.message_ts })
  const isAnswer = subject?.startsWith('reply:') === true
  const say = isAnswer ? sayByResponse(parts, pressed, true) : asking.say
  return { ...asking, say, liveCard: !isAnswer, thread: threadBelow(subject, container) }
}

/** What is started from a card stays where the card is; what is started from an answer in a thread, in that thread. */
const threadBelow = (subject: string | undefined, { thread_ts: thread }: Pressed['container']) =>
  subject === undefined ? undefined : thread
