// What was filled in -> parameters of the types the schema asks for. Pure.
import { z } from 'zod'
import { blockOf } from './inputs.ts'
import type { Field } from './schema-fields.ts'
import { type Parameters, setOwn, toValue } from './typed-parameters.ts'

const chosen = z.object({ value: z.string() })

/** What Slack says of one input, whatever its kind. */
const answerSchema = z.object({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: chosen.nullish(),
  selected_options: z.array(chosen).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_date_time: z.number().nullish(),
  selected_conversation: z.string().nullish(),
  selected_channel: z.string().nullish(),
  selected_user: z.string().nullish(),
})

export type Answer = z.infer<typeof answerSchema>

/** By block and action, as a view carries it. */
export const answersSchema = z.record(z.string(), z.record(z.string(), answerSchema))
export type Answers = z.infer<typeof answersSchema>

export function answerIn(answers: Answers, block: string): Answer | undefined {
  return Object.hasOwn(answers, block) ? Object.values(answers[block] ?? {})[0] : undefined
}

/** The text or the chosen value; undefined when nothing was filled in. */
export function textIn(answers: Answers, block: string): string | undefined {
  const answer = answerIn(answers, block)
  const text =
    answer?.value ??
    answer?.selected_option?.value ??
    answer?.selected_conversation ??
    answer?.selected_channel ??
    answer?.selected_user ??
    answer?.selected_date ??
    answer?.selected_time
  return text === null || text === undefined || text.trim() === '' ? undefined : text
}

export interface Read {
  parameters: Parameters
  /** Parameters the form showed and that were left empty. */
  emptied: string[]
  /** By block: what cannot be understood. */
  errors: { [block: string]: string }
}

export function readParameters(fields: readonly Field[], answers: Answers): Read {
  const read: Read = { parameters: {}, emptied: [], errors: {} }
  for (const field of fields) {
    const block = blockOf(field.name)
    const answer = answerIn(answers, block)
    if (!answer) continue
    const value = readValue(field, answer)
    if (value === undefined) read.emptied.push(field.name)
    else if (field.kind === 'json' && typeof value === 'string' && !isJsonText(answer.value)) {
      read.errors[block] = 'Expected JSON, for example {"key": "value"} or "text".'
    } else setOwn(read.parameters, field.name, value)
  }
  return read
}

function isJsonText(text: string | null | undefined): boolean {
  try {
    return typeof JSON.parse(text ?? '') === 'string'
  } catch {
    return false
  }
}

function readValue(field: Field, answer: Answer): unknown {
  switch (field.kind) {
    case 'choice':
      return answer.selected_option ? field.choices[Number(answer.selected_option.value)] : undefined
    case 'choices': {
      const values = (answer.selected_options ?? []).map(({ value }) => field.choices[Number(value)])
      return values.length > 0 ? values : undefined
    }
    case 'yesNo':
      return (answer.selected_options ?? []).length > 0
    case 'date':
      return answer.selected_date ?? undefined
    case 'moment':
      return answer.selected_date_time ? new Date(answer.selected_date_time * 1000).toISOString() : undefined
    case 'texts':
    case 'numbers':
      return answer.value?.trim() ? toValue(field, answer.value.includes('\n') ? answer.value : `${answer.value}\n`) : undefined
    case 'text':
    case 'longText':
    case 'number':
    case 'integer':
    case 'email':
    case 'url':
    case 'json':
      return answer.value?.trim() ? toValue(field, answer.value) : undefined
  }
}
