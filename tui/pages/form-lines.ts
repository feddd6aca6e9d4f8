// A form as lines: each field with what it holds, what is wrong with it, and help for the one in hand.
import type { Field } from '../forms/fields.ts'
import { editOfField, type FormState, selectedField, shownError } from '../forms/form-state.ts'
import { plain, wrapLine } from '../text/lines.ts'
import { cut, toWidth } from '../text/width.ts'
import type { Glyphs, Line, Span } from '../theme.ts'
import { editSpans } from './frame-lines.ts'

interface Room {
  glyphs: Glyphs
  columns: number
  rows: number
}

export function formLines(form: FormState, room: Room): Line[] {
  const nameColumns = Math.min(24, Math.max(...form.fields.map(({ label }) => label.length)) + 3)
  const help = helpLines(form, room)
  const rows = Math.max(1, room.rows - help.length)
  const lines = form.fields.map((field, index) => fieldLine(form, field, { ...room, nameColumns, selected: index === form.selected }))
  const offset = Math.max(0, Math.min(form.selected - Math.floor(rows / 2), lines.length - rows))
  const shown = lines.slice(offset, offset + rows)
  return [...shown, ...Array.from({ length: rows - shown.length }, (): Line => []), ...help]
}

function fieldLine(
  form: FormState,
  field: Field,
  { glyphs, columns, nameColumns, selected }: Room & { nameColumns: number; selected: boolean },
): Line {
  const error = shownError(form, field.path)
  const lead: Line = [
    { text: selected ? `${glyphs.cursor} ` : '  ', tone: 'accent', bold: true },
    { text: toWidth(`${field.label}${field.required ? '*' : ''}`, nameColumns), tone: error ? 'bad' : selected ? 'title' : 'dim' },
  ]
  const room = columns - nameColumns - 2
  const note: Span = { text: error ? `  ${glyphs.failed} ${error}` : '', tone: 'bad' }
  return [...lead, ...valueSpans(form, field, { selected, room }), note]
}

function valueSpans(form: FormState, field: Field, { selected, room }: { selected: boolean; room: number }): Line {
  const typed = form.typed[field.path] ?? ''
  if (field.kind === 'choice' || field.kind === 'boolean') return choiceSpans(field, typed, selected)
  if (typed === '' && !selected) return [{ text: field.usual === '' ? '' : `${cut(field.usual, room - 12)} (default)`, tone: 'dim' }]
  if (!selected) return [{ text: cut(typed, room - 2) }]
  const edit = editOfField(form)
  if (edit.text.includes('\n')) return [{ text: cut(edit.text, room - 18) }, { text: '  ^O edits it', tone: 'dim' }]
  const spans = editSpans(edit, room - 2)
  return typed === '' && field.usual !== '' ? [...spans, { text: `${cut(field.usual, room - 14)} (default)`, tone: 'dim' }] : spans
}

function choiceSpans({ choices, kind, usual }: Field, typed: string, selected: boolean): Line {
  const all = kind === 'boolean' ? ['yes', 'no'] : choices
  const normal = kind === 'boolean' ? ({ true: 'yes', false: 'no' }[usual] ?? usual) : usual
  return all.flatMap((choice): Span[] => {
    const chosen = choice === (typed === 'true' ? 'yes' : typed === 'false' ? 'no' : typed)
    const isUsual = typed === '' && choice === normal
    return [
      {
        text: chosen ? `[${choice}]` : isUsual ? `(${choice})` : ` ${choice} `,
        tone: chosen ? 'accent' : isUsual ? 'text' : 'dim',
        bold: chosen,
        inverse: chosen && selected,
      },
      { text: ' ' },
    ]
  })
}

function helpLines(form: FormState, { columns }: Room): Line[] {
  const field = selectedField(form)
  const hint: { readonly [kind in Field['kind']]: string } = {
    text: '',
    long: '^O opens your editor.',
    number: '← → one less, one more.',
    integer: '← → one less, one more.',
    boolean: '← → or space changes it.',
    choice: '← → or a letter chooses.',
    list: 'Several with commas.',
    json: 'JSON. ^O opens your editor.',
    moment: 'in 20m, 18:30 or 2026-03-02T09:00.',
  }
  const help = field ? wrapLine(plain([field.help, hint[field.kind]].filter(Boolean).join(' '), 'dim'), columns).slice(0, 2) : []
  const message = form.sending ? plain('sending ...', 'info') : form.message ? plain(form.message, 'bad') : undefined
  const preview = form.preview.map((line) => plain(line, 'info'))
  return [[], ...preview, ...help, ...(message ? [message] : [])]
}
