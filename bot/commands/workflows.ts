// Workflows: start from a template, look, pause, go on, stop, try again.
import { type Asking, showModal } from '../asking.ts'
import { code, joinMarkup, markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { renderWorkflowCard } from '../blocks/workflow-card.ts'
import { renderWorkflowResult, renderWorkflows } from '../blocks/workflow-list.ts'
import { Misunderstood } from '../explain.ts'
import { workflowForm } from '../forms/run-form.ts'
import { toFields } from '../forms/schema-fields.ts'
import { typeParameters } from '../forms/typed-parameters.ts'
import {
  cancelWorkflow,
  me,
  pauseWorkflow,
  resumeWorkflow,
  retryWorkflow,
  type StartWorkflowInput,
  startWorkflow,
  type WorkflowFieldsFragment,
  workflow as workflowQuery,
  workflowResult,
  workflows,
  workflowTemplate,
  workflowTemplates,
} from '../generated/operations.ts'
import { nearest } from '../grammar/did-you-mean.ts'
import type { CommandsOf } from './command-handler.ts'
import { findId, rest } from './find.ts'
import { offerForm } from './offer-form.ts'
import { splitOptions } from './task-options.ts'

export const workflowCommands: CommandsOf<'workflow'> = {
  'workflow.list': async (asking) => {
    const [{ workflowTemplates: templates }, { workflows: runs }, { me: viewer }] = await Promise.all([
      asking.ask(workflowTemplates, {}),
      asking.ask(workflows, { first: 10 }),
      asking.ask(me, {}),
    ])
    await asking.say(renderWorkflows({ templates, runs: runs.nodes, mayStart: viewer.viewerCan.includes('SUBMIT') }))
  },
  'workflow.start': async (asking, command) => {
    const [name] = command.words
    if (!name) return workflowCommands['workflow.list'](asking, command)
    const { workflowTemplate: template } = await asking.ask(workflowTemplate, { name })
    if (!template) throw await unknownTemplate(asking, name)
    const nothingSaid = command.words.length === 1 && Object.keys(command.pairs).length === 0 && Object.keys(command.flags).length === 0
    if (nothingSaid && asking.trigger) return openWorkflowForm(asking, template.name)
    const fields = toFields(template.parameters)
    const { options, pairs } = splitOptions(
      command,
      fields.map((field) => field.name),
    )
    const parameters = typeParameters({ fields, pairs, rest: rest(command.words) ?? '' })
    const input = { template: template.name, parameters, idempotencyKey: options.idempotencyKey ?? asking.key }
    await offerForm(asking, { action: 'workflow.start', value: { id: template.name } }, () =>
      start(asking, { ...input, ...(options.priority && { priority: options.priority }) }),
    )
  },
  'workflow.show': async (asking, { words: [word] }) => {
    await showWorkflow(asking, await findId(asking, 'workflow', word))
  },
  'workflow.pause': async (asking, { words }) => {
    const id = await findId(asking, 'workflow', words[0])
    await asking.ask(pauseWorkflow, { id, reason: rest(words) ?? null })
    await asking.say(renderNotice(markup`\u23f8 ${code(id)} is paused. What runs may end; nothing new starts.`))
  },
  'workflow.resume': async (asking, { words: [word] }) => {
    const id = await findId(asking, 'workflow', word)
    await asking.ask(resumeWorkflow, { id })
    await asking.say(renderNotice(markup`\u25b6 ${code(id)} goes on.`))
  },
  'workflow.cancel': async (asking, { words }) => {
    const id = await findId(asking, 'workflow', words[0])
    await asking.ask(cancelWorkflow, { id, reason: rest(words) ?? null })
    await asking.say(renderNotice(markup`\u2298 ${code(id)} is being stopped.`))
  },
  'workflow.retry': async (asking, { words: [word, step] }) => {
    const id = await findId(asking, 'workflow', word)
    const { retryWorkflow: workflow } = await asking.ask(retryWorkflow, { id, step: step ?? null })
    await presentWorkflow(asking, workflow)
    await asking.say(renderNotice(markup`\u21bb ${code(id)} is tried again; finished steps are kept.`))
  },
}

export async function start(asking: Asking, input: StartWorkflowInput, channel = asking.channel): Promise<void> {
  const { startWorkflow: workflow } = await asking.ask(startWorkflow, { input })
  await presentWorkflow(asking, workflow, channel)
  if (channel === undefined || channel !== asking.channel) await asking.say(renderNotice(markup`${code(workflow.id)} has started.`))
}

async function presentWorkflow(
  { parts, person, channel, thread }: Asking,
  workflow: WorkflowFieldsFragment,
  into = channel,
): Promise<void> {
  const below = into === channel ? thread : undefined
  await parts.cards.present({
    kind: 'workflow',
    id: workflow.id,
    team: person.team,
    channel: into ?? person.user,
    author: person.user,
    thread: below,
    model: workflow,
  })
}

export async function showWorkflow(asking: Asking, id: string): Promise<void> {
  const { workflow } = await asking.ask(workflowQuery, { id })
  if (!workflow) throw new Misunderstood(markup`There is no ${code(id)} here.`)
  const places = await asking.parts.cards.places(`workflow:${id}`)
  const here = places.some(({ team, channel }) => team === asking.person.team && channel === asking.channel)
  if (asking.channel === undefined || here) await asking.say(renderWorkflowCard({ workflow, author: undefined }, 'tree'))
  else await presentWorkflow(asking, workflow)
}

export async function showWorkflowResult(asking: Asking, id: string): Promise<void> {
  const { workflow } = await asking.ask(workflowResult, { id })
  if (!workflow) throw new Misunderstood(markup`There is no ${code(id)} here.`)
  await asking.say(renderWorkflowResult(workflow).message)
}

export function openWorkflowForm(asking: Asking, template: string): Promise<void> {
  return showModal(asking, () => workflowForm(asking, template))
}

async function unknownTemplate({ ask }: Asking, name: string): Promise<Misunderstood> {
  const { workflowTemplates: templates } = await ask(workflowTemplates, {})
  const near = nearest(
    name,
    templates.map((template) => template.name),
  )
  const hint =
    near.length > 0
      ? markup`Did you mean ${joinMarkup(
          near.map((one) => code(one)),
          ' or ',
        )}?`
      : markup`${code('workflow list')} shows all of them.`
  return new Misunderstood(markup`There is no template ${code(name, 80)}. ${hint}`)
}
