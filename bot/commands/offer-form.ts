// When what was typed does not fit, the mistakes are said with a way to the form, where each field says what it takes.
import type { Asking } from '../asking.ts'
import type { Act } from '../blocks/elements.ts'
import { renderProblem } from '../blocks/notice.ts'
import { ApiError } from '../client/api-error.ts'
import { wordsFor } from '../explain.ts'

export async function offerForm(asking: Asking, form: Pick<Act, 'action' | 'value'>, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'VALIDATION_FAILED') throw error
    const words = wordsFor(error, { log: asking.parts.log, prefix: asking.prefix })
    await asking.say(renderProblem(words, [{ ...form, text: 'Open the form\u2026' }]))
  }
}
