// Every way in, in one list. Nothing that Slack delivers is left without a listener, so nothing is left without an acknowledgement.
import type { AllMiddlewareArgs, AnyMiddlewareArgs, App, SlackOptionsMiddlewareArgs } from '@slack/bolt'
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

/** One middleware instead of a listener for each: Bolt asks every listener about every request, before any is acknowledged. */
export function addListeners(app: App, parts: Parts): void {
  const listeners = createListeners(parts)
  app.use((args) => route(listeners, args))
  app.error(async (error) => {
    parts.log.error({ err: error }, 'a request of Slack could not be handled')
  })
}

function createListeners(parts: Parts) {
  const pace = createPace({ perMinute: commandsPerMinute })
  const message = onMessage(parts, pace)
  const removal = onRemoval(parts)
  return {
    command: onSlashCommand(parts, pace),
    shortcut: onShortcut(parts),
    action: onButton(parts, createPace({ perMinute: pressesPerMinute })),
    view: onForm(parts),
    options: onSuggestions(parts),
    events: new Map<string, EventListener>(
      Object.entries({
        app_mention: message,
        message,
        app_home_opened: onAppHome(parts),
        app_uninstalled: removal,
        tokens_revoked: removal,
      }),
    ),
  }
}

/** Of the type that it is registered for. */
type EventListener = (args: never) => Promise<void>
type SuggestionArgs = SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs

/** By the alias that Bolt gives each kind of request. Events were acknowledged before. */
async function route(listeners: ReturnType<typeof createListeners>, args: AnyMiddlewareArgs & AllMiddlewareArgs): Promise<void> {
  if ('event' in args) return listeners.events.get(args.event.type)?.(args as never)
  if ('command' in args) return listeners.command(args)
  if ('action' in args) return listeners.action(args)
  if ('view' in args) return listeners.view(args)
  if ('options' in args) return listeners.options(args as SuggestionArgs)
  return listeners.shortcut(args)
}
