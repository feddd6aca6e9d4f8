// A form being filled in, as a value: what each field holds, where the cursor is, what is wrong. Pure; who opens and sends it is elsewhere.
import { type Edit, editKey, insert } from '../state/edit.ts'
import { graphemesOf } from '../text/width.ts'
import type { Field } from './fields.ts'
import { violationsOf } from './validate.ts'
import { NotAValue, setPath, textAt, valueAt, valueTyped } from './values.ts'

/** What is done with the value when it is sent. */
export type FormTarget =
  /** `like`: the task whose parameters it begins with. */
  | { kind: 'task'; agent: string; like?: string | undefined }
  | { kind: 'retry'; task: string }
  | { kind: 'resubmit'; letter: string; task: string }
  | { kind: 'workflow'; template: string; version: number }
  | { kind: 'schedule'; id: string | undefined; version: number | undefined; starts: ScheduleStart }
  | { kind: 'answer'; request: string; digest: string }
  | { kind: 'template'; from: string | undefined }
  | { kind: 'queue' }
  | { kind: 'user'; id: string | undefined }
  | { kind: 'key' }

/** What a schedule starts, with what the form does not ask for. */
export type ScheduleStart =
  | { task: { agent: string; [more: string]: unknown } }
  | { workflow: { [more: string]: unknown } }
  | { post: { [more: string]: unknown } }

export interface FormState {
  title: string
  target: FormTarget
  fields: readonly Field[]
  /** As typed, by path. */
  typed: { readonly [path: string]: string }
  /** Schema of what is below `base`. */
  schema: unknown
  base: string
  selected: number
  cursor: number
  /** By path. Fields nobody has been to yet keep quiet until the form is sent. */
  errors: ReadonlyMap<string, string>
  visited: ReadonlySet<string>
  /** What the server said that belongs to no field, or how sending goes. */
  message: string
  sending: boolean
  /** Beside the form: when a schedule would run. */
  preview: readonly string[]
}

export interface NewForm {
  title: string
  target: FormTarget
  fields: readonly Field[]
  schema?: unknown
  /** Path of the parameters in the value. */
  base?: string
  /** What the fields begin with. */
  value?: unknown
}

export function openForm({ title, target, fields, schema, base = 'parameters', value }: NewForm, now: number): FormState {
  const typed = Object.fromEntries(fields.map(({ path }) => [path, value === undefined ? '' : textAt(value, path)]))
  const form: FormState = {
    title,
    target,
    fields,
    typed,
    schema,
    base,
    selected: 0,
    cursor: graphemesOf(typed[fields[0]?.path ?? ''] ?? '').length,
    errors: new Map(),
    visited: new Set(),
    message: '',
    sending: false,
    preview: [],
  }
  return check(form, now)
}

export const selectedField = ({ fields, selected }: FormState): Field | undefined => fields[selected]

export function editOfField(form: FormState): Edit {
  return { text: form.typed[selectedField(form)?.path ?? ''] ?? '', cursor: form.cursor }
}

/** What the form holds so far; fields that are empty or not understood are left out. */
export function valueOfForm({ fields, typed }: FormState, now: number): { value: { [key: string]: unknown }; errors: Map<string, string> } {
  const value: { [key: string]: unknown } = {}
  const errors = new Map<string, string>()
  for (const field of fields) {
    try {
      const found = valueTyped(field, typed[field.path] ?? '', now)
      if (found !== undefined) setPath(value, field.path, found)
      else if (field.required && field.usual === '') errors.set(field.path, 'is needed')
    } catch (error) {
      if (!(error instanceof NotAValue)) throw error
      errors.set(field.path, error.message)
    }
  }
  return { value, errors }
}

function check(form: FormState, now: number): FormState {
  const { value, errors } = valueOfForm(form, now)
  for (const [path, message] of violationsOf(form.schema, valueAt(value, form.base) ?? {}, form.base)) {
    const field = form.fields.find((each) => path === each.path || path.startsWith(`${each.path}.`))
    // A default fills in what is missing.
    if (field && !errors.has(field.path) && !(message === 'is needed' && field.usual !== '')) errors.set(field.path, message)
  }
  return { ...form, errors }
}

/** Errors that may be shown: of fields that were left, and of the one in hand once something is in it. */
export function shownError(form: FormState, path: string): string | undefined {
  const inHand = selectedField(form)?.path === path
  return form.visited.has(path) || (inHand && form.typed[path] !== '') ? form.errors.get(path) : undefined
}

export function setTyped(form: FormState, path: string, { text, now }: { text: string; now: number }): FormState {
  const own = selectedField(form)?.path === path
  const next = { ...form, typed: { ...form.typed, [path]: text }, message: '', ...(own && { cursor: graphemesOf(text).length }) }
  return check(next, now)
}

export function selectField(form: FormState, index: number): FormState {
  const selected = Math.max(0, Math.min(index, form.fields.length - 1))
  const path = form.fields[selected]?.path ?? ''
  const left = selectedField(form)?.path
  return {
    ...form,
    selected,
    cursor: graphemesOf(form.typed[path] ?? '').length,
    visited: left ? new Set([...form.visited, left]) : form.visited,
  }
}

/** Shows what is wrong everywhere, and goes to the first field that is. */
export function revealErrors(form: FormState): FormState {
  const first = form.fields.findIndex(({ path }) => form.errors.has(path))
  const shown = { ...form, visited: new Set(form.fields.map(({ path }) => path)) }
  return first < 0 ? shown : { ...selectField(shown, first), message: 'Some fields are not right yet.' }
}

export function withServerErrors(form: FormState, message: string, violations: readonly { path: string; message: string }[]): FormState {
  const errors = new Map(form.errors)
  for (const violation of violations) {
    const path = violation.path.replace(/^input\./, '')
    const field = form.fields.find((each) => each.path === path || path.startsWith(`${each.path}.`))
    if (field) errors.set(field.path, violation.message)
  }
  return { ...form, errors, message, sending: false, visited: new Set(form.fields.map(({ path }) => path)) }
}

/** Keys inside the field in hand; undefined when the key is none of a field's. */
export function fieldKey(form: FormState, key: string, now: number): FormState | undefined {
  const field = selectedField(form)
  if (!field) return undefined
  if (field.kind === 'choice' || field.kind === 'boolean') return choiceKey(form, field, { key, now })
  if ((field.kind === 'integer' || field.kind === 'number') && (key === 'left' || key === 'right')) return step(form, field, { key, now })
  const edit = editKey(editOfField(form), key)
  return edit && typeInto(form, edit, now)
}

export function pasteIntoField(form: FormState, text: string, now: number): FormState {
  const field = selectedField(form)
  if (!field) return form
  const { text: before, cursor } = editOfField(form)
  if (field.kind !== 'long' && field.kind !== 'json') return typeInto(form, insert({ text: before, cursor }, text), now)
  const pieces = graphemesOf(before)
  const whole = [...pieces.slice(0, cursor), text, ...pieces.slice(cursor)].join('')
  return typeInto(form, { text: whole, cursor: cursor + graphemesOf(text).length }, now)
}

function typeInto(form: FormState, edit: Edit, now: number): FormState {
  const path = selectedField(form)?.path ?? ''
  return check({ ...form, typed: { ...form.typed, [path]: edit.text }, cursor: edit.cursor, message: '' }, now)
}

interface FieldKeyPress {
  key: string
  now: number
}

function choiceKey(form: FormState, field: Field, { key, now }: FieldKeyPress): FormState | undefined {
  const choices = field.kind === 'boolean' ? ['yes', 'no'] : field.choices
  const all = field.required ? choices : ['', ...choices]
  const place = all.indexOf(form.typed[field.path] ?? '')
  const pick = (index: number) => setTyped(form, field.path, { text: all[(index + all.length) % all.length] ?? '', now })
  if (key === 'left') return pick(place - 1)
  if (key === 'right' || key === 'space') return pick(place + 1)
  if (key === 'backspace' || key === 'delete') return setTyped(form, field.path, { text: '', now })
  const begins = (each: string) => each !== '' && each.toLowerCase().startsWith(key.toLowerCase())
  const next = all.findIndex((each, index) => index > place && begins(each))
  const found = next >= 0 ? next : all.findIndex(begins)
  return found >= 0 ? pick(found) : undefined
}

function step(form: FormState, field: Field, { key, now }: FieldKeyPress): FormState {
  const present = Number(form.typed[field.path] || field.usual || field.minimum || 0)
  const wanted = (Number.isFinite(present) ? present : 0) + (key === 'right' ? 1 : -1)
  const value = Math.min(field.maximum ?? Number.POSITIVE_INFINITY, Math.max(field.minimum ?? Number.NEGATIVE_INFINITY, wanted))
  return setTyped(form, field.path, { text: String(value), now })
}
