// What the bot says to Slack by itself goes through here: it is written down first and sent when the budgets allow.
// Answers to a person within three seconds (modals, acknowledgements, response_url) do not.
import type { CardRequest, FileRequest, HomeRequest, PostedCard, ReactionRequest } from './card.ts'

export interface OutboxStats {
  /** Rows with something unsent. */
  pending: number
  /** How long the oldest of them has waited. */
  lagSeconds: number
  givenUp: number
}

export interface Outbox {
  /** Posts the card, or edits the one there is. Returns when it is written down, not when it is sent. */
  show(card: CardRequest): Promise<void>
  /** Below a card or into a channel, once. */
  upload(file: FileRequest): Promise<void>
  react(reaction: ReactionRequest): Promise<void>
  publishHome(home: HomeRequest): Promise<void>
  /** Takes the message of a subject away. */
  remove(card: { team: string; channel: string; subject: string }): Promise<void>
  /** Every message that shows the subject: the channel's card and the copies of those who decide. */
  copies(team: string, subject: string): Promise<PostedCard[]>
  /** What a message shows. */
  subjectOf(message: { team: string; channel: string; ts: string }): Promise<string | undefined>
  stats(): Promise<OutboxStats>
  /** Sends from now on. The stop returns when what is under way has ended. */
  start(): () => Promise<void>
}
