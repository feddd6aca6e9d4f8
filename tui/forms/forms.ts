// The forms there are: what each asks for, and the input the server gets from what was filled in.
import type { ScheduleInput, StartWorkflowInput, SubmitTaskInput } from '../generated/operations.ts'
import type { RequestRow } from '../resources/requests.ts'
import type { ScheduleRow } from '../resources/schedules.ts'
import { type Field, fieldsOf } from './fields.ts'
import type { NewForm } from './form-state.ts'

const field = (path: string, label: string, more: Partial<Field> = {}): Field => ({
  path,
  label,
  help: '',
  required: false,
  kind: 'text',
  choices: [],
  usual: '',
  ...more,
})

const priority = field('priority', 'priority', {
  kind: 'choice',
  choices: ['CRITICAL', 'HIGH', 'NORMAL', 'LOW'],
  usual: 'NORMAL',
  help: 'A higher level always goes first.',
})

const taskOptions: readonly Field[] = [
  priority,
  field('tags', 'tags', { kind: 'list', help: 'Words to find it by.' }),
  field('runAt', 'not before', { kind: 'moment', help: 'It waits until then.' }),
  field('deadline', 'deadline', { kind: 'moment', help: 'Should be finished by then.' }),
  field('dependsOn', 'after tasks', { kind: 'list', help: 'Ids of tasks that must finish first.' }),
  field('timeoutSeconds', 'time limit', { kind: 'integer', minimum: 1, help: 'Longest run of one attempt, in seconds.' }),
  field('idempotencyKey', 'key', { help: 'The same key within 24 hours gives the same task instead of a second one.' }),
]

/** A schema without properties of its own is filled in as JSON. */
function parameterFields(schema: unknown): Field[] {
  const fields = fieldsOf(schema, 'parameters')
  return fields.length > 0 ? fields : [field('parameters', 'parameters', { kind: 'json', usual: '{}', help: 'An object.' })]
}

export function taskForm({ name, schema }: { name: string; schema: unknown }): NewForm {
  return {
    title: `New task for ${name}`,
    target: { kind: 'task', agent: name },
    schema,
    fields: [...parameterFields(schema), ...taskOptions],
  }
}

export function retryForm({ id, agent, parameters, schema }: { id: string; agent: string; parameters: unknown; schema: unknown }): NewForm {
  return {
    title: `Edit and retry ${id} (${agent})`,
    target: { kind: 'retry', task: id },
    schema,
    fields: parameterFields(schema),
    value: { parameters },
  }
}

export function resubmitForm({
  letter,
  task,
  parameters,
  schema,
}: {
  letter: string
  task: string
  parameters: unknown
  schema: unknown
}): NewForm {
  return {
    title: `Edit and resubmit ${letter} (${task})`,
    target: { kind: 'resubmit', letter, task },
    schema,
    fields: parameterFields(schema),
    value: { parameters },
  }
}

export function workflowForm({
  name,
  title,
  version,
  parameters,
}: {
  name: string
  title: string
  version: number
  parameters: unknown
}): NewForm {
  return {
    title: `Start ${title}`,
    target: { kind: 'workflow', template: name, version },
    schema: parameters,
    fields: [...fieldsOf(parameters, 'parameters'), field('name', 'name of the run', { usual: title }), priority],
  }
}

export function answerForm({ id, title, form, digest }: RequestRow): NewForm {
  return { title, target: { kind: 'answer', request: id, digest }, schema: form, fields: parameterFields(form) }
}

const scheduleFields: readonly Field[] = [
  field('name', 'name', { required: true, help: 'What people call it.' }),
  field('words', 'in words', { help: 'For example: every weekday at 9:00. One of these four says when.' }),
  field('cron', 'cron', { help: 'Five or six fields, for example 0 9 * * 1-5.' }),
  field('every', 'every', { help: 'A pause between runs: 90s, 15m, 2h or 1d.' }),
  field('at', 'once at', { kind: 'moment' }),
  field('timezone', 'time zone', { usual: 'UTC', help: 'IANA name, for example Australia/Sydney.' }),
  field('task.agent', 'agent', { help: 'Starts a task of this agent; or name a template or a channel below.' }),
  field('task.parameters', 'parameters', { kind: 'json', usual: '{}', help: 'Of the task.' }),
  field('workflow.template', 'template', { help: 'Starts this workflow.' }),
  field('workflow.parameters', 'its parameters', { kind: 'json', usual: '{}', help: 'Of the workflow.' }),
  field('post.channel', 'Slack channel', { help: 'Posts a message there.' }),
  field('post.text', 'message', { kind: 'long' }),
  field('missed', 'if missed', {
    kind: 'choice',
    choices: ['SKIP', 'ONCE', 'ALL'],
    usual: 'ONCE',
    help: 'What happens to runs that were missed while no server was up.',
  }),
  field('overlap', 'if it overlaps', {
    kind: 'choice',
    choices: ['SKIP', 'QUEUE', 'CANCEL_OLD'],
    usual: 'SKIP',
    help: 'What happens when the run before has not ended.',
  }),
]

export function scheduleForm(row: ScheduleRow | undefined): NewForm {
  return {
    title: row ? `Edit ${row.id} ${row.name}` : 'New schedule',
    target: { kind: 'schedule', id: row?.id, version: row?.version },
    fields: scheduleFields,
    ...(row && { value: row }),
  }
}

type Value = { [key: string]: unknown }

export function toTaskInput(value: Value, agent: string): SubmitTaskInput {
  return { ...value, agent, parameters: value['parameters'] ?? {} }
}

export function toWorkflowInput(value: Value, { template, version }: { template: string; version: number }): StartWorkflowInput {
  return { ...value, template, version }
}

/** Exactly one of task, workflow and post reaches the server: the one that was named. */
export function toScheduleInput({ task, workflow, post, ...value }: Value): ScheduleInput {
  const named = (part: unknown, key: string) => typeof part === 'object' && part !== null && key in part
  return {
    ...value,
    name: String(value['name'] ?? ''),
    ...(named(task, 'agent') && { task: { parameters: {}, ...(task as object) } }),
    ...(named(workflow, 'template') && { workflow: workflow as StartWorkflowInput }),
    ...(named(post, 'channel') && { post: { text: '', ...(post as { channel: string }) } }),
  }
}
