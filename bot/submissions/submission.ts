// What a form says when it is submitted, and what may be answered: mistakes, a next step, or that it is done.
import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Asking } from '../asking.ts'
import { ApiError } from '../client/api-error.ts'
import { type Answers, answersSchema } from '../forms/answers.ts'
import { blockOf } from '../forms/inputs.ts'

export interface Submission {
  asking: Asking
  answers: Answers
  /** Where the form came from: ids alone, and never who may do it. */
  meta: Meta
  /** The blocks that were shown, for mistakes to be put beside. */
  blocks: readonly string[]
}

export type SubmissionAnswer = undefined | { errors: { [block: string]: string } } | { view: ModalView }

export type SubmissionHandler = (submission: Submission) => Promise<SubmissionAnswer>

const id = z.string().max(255)
const metaSchema = z
  .object({
    id,
    rev: id,
    agent: id,
    template: id,
    task: id,
    dead: id,
    channel: id,
    thread: id,
    draft: id,
  })
  .partial()
  .strip()

export type Meta = z.infer<typeof metaSchema>

export function readMeta(text: string): Meta {
  try {
    return metaSchema.safeParse(JSON.parse(text || '{}')).data ?? {}
  } catch {
    return {}
  }
}

export function readAnswers(values: unknown): Answers {
  return answersSchema.safeParse(values).data ?? {}
}

/** What the server found wrong, beside the field it is about; what belongs to none, beside the first. */
export function mistakes(error: unknown, { blocks }: Pick<Submission, 'blocks'>): { errors: { [block: string]: string } } | undefined {
  const [first] = blocks
  if (!(error instanceof ApiError) || error.code !== 'VALIDATION_FAILED' || first === undefined) return undefined
  const found = error.violations.length > 0 ? error.violations : [{ path: '', message: error.message }]
  const errors: { [block: string]: string } = {}
  for (const { path, message } of found) {
    const block = blockFor(path, blocks)
    const text = block ? message : [path, message].filter(Boolean).join(': ')
    const at = block ?? first
    errors[at] = (errors[at] ? `${errors[at]} ${text}` : text).slice(0, 300)
  }
  return { errors }
}

/** `parameters.word_count`, `input.parameters.keywords[2]` and `parameters/topic` are about fields of the form. */
function blockFor(path: string, blocks: readonly string[]): string | undefined {
  const parts = path.split(/[./[\]]+/).filter(Boolean)
  for (const part of [...parts].reverse()) {
    if (blocks.includes(blockOf(part))) return blockOf(part)
    if (blocks.includes(part)) return part
  }
  return undefined
}
