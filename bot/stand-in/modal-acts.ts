// People in a modal: filling in, submitting, closing, and what the answer to a submission does with the views.
import { limits } from '../blocks/limits.ts'
import { checkModal, putModal, replaceView, stackOf } from './method-views.ts'
import { viewEventPayload } from './payloads.ts'
import type { Suggested } from './pressing.ts'
import { SlackRefusal } from './refusal.ts'
import type { ActContext } from './speaking.ts'
import type { Delivery, Json, SubmitResult } from './test-api.ts'
import { chosenValue, elementsOf, findElement, formErrors } from './view-values.ts'
import { findPerson, type Person, type StoredView, type World } from './world.ts'

export function createModalActs(context: ActContext, suggested: Suggested) {
  const { world, deliveries } = context
  const top = (name: string): { person: Person; view: StoredView } => {
    const person = findPerson(world, name)
    const view = stackOf(world, person.id).at(-1)
    if (!view) throw new Error(`${name} has no modal open.`)
    return { person, view }
  }
  const fill = (name: string, values: { [field: string]: unknown }) => {
    const { view } = top(name)
    for (const [field, value] of Object.entries(values)) fillIn(view, { field, value, suggested })
    world.changed()
  }
  return {
    fill,
    submitView: async (name: string, values: { [field: string]: unknown } = {}): Promise<SubmitResult> => {
      fill(name, values)
      const { person, view } = top(name)
      view.errors = formErrors(view.blocks, view.values)
      world.changed()
      if (Object.keys(view.errors).length > 0) return { acknowledged: false, status: 0, tookMs: 0, errors: view.errors, closed: false }
      const { kind, payload } = viewEventPayload(context, 'view_submission', view, person)
      return settle(context, { person, view, delivery: await deliveries.deliver(kind, payload) })
    },
    closeView: async (name: string): Promise<Delivery | undefined> => {
      const { person, view } = top(name)
      if (view.clearOnClose) world.modals.delete(person.id)
      else drop(world, view)
      world.changed()
      if (!view.notifyOnClose) return undefined
      const { kind, payload } = viewEventPayload(context, 'view_closed', view, person)
      return deliveries.deliver(kind, payload)
    },
  }
}

function fillIn(view: StoredView, { field, value, suggested }: { field: string; value: unknown; suggested: Suggested }): void {
  const placed = findElement(view.blocks, { action: field }) ?? elementsOf(view.blocks).find(({ block }) => block['block_id'] === field)
  if (!placed) {
    const fields = elementsOf(view.blocks).map(({ block }) => String(block['block_id']))
    throw new Error(`The modal has no field ${field}: it has ${fields.join(', ')}.`)
  }
  const block = String(placed.block['block_id'])
  const action = String(placed.element['action_id'])
  const of = (view.values[block] ??= {})
  of[action] = chosenValue(placed.element, value, suggested.get(`${block} ${action}`))
}

function drop(world: World, view: StoredView): void {
  const rest = stackOf(world, view.person).filter((one) => one !== view)
  if (rest.length > 0) world.modals.set(view.person, rest)
  else world.modals.delete(view.person)
}

interface Submitted {
  person: Person
  view: StoredView
  delivery: Delivery
}

function settle(context: ActContext, { person, view, delivery }: Submitted): SubmitResult {
  const { world } = context
  if (!delivery.acknowledged) {
    return { ...delivery, errors: { '': 'We had some trouble connecting. Try again?' }, closed: false }
  }
  const response = delivery.response ?? {}
  try {
    follow(context, { person, view, response })
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    context.complain(`view_submission answer refused: ${error.message} ${JSON.stringify(error.more)}`)
  }
  world.changed()
  return { ...delivery, errors: view.errors, closed: !stackOf(world, person.id).includes(view) }
}

function follow({ world, complain }: ActContext, { person, view, response }: { person: Person; view: StoredView; response: Json }): void {
  switch (response['response_action']) {
    case 'errors': {
      const errors = response['errors'] as { [block: string]: string }
      const blocks = new Set(view.blocks.filter(({ type }) => type === 'input').map((block) => block['block_id']))
      for (const block of Object.keys(errors)) if (!blocks.has(block)) complain(`errors name ${block}, which is no input`)
      view.errors = errors
      return
    }
    case 'update':
      replaceView(world, view, checkModal(response['view']))
      return
    case 'push':
      if (stackOf(world, person.id).length >= limits.view.stack) throw new SlackRefusal('push_limit_reached')
      putModal(world, checkModal(response['view']), { team: view.team, person: person.id, below: view })
      return
    case 'clear':
      world.modals.delete(person.id)
      return
    default:
      drop(world, view)
  }
}
