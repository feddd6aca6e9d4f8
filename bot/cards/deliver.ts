// Where a new approval, question or alert goes: to the people who may decide it, and to the channel its work is shown in.

import type { Api } from '../client/api.ts'
import { ApiError } from '../client/api-error.ts'
import { type Clock, wallClock } from '../clock.ts'
import { alerts as alertsQuery, request as requestQuery } from '../generated/operations.ts'
import type { KnownPerson, PeopleStore } from '../home/people-store.ts'
import { isQuiet } from '../home/quiet-hours.ts'
import type { Cards } from './cards.ts'
import { subjectOf } from './watch-store.ts'

export interface DeliverOptions {
  api: Api
  cards: Cards
  people: PeopleStore
  clock?: Clock | undefined
}

/** Everybody who is linked is asked for; beyond this a request is shown in channels alone. */
const mostPeople = 200
const mostCopies = 20

export type Deliver = (kind: 'request' | 'alert', id: string) => Promise<void>

export function createDeliver(options: DeliverOptions): Deliver {
  const { api, cards, people, clock = wallClock } = options

  async function deliverRequest(id: string): Promise<void> {
    const subject = subjectOf('request', id)
    const { request } = await api.ask(requestQuery, { id })
    if (request?.status !== 'OPEN') return
    const known = await cards.places(subject)
    const at = (team: string, channel: string) => known.some((place) => place.team === team && place.channel === channel)
    for (const person of (await deciders(id)).slice(0, mostCopies)) {
      if (at(person.team, person.user)) continue
      if (isQuiet(person.settings, clock.now())) await people.postpone(person, subject)
      else await cards.present({ kind: 'request', id, team: person.team, channel: person.user, model: request })
    }
    const work = request.workflow
      ? subjectOf('workflow', request.workflow.id)
      : request.task
        ? subjectOf('task', request.task.id)
        : undefined
    for (const { team, channel } of work ? await cards.places(work) : []) {
      if (!at(team, channel) && !channel.startsWith('U') && !channel.startsWith('W'))
        await cards.present({ kind: 'request', id, team, channel, model: request })
    }
  }

  /** Who may decide is for the server to say, person by person. */
  async function deciders(id: string): Promise<KnownPerson[]> {
    const found: KnownPerson[] = []
    for (const person of await people.linked(mostPeople)) {
      try {
        const { request } = await api.as(person)(requestQuery, { id })
        if (request && request.viewerCan.length > 0) found.push(person)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
      }
    }
    return found
  }

  async function deliverAlert(id: string): Promise<void> {
    const channels = await people.alertChannels()
    if (channels.length === 0) return
    const known = await cards.places(subjectOf('alert', id))
    const missing = channels.filter(({ team, channel }) => !known.some((place) => place.team === team && place.channel === channel))
    if (missing.length === 0) return
    const { alerts } = await api.ask(alertsQuery, { first: 100 })
    const model = alerts.nodes.find((alert) => alert.id === id)
    if (!model) return
    for (const { team, channel } of missing) await cards.present({ kind: 'alert', id, team, channel, model })
  }

  return (kind, id) => (kind === 'request' ? deliverRequest(id) : deliverAlert(id))
}
