// A form as a conversation: each field is asked for in turn, and again when what was said does not fit.

import type { Field } from '../forms/fields.ts'
import { type FormState, type NewForm, openForm, setTyped } from '../forms/form-state.ts'
import type { Talk } from './talk.ts'

/** Undefined when it was given up, or nobody answers any more. */
export async function fillForm({ say, ask }: Pick<Talk, 'say' | 'ask'>, fresh: NewForm, now: () => number): Promise<FormState | undefined> {
  let form = openForm(fresh, now())
  say(`${form.title}. An empty answer leaves a field as it is; "stop" gives up.`)
  for (const field of form.fields) {
    for (;;) {
      const answer = await ask(questionOf(field, form))
      if (answer === undefined || answer === 'stop') return undefined
      if (answer !== '') form = setTyped(form, field.path, { text: answer, now: now() })
      const problem = form.errors.get(field.path)
      if (problem === undefined) break
      say(`${field.label} ${problem}.`)
    }
  }
  return form
}

const hints: { readonly [kind in Field['kind']]?: string } = {
  boolean: 'yes or no',
  list: 'several with commas',
  json: 'JSON',
  moment: 'in 20m, 18:30 or 2026-03-02T09:00',
}

function questionOf({ label, help, required, kind, choices, usual, path }: Field, { typed }: FormState): string {
  const held = typed[path] ?? ''
  const parts = [
    required ? `${label}, needed` : label,
    help.replace(/\.$/, ''),
    choices.length > 0 ? `one of ${choices.join(', ')}` : (hints[kind] ?? ''),
    held === '' ? (usual === '' ? '' : `${usual} when left empty`) : `now ${held}`,
  ]
  return `${parts.filter((part) => part !== '').join('. ')}:`
}
