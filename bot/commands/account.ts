// Help, who one is, and one's own settings.
import { type Asking, findViewer, showModal } from '../asking.ts'
import { renderHelp } from '../blocks/help.ts'
import { bold, code, joinMarkup, markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { identityOf } from '../client/api.ts'
import { ApiError } from '../client/api-error.ts'
import { Misunderstood } from '../explain.ts'
import { settingsForm } from '../forms/settings-form.ts'
import { linkIdentity, unlinkIdentity } from '../generated/operations.ts'
import type { CommandsOf } from './command-handler.ts'

export const helpCommands: CommandsOf<'help'> = {
  'help.show': async (asking, { words: [topic] }) => {
    const viewer = await findViewer(asking).catch(() => undefined)
    await asking.say(renderHelp({ prefix: asking.prefix, topic, viewerCan: viewer?.viewerCan, linked: viewer?.linked === true }))
  },
}

export const settingsCommands: CommandsOf<'settings'> = {
  'settings.show': (asking) => openSettings(asking),
}

export function openSettings(asking: Asking): Promise<void> {
  if (!asking.trigger && !asking.viewId) {
    throw new Misunderstood(markup`Your settings are in the Home tab of this app, or say ${code('/capstan settings')}.`)
  }
  return showModal(asking, () => settingsForm(asking))
}

export const linkCommands: CommandsOf<'link'> = {
  'link.add': async (asking, { words: [given] }) => {
    if (!given) return asking.say(renderNotice(await howToLink(asking)))
    const { person, parts } = asking
    try {
      // Asked by the bot itself: it vouches for the identity that Slack has signed, the code vouches for the account.
      const { linkIdentity: user } = await parts.api.ask(linkIdentity, { code: given, identity: identityOf(person) })
      await parts.people.keepAccount(person, { id: user.id, name: user.name })
      await asking.say(renderNotice(markup`\u2714 You are ${bold(user.name)} (${user.role.toLowerCase()}) in Capstan now.`))
    } catch (error) {
      if (error instanceof ApiError && ['NOT_FOUND', 'VALIDATION_FAILED'].includes(error.code)) {
        throw new Misunderstood(
          joinMarkup([markup`This code does not work: it may be used or older than ten minutes.`, await howToLink(asking)], '\n'),
        )
      }
      throw error
    }
  },
  'link.remove': async (asking) => {
    const { person, parts } = asking
    const { unlinkIdentity: done } = await parts.api.ask(unlinkIdentity, { identity: identityOf(person) })
    await parts.people.keepAccount(person, undefined)
    await asking.say(renderNotice(done ? markup`Capstan does not know you by this Slack account any more.` : markup`There was no link.`))
  },
  'link.who': async (asking) => {
    const viewer = await findViewer(asking).catch((error: unknown) => {
      if (error instanceof ApiError) return undefined
      throw error
    })
    if (!viewer?.linked)
      return asking.say(renderNotice(joinMarkup([markup`Capstan does not know you yet.`, await howToLink(asking)], '\n')))
    await asking.say(renderNotice(markup`You are ${bold(viewer.name)} (${viewer.role}) in the workspace ${code(viewer.workspace.id)}.`))
  },
}

async function howToLink({ prefix }: Asking) {
  return joinMarkup(
    [
      markup`To link your Slack account, ask Capstan for a code where you are logged in, in the terminal or in GraphiQL:`,
      markup`${code('mutation { createLinkCode { code } }')}`,
      markup`Then say ${code(`${prefix} link <code>`)} here. It works once, for ten minutes.`,
    ],
    '\n',
  )
}
