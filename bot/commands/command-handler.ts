// What a command is to those who carry it out.
import type { Asking } from '../asking.ts'
import type { Command } from '../grammar/command.ts'
import type { CommandName } from '../grammar/nouns.ts'

export type CommandHandler = (asking: Asking, command: Command, page?: Page) => Promise<void>

/** A further page of a list, and the whole command it belongs to. */
export interface Page {
  after?: string | undefined
}

type Of<Noun extends string> = Extract<CommandName, `${Noun}.${string}`>

/** Every verb of these nouns, none left out. */
export type CommandsOf<Noun extends string> = { readonly [Name in Of<Noun>]: CommandHandler }

/** The command as it could be typed again, for the button that asks for the next page. */
export function retype({ name, words, pairs }: Command): string {
  const quote = (text: string) => (/^[\w@#.:-]+$/.test(text) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`)
  return [name.replace('.', ' '), ...words.map(quote), ...Object.entries(pairs).map(([key, value]) => `${key}=${quote(value)}`)].join(' ')
}
