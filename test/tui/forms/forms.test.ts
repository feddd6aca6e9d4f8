import { beforeAll, describe, expect, it } from 'vitest'
import { fieldsOf } from '../../../tui/forms/fields.ts'
import {
  type FormState,
  fieldKey,
  openForm,
  pasteIntoField,
  revealErrors,
  selectField,
  setTyped,
  shownError,
  valueOfForm,
  withServerErrors,
} from '../../../tui/forms/form-state.ts'
import { retryForm, scheduleForm, taskForm, toScheduleInput, toTaskInput } from '../../../tui/forms/forms.ts'
import { loadValidation } from '../../../tui/forms/validate.ts'
import { toMoment } from '../../../tui/forms/values.ts'
import { now, scheduleRow } from '../support/states.ts'

const schema = {
  type: 'object',
  required: ['topic'],
  additionalProperties: false,
  properties: {
    words: { type: 'integer', minimum: 500, maximum: 5000, default: 2000, description: 'Length.' },
    topic: { type: 'string', minLength: 3, maxLength: 200, examples: ['Rain'] },
    tone: { type: 'string', enum: ['formal', 'casual'] },
    draft: { type: 'boolean', default: false },
    keywords: { type: 'array', items: { type: 'string' } },
    body: { type: 'string' },
    options: { type: 'object', properties: { depth: { type: 'integer' } } },
    rows: { type: 'array', items: { type: 'object' } },
  },
}

const type = (form: FormState, ...keys: string[]) => keys.reduce((next, key) => fieldKey(next, key, now) ?? next, form)
const at = (form: FormState, path: string) =>
  selectField(
    form,
    form.fields.findIndex((field) => field.path === path),
  )
const open = () => openForm(taskForm({ name: 'writer', schema }), now)

beforeAll(loadValidation)

describe('a form', () => {
  it('has a field for every property, the needed ones first, nested ones by their path', () => {
    expect(
      fieldsOf(schema, 'parameters').map(({ path, kind, required }) => `${path.slice(11)} ${kind}${required ? ' needed' : ''}`),
    ).toEqual([
      'topic text needed',
      'words integer',
      'tone choice',
      'draft boolean',
      'keywords list',
      'body long',
      'options.depth integer',
      'rows json',
    ])
    expect(fieldsOf(schema, 'parameters')[0]?.help).toBe('For example: Rain')
  })

  it('says what is wrong while it is typed, and no more once it is right', () => {
    let form = type(open(), 'a', 'b')
    expect(shownError(form, 'parameters.topic')).toBe('expected at least 3 characters')
    form = type(form, 'c')
    expect(shownError(form, 'parameters.topic')).toBeUndefined()
    form = type(at(form, 'parameters.words'), '1', '2')
    expect(shownError(form, 'parameters.words')).toBe('expected 500 or more')
    expect(shownError(type(form, 'x'), 'parameters.words')).toBe('expected a number')
  })

  it('keeps quiet about fields nobody has been to, until it is sent', () => {
    expect(shownError(open(), 'parameters.topic')).toBeUndefined()
    const sent = revealErrors(at(open(), 'parameters.tone'))
    expect(shownError(sent, 'parameters.topic')).toBe('is needed')
    expect(sent.selected).toBe(0)
  })

  it('gives the value that was typed, and leaves out what was not', () => {
    let form = type(open(), ...'Rain')
    form = type(at(form, 'parameters.tone'), 'right')
    form = type(at(form, 'parameters.draft'), 'space')
    form = type(at(form, 'parameters.keywords'), ...'a, b')
    form = type(at(form, 'parameters.options.depth'), '3')
    form = type(at(form, 'parameters.words'), 'right')
    form = setTyped(form, 'parameters.rows', { text: '[{"a":1}]', now })
    form = type(at(form, 'priority'), 'h')
    const { value, errors } = valueOfForm(form, now)
    expect(errors.size).toBe(0)
    expect(toTaskInput(value, 'writer')).toEqual({
      agent: 'writer',
      priority: 'HIGH',
      parameters: {
        topic: 'Rain',
        tone: 'formal',
        draft: true,
        keywords: ['a', 'b'],
        options: { depth: 3 },
        words: 2001,
        rows: [{ a: 1 }],
      },
    })
  })

  it('takes a pasted text as it is where there may be several lines, and on one line elsewhere', () => {
    expect(pasteIntoField(at(open(), 'parameters.body'), 'one\ntwo', now).typed['parameters.body']).toBe('one\ntwo')
    expect(pasteIntoField(open(), 'one\ntwo', now).typed['parameters.topic']).toBe('one two')
  })

  it('begins with what there was when something is edited', () => {
    const form = openForm(
      retryForm({ id: 'T-1', agent: 'writer', parameters: { topic: 'Rain', keywords: ['a', 'b'], rows: [{ a: 1 }] }, schema }),
      now,
    )
    expect(valueOfForm(form, now).value).toEqual({ parameters: { topic: 'Rain', keywords: ['a', 'b'], rows: [{ a: 1 }] } })
  })

  it('shows what the server found beside the field it is about', () => {
    const form = withServerErrors(open(), 'parameters.topic: is taken', [{ path: 'input.parameters.topic', message: 'is taken' }])
    expect(shownError(form, 'parameters.topic')).toBe('is taken')
    expect(form.sending).toBe(false)
  })

  it('is JSON when the schema says nothing', () => {
    expect(openForm(taskForm({ name: 'any', schema: { type: 'object' } }), now).fields[0]).toMatchObject({
      path: 'parameters',
      kind: 'json',
    })
  })

  it('of a schedule asks the server for exactly what was named', () => {
    const starts = { task: { agent: 'copywriter', tags: ['news'] } }
    const { value } = valueOfForm(openForm(scheduleForm({ row: scheduleRow(1), starts }), now), now)
    expect(toScheduleInput(value, starts)).toEqual({
      name: 'Morning report',
      words: 'every weekday at 9:00',
      timezone: 'Australia/Sydney',
      task: { agent: 'copywriter', tags: ['news'], parameters: {} },
      missed: 'ONCE',
      overlap: 'SKIP',
    })
  })
})

describe('a moment', () => {
  it('may be said in several ways', () => {
    expect(toMoment('in 20m', now)).toBe(new Date(now + 20 * 60_000).toISOString())
    expect(toMoment('2h', now)).toBe(new Date(now + 2 * 3600_000).toISOString())
    expect(toMoment('2026-03-05T10:00:00Z', now)).toBe('2026-03-05T10:00:00.000Z')
    expect(Date.parse(toMoment('23:59', now))).toBeGreaterThan(now)
    expect(() => toMoment('soon', now)).toThrow('expected in 20m, 18:30 or 2026-03-02T09:00')
  })
})
