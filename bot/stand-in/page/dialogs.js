// Confirmations: a question that is answered before anything is sent.
import { h } from './dom.js'
import { textObject } from './mrkdwn.js'

export function ask({ title, text, confirm, deny, style }) {
  return new Promise((resolve) => {
    const close = (answer) => {
      dialog.close()
      dialog.remove()
      resolve(answer)
    }
    const dialog = h(
      'dialog',
      { class: 'confirm', 'aria-labelledby': 'confirm-title', oncancel: () => close(false) },
      h('h2', { id: 'confirm-title' }, title?.text ?? 'Are you sure?'),
      h('p', null, textObject(text)),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', class: 'button', onclick: () => close(false) }, deny?.text ?? 'Cancel'),
        h('button', { type: 'button', class: `button ${style ?? 'primary'}`, onclick: () => close(true) }, confirm?.text ?? 'Yes'),
      ),
    )
    document.body.append(dialog)
    dialog.showModal()
  })
}
