// What there is to see in the stand-in, for anyone or as one person, and waiting for it.
import { stackOf } from './method-views.ts'
import type { CallRecord, ShownMessage, SlackStandIn } from './test-api.ts'
import { waitUntil } from './waiting.ts'
import { directChannelOf, findChannel, findPerson, visibleMessages, type World } from './world.ts'

type Looking = Pick<
  SlackStandIn,
  | 'userId'
  | 'channelId'
  | 'directChannel'
  | 'messages'
  | 'thread'
  | 'modals'
  | 'home'
  | 'file'
  | 'calls'
  | 'waitFor'
  | 'waitForMessage'
  | 'waitForModal'
  | 'waitForHome'
  | 'onChange'
>

export function createLooking(world: World, calls: CallRecord[]): Looking {
  const messages = (channel: string, person?: string): ShownMessage[] =>
    visibleMessages(world, findChannel(world, channel).id, person && findPerson(world, person).id)
  const modals = (person: string) => stackOf(world, findPerson(world, person).id)
  const home = (person: string) => world.homes.get(findPerson(world, person).id)
  return {
    userId: (person) => findPerson(world, person).id,
    channelId: (channel) => findChannel(world, channel).id,
    directChannel: (person) => directChannelOf(world, findPerson(world, person).id).id,
    messages,
    thread: (channel, ts) => messages(channel).filter((message) => message.threadTs === ts),
    modals,
    home,
    file: (id) => {
      const file = world.files.get(id)
      if (!file) throw new Error(`There is no file ${id}.`)
      return file
    },
    calls: (method) => calls.filter((call) => !method || call.method === method),
    waitFor: (find, what, withinMs) =>
      waitUntil(world, {
        find,
        what,
        withinMs,
        shown: () => ({ messages: world.messages.map(({ text }) => text), calls: calls.slice(-10) }),
      }),
    waitForMessage: (channel, holds, person) =>
      waitUntil(world, {
        find: () => messages(channel, person).find(holds),
        what: `a message in ${channel}`,
        shown: () => messages(channel, person),
      }),
    waitForModal: (person, holds = () => true) =>
      waitUntil(world, { find: () => modals(person).filter(holds).at(-1), what: `a modal of ${person}`, shown: () => modals(person) }),
    waitForHome: (person, holds = () => true) =>
      waitUntil(world, {
        find: () => [home(person)].find((view) => view !== undefined && holds(view)),
        what: `the App Home of ${person}`,
        shown: () => home(person) ?? 'none',
      }),
    onChange: world.onChange,
  }
}
