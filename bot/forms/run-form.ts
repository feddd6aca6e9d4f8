// The forms made from a schema: run an agent, start a workflow, edit and try again. What they are for is in their private metadata, as
// ids alone; who may do it is for the server to say when they are submitted.
import type { InputBlock, KnownBlock, ModalView } from '@slack/types'
import type { Asking } from '../asking.ts'
import { context, option, plain, section } from '../blocks/elements.ts'
import { code, markup } from '../blocks/markup.ts'
import { priorities, sayPriority } from '../blocks/wording.ts'
import { Misunderstood } from '../explain.ts'
import { agentNames, agent as agentQuery, taskParameters, workflowTemplate } from '../generated/operations.ts'
import { toInputs } from './inputs.ts'
import { type Field, toFields } from './schema-fields.ts'
import { toMetadata } from './small-forms.ts'
import { textField } from './typed-parameters.ts'

/** What a form is about; read back with zod when it comes in. */
export interface FormMeta {
  agent?: string | undefined
  template?: string | undefined
  task?: string | undefined
  dead?: string | undefined
  draft?: string | undefined
  channel?: string | undefined
  thread?: string | undefined
}

export interface Form {
  callback: string
  title: string
  submit: string
  meta: FormMeta
  blocks: KnownBlock[]
}

export function formView({ callback, title, submit, meta, blocks }: Form): ModalView {
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

interface RunForm {
  agentName: string | undefined
  given?: { [name: string]: unknown } | undefined
  /** Text for the field that takes free text. */
  text?: string | undefined
  /** Where that text is kept while an agent is chosen. */
  draft?: string | undefined
  channel: string | undefined
  thread?: string | undefined
}

export const agentBlock = 'agent'
export const priorityBlock = 'priority'
export const channelBlock = 'channel'

/** With a choice of agents above; the fields below follow the choice. */
export async function runForm(
  { ask }: Pick<Asking, 'ask'>,
  { agentName, given, text, draft, channel, thread }: RunForm,
): Promise<ModalView> {
  const { agent } = agentName === undefined ? { agent: null } : await ask(agentQuery, { name: agentName })
  const fields = agent ? toFields(agent.schema) : []
  const filled = given ?? prefilled(fields, text)
  const { blocks, left } = toInputs({ fields, given: filled })
  return formView({
    callback: agent ? 'task.run' : 'task.choose',
    title: 'New task',
    submit: agent ? 'Run' : 'Next',
    meta: { agent: agent?.name, channel, thread, draft },
    blocks: [
      agentChoice(agent?.name),
      ...(agent ? [section(markup`${agent.description.slice(0, 300)}`), ...blocks, ...leftNote(left), priorityInput()] : []),
      ...(agent && channel === undefined ? [channelInput()] : []),
      ...(agent || text === undefined ? [] : context(markup`${text.slice(0, 300)}`)),
    ],
  })
}

/** Free text and the defaults of all others. */
function prefilled(fields: readonly Field[], text: string | undefined): { [name: string]: unknown } | undefined {
  const into = text === undefined ? undefined : textField(fields)
  if (!into || text === undefined) return undefined
  const presets = fields.filter(({ preset }) => preset !== undefined).map(({ name, preset }) => [name, preset] as const)
  return Object.fromEntries([...presets, [into.name, text.slice(0, Math.min(into.most ?? 3000, 3000))]])
}

function agentChoice(name: string | undefined): InputBlock {
  return {
    type: 'input',
    block_id: agentBlock,
    dispatch_action: true,
    label: plain('Agent', 100),
    element: {
      type: 'external_select',
      action_id: 'agent.choose',
      min_query_length: 0,
      placeholder: plain('Who does it?', 100),
      ...(name && name.length <= 150 && { initial_option: option(name, name) }),
    },
  }
}

function priorityInput(): InputBlock {
  return {
    type: 'input',
    block_id: priorityBlock,
    optional: true,
    label: plain('Priority', 100),
    element: {
      type: 'static_select',
      action_id: 'value',
      options: priorities.map((priority) => option(sayPriority(priority), priority)),
      initial_option: option('Normal', 'NORMAL'),
    },
  }
}

function channelInput(): InputBlock {
  return {
    type: 'input',
    block_id: channelBlock,
    optional: true,
    label: plain('Show it in', 100),
    hint: plain('Left out: in your default channel, or with me.', 150),
    element: { type: 'conversations_select', action_id: 'value', filter: { include: ['public', 'private'], exclude_bot_users: true } },
  }
}

const leftNote = (left: readonly string[]) =>
  left.length > 0
    ? context(
        markup`Not in this form, and left as they are: ${left
          .slice(0, 10)
          .map((name) => name.slice(0, 60))
          .join(', ')}`,
      )
    : []

export async function workflowForm({ ask, channel, thread }: Pick<Asking, 'ask' | 'channel' | 'thread'>, name: string): Promise<ModalView> {
  const { workflowTemplate: template } = await ask(workflowTemplate, { name })
  if (!template) throw new Misunderstood(markup`There is no template ${code(name, 80)}.`)
  const { blocks, left } = toInputs({ fields: toFields(template.parameters) })
  return formView({
    callback: 'workflow.start',
    title: 'Start a workflow',
    submit: 'Start',
    meta: { template: template.name, channel, thread },
    blocks: [
      section(markup`*${template.title.slice(0, 150)}*\n${template.description.slice(0, 600)}`),
      ...blocks,
      ...leftNote(left),
      priorityInput(),
      ...(channel === undefined ? [channelInput()] : []),
    ],
  })
}

/** Another try with other parameters: of a task, or of a dead letter. */
export async function editForm({ ask }: Pick<Asking, 'ask'>, { task: id, dead }: { task: string; dead?: string }): Promise<ModalView> {
  const { task } = await ask(taskParameters, { id })
  if (!task?.agent) throw new Misunderstood(markup`${code(id)} has no agent any more, so there is no form for it.`)
  const { blocks, left } = toInputs({ fields: toFields(task.agent.schema), given: task.parameters as { [name: string]: unknown } })
  return formView({
    callback: dead ? 'dead.edit' : 'task.edit',
    title: 'Edit and retry',
    submit: 'Retry',
    meta: { task: id, dead },
    blocks: [section(markup`${code(id)} ${task.agentName.slice(0, 100)}`), ...blocks, ...leftNote(left)],
  })
}

/** What is offered for the choice of an agent. */
export async function searchAgents({ ask }: Pick<Asking, 'ask'>, query: string) {
  const { agents } = await ask(agentNames, {})
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return agents
    .filter(({ name, description }) => words.every((word) => `${name} ${description}`.toLowerCase().includes(word)) && name.length <= 150)
    .slice(0, 100)
    .map(({ name, description }) => option(name, name, description))
}
