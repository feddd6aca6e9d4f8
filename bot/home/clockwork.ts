// What the clock brings: the daily summary, and what waited for the end of quiet hours.
import { renderDigest } from '../blocks/home.ts'
import { message } from '../blocks/message.ts'
import type { Cards } from '../cards/cards.ts'
import type { Person } from '../client/api.ts'
import { type Clock, wallClock } from '../clock.ts'
import { nounOfId } from '../grammar/ids.ts'
import type { Logger } from '../log.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Homes } from './homes.ts'
import type { PeopleStore } from './people-store.ts'
import { clockIn, isQuiet } from './quiet-hours.ts'

export interface ClockworkOptions {
  people: PeopleStore
  homes: Homes
  outbox: Outbox
  cards: Cards
  log: Logger
  clock?: Clock | undefined
}

/** How late after its minute a summary may still come, when the bot was down. */
const lateMinutes = 120

export function startClockwork(options: ClockworkOptions): () => Promise<void> {
  const { clock: { everyMs } = wallClock, log } = options
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = tick(options).catch((error: unknown) => log.warn({ err: error }, 'the clockwork missed a beat'))
  }, everyMs)
  return async () => {
    clearInterval(timer)
    await running
  }
}

async function tick(options: ClockworkOptions): Promise<void> {
  await sendDigests(options)
  await sendPostponed(options)
}

async function sendDigests({ people, homes, outbox, clock = wallClock }: ClockworkOptions): Promise<void> {
  for (const person of await people.withDigest()) {
    const { day, time } = clockIn(person.settings.timeZone, clock.now())
    const lateBy = minutesOf(time) - minutesOf(person.settings.digestAt ?? '')
    if (!(lateBy >= 0 && lateBy < lateMinutes) || !(await people.claimDigest(person, day))) continue
    const { text, blocks } = renderDigest(await homes.read(person))
    await outbox.show({
      team: person.team,
      channel: person.user,
      subject: `digest:${day}`,
      urgency: 'progress',
      message: message(text, blocks),
    })
  }
}

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

async function sendPostponed({ people, cards, clock = wallClock }: ClockworkOptions): Promise<void> {
  for (const postponed of await people.postponed()) {
    const { settings } = await people.get(postponed.person)
    if (isQuiet(settings, clock.now()) || !(await people.takePostponed(postponed))) continue
    await presentTo(cards, postponed.person, postponed.subject)
  }
}

/** As it stands by now: what was decided meanwhile shows that it was. */
async function presentTo(cards: Cards, person: Person, subject: string): Promise<void> {
  const id = subject.slice(subject.indexOf(':') + 1)
  if (nounOfId(id) === 'request') await cards.present({ kind: 'request', id, team: person.team, channel: person.user })
}
