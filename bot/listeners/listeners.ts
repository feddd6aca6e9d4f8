// Every way in, in one list. Nothing that Slack delivers is left without a listener, so nothing is left without an acknowledgement.
import type { App } from '@slack/bolt'
import type { Parts } from '../parts.ts'
import { onAppHome } from './app-home.ts'
import { onButton } from './button.ts'
import { onForm } from './form.ts'
import { onMessage } from './message.ts'
import { createPace } from './pace.ts'
import { onRemoval } from './removal.ts'
import { onShortcut } from './shortcut.ts'
import { onSlashCommand } from './slash-command.ts'
import { onSuggestions } from './suggestions.ts'

const commandsPerMinute = 20
const pressesPerMinute = 60

export function addListeners(app: App, parts: Parts): void {
  const pace = createPace({ perMinute: commandsPerMinute })
  app.command(/.*/, onSlashCommand(parts, pace))
  app.event('app_mention', onMessage(parts, pace))
  app.event('message', onMessage(parts, pace))
  app.shortcut(/.*/, onShortcut(parts))
  app.action(/.*/, onButton(parts, createPace({ perMinute: pressesPerMinute })))
  app.view(/.*/, onForm(parts))
  app.options({ type: 'block_suggestion', action_id: /.*/ }, onSuggestions(parts))
  app.event('app_home_opened', onAppHome(parts))
  app.event('app_uninstalled', onRemoval(parts))
  app.event('tokens_revoked', onRemoval(parts))
  app.error(async (error) => {
    parts.log.error({ err: error }, 'a request of Slack could not be handled')
  })
}
