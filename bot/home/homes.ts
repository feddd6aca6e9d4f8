// App Homes: read for one person, published when they open it, after what they do, and now and then while they look.
import { type Home, renderHome } from '../blocks/home.ts'
import type { Api, Ask, Person } from '../client/api.ts'
import { ApiError } from '../client/api-error.ts'
import { wordsFor } from '../explain.ts'
import * as operations from '../generated/operations.ts'
import type { Logger } from '../log.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { SlackClients } from '../slack-clients.ts'
import type { PeopleStore } from './people-store.ts'
import { zoneOf } from './time-zones.ts'

export interface Homes {
  publish(person: Person): Promise<void>
  /** Somebody looks at theirs now. */
  opened(person: Person): Promise<void>
  /** Something happened: those who look get a fresh one, at most every half minute each. */
  changed(): void
  read(person: Person): Promise<Home>
  stop(): void
}

export interface HomesOptions {
  api: Api
  outbox: Outbox
  people: PeopleStore
  slack: SlackClients
  log: Logger
  now?: () => number
}

const everyMs = 30_000
const looksForMs = 10 * 60_000

export function createHomes(options: HomesOptions): Homes {
  const { outbox, log, now = Date.now } = options
  const lookers = new Map<string, { person: Person; openedAt: number; publishedAt: number }>()
  let timer: NodeJS.Timeout | undefined

  async function publish(person: Person): Promise<void> {
    const looker = lookers.get(keyOf(person))
    if (looker) looker.publishedAt = now()
    const home = await readHome(options, person)
    await outbox.publishHome({ ...person, view: renderHome(home), urgency: 'progress', version: home.at.getTime() })
  }

  function refreshLookers(): void {
    timer = undefined
    for (const [key, { person, openedAt, publishedAt }] of lookers) {
      if (now() - openedAt > looksForMs) lookers.delete(key)
      else if (now() - publishedAt >= everyMs)
        publish(person).catch((error: unknown) => log.warn({ err: error }, 'a Home is not up to date'))
    }
  }

  return {
    publish,
    opened: async (person) => {
      lookers.set(keyOf(person), { person, openedAt: now(), publishedAt: now() })
      await publish(person)
    },
    changed: () => {
      if (lookers.size === 0) return
      timer ??= setTimeout(refreshLookers, everyMs).unref()
    },
    read: (person) => readHome(options, person),
    stop: () => clearTimeout(timer),
  }
}

const keyOf = ({ team, user }: Person) => `${team}:${user}`

/** What one question cannot answer is left out; the rest is shown all the same. */
async function readHome(options: HomesOptions, person: Person): Promise<Home> {
  const ask: Ask = options.api.as(person, { channel: 'home' })
  const { settings } = await options.people.get(person)
  const at = new Date()
  const timeZone = await zoneOf({ parts: options, person })
  const base = { settings: { ...settings, timeZone }, at }
  try {
    const { me: viewer } = await ask(operations.me, {})
    return { ...base, viewer, ...(await readParts(ask, viewer.id)) }
  } catch (error) {
    return { ...base, ...nothingRead, problem: wordsFor(error, { log: options.log, prefix: '/capstan' }) }
  }
}

const nothingRead = {
  viewer: undefined,
  stats: undefined,
  requests: undefined,
  running: undefined,
  deadLetters: undefined,
  schedules: undefined,
  workers: undefined,
  alerts: undefined,
}

async function readParts(ask: Ask, viewerId: string): Promise<Omit<Home, 'viewer' | 'settings' | 'at'>> {
  const [stats, requests, running, deadLetters, schedules, workers, alerts] = await Promise.all([
    optional(ask(operations.queueStats, {})),
    optional(ask(operations.requests, { filter: { mine: true }, first: 5 })),
    optional(ask(operations.tasks, { filter: { status: ['RUNNING', 'RETRYING', 'WAITING', 'QUEUED'], submittedBy: viewerId }, first: 8 })),
    optional(ask(operations.deadLetterGroups, {})),
    optional(ask(operations.schedules, { filter: { enabled: true }, first: 5 })),
    optional(ask(operations.workers, {})),
    optional(ask(operations.alerts, { first: 3 })),
  ])
  return {
    stats: stats?.queueStats,
    requests: requests?.requests.nodes,
    running: running?.tasks.nodes,
    deadLetters: deadLetters?.deadLetterGroups,
    schedules: schedules?.schedules.nodes,
    workers: workers?.workers,
    alerts: alerts?.alerts.nodes,
  }
}

/** What one may not see is left out; a server that is away is told. */
async function optional<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}
