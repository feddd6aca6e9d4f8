// Shortcuts: "New task" from anywhere, "Queue as task" on a message. Both open the form of an agent.
import type { AllMiddlewareArgs, SlackShortcutMiddlewareArgs } from '@slack/bolt'
import { createAsking, sayInModal, showModal } from '../asking.ts'
import { guarded } from '../commands/commands.ts'
import { runForm } from '../forms/run-form.ts'
import { plainText } from '../grammar/slack-text.ts'
import { shortcuts } from '../manifest.ts'
import type { Parts } from '../parts.ts'
import { acknowledge, receive, refusalFor } from './receive.ts'

type Args = SlackShortcutMiddlewareArgs & AllMiddlewareArgs

export function onShortcut(parts: Parts) {
  return async ({ ack, shortcut, context }: Args): Promise<void> => {
    await acknowledge(parts, () => ack())
    const person = { team: shortcut.user.team_id ?? shortcut.team?.id ?? context.teamId ?? '', user: shortcut.user.id }
    const trigger = shortcut.trigger_id
    const key = `trigger:${trigger}`
    const about = shortcut.type === 'message_action' && shortcut.callback_id === shortcuts.queueAsTask ? shortcut : undefined
    const channel = about?.channel.id
    const direct = channel?.startsWith('D') === true
    const say = sayInModal(parts, { person, trigger, key })
    const asking = createAsking(parts, { person, key, channel, direct, message: about?.message_ts, trigger, say })
    await receive({ parts, keys: [key], asking }, async () => {
      const refusal = refusalFor(parts, { person, team: context.teamId ?? person.team, channel, direct })
      if (refusal) return asking.say(refusal)
      await guarded(asking, () =>
        showModal(asking, async () => {
          const text = about ? plainText(about.message.text ?? '').slice(0, 5000) : undefined
          const draft = text === undefined ? undefined : await parts.drafts.make(person, { input: {}, text })
          return runForm(asking, { agentName: undefined, text, draft, channel, thread: about?.message_ts })
        }),
      )
    })
  }
}
