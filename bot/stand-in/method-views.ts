// views.*: opening, pushing, updating and publishing, each with the right that Slack asks for.
import { randomBytes } from 'node:crypto'
import { limits } from '../blocks/limits.ts'
import { validateView } from '../blocks/validate.ts'
import type { Call, Method } from './call.ts'
import { refuse } from './refusal.ts'
import type { Json } from './test-api.ts'
import { initialValues } from './view-values.ts'
import { type StoredView, viewById, type World, withIds } from './world.ts'

function checkView(view: unknown, type: 'modal' | 'home'): Json {
  const flaws = validateView(view)
  const given = (view as Json | undefined)?.['type']
  if (given !== type) flaws.push({ path: '/type', message: `must be ${type}` })
  if (flaws.length > 0) {
    const messages = flaws.map(({ path, message }) => `[ERROR] ${message} [json-pointer:/view${path}]`)
    refuse(flaws.some(({ message }) => message.includes('bytes')) ? 'view_too_large' : 'invalid_arguments', {
      response_metadata: { messages },
    })
  }
  return view as Json
}

const textOf = (value: unknown) => String((value as Json | undefined)?.['text'] ?? '')
const newHash = () => `${Date.now()}.${randomBytes(4).toString('hex')}`

interface Placing {
  team: string
  person: string
  below?: StoredView | undefined
}

/** A new view as Slack keeps it. */
export function makeView(world: World, view: Json, { team, person, below }: Placing): StoredView {
  const id = world.newId('V')
  const blocks = withIds(view['blocks'] as Json[])
  return {
    id,
    hash: newHash(),
    team,
    person,
    type: view['type'] === 'home' ? 'home' : 'modal',
    rootId: below?.rootId ?? id,
    ...(below ? { previousId: below.id } : {}),
    ...fieldsOf(view),
    blocks,
    values: initialValues(blocks),
    errors: {},
  }
}

function fieldsOf(view: Json) {
  return {
    callbackId: String(view['callback_id'] ?? ''),
    privateMetadata: String(view['private_metadata'] ?? ''),
    title: textOf(view['title']),
    ...(view['submit'] ? { submit: textOf(view['submit']) } : {}),
    ...(view['close'] ? { close: textOf(view['close']) } : {}),
    ...(view['external_id'] ? { externalId: String(view['external_id']) } : {}),
    clearOnClose: view['clear_on_close'] === true,
    notifyOnClose: view['notify_on_close'] === true,
  }
}

/** The view as payloads and answers show it. */
export function viewPayload(world: World, view: StoredView): Json {
  const text = (value: string) => ({ type: 'plain_text', text: value, emoji: true })
  const team = world.teams.get(view.team)
  return {
    id: view.id,
    team_id: view.team,
    app_id: world.appId,
    app_installed_team_id: view.team,
    bot_id: team?.botId ?? '',
    type: view.type,
    title: text(view.title),
    submit: view.submit ? text(view.submit) : null,
    close: view.close ? text(view.close) : null,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    external_id: view.externalId ?? '',
    state: { values: view.values },
    hash: view.hash,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    root_view_id: view.rootId,
    previous_view_id: view.previousId ?? null,
  }
}

export const stackOf = (world: World, person: string): StoredView[] => world.modals.get(person) ?? []

const open: Method = (call) => {
  const view = checkView(call.args['view'], 'modal')
  const { team, person } = call.triggers.spend(String(call.args['trigger_id']))
  if (team !== call.team.id) refuse('invalid_trigger_id')
  const stack = stackOf(call.world, person)
  if (stack.length >= limits.view.stack) refuse('push_limit_reached')
  return { view: viewPayload(call.world, putModal(call.world, view, { team, person, below: stack.at(-1) })) }
}

export function putModal(world: World, view: Json, placing: Placing): StoredView {
  const stored = makeView(world, view, placing)
  world.modals.set(placing.person, [...stackOf(world, placing.person), stored])
  world.changed()
  return stored
}

const push: Method = (call) => {
  const view = checkView(call.args['view'], 'modal')
  const { team, person, view: from } = call.triggers.spend(String(call.args['trigger_id']))
  const stack = stackOf(call.world, person)
  if (!from || !stack.some(({ id }) => id === from)) refuse('invalid_trigger_id')
  if (stack.length >= limits.view.stack) refuse('push_limit_reached')
  return { view: viewPayload(call.world, putModal(call.world, view, { team, person, below: stack.at(-1) })) }
}

const update: Method = ({ world, args, team }) => {
  const stored = findView(world, args, team.id)
  const view = checkView(args['view'], stored.type)
  if (args['hash'] && args['hash'] !== stored.hash) refuse('hash_conflict')
  replaceView(world, stored, view)
  return { view: viewPayload(world, stored) }
}

function findView(world: World, args: Json, team: string): StoredView {
  const { view_id: id, external_id: externalId } = args
  if (!id && !externalId) refuse('invalid_arguments')
  const found = id ? viewById(world, String(id)) : [...world.modals.values()].flat().find((view) => view.externalId === externalId)
  return found?.team === team ? found : refuse('not_found')
}

/** What the person has typed stays where the block and the action are still the same. */
export function replaceView(world: World, stored: StoredView, view: Json): void {
  const blocks = withIds(view['blocks'] as Json[])
  const values = initialValues(blocks)
  for (const [block, actions] of Object.entries(values)) {
    for (const action of Object.keys(actions)) {
      const kept = stored.values[block]?.[action]
      if (kept && kept['type'] === actions[action]?.['type']) actions[action] = kept
    }
  }
  Object.assign(stored, { ...fieldsOf(view), submit: textOf(view['submit']) || undefined, blocks, values, errors: {}, hash: newHash() })
  if (!view['submit']) delete stored.submit
  world.changed()
}

const publish: Method = (call: Call) => {
  const { world, args, team } = call
  const view = checkView(args['view'], 'home')
  const person = world.people.get(String(args['user_id']))
  if (!person || person.team !== team.id) return refuse('user_not_found')
  const before = world.homes.get(person.id)
  if (args['hash'] && before && args['hash'] !== before.hash) refuse('hash_conflict')
  if (before) replaceView(world, before, view)
  else world.homes.set(person.id, makeView(world, view, { team: team.id, person: person.id }))
  world.changed()
  const stored = world.homes.get(person.id)
  return { view: stored ? viewPayload(world, stored) : {} }
}

export const viewMethods = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
} satisfies { [name: string]: Method }

/** For what a submission is answered with: the same checks as in the methods. */
export const checkModal = (view: unknown): Json => checkView(view, 'modal')
