// Forms of one or two fields: a reason, a note, a person, a level, an answer. Pure.
import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import { option, plain, section } from '../blocks/elements.ts'
import { limits } from '../blocks/limits.ts'
import { code, cut, markup } from '../blocks/markup.ts'
import { priorities, sayPriority } from '../blocks/wording.ts'
import type { RequestFieldsFragment } from '../generated/operations.ts'
import { toInputs } from './inputs.ts'
import { toFields } from './schema-fields.ts'

/** What the form is about, by ids alone. */
export interface SmallMeta {
  id: string
  rev?: string | undefined
}

interface SmallForm {
  callback: string
  title: string
  submit: string
  meta: SmallMeta
  blocks: KnownBlock[]
}

export function smallForm({ callback, title, submit, meta, blocks }: SmallForm): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    title: plain(title, 24),
    submit: plain(submit, 24),
    close: plain('Cancel', 24),
    private_metadata: toMetadata(meta),
    blocks,
  }
}

/** An id that no view can hold is no id of ours: such a form says so when it is submitted. */
export function toMetadata(meta: object): string {
  const text = JSON.stringify(meta)
  return text.length <= limits.view.privateMetadata ? text : '{}'
}

export const wordsBlock = 'words'
export const personBlock = 'person'
export const levelBlock = 'level'

export function wordsInput(label: string, { optional = false, hint }: { optional?: boolean; hint?: string } = {}): InputBlock {
  return {
    type: 'input',
    block_id: wordsBlock,
    optional,
    label: plain(label, 150),
    element: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 1000 },
    ...(hint && { hint: plain(hint, 300) }),
  }
}

export function personInput(label: string): InputBlock {
  return { type: 'input', block_id: personBlock, label: plain(label, 150), element: { type: 'users_select', action_id: 'value' } }
}

export function levelForm(id: string, current?: string): ModalView {
  const options = priorities.map((priority) => option(sayPriority(priority), priority))
  const initial = options.find(({ value }) => value === current)
  return smallForm({
    callback: 'task.priority',
    title: 'Change priority',
    submit: 'Change',
    meta: { id },
    blocks: [
      {
        type: 'input',
        block_id: levelBlock,
        label: plain(`Priority of ${id}`, 150),
        element: { type: 'static_select', action_id: 'value', options, ...(initial && { initial_option: initial }) },
      },
    ],
  })
}

/** Choices, a form, or free words: as the question wants it. */
export function answerForm(request: RequestFieldsFragment): ModalView {
  const { id, title, text, choices, form, digest } = request
  const fields = toFields(form)
  const inputs: KnownBlock[] =
    fields.length > 0 ? toInputs({ fields }).blocks : choices.length > 0 ? [choiceInput(choices)] : [wordsInput('Your answer')]
  return smallForm({
    callback: 'request.answer',
    title: 'Answer',
    submit: 'Answer',
    meta: { id, rev: digest.slice(0, 64) },
    blocks: [section(markup`${code(id)} *${cut(title, 400)}*`), ...(text ? [section(markup`${cut(text, 1500)}`)] : []), ...inputs],
  })
}

function choiceInput(choices: readonly string[]): InputBlock {
  // By place: a choice may be longer than Slack's values.
  const options = choices.slice(0, 100).map((choice, index) => option(choice, String(index)))
  const element =
    options.length <= 10
      ? ({ type: 'radio_buttons', action_id: 'value', options } as const)
      : ({ type: 'static_select', action_id: 'value', options } as const)
  return { type: 'input', block_id: 'choice', label: plain('Your answer', 150), element }
}
