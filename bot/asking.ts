// One request of one person: who asks, where, with what authority, and how to answer. Every way to ask makes one of these, so that
// commands and buttons need not know which it was.
import type { ModalView } from '@slack/types'
import { blocksForModal } from './blocks/modal.ts'
import { type Ask, identityOf, type Person } from './client/api.ts'
import { me } from './generated/operations.ts'
import type { Rendered } from './outbox/card.ts'
import { prepareMessage } from './outbox/prepare.ts'
import type { Parts } from './parts.ts'

export interface Asking {
  parts: Parts
  person: Person
  /** The channel it was asked in; undefined in App Home and global shortcuts. */
  channel: string | undefined
  direct: boolean
  /** The thread it was asked in, or the one an answer belongs into. */
  thread: string | undefined
  /** How the bot is called there. */
  prefix: string
  /** The same whenever Slack delivers the same request again. */
  key: string
  /** It was asked on a card that everybody sees and that follows what happens by itself. */
  liveCard: boolean
  /** Opens a modal, once, within three seconds. */
  trigger: string | undefined
  /** The modal it was asked in. */
  viewId: string | undefined
  /** With the person's authority, from this place. */
  ask: Ask
  /** To the person alone. */
  say(message: Rendered): Promise<void>
}

export interface AskedBy {
  person: Person
  key: string
  channel?: string | undefined
  direct?: boolean
  liveCard?: boolean
  thread?: string | undefined
  /** The message a button is in. */
  message?: string | undefined
  trigger?: string | undefined
  viewId?: string | undefined
  prefix?: string
  say: (message: Rendered) => Promise<void>
}

export function createAsking(parts: Parts, asked: AskedBy): Asking {
  const { person, key, channel, direct = false, liveCard = false, thread, message, trigger, viewId, prefix = '/capstan', say } = asked
  const ask = parts.api.as(person, { channel: channel ?? 'home', message: message ?? thread })
  return {
    parts,
    person,
    key: `slack:${key}`,
    channel,
    direct,
    liveCard,
    thread,
    prefix,
    trigger,
    viewId,
    ask,
    say: (answer) => say(prepared(answer)),
  }
}

/** What is answered at once passes the same last look as what the outbox sends. */
export function prepared(message: Rendered): Rendered {
  return prepareMessage(message, undefined, { at: new Date(), lagSeconds: 0 })
}

/** A direct message, or one in the thread of the direct messages it was asked in. Asked again with the same key it is the same message. */
export function sayInDirect(
  parts: Parts,
  { person, channel, thread, key }: { person: Person; channel?: string; thread?: string | undefined; key: string },
) {
  let count = 0
  return (message: Rendered) => {
    count += 1
    return parts.outbox.show({
      team: person.team,
      channel: channel ?? person.user,
      subject: `reply:${key}:${count}`,
      urgency: 'terminal',
      message,
      ...(thread && { under: { ts: thread } }),
    })
  }
}

/** In a channel, to the person alone. When Slack does not take it there it goes to them directly. */
export function sayEphemeral(
  parts: Parts,
  { person, channel, thread, key }: { person: Person; channel: string; thread?: string | undefined; key: string },
) {
  const direct = sayInDirect(parts, { person, key })
  return async ({ text, blocks = [] }: Rendered) => {
    try {
      const client = await parts.slack.of(person.team)
      await client.chat.postEphemeral({
        channel,
        user: person.user,
        text,
        blocks: [...blocks] as never,
        ...(thread && { thread_ts: thread }),
      })
    } catch (error) {
      parts.log.warn({ err: error }, 'an answer could not be shown in the channel')
      await direct({ text, blocks })
    }
  }
}

/** In a modal: over the one it was asked in, or as a new one. */
export function sayInModal(
  parts: Parts,
  { person, trigger, viewId, key }: { person: Person; trigger: string | undefined; viewId?: string | undefined; key: string },
) {
  const direct = sayInDirect(parts, { person, key })
  return async (message: Rendered) => {
    const view = noticeView(message)
    try {
      const client = await parts.slack.of(person.team)
      if (viewId) await client.views.update({ view_id: viewId, view })
      else if (trigger) await client.views.open({ trigger_id: trigger, view })
      else await direct(message)
    } catch (error) {
      parts.log.warn({ err: error }, 'an answer could not be shown in a modal')
      await direct(message)
    }
  }
}

export function noticeView(message: Rendered): ModalView {
  return {
    type: 'modal',
    callback_id: 'notice',
    title: { type: 'plain_text', text: 'Capstan' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: blocksForModal(message),
  }
}

/** Shows a modal. What goes into it is read first when that is quick, since a modal that changes under the eye is a worse one. */
export async function showModal(asking: Asking, build: () => Promise<ModalView>): Promise<void> {
  const { parts, person, trigger, viewId } = asking
  const client = await parts.slack.of(person.team)
  const built = build()
  const view = await Promise.race([built, wait(quickMs)])
  if (view) {
    if (viewId) await client.views.update({ view_id: viewId, view })
    else if (trigger) await client.views.open({ trigger_id: trigger, view })
    return
  }
  const opened = viewId ? { view: { id: viewId } } : await client.views.open({ trigger_id: trigger ?? '', view: loadingView })
  const id = opened.view?.id ?? ''
  await client.views.update({ view_id: id, view: await built.catch(() => noticeView({ text: 'That took too long. Please try again.' })) })
}

const quickMs = 1500

const loadingView: ModalView = {
  type: 'modal',
  callback_id: 'loading',
  title: { type: 'plain_text', text: 'Capstan' },
  blocks: [{ type: 'section', text: { type: 'plain_text', text: 'One moment\u2026' } }],
}

function wait(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, undefined).unref()
  })
}

/** Who the person is in Capstan. What the server says is remembered, for cards that name people or go to those who decide. */
export async function findViewer({ parts, person, ask }: Pick<Asking, 'parts' | 'person' | 'ask'>) {
  const { me: viewer } = await ask(me, {})
  const linked = viewer.id !== identityOf(person)
  const known = await parts.people.get(person)
  if (known.account?.id !== (linked ? viewer.id : undefined)) {
    await parts.people.keepAccount(person, linked ? { id: viewer.id, name: viewer.name } : undefined)
  }
  return { ...viewer, linked }
}
