// Time zones: the one of a person, and what a search for one offers.
import { option } from '../blocks/elements.ts'
import type { Person } from '../client/api.ts'
import type { Logger } from '../log.ts'
import type { SlackClients } from '../slack-clients.ts'
import type { PeopleStore } from './people-store.ts'
import { isTimeZone } from './quiet-hours.ts'

/** What they have set, else what Slack says of them, else UTC. */
interface WhoseZone {
  parts: { people: PeopleStore; slack: SlackClients; log: Logger }
  person: Person
}

export async function zoneOf({ parts, person }: WhoseZone): Promise<string> {
  const { settings } = await parts.people.get(person)
  if (isTimeZone(settings.timeZone)) return settings.timeZone
  try {
    const { user } = await (await parts.slack.of(person.team)).users.info({ user: person.user })
    return isTimeZone(user?.tz) ? user.tz : 'UTC'
  } catch (error) {
    parts.log.warn({ err: error }, 'the time zone of a person is not known')
    return 'UTC'
  }
}

export function searchZones(query: string) {
  const words = query
    .toLowerCase()
    .split(/[\s/_]+/)
    .filter(Boolean)
  return ['UTC', ...Intl.supportedValuesOf('timeZone')]
    .filter((zone) => words.every((word) => zone.toLowerCase().includes(word)))
    .slice(0, 100)
    .map((zone) => option(zone.replaceAll('_', ' '), zone))
}

export const zoneOption = (zone: string) => option(zone.replaceAll('_', ' '), zone)
