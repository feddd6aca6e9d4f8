// What a command is made of: a noun, a verb, and what is said about them in the help.
import type { ViewerAction } from '../generated/operations.ts'
import type { IdNoun } from './ids.ts'

export interface Verb {
  name: string
  aliases?: readonly string[]
  /** What follows the verb. */
  takes?: string
  summary: string
  example?: string
  /** Left out of the help of those who may not. */
  needs?: ViewerAction
}

export interface Noun {
  name: string
  aliases?: readonly string[]
  title: string
  /** The kind of id that stands for the noun. */
  ids?: IdNoun
  /** The first is meant when no verb is given. */
  verbs: readonly Verb[]
}
