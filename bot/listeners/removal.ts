// The app was removed from a workspace, or its token taken back: what is kept of it goes.
import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import type { Parts } from '../parts.ts'

type Args = (SlackEventMiddlewareArgs<'app_uninstalled'> | SlackEventMiddlewareArgs<'tokens_revoked'>) & AllMiddlewareArgs

export function onRemoval(parts: Parts) {
  return async ({ event, context, body }: Args): Promise<void> => {
    const team = context.teamId ?? body.team_id
    // A person's own token that goes is no business of the bot's.
    if (event.type === 'tokens_revoked' && !event.tokens.bot?.length) return
    parts.log.info({ team }, 'the app was removed from a workspace')
    await parts.installations.remove(team)
  }
}
