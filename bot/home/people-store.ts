// What the bot remembers of people and workspaces: their settings, who they are in Capstan, where alerts go, what waits for the morning.
import type { Settings } from '../blocks/home.ts'
import type { Person } from '../client/api.ts'
import type { Store } from '../store/mongo-store.ts'

export interface KnownPerson extends Person {
  /** Who they are in Capstan, since they were linked. */
  account?: { id: string; name: string } | undefined
  settings: Partial<Settings>
}

interface PersonRow extends KnownPerson {
  _id: string
  /** Day of the last summary in their own zone. */
  digestDay?: string
}

interface TeamRow {
  _id: string
  alertsChannel?: string | null
}

interface PostponedRow extends Person {
  _id: string
  subject: string
}

export interface PeopleStore {
  get(person: Person): Promise<KnownPerson>
  keepSettings(person: Person, settings: Partial<Settings>): Promise<void>
  keepAccount(person: Person, account: KnownPerson['account']): Promise<void>
  /** Everybody who is linked. */
  linked(most: number): Promise<KnownPerson[]>
  withDigest(): Promise<KnownPerson[]>
  /** True for the first that asks on this day. */
  claimDigest(person: Person, day: string): Promise<boolean>
  alertChannels(): Promise<{ team: string; channel: string }[]>
  setAlertChannel(team: string, channel: string | null): Promise<void>
  /** Kept for the end of their quiet hours. */
  postpone(person: Person, subject: string): Promise<void>
  postponed(): Promise<{ person: Person; subject: string }[]>
  /** True for the first that takes it. */
  takePostponed(postponed: { person: Person; subject: string }): Promise<boolean>
}

const keyOf = ({ team, user }: Person) => `${team}:${user}`

export function createPeopleStore(store: Store): PeopleStore {
  const people = store.collection<PersonRow>('bot_people')
  const teams = store.collection<TeamRow>('bot_teams')
  const postponed = store.collection<PostponedRow>('bot_postponed')
  const set = async ({ team, user }: Person, values: Partial<PersonRow>) => {
    const fresh = { team, user, ...(values.settings ? {} : { settings: {} }) }
    const { settings, ...others } = values
    const existing = settings ? { settings } : {}
    await people.updateOne({ _id: keyOf({ team, user }) }, { $set: { ...others, ...existing }, $setOnInsert: fresh }, { upsert: true })
  }
  const toPerson = ({ team, user, account, settings }: PersonRow): KnownPerson => ({ team, user, account, settings })
  return {
    get: async (person) => {
      const row = await people.findOne({ _id: keyOf(person) })
      return row ? toPerson(row) : { ...person, settings: {} }
    },
    keepSettings: (person, settings) => set(person, { settings }),
    keepAccount: async (person, account) => {
      if (account) await set(person, { account })
      else await people.updateOne({ _id: keyOf(person) }, { $unset: { account: '' } })
    },
    linked: async (most) =>
      (
        await people
          .find({ account: { $exists: true } })
          .limit(most)
          .toArray()
      ).map(toPerson),
    withDigest: async () =>
      (await people.find({ 'settings.digestAt': { $type: 'string' }, account: { $exists: true } }).toArray()).map(toPerson),
    claimDigest: async (person, day) => {
      const { modifiedCount } = await people.updateOne({ _id: keyOf(person), digestDay: { $ne: day } }, { $set: { digestDay: day } })
      return modifiedCount === 1
    },
    alertChannels: async () =>
      (await teams.find({ alertsChannel: { $type: 'string' } }).toArray()).flatMap(({ _id: team, alertsChannel: channel }) =>
        channel ? [{ team, channel }] : [],
      ),
    setAlertChannel: async (team, channel) => {
      await teams.updateOne({ _id: team }, { $set: { alertsChannel: channel } }, { upsert: true })
    },
    postpone: async (person, subject) => {
      await postponed.updateOne({ _id: `${keyOf(person)}:${subject}` }, { $set: { ...person, subject } }, { upsert: true })
    },
    postponed: async () =>
      (await postponed.find({}).limit(500).toArray()).map(({ team, user, subject }) => ({ person: { team, user }, subject })),
    takePostponed: async ({ person, subject }) => (await postponed.deleteOne({ _id: `${keyOf(person)}:${subject}` })).deletedCount === 1,
  }
}
