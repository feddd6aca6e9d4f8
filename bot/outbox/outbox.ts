// What the bot says to Slack by itself goes through here: it is written down first and sent when the budgets allow.
// Answers to a person within three seconds (modals, acknowledgements, response_url) do not.
import { Registry } from 'prom-client'
import { createBudgetStore } from '../store/budget-store.ts'
import { createCardStore, type NewWish } from '../store/card-store.ts'
import type { Store } from '../store/mongo-store.ts'
import type { CardRequest, FileRequest, HomeRequest, PostedCard, ReactionRequest } from './card.ts'
import { createOutboxMetrics } from './metrics.ts'
import { Pump } from './pump.ts'
import { createRhythm } from './rhythm.ts'
import { createSlackCall, type SlackCall } from './slack-client.ts'

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

export interface GivenUp {
  team: string
  channel: string
  subject: string
  error: string
}

export interface OutboxOptions {
  store: Store
  slackApiUrl: string
  /** Undefined: the app is not installed in this workspace any more. */
  tokenOf(team: string): Promise<string | undefined>
  /** Told of what Slack refused for good, so that it can be said elsewhere. */
  onGivenUp?: (given: GivenUp) => void
  /** Told when the database or Slack is away; it is tried again. */
  onTrouble?: (error: unknown) => void
  registry?: Registry
  /** How long the minute is in which calls are counted. Left out: Slack's own. */
  minuteMs?: number | undefined
  /** After this a replica that died in the middle of a call is given up. */
  leaseMs?: number
}

export async function createOutbox(options: OutboxOptions): Promise<Outbox> {
  const { store, slackApiUrl, tokenOf, onGivenUp = () => {}, onTrouble = () => {}, registry = new Registry(), leaseMs = 20_000 } = options
  const rhythm = createRhythm(options.minuteMs)
  const [cards, budgets] = await Promise.all([createCardStore(store, rhythm), createBudgetStore(store)])
  const pump = new Pump({
    cards,
    budgets,
    callOf: createCalls(slackApiUrl, tokenOf),
    metrics: createOutboxMetrics(registry, cards.stats),
    rhythm,
    leaseMs,
    onTrouble,
    onGivenUp: ({ team, channel, subject }, error) => onGivenUp({ team, channel, subject, error }),
  })
  const wish = async (wanted: NewWish) => {
    await cards.wish(wanted)
    pump.wake()
  }
  return {
    show: ({ message, fallback, broadcast, ...about }) =>
      wish({ ...about, wish: { kind: 'message', message, ...(fallback && { fallback }), ...(broadcast && { broadcast }) } }),
    upload: ({ team, channel, subject, urgency, under, content, ...file }) =>
      wish({ team, channel, subject, urgency, under, wish: { kind: 'file', ...file, content: Buffer.from(content) } }),
    react: ({ team, channel, subject, urgency, reaction }) =>
      wish({ ...reactionRow(subject, reaction), team, channel, urgency, wish: { kind: 'reaction', name: reaction } }),
    publishHome: ({ team, user, view, urgency, version }) =>
      wish({ team, channel: user, subject: 'home', urgency, version, wish: { kind: 'home', view } }),
    remove: (card) => wish({ ...card, urgency: 'terminal', wish: { kind: 'removal' } }),
    copies: cards.copies,
    subjectOf: cards.subjectOf,
    stats: cards.stats,
    start: () => pump.start(),
  }
}

/** A row of its own, that waits for the card's. */
const reactionRow = (subject: string, reaction: string) => ({ subject: `${subject}#${reaction}`, under: { subject } })

/** One client for each token that is in use. */
function createCalls(slackApiUrl: string, tokenOf: OutboxOptions['tokenOf']): (team: string) => Promise<SlackCall | undefined> {
  const known = new Map<string, { token: string; call: SlackCall }>()
  return async (team) => {
    const token = await tokenOf(team)
    if (token === undefined) {
      known.delete(team)
      return undefined
    }
    const kept = known.get(team)
    if (kept?.token === token) return kept.call
    const call = createSlackCall(token, slackApiUrl)
    known.set(team, { token, call })
    return call
  }
}
