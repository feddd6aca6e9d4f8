// Cards: shows an object in a channel and keeps every message that shows it up to date. What happens to objects comes from outside.
import { channelName, markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import type { Api, Ask } from '../client/api.ts'
import { ApiError } from '../client/api-error.ts'
import type { Config } from '../config.ts'
import type { PeopleStore } from '../home/people-store.ts'
import type { Logger } from '../log.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { cardKinds, type Drawn, type KindOfCard, type ModelOf } from './kinds.ts'
import { tellOutcome } from './outcome.ts'
import { createRecent } from './recent.ts'
import { type CardKind, subjectOf, type Watch, type WatchStore } from './watch-store.ts'

export interface Shown<K extends CardKind> {
  kind: K
  id: string
  team: string
  channel: string
  author?: string | undefined
  thread?: string | undefined
  /** When it was read already. */
  model?: ModelOf<K>
}

export interface Cards {
  /** Shows it in a channel from now on. */
  present<K extends CardKind>(card: Shown<K>): Promise<void>
  /** Looks at them again, wherever they are shown; by subject: when the latest thing happened to it. */
  refresh(changed: ReadonlyMap<string, number>): Promise<Refreshed>
  /** Looks at one again, wherever it is shown. */
  look(subject: string): Promise<void>
  /** Looks again at everything that is not over. */
  refreshOpen(): Promise<Refreshed>
  /** Where an object is shown. */
  places(subject: string): Promise<Watch[]>
  /** A card that Slack does not take where it was wanted goes to its author. */
  relocate(refused: { team: string; channel: string; subject: string; error: string }): Promise<void>
}

/** The cards are up to date; what came of the things that ended is told by and by. */
export interface Refreshed {
  told: Promise<void>
}

export interface CardsOptions {
  api: Api
  outbox: Outbox
  watches: WatchStore
  people: PeopleStore
  config: Pick<Config, 'planBlocks'>
  log: Logger
}

const atOnce = 12
const mostOpen = 500

export function createCards(options: CardsOptions): Cards {
  const { outbox, watches, log } = options
  const recent = createRecent()

  async function present<K extends CardKind>({ model, ...card }: Shown<K>): Promise<void> {
    const watch: Watch = { ...card, subject: subjectOf(card.kind, card.id) }
    await watches.add(watch)
    let over = await draw(watch, { at: 0, model })
    // What happened since it was read, and before it was watched, nobody has drawn.
    const happenedAt = recent.at(watch.subject)
    if (!over && model && happenedAt !== undefined) over = await draw(watch, { at: happenedAt })
    if (over) await tellOutcome({ ...options, watch })
  }

  /** Answers whether it is over. */
  async function draw(watch: Watch, { at, model }: { at: number; model?: unknown }): Promise<boolean> {
    const kind = cardKinds[watch.kind] as KindOfCard<unknown>
    const found = model ?? (await readFor(options.api, kind, watch))
    if (!found) return true
    const names = watch.kind === 'request' ? await namesIn(options.people, watch.team) : {}
    const drawn = kind.draw(found, { watch, names, planBlocks: options.config.planBlocks })
    await show(watch, drawn, at)
    return drawn.ended
  }

  function show({ team, channel, subject, thread }: Watch, { message, fallback, urgency, version }: Drawn, at: number): Promise<void> {
    const card = { team, channel, subject, urgency, message, version: Math.max(version, at) }
    return outbox.show({ ...card, ...(fallback && { fallback }), ...(thread && { under: { ts: thread } }) })
  }

  async function refreshAll(all: readonly Watch[], changed: ReadonlyMap<string, number>): Promise<Refreshed> {
    const ended: Watch[] = []
    await inLanes(all, async (watch) => {
      const over = await draw(watch, { at: changed.get(watch.subject) ?? 0 }).catch(skipRefused)
      if (over) ended.push(watch)
      else await watches.settle(watch.subject, true)
    })
    const told = tellEnds(ended)
    // Whoever waits for it hears of it; nobody has to.
    told.catch(() => undefined)
    return { told }
  }

  async function tellEnds(ended: readonly Watch[]): Promise<void> {
    await inLanes(ended, async (watch) => {
      await tellOutcome({ ...options, watch }).catch(skipRefused)
      await watches.settle(watch.subject, false)
    })
  }

  /** What the server refuses stays refused: one such card must not hold up the others. Anything else is tried again. */
  function skipRefused(error: unknown): false {
    if (!(error instanceof ApiError)) throw error
    log.warn({ err: error }, 'a card could not be read')
    return false
  }

  return {
    present,
    refresh: async (changed) => {
      recent.add(changed)
      return refreshAll(await watches.of([...changed.keys()]), changed)
    },
    look: async (subject) => {
      await (await refreshAll(await watches.of([subject]), new Map())).told
    },
    refreshOpen: async () => refreshAll(await watches.open(mostOpen), new Map()),
    places: (subject) => watches.of([subject]),
    relocate: async ({ team, channel, subject, error }) => {
      const [watch] = (await watches.of([subject])).filter((one) => one.team === team && one.channel === channel)
      if (!watch?.author || watch.author === channel) return
      log.info({ team, channel, subject, error }, 'a card went to its author instead')
      const note = markup`I cannot post in ${channelName(channel)} (${error}). Invite me there with \`/invite\`; the card of ${watch.id} is below.`
      await outbox.show({
        team,
        channel: watch.author,
        subject: `note:${channel}:${subject}`,
        urgency: 'terminal',
        message: renderNotice(note),
      })
      await present({ kind: watch.kind, id: watch.id, team, channel: watch.author, author: watch.author })
    },
  }
}

async function inLanes(all: readonly Watch[], work: (watch: Watch) => Promise<void>): Promise<void> {
  const waiting = [...all]
  const lane = async () => {
    for (let watch = waiting.shift(); watch; watch = waiting.shift()) await work(watch)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

/** With the author's eyes, so that the card offers what they may do; with the bot's own when they are nobody any more. */
async function readFor<M>(api: Api, kind: KindOfCard<M>, { id, team, channel, author }: Watch): Promise<M | null | undefined> {
  const asThem: Ask | undefined = kind.forAuthor && author ? api.as({ team, user: author }, { channel }) : undefined
  if (!asThem) return kind.read(api.ask, id)
  try {
    return await kind.read(asThem, id)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return kind.read(api.ask, id)
  }
}

async function namesIn(people: PeopleStore, team: string): Promise<{ [userId: string]: string }> {
  const linked = (await people.linked(1000)).filter((person) => person.team === team)
  return Object.fromEntries(linked.flatMap(({ account, user }) => (account ? [[account.id, user]] : [])))
}
