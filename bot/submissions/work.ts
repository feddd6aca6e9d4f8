// Forms that hand over work: run an agent, start a workflow, edit and try again.

import { code, markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { retryLetters } from '../commands/dead-letters.ts'
import { needPriority } from '../commands/task-options.ts'
import { presentTask, submit } from '../commands/tasks.ts'
import { start } from '../commands/workflows.ts'
import { Misunderstood } from '../explain.ts'
import { readParameters, textIn } from '../forms/answers.ts'
import { agentBlock, channelBlock, priorityBlock, runForm } from '../forms/run-form.ts'
import { toFields } from '../forms/schema-fields.ts'
import { agent as agentQuery, retryTask, taskParameters, workflowTemplate } from '../generated/operations.ts'
import type { Submission, SubmissionHandler } from './submission.ts'

export const workSubmissions = {
  /** An agent was chosen, its fields were not there yet. */
  'task.choose': async (submission) => {
    const agentName = textIn(submission.answers, agentBlock)
    return agentName ? { view: await formFor(submission, agentName) } : { errors: { [agentBlock]: 'Choose an agent.' } }
  },
  'task.run': async (submission) => {
    const { asking, answers, meta } = submission
    const name = textIn(answers, agentBlock) ?? meta.agent ?? ''
    if (name !== meta.agent) return { view: await formFor(submission, name) }
    const { agent } = await asking.ask(agentQuery, { name })
    if (!agent) return { errors: { [agentBlock]: 'This agent is gone. Choose another one.' } }
    const { parameters, errors } = readParameters(toFields(agent.schema), answers)
    if (Object.keys(errors).length > 0) return { errors }
    await submit(asking, { agent: name, parameters, ...priorityIn(submission), idempotencyKey: asking.key }, await channelFor(submission))
    return undefined
  },
  'workflow.start': async (submission) => {
    const { asking, answers, meta } = submission
    const { workflowTemplate: template } = await asking.ask(workflowTemplate, { name: meta.template ?? '' })
    if (!template) throw new Misunderstood(markup`This template is gone.`)
    const { parameters, errors } = readParameters(toFields(template.parameters), answers)
    if (Object.keys(errors).length > 0) return { errors }
    await start(
      asking,
      { template: template.name, parameters, ...priorityIn(submission), idempotencyKey: asking.key },
      await channelFor(submission),
    )
    return undefined
  },
  'task.edit': async (submission) => {
    const { asking, meta } = submission
    const edited = await readEdited(submission)
    if ('errors' in edited) return edited
    const { retryTask: task } = await asking.ask(retryTask, { id: meta.task ?? '', resetAttempts: true, parameters: edited.whole })
    const shown = await asking.parts.cards.places(`task:${task.id}`)
    if (shown.length === 0) await presentTask(asking, task)
    else await asking.say(renderNotice(markup`\u21bb ${code(task.id)} is tried again with the new parameters.`))
    return undefined
  },
  'dead.edit': async (submission) => {
    const edited = await readEdited(submission)
    if ('errors' in edited) return edited
    await retryLetters(submission.asking, [submission.meta.dead ?? ''], edited.whole)
    return undefined
  },
} satisfies { [callback: string]: SubmissionHandler }

async function formFor({ asking, meta: { draft, channel, thread } }: Submission, agentName: string) {
  const text = draft ? (await asking.parts.drafts.read(asking.person, draft))?.text : undefined
  return runForm(asking, { agentName, text, draft, channel, thread })
}

function priorityIn({ answers }: Submission) {
  const priority = textIn(answers, priorityBlock)
  return priority ? { priority: needPriority(priority) } : {}
}

/** Where it was asked; else what was chosen, else the person's own channel; undefined: with the person. */
async function channelFor({ asking, answers, meta }: Submission): Promise<string | undefined> {
  if (meta.channel) return meta.channel
  return textIn(answers, channelBlock) ?? (await asking.parts.people.get(asking.person)).settings.channel
}

/** The old parameters with what was filled in; what the form could not show stays, what was emptied goes. */
async function readEdited({
  asking,
  answers,
  meta,
}: Submission): Promise<{ whole: { [name: string]: unknown } } | { errors: { [block: string]: string } }> {
  const { task } = await asking.ask(taskParameters, { id: meta.task ?? '' })
  if (!task?.agent) throw new Misunderstood(markup`This task or its agent is gone.`)
  const { parameters, emptied, errors } = readParameters(toFields(task.agent.schema), answers)
  if (Object.keys(errors).length > 0) return { errors }
  const kept = Object.entries((task.parameters ?? {}) as { [name: string]: unknown }).filter(([name]) => !emptied.includes(name))
  return { whole: { ...Object.fromEntries(kept), ...parameters } }
}
