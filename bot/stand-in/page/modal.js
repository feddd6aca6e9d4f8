// The topmost modal as a dialog. What is typed stays in the dialog until it is submitted or something in it acts at once.
import { act } from './api.js'
import { showBlocks } from './blocks.js'
import { h } from './dom.js'

let shown

/** Drawn again only when the view or its errors changed, so that typing is not interrupted. */
export function showModal(view) {
  const key = view ? `${view.id} ${view.hash} ${JSON.stringify(view.errors)}` : ''
  if (shown?.key === key) return
  const isSame = shown && view && shown.id === view.id
  const scroll = isSame ? shown.dialog.querySelector('.body').scrollTop : 0
  shown?.dialog.remove()
  shown = undefined
  if (!view) return
  const dialog = draw(view)
  shown = { key, id: view.id, dialog }
  document.body.append(dialog)
  dialog.showModal()
  dialog.querySelector('.body').scrollTop = scroll
  const first =
    dialog.querySelector('[aria-invalid]') ??
    dialog.querySelector('[data-field] input, [data-field] select, input[data-field], textarea[data-field], select[data-field]')
  first?.focus()
}

function draw(view) {
  const read = () =>
    Object.fromEntries([...dialog.querySelectorAll('[data-field]')].map((control) => [control.dataset.field, control.readField()]))
  const place = { target: { on: 'modal' }, values: view.values, errors: view.errors, beforeUse: () => act('fill', read()) }
  const close = () => act('closeView')
  const submit = async (event) => {
    event.preventDefault()
    const button = dialog.querySelector('[type=submit]')
    button.disabled = true
    await act('submitView', read())
    button.disabled = false
  }
  const cancel = (event) => {
    event.preventDefault()
    void close()
  }
  const trouble = view.errors['']
  const dialog = h(
    'dialog',
    { class: 'modal', 'aria-labelledby': 'modal-title', oncancel: cancel },
    h(
      'form',
      { onsubmit: submit, novalidate: true },
      h(
        'div',
        { class: 'top' },
        h('h2', { id: 'modal-title' }, view.title),
        h('button', { type: 'button', 'aria-label': 'Close', class: 'close', onclick: close }, '×'),
      ),
      h('div', { class: 'body' }, trouble && h('p', { class: 'error', role: 'alert' }, trouble), showBlocks(view.blocks, place)),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', class: 'button', onclick: close }, view.close ?? 'Cancel'),
        view.submit && h('button', { type: 'submit', class: 'button primary' }, view.submit),
      ),
    ),
  )
  return dialog
}
