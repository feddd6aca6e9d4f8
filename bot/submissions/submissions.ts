// Every form there is and what becomes of it when it is submitted.

import { noticeView } from '../asking.ts'
import { explain } from '../explain.ts'
import { scheduleSubmissions } from './schedule.ts'
import { smallSubmissions } from './small.ts'
import { mistakes, type Submission, type SubmissionAnswer, type SubmissionHandler } from './submission.ts'
import { workSubmissions } from './work.ts'

const handlers: { readonly [callback: string]: SubmissionHandler } = { ...workSubmissions, ...smallSubmissions, ...scheduleSubmissions }

/** What is wrong with the input stands beside the field; everything else in place of the form, so that nobody waits for nothing. */
export async function submitForm(callback: string, submission: Submission): Promise<SubmissionAnswer> {
  const handler = Object.hasOwn(handlers, callback) ? handlers[callback] : undefined
  if (!handler) return undefined
  try {
    return await handler(submission)
  } catch (error) {
    const { parts, prefix } = submission.asking
    return mistakes(error, submission) ?? { view: noticeView(explain(error, { log: parts.log, prefix })) }
  }
}
