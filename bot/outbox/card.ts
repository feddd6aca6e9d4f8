// What the bot wants to stand in Slack, as it is asked for and as it is stored: one row for each thing, the latest wish wins.
// Knows nothing of how it gets there.
import { createHash } from 'node:crypto'

export type Json = { [key: string]: unknown }

/** The order things are sent in, and what may use the last of a budget. */
export const urgencies = ['terminal', 'approval', 'alert', 'progress'] as const
export type Urgency = (typeof urgencies)[number]

export interface Rendered {
  /** What notifications and screen readers get. */
  text: string
  blocks?: readonly object[]
}

/** Below a message that is there already, or below the card of a subject in the same channel, as soon as that is posted. */
export type Thread = { ts: string } | { subject: string }

interface Request {
  team: string
  /** A channel's id, or a person's for direct messages. */
  channel: string
  /** What it is about, e.g. `task:T-4F2K`: one message for each subject in a channel. */
  subject: string
  urgency: Urgency
  under?: Thread
}

/** A message that is posted once and edited from then on. */
export interface CardRequest extends Request {
  message: Rendered
  /** Sent instead when Slack does not take the blocks. */
  fallback?: Rendered
  /** Grows with the state that is shown. A card never goes back to a smaller one, whoever asks last. */
  version?: number
  /** Threads: whether the channel sees it too. */
  broadcast?: boolean
}

export interface FileRequest extends Request {
  name: string
  content: string | Buffer
  title?: string
  comment?: string
  altText?: string
}

/** On the card of the subject, once it is posted. */
export interface ReactionRequest extends Omit<Request, 'under'> {
  reaction: string
}

export interface HomeRequest {
  team: string
  user: string
  view: object
  urgency: Urgency
  version?: number
}

export type Wish =
  | { kind: 'message'; message: Rendered; fallback?: Rendered; broadcast?: boolean }
  | { kind: 'file'; name: string; content: Buffer; title?: string; comment?: string; altText?: string }
  | { kind: 'reaction'; name: string }
  | { kind: 'home'; view: object }
  | { kind: 'removal' }

/** A row of `bot_cards`: outbound queue and registry of what was posted are the same document, so they cannot disagree. */
export interface CardRow {
  _id: string
  team: string
  channel: string
  subject: string
  wish: Wish
  hash: string
  version: number
  /** Counts the wishes; the one that was sent is known by it. */
  revision: number
  /** Lower goes first. */
  rank: number
  /** Since when there is something unsent. */
  since?: Date
  /** When the wish was told, which is how old what it shows is. */
  wishedAt: Date
  /** Absent when there is nothing to send. */
  dueAt?: Date
  thread?: string
  /** The row that must be posted before: its `ts` becomes the thread, or the message reacted to. */
  parent?: string
  ts?: string
  /** Where Slack put it: for a person's id that is their direct messages. */
  postedIn?: string
  sent?: { revision: number; hash: string; at: Date }
  lease?: { token: string; until: Date }
  /** A post was begun, and nobody knows how it ended until the row says so. */
  posting?: boolean
  /** An earlier post may have been carried out. */
  unsure?: boolean
  attempts: number
  lastError?: string
  /** Counts how often it was posted afresh after Slack had lost it. */
  generation: number
  /** Slack took the fallback only. */
  plain?: boolean
  fileId?: string
  givenUp?: { error: string; at: Date }
  expireAt: Date
}

/** What was posted where: `channel` is Slack's own id, also where a person's was asked for. */
export interface PostedCard {
  team: string
  channel: string
  subject: string
  ts: string
}

export const cardId = (team: string, channel: string, subject: string) => `${team}:${channel}:${subject}`

/** Stands in a card's text for the moment its content was true; replaced when it is sent, and no part of what makes two cards differ. */
export const updatedMark = '\u{e000}updated\u{e000}'

export function hashWish(wish: Wish): string {
  const hash = createHash('sha256')
  if (wish.kind === 'file') return hash.update(wish.name).update(wish.content).digest('base64url')
  return hash.update(JSON.stringify(wish)).digest('base64url')
}

/** Slack knows a repeated post by it: the same card in the same life has the same. */
export function messageIdOf({ _id, generation }: Pick<CardRow, '_id' | 'generation'>): string {
  const hex = createHash('sha256').update(`${_id}#${generation}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
