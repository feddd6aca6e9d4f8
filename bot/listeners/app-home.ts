// Somebody opens App Home: theirs is published. Opened for the first time, the messages tab says hello.
import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import type { Parts } from '../parts.ts'

type Args = SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs

export function onAppHome(parts: Parts) {
  return async ({ event, context }: Args): Promise<void> => {
    if (event.tab !== 'home') return
    try {
      // Published again for a second delivery: it is the same, or fresher.
      await parts.homes.opened({ team: context.teamId ?? '', user: event.user })
    } catch (error) {
      parts.log.warn({ err: error }, 'a Home could not be shown')
    }
  }
}
