// What exists in the stand-in: workspaces, people, channels, messages, views, files. Finds things by id or name and tells of changes.
// Knows nothing of HTTP, and decides nothing: methods and people do.
import { randomBytes } from 'node:crypto'
import type { ChannelSpec, Json, PersonSpec, ShownFile, ShownMessage, ShownView, StandInOptions } from './test-api.ts'

export interface Team {
  id: string
  name: string
  botToken: string
  botUserId: string
  botId: string
  installed: boolean
}

export interface Person {
  id: string
  name: string
  realName: string
  timeZone: string
  isBot: boolean
  team: string
}

export interface Channel {
  id: string
  name: string
  kind: 'public' | 'private' | 'im'
  members: Set<string>
  botIn: boolean
  isArchived: boolean
  isExternal: boolean
  team: string
}

export interface StoredMessage extends ShownMessage {
  team: string
  deleted: boolean
  clientMessageId?: string
  botId?: string
}

export interface StoredView extends ShownView {
  team: string
  person: string
  rootId: string
  previousId?: string
  externalId?: string
  clearOnClose: boolean
  notifyOnClose: boolean
}

export interface StoredFile extends ShownFile {
  team: string
  uploaded: boolean
  completed: boolean
}

export interface World {
  teams: Map<string, Team>
  /** The workspace that names without one mean. */
  home: Team
  people: Map<string, Person>
  channels: Map<string, Channel>
  messages: StoredMessage[]
  /** By person, bottom first. */
  modals: Map<string, StoredView[]>
  homes: Map<string, StoredView>
  files: Map<string, StoredFile>
  appId: string
  scopes: ReadonlySet<string>
  now(): number
  timestamp(): string
  newId(prefix: string): string
  changed(): void
  onChange(listener: () => void): () => void
}

const defaultPeople: PersonSpec[] = [
  { name: 'ann', realName: 'Ann Admin', timeZone: 'Europe/Berlin' },
  { name: 'ben', realName: 'Ben User', timeZone: 'America/New_York' },
  { name: 'eve', realName: 'Eve Viewer', timeZone: 'Australia/Sydney' },
]
const defaultChannels: ChannelSpec[] = [{ name: 'general' }, { name: 'team' }, { name: 'random', bot: false }]

/** What the product's manifest asks for, without the optional right to post where it is not a member. */
const defaultScopes = [
  'commands',
  'chat:write',
  'app_mentions:read',
  'im:history',
  'im:write',
  'users:read',
  'reactions:write',
  'files:write',
]

export function createWorld(options: StandInOptions): World {
  const { people = defaultPeople, channels = defaultChannels, team = { id: 'T0STANDIN', name: 'Stand-in' } } = options
  const listeners = new Set<() => void>()
  const now = options.now ?? Date.now
  let lastStamp = 0
  const world: World = {
    teams: new Map(),
    home: createTeam(team, true),
    people: new Map(),
    channels: new Map(),
    messages: [],
    modals: new Map(),
    homes: new Map(),
    files: new Map(),
    appId: 'A0STANDIN',
    scopes: new Set(options.scopes ?? defaultScopes),
    now,
    timestamp: () => {
      lastStamp = Math.max(lastStamp + 1, now() * 1000)
      return `${Math.floor(lastStamp / 1e6)}.${String(lastStamp % 1e6).padStart(6, '0')}`
    },
    newId,
    changed: () => {
      for (const listener of listeners) listener()
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  populate(world, world.home, { people, channels })
  for (const other of options.otherTeams ?? []) populate(world, createTeam(other, false), { people, channels })
  return world
}

const newId = (prefix: string) => prefix + randomBytes(5).toString('hex').toUpperCase()

function createTeam({ id, name }: { id: string; name: string }, installed: boolean): Team {
  return { id, name, installed, botToken: `xoxb-${randomBytes(12).toString('hex')}`, botUserId: newId('UBOT'), botId: newId('B') }
}

interface Population {
  people: PersonSpec[]
  channels: ChannelSpec[]
}

function populate(world: World, team: Team, { people, channels }: Population): void {
  world.teams.set(team.id, team)
  const isHome = team === world.home
  for (const spec of people) {
    const id = (isHome && spec.id) || newId('U')
    world.people.set(id, {
      id,
      name: spec.name,
      realName: spec.realName ?? spec.name,
      timeZone: spec.timeZone ?? 'Europe/London',
      isBot: spec.isBot ?? false,
      team: spec.team ?? team.id,
    })
    const direct = newId('D')
    world.channels.set(direct, { ...emptyChannel(team), id: direct, name: id, kind: 'im', members: new Set([id]) })
  }
  for (const spec of channels) {
    const id = (isHome && spec.id) || newId('C')
    const members = spec.members ?? people.map(({ name }) => name)
    world.channels.set(id, {
      ...emptyChannel(team),
      id,
      name: spec.name,
      kind: spec.isPrivate ? 'private' : 'public',
      members: new Set(members.map((name) => findPerson(world, `${name}@${team.id}`).id)),
      botIn: spec.bot ?? true,
      isArchived: spec.isArchived ?? false,
      isExternal: spec.isExternal ?? false,
    })
  }
}

const emptyChannel = (team: Team) => ({ botIn: true, isArchived: false, isExternal: false, team: team.id })

/** By id, by name, or by name and workspace: `ben@T0OTHER`. */
export function findPerson(world: World, key: string): Person {
  const known = world.people.get(key)
  if (known) return known
  const [name, team = world.home.id] = key.replace(/^@/, '').split('@')
  const guest = [...world.people.values()].find((person) => person.name === name && (person.team === team || !key.includes('@')))
  if (!guest) throw new Error(`There is no person ${key}: there are ${[...world.people.values()].map((one) => one.name).join(', ')}.`)
  return guest
}

export function directChannelOf(world: World, person: string): Channel {
  const found = [...world.channels.values()].find(({ kind, name }) => kind === 'im' && name === person)
  if (!found) throw new Error(`Person ${person} has no direct messages.`)
  return found
}

/** By id, by name with or without `#`, or by name and workspace: `general@T0OTHER`. */
export function findChannel(world: World, key: string): Channel {
  const known = world.channels.get(key)
  if (known) return known
  const [name, team = world.home.id] = key.replace(/^#/, '').split('@')
  const found = [...world.channels.values()].find((channel) => channel.kind !== 'im' && channel.name === name && channel.team === team)
  if (!found) throw new Error(`There is no channel ${key}.`)
  return found
}

export function teamOf(world: World, id: string): Team {
  const team = world.teams.get(id)
  if (!team) throw new Error(`There is no workspace ${id}.`)
  return team
}

export function messageAt(world: World, channel: string, ts: string): StoredMessage | undefined {
  return world.messages.find((message) => message.channel === channel && message.ts === ts && !message.deleted)
}

/** As one person sees the channel, oldest first. */
export function visibleMessages(world: World, channel: string, person?: string): StoredMessage[] {
  return world.messages.filter(
    (message) => message.channel === channel && !message.deleted && (!message.ephemeralTo || message.ephemeralTo === person),
  )
}

export function viewById(world: World, id: string): StoredView | undefined {
  return [...world.modals.values(), [...world.homes.values()]].flat().find((view) => view.id === id)
}

/** Slack gives every block and element an id that the app left out. */
export function withIds(blocks: Json[]): Json[] {
  return blocks.map((block) => ({ block_id: randomBytes(3).toString('hex'), ...block }) as Json)
}
