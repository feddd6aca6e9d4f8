// What a key, a paste or a click means in the state there is. Pure: answers steps.
import { fieldKey, pasteIntoField, revealErrors, selectField } from '../forms/form-state.ts'
import { commandsOf } from '../keys.ts'
import { filterChoices } from './choices.ts'
import { chooseSteps } from './chosen.ts'
import { commands } from './commands.ts'
import { type Edit, editKey, insert } from './edit.ts'
import { firstShown, layoutOf, pickerRows } from './layout.ts'
import type { Step } from './messages.ts'
import { offered, scopesOf } from './offers.ts'
import { helpEntries, paletteEntries } from './palette.ts'
import { views } from './route.ts'
import type { Overlay, State } from './state.ts'

export function keySteps(state: State, key: string): readonly Step[] {
  if (key === 'ctrl+c') return [{ effect: 'quit' }]
  if (state.overlay) return overlayKey(state, state.overlay, key)
  const view = views.find((each) => each.key === key)
  if (view) return [{ type: 'navigate', route: view.route }]
  const id = commandsOf(key, scopesOf(state)).find((each) => offered(state, each) !== undefined)
  return id ? commands[id](state) : []
}

const closed: readonly Step[] = [{ type: 'overlay', overlay: undefined }]

function overlayKey(state: State, overlay: Overlay, key: string): readonly Step[] {
  if (key === 'ctrl+z') return [{ effect: 'suspend' }]
  if (key === 'ctrl+l') return [{ effect: 'redraw' }]
  switch (overlay.kind) {
    case 'palette':
    case 'help':
    case 'choose':
      return pickerKey(state, overlay, key)
    case 'confirm':
      return confirmKey(overlay, key)
    case 'filter':
      return filterKey(state, overlay, key)
    case 'search':
      return searchKey(overlay, key)
    case 'copy':
      return copyKey(overlay, key)
    case 'form':
      return formKey(state, overlay, key)
  }
}

type Picker = Extract<Overlay, { kind: 'palette' | 'help' | 'choose' }>

function pickerKey(state: State, overlay: Picker, key: string): readonly Step[] {
  if (key === 'escape') return closed
  if (overlay.kind === 'choose' && overlay.picked) return []
  const { selected } = overlay
  const target = pickerMove(key, { selected, count: countOf(state, overlay), rows: pickerRows(layoutOf(state)) })
  if (target !== undefined) return [{ type: 'overlay', overlay: { ...overlay, selected: target } }]
  if (key === 'enter') return runPicked(state, overlay)
  const edit = editKey(overlay.edit, key)
  return edit ? [{ type: 'overlay', overlay: { ...overlay, edit, selected: 0 } }] : []
}

/** Single steps go round, pages end at the ends. */
function pickerMove(key: string, { selected, count, rows }: { selected: number; count: number; rows: number }): number | undefined {
  const last = Math.max(0, count - 1)
  if (key === 'down' || key === 'ctrl+n' || key === 'tab') return selected >= last ? 0 : selected + 1
  if (key === 'up' || key === 'ctrl+p' || key === 'shift+tab') return selected === 0 ? last : selected - 1
  if (key === 'pagedown') return Math.min(last, selected + rows)
  return key === 'pageup' ? Math.max(0, selected - rows) : undefined
}

const isPicker = (overlay: Overlay): overlay is Picker => ['palette', 'help', 'choose'].includes(overlay.kind)

/** As in lists: a click chooses, a second one does it. */
function pickByClick(state: State, overlay: Picker, row: number): readonly Step[] {
  const layout = layoutOf(state)
  const rows = pickerRows(layout)
  const { selected } = overlay
  const count = countOf(state, overlay)
  // Below the header and the page, the upper edge and the typed text.
  const place = row - (1 + layout.bodyRows + 2)
  const index = firstShown({ selected, count, rows }) + place
  if (place < 0 || place >= rows || index >= count) return []
  return index === selected ? runPicked(state, overlay) : [{ type: 'overlay', overlay: { ...overlay, selected: index } }]
}

function countOf(state: State, overlay: Picker): number {
  if (overlay.kind === 'palette') return paletteEntries(state, overlay.edit.text).length
  if (overlay.kind === 'help') return helpEntries(state, overlay.edit.text).length
  return filterChoices(overlay.choices, overlay.edit.text).length
}

function runPicked(state: State, overlay: Picker): readonly Step[] {
  if (overlay.kind === 'choose') {
    if (overlay.picked) return []
    if (!overlay.choices) return [{ type: 'overlay', overlay: { ...overlay, picked: true } }]
    const choice = filterChoices(overlay.choices, overlay.edit.text)[overlay.selected]
    if (!choice) return []
    const steps = chooseSteps(state, overlay.purpose, choice.value)
    // The form takes its place: until then nothing below hears what is typed.
    return overlay.purpose.kind === 'start' ? steps : [...closed, ...steps]
  }
  const entries = overlay.kind === 'palette' ? paletteEntries(state, overlay.edit.text) : helpEntries(state, overlay.edit.text)
  const entry = entries[overlay.selected]
  return entry ? [...closed, ...entry.steps({ ...state, overlay: undefined })] : []
}

function confirmKey(overlay: Extract<Overlay, { kind: 'confirm' }>, key: string): readonly Step[] {
  const { confirmation } = overlay
  const { list, action, ids, reason, typeCount, edit } = confirmation
  if (key === 'escape') return closed
  const text = edit.text.trim()
  const go: readonly Step[] = [...closed, { effect: 'perform', list, action, ids, input: reason && text !== '' ? { reason: text } : {} }]
  if (!reason && !typeCount) {
    if (key === 'y' || key === 'Y') return go
    return key === 'n' || key === 'N' || key === 'q' ? closed : []
  }
  if (key === 'enter') {
    if (typeCount && text.replaceAll(',', '') !== String(ids.length))
      return [{ type: 'notice', text: `Expected ${ids.length}. Nothing was done.`, tone: 'warn' }]
    if (reason === 'required' && text === '') return [{ type: 'notice', text: 'A text is needed here.', tone: 'warn' }]
    return go
  }
  const next = editKey(edit, key)
  return next ? [{ type: 'overlay', overlay: { ...overlay, confirmation: { ...confirmation, edit: next } } }] : []
}

function filterKey(state: State, overlay: Extract<Overlay, { kind: 'filter' }>, key: string): readonly Step[] {
  const { route, settings } = state
  if (route.kind !== 'list') return closed
  const show = (filter: string): Step => ({ type: 'navigate', route: { ...route, filter: filter.trim() }, replace: true })
  if (key === 'escape') return [show(''), ...closed]
  if (key === 'enter') {
    const typed = overlay.edit.text.trim()
    const recent = typed === '' ? settings.filters : [typed, ...settings.filters.filter((each) => each !== typed)].slice(0, 20)
    return [show(typed), ...closed, { type: 'settings', settings: { filters: recent } }, { effect: 'save' }]
  }
  const recalled =
    key === 'up'
      ? recall(settings.filters, overlay.edit.text, 1)
      : key === 'down'
        ? recall(settings.filters, overlay.edit.text, -1)
        : undefined
  const edit = recalled ?? editKey(overlay.edit, key)
  return edit ? [show(edit.text), { type: 'overlay', overlay: { ...overlay, edit } }] : []
}

function recall(filters: readonly string[], present: string, by: number): Edit {
  const text = filters[filters.indexOf(present) + by] ?? ''
  return insert({ text: '', cursor: 0 }, text)
}

function searchKey(overlay: Extract<Overlay, { kind: 'search' }>, key: string): readonly Step[] {
  if (key === 'escape') return [{ type: 'pane', pane: { search: '' } }, ...closed]
  if (key === 'enter') return closed
  const edit = editKey(overlay.edit, key)
  return edit
    ? [
        { type: 'pane', pane: { search: edit.text, match: 0, follow: false } },
        { type: 'overlay', overlay: { ...overlay, edit } },
      ]
    : []
}

function copyKey({ texts }: Extract<Overlay, { kind: 'copy' }>, key: string): readonly Step[] {
  if (key === 'escape') return closed
  // `yy` copies what is copied most.
  const chosen = texts.find((each) => each.key === (key === 'y' || key === 'enter' ? texts[0]?.key : key))
  return chosen ? [...closed, { effect: 'copy', text: chosen.text, what: chosen.label, secret: chosen.secret }] : []
}

function formKey(state: State, { form }: Extract<Overlay, { kind: 'form' }>, key: string): readonly Step[] {
  if (form.sending) return []
  if (key === 'escape') return [{ type: 'draft', form }]
  if (key === 'ctrl+o') return [{ effect: 'editor' }]
  const last = form.selected === form.fields.length - 1
  if (key === 'ctrl+s' || (key === 'enter' && last))
    return form.errors.size > 0 ? [{ type: 'form', form: revealErrors(form) }] : [{ effect: 'send' }]
  if (key === 'down' || key === 'tab' || key === 'enter') return [{ type: 'form', form: selectField(form, form.selected + 1) }]
  if (key === 'up' || key === 'shift+tab') return [{ type: 'form', form: selectField(form, form.selected - 1) }]
  const next = fieldKey(form, key, state.now)
  if (!next) return []
  return form.target.kind === 'schedule' ? [{ type: 'form', form: next }, { effect: 'preview' }] : [{ type: 'form', form: next }]
}

export function pasteSteps(state: State, text: string): readonly Step[] {
  const { overlay } = state
  if (!overlay) return []
  if (overlay.kind === 'form') return [{ type: 'form', form: pasteIntoField(overlay.form, text, state.now) }]
  if (overlay.kind === 'confirm') {
    const { confirmation } = overlay
    return [{ type: 'overlay', overlay: { ...overlay, confirmation: { ...confirmation, edit: insert(confirmation.edit, text) } } }]
  }
  if (!('edit' in overlay)) return []
  const edit = insert(overlay.edit, text)
  const pasted: Step = { type: 'overlay', overlay: { ...overlay, edit } }
  if (overlay.kind === 'filter' && state.route.kind === 'list')
    return [{ type: 'navigate', route: { ...state.route, filter: edit.text.trim() }, replace: true }, pasted]
  return overlay.kind === 'search' ? [{ type: 'pane', pane: { search: edit.text } }, pasted] : [pasted]
}

export interface Click {
  action: 'press' | 'wheelUp' | 'wheelDown'
  column: number
  row: number
}

const wheelRows = 3

/** The wheel scrolls; a click chooses a row, a second one on the same row opens it. */
export function mouseSteps(state: State, { action, row }: Click): readonly Step[] {
  if (state.overlay && state.overlay.kind !== 'filter' && state.overlay.kind !== 'search') {
    if (action === 'press') return isPicker(state.overlay) ? pickByClick(state, state.overlay, row) : []
    return overlayKey(state, state.overlay, action === 'wheelUp' ? 'up' : 'down')
  }
  if (action !== 'press')
    return Array.from({ length: wheelRows }, () => (action === 'wheelUp' ? commands.up(state) : commands.down(state))).flat()
  if (state.route.kind !== 'list') return []
  const list = state.lists[state.route.list]
  const { tiny, list: room } = layoutOf(state)
  const place = row - (tiny ? 1 : 3)
  if (place < 0 || place >= room.rows) return []
  const index = list.offset + place
  if (index >= list.rows.length) return []
  return index === list.index && !list.following ? commands.open(state) : [{ type: 'move', move: { to: index } }]
}
