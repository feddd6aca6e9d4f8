// Carries out what keys asked of the world outside: questions to the server, the editor, the clipboard, the end.
import type { CapstanClient } from '../client/client.ts'
import { selectedField, setTyped } from '../forms/form-state.ts'
import { taskFacets } from '../generated/operations.ts'
import { toTaskFilter } from '../resources/tasks/tasks.ts'
import { choose, type Effect, isEffect, type Step } from '../state/messages.ts'
import { parseFilter } from '../text/filter.ts'
import { formatCount, toWords } from '../text/format.ts'
import { Forms } from './forms.ts'
import { perform } from './perform.ts'
import type { Store } from './store.ts'

/** What only the terminal and the machine can do. */
export interface Outside {
  copy(text: string): void
  browse(url: string): void
  /** The text as it is after the person closed their editor; undefined when it could not be opened. */
  editText(text: string, extension: string): Promise<string | undefined>
  refresh(): void
  redraw(): void
  suspend(): void
  setMouse(on: boolean): void
  save(): void
  quit(): void
}

export interface Effects {
  run(steps: readonly Step[]): void
  stop(): void
}

type Handlers = { readonly [Name in Effect['effect']]: (effect: Extract<Effect, { effect: Name }>) => Promise<void> | void }

export function createEffects({ client, store, outside }: { client: CapstanClient; store: Store; outside: Outside }): Effects {
  const forms = new Forms({ client, store })
  const handlers: Handlers = {
    perform: (effect) => perform({ client, store }, effect),
    choose: ({ what }) => forms.chooseWhat(what),
    start: ({ what, name }) => forms.start(what, name),
    edit: ({ list, id }) => forms.edit(list, id),
    answer: ({ request }) => forms.answer(request),
    send: () => sendForm(store, forms),
    preview: () => forms.preview(),
    editor: () => editField(store, outside),
    facet: () => offerFacets(client, store),
    copy: ({ text, what, secret }) => {
      outside.copy(text)
      tell(secret ? `Copied the ${what}` : `Copied the ${what}: ${text.replaceAll('\n', ' ')}`)
    },
    browse: ({ url }) => {
      outside.browse(url)
      tell(`Opened ${url}`)
    },
    mouse: () => outside.setMouse(store.get().settings.mouse),
    refresh: outside.refresh,
    redraw: outside.redraw,
    suspend: outside.suspend,
    save: outside.save,
    quit: outside.quit,
  }

  const tell = (text: string) => store.dispatch({ type: 'notice', text, tone: 'good' }, 'at once')
  const report = (error: unknown) =>
    store.dispatch({ type: 'notice', text: error instanceof Error ? error.message : String(error), tone: 'bad' }, 'at once')
  const carryOut = async (effect: Effect) => (handlers[effect.effect] as (effect: Effect) => Promise<void> | void)(effect)

  return {
    run(steps) {
      for (const step of steps) {
        if (isEffect(step)) carryOut(step).catch(report)
        else store.dispatch(step, 'at once')
      }
    },
    stop: () => forms.stop(),
  }
}

async function sendForm(store: Store, forms: Forms): Promise<void> {
  const { overlay } = store.get()
  if (overlay?.kind === 'form') await forms.send(overlay.form)
}

/** Everything the list holds by state, level and agent, with how much there is of each. */
async function offerFacets(client: CapstanClient, store: Store): Promise<void> {
  const { route } = store.get()
  if (route.kind !== 'list') return
  const { tasks } = await client.request(taskFacets, { filter: toTaskFilter(parseFilter(route.filter), Date.now()) })
  const { status, priority, agent } = tasks.facets
  const of = (field: string, counts: readonly { value: string; count: number }[]) =>
    counts.map(({ value, count }) => ({
      value: `${field}:${toWords(value)}`,
      label: `${field}:${toWords(value)}`,
      hint: formatCount(count, count < 10_000),
    }))
  const agents = agent.map(({ value, count }) => ({
    value: `agent:${value}`,
    label: `agent:${value}`,
    hint: formatCount(count, count < 10_000),
  }))
  store.dispatch(choose('Filter by', [...of('state', status), ...of('pri', priority), ...agents], { kind: 'facet' }), 'at once')
}

async function editField(store: Store, outside: Outside): Promise<void> {
  const { overlay } = store.get()
  if (overlay?.kind !== 'form') return
  const field = selectedField(overlay.form)
  if (!field) return
  const before = overlay.form.typed[field.path] ?? ''
  const text = await outside.editText(before, field.kind === 'json' ? 'json' : 'md')
  const { overlay: present, now } = store.get()
  if (text === undefined || present?.kind !== 'form') return
  // Editors end a file with a line break that nobody typed.
  store.dispatch({ type: 'form', form: setTyped(present.form, field.path, { text: text.replace(/\n$/, ''), now }) }, 'at once')
}
