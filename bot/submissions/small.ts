// Forms of one or two fields: reasons, notes, people, levels, answers, settings.
import { code, markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { assign, discard, showDeadLetter } from '../commands/dead-letters.ts'
import { needId } from '../commands/find.ts'
import { decide } from '../commands/requests.ts'
import { needPriority } from '../commands/task-options.ts'
import { Misunderstood } from '../explain.ts'
import { readParameters, textIn } from '../forms/answers.ts'
import { toFields } from '../forms/schema-fields.ts'
import { readSettings } from '../forms/settings-form.ts'
import { levelBlock, personBlock, wordsBlock } from '../forms/small-forms.ts'
import { noteDeadLetter, reprioritizeTask, request as requestQuery } from '../generated/operations.ts'
import type { Submission, SubmissionHandler } from './submission.ts'

const wordsOf = ({ answers }: Submission) => textIn(answers, wordsBlock) ?? ''

export const smallSubmissions = {
  'task.priority': async ({ asking, answers, meta }) => {
    const id = needId('task', meta.id)
    const { reprioritizeTask: task } = await asking.ask(reprioritizeTask, { id, priority: needPriority(textIn(answers, levelBlock)) })
    await asking.say(renderNotice(markup`${code(id)} is ${task.priority.toLowerCase()} now.`))
    return undefined
  },
  'dead.discard': async (submission) => {
    await discard(submission.asking, { ids: [needId('dead', submission.meta.id)], reason: wordsOf(submission) })
    return undefined
  },
  'dead.discardGroup': async (submission) => {
    const fingerprint = submission.meta.id?.trim()
    if (!fingerprint) throw new Misunderstood(markup`These have no fingerprint in common.`)
    await discard(submission.asking, { filter: { fingerprint }, reason: wordsOf(submission) })
    return undefined
  },
  'dead.assign': async ({ asking, answers, meta }) => {
    await assign(asking, needId('dead', meta.id), textIn(answers, personBlock) ?? '')
    return undefined
  },
  'dead.note': async (submission) => {
    const id = needId('dead', submission.meta.id)
    await submission.asking.ask(noteDeadLetter, { id, text: wordsOf(submission) })
    await showDeadLetter(submission.asking, id)
    return undefined
  },
  'request.reject': async (submission) => {
    const { asking, meta } = submission
    await decide(asking, { id: needId('request', meta.id), decision: 'REJECT', reason: wordsOf(submission), shown: meta.rev })
    return undefined
  },
  'request.approve': async (submission) => {
    const { asking, meta } = submission
    await decide(asking, { id: needId('request', meta.id), decision: 'APPROVE', reason: wordsOf(submission), shown: meta.rev })
    return undefined
  },
  'request.answer': async (submission) => {
    const { asking, answers, meta } = submission
    const id = needId('request', meta.id)
    const { request } = await asking.ask(requestQuery, { id })
    const fields = toFields(request?.form)
    const { parameters, errors } = readParameters(fields, answers)
    if (Object.keys(errors).length > 0) return { errors }
    const choice = textIn(answers, 'choice')
    const answer = fields.length > 0 ? parameters : choice === undefined ? wordsOf(submission) : request?.choices[Number(choice)]
    await decide(asking, { id, answer, shown: meta.rev })
    return undefined
  },
  'settings.save': async ({ asking, answers }) => {
    const { settings, errors } = readSettings(answers)
    if (Object.keys(errors).length > 0) return { errors }
    await asking.parts.people.keepSettings(asking.person, settings)
    await asking.parts.homes.publish(asking.person)
    return undefined
  },
} satisfies { [callback: string]: SubmissionHandler }
