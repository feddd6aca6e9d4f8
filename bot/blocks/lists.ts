// What lists have in common: rows, an empty state, a way to the next page. Pure.
import type { KnownBlock, SectionBlock } from '@slack/types'
import type { Rendered } from '../outbox/card.ts'
import { type Act, actions, button, context, header, section } from './elements.ts'
import type { Markup } from './markup.ts'
import { markup } from './markup.ts'
import { message } from './message.ts'

export interface List {
  title: string
  /** Under the title. */
  note?: Markup
  rows: readonly { text: Markup; accessory?: SectionBlock['accessory'] }[]
  empty: Markup
  /** What can be done with the whole list; a button for the next page among them. */
  acts?: readonly Act[]
}

export const pageSize = 10

export function renderList({ title, note, rows, empty, acts = [] }: List): Rendered {
  const shown: KnownBlock[] = rows.map(({ text, accessory }) => section(text, accessory))
  return message(markup`${title}`, [
    header(title),
    ...(note ? context(note) : []),
    ...(shown.length > 0 ? shown : [section(empty)]),
    ...actions('list', acts.map(button)),
  ])
}

/** The button for the next page: the whole request for it is in the value, as it was typed. */
export function nextPage(command: string, after: string | null, hasNextPage: boolean): Act[] {
  return hasNextPage && after
    ? [{ action: 'list.next', text: 'More', value: { id: command.slice(0, 800), after: after.slice(0, 900) } }]
    : []
}
