// People who press and choose: buttons, selects and pickers in messages, modals and App Home, and what external selects offer.
import { stackOf } from './method-views.ts'
import { actionPayload, type Place, suggestionPayload } from './payloads.ts'
import type { ActContext } from './speaking.ts'
import type { Delivery, Json, Target } from './test-api.ts'
import { chosenValue, elementsOf, findElement, initialValues, type Placed, type Values } from './view-values.ts'
import { findChannel, findPerson, type Person, type StoredView, visibleMessages, type World } from './world.ts'

export interface Found extends Placed {
  place: Place
}

/** Offers of external selects, by element: what was suggested may be chosen. */
export type Suggested = Map<string, Json[]>

export function createPressing(context: ActContext, suggested: Suggested) {
  const { world, deliveries } = context
  return {
    click: async (name: string, target: Target): Promise<Delivery> => {
      const person = findPerson(world, name)
      const found = find(world, person, target)
      if (target.deny) {
        if (!found.element['confirm']) throw new Error(`${target.action} asks for no confirmation.`)
        return { acknowledged: true, status: 0, tookMs: 0 }
      }
      const action = actionOf(found, target, suggested)
      const { view } = found.place
      if (view) keepValue(view, found, action)
      if (found.block['type'] === 'input' && found.block['dispatch_action'] !== true) {
        world.changed()
        return { acknowledged: true, status: 0, tookMs: 0 }
      }
      const state = view ? view.values : messageState(found, action)
      const { kind, payload } = actionPayload(context, { person, action, place: found.place, state })
      return deliveries.deliver(kind, payload)
    },
    suggestions: async (name: string, target: { action: string; query: string; on?: 'message' | 'modal' }): Promise<Json[]> => {
      const person = findPerson(world, name)
      const found = find(world, person, target)
      const { view, message } = found.place
      const asked = { person, element: found.element, block: found.block, query: target.query }
      const about = { ...asked, ...(view ? { view } : {}), ...(message ? { message } : {}) }
      const { kind, payload } = suggestionPayload(context, about)
      const { response } = await deliveries.deliver(kind, payload)
      const offers = readOffers(response)
      suggested.set(keyOf(found), offers)
      return offers
    },
  }
}

const keyOf = ({ block, element }: Placed) => `${String(block['block_id'])} ${String(element['action_id'])}`

function readOffers(response: Json | undefined): Json[] {
  const groups = (response?.['option_groups'] as Json[] | undefined) ?? []
  const offers = [...((response?.['options'] as Json[] | undefined) ?? []), ...groups.flatMap((group) => group['options'] as Json[])]
  if (offers.length > 100) throw new Error(`Slack shows at most 100 suggestions, the app sent ${offers.length}.`)
  return offers
}

/** The topmost modal, then messages, newest first, then the App Home. */
export function find(world: World, person: Person, target: Omit<Target, 'deny'>): Found {
  const { action, block, on } = target
  const modal = stackOf(world, person.id).at(-1)
  const home = world.homes.get(person.id)
  const inView = (view: StoredView | undefined): Found[] => {
    const placed = view && findElement(view.blocks, { action, block })
    return view && placed ? [{ ...placed, place: { view } }] : []
  }
  const isModal = (on === undefined && !target.channel && !target.message) || on === 'modal'
  const isHome = (on === undefined && !target.channel && !target.message) || on === 'home'
  const [found] = [
    ...(isModal ? inView(modal) : []),
    ...(on === undefined || on === 'message' ? inMessages(world, person, target) : []),
    ...(isHome ? inView(home) : []),
  ]
  if (found) return found
  throw new Error(`${person.name} sees nothing to press that is ${action}. There is: ${offered(world, person).join(', ') || 'nothing'}.`)
}

function inMessages(world: World, person: Person, target: Target): Found[] {
  const { channel: key, message: ts, action, block } = target
  const channels = key ? [findChannel(world, key)] : [...world.channels.values()].filter(({ members }) => members.has(person.id))
  const messages = channels.flatMap(({ id }) => visibleMessages(world, id, person.id))
  const newest = messages.filter((message) => !ts || message.ts === ts).sort((one, other) => (one.ts < other.ts ? 1 : -1))
  return newest.flatMap((message) => {
    const placed = findElement(message.blocks, { action, block })
    const channel = world.channels.get(message.channel)
    return placed && channel ? [{ ...placed, place: { message, channel } }] : []
  })
}

function offered(world: World, person: Person): string[] {
  const views = [...stackOf(world, person.id), ...[world.homes.get(person.id)].filter((view) => view !== undefined)]
  const channels = [...world.channels.values()].filter(({ members }) => members.has(person.id))
  const messages = channels.flatMap(({ id }) => visibleMessages(world, id, person.id))
  return [...views, ...messages].flatMap(({ blocks }) => elementsOf(blocks).map(({ element }) => String(element['action_id'])))
}

/** What Slack puts into `actions`. */
function actionOf(found: Found, target: Target, suggested: Suggested): Json {
  const { element, block } = found
  const common = { action_id: element['action_id'], block_id: block['block_id'], type: element['type'] }
  const confirmed = element['confirm'] ? { confirm: element['confirm'] } : {}
  if (element['type'] === 'button') {
    const { value, style } = element
    return { ...common, text: element['text'], ...(value === undefined ? {} : { value }), ...(style ? { style } : {}), ...confirmed }
  }
  if (target.choose === undefined) throw new Error(`${target.action} is ${String(element['type'])}: say what to choose.`)
  const value = chosenValue(element, target.choose, suggested.get(keyOf(found)))
  return { ...common, ...value, ...confirmed, ...(element['placeholder'] ? { placeholder: element['placeholder'] } : {}) }
}

function keepValue(view: StoredView, { block, element }: Found, action: Json): void {
  const values = view.values[String(block['block_id'])]
  const id = String(element['action_id'])
  if (!values?.[id]) return
  const { action_id: _id, block_id: _block, confirm: _confirm, placeholder: _placeholder, ...value } = action
  values[id] = value
}

function messageState({ place, block, element }: Found, action: Json): Values {
  const values = initialValues(place.message?.blocks ?? [])
  const of = values[String(block['block_id'])]
  if (of?.[String(element['action_id'])]) {
    const { action_id: _id, block_id: _block, ...value } = action
    of[String(element['action_id'])] = value
  }
  return values
}
