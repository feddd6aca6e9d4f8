// The forms there are: what each asks for, and the input the server gets from what was filled in.
import type { ScheduleInput, StartWorkflowInput, SubmitTaskInput } from '../generated/operations.ts'
import type { RequestRow } from '../resources/requests.ts'
import type { ScheduleRow } from '../resources/schedules.ts'
import { type Field, fieldsOf } from './fields.ts'
import type { NewForm, ScheduleStart } from './form-state.ts'
import { valueAt } from './values.ts'

export const field = (path: string, label: string, more: Partial<Field> = {}): Field => ({
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
  field('idempotencyKey', 'once per key', { help: 'The same key within 24 hours gives the same task instead of a second one.' }),
]

/** A schema without properties of its own is filled in as JSON. */
function parameterFields(schema: unknown, base = 'parameters'): Field[] {
  const fields = fieldsOf(schema, base)
  return fields.length > 0 ? fields : [field(base, 'parameters', { kind: 'json', usual: '{}', help: 'An object.' })]
}

interface Like {
  id: string
  parameters: unknown
}

/** `like`: a task whose parameters it begins with. */
export function taskForm({ name, schema }: { name: string; schema: unknown }, like?: Like): NewForm {
  return {
    title: like ? `New task for ${name}, like ${like.id}` : `New task for ${name}`,
    target: { kind: 'task', agent: name, ...(like && { like: like.id }) },
    schema,
    fields: [...parameterFields(schema), ...taskOptions],
    ...(like && { value: { parameters: like.parameters } }),
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

const whenFields: readonly Field[] = [
  field('name', 'name', { required: true, help: 'What people call it.' }),
  field('words', 'in words', { help: 'For example: every weekday at 9:00. One of these four says when.' }),
  field('cron', 'cron', { help: 'Five or six fields, for example 0 9 * * 1-5.' }),
  field('every', 'every', { help: 'A pause between runs: 90s, 15m, 2h or 1d.' }),
  field('at', 'once at', { kind: 'moment' }),
  field('timezone', 'time zone', { usual: 'UTC', help: 'IANA name, for example Australia/Sydney.' }),
]

const policyFields: readonly Field[] = [
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

const postFields: readonly Field[] = [
  field('post.channel', 'Slack channel', { required: true, help: 'Posts a message there.' }),
  field('post.text', 'message', { required: true, kind: 'long' }),
]

/** The schema is of what it starts. */
export function scheduleForm({ row, starts, schema }: { row?: ScheduleRow | undefined; starts: ScheduleStart; schema?: unknown }): NewForm {
  const base = 'task' in starts ? 'task.parameters' : 'workflow.parameters'
  return {
    title: row ? `Edit ${row.id} ${row.name}` : `New schedule: ${startWords(starts)}`,
    target: { kind: 'schedule', id: row?.id, version: row?.version, starts },
    schema,
    base,
    fields: [...whenFields, ...('post' in starts ? postFields : parameterFields(schema, base)), ...policyFields],
    ...(row && { value: row }),
  }
}

function startWords(starts: ScheduleStart): string {
  if ('task' in starts) return `task for ${starts.task.agent}`
  return 'post' in starts ? 'message to Slack' : `workflow ${String(starts.workflow['template'] ?? '')}`.trim()
}

/** A definition as it is typed: YAML, of which JSON is a part. */
export function templateForm(from: {
  id: string | undefined
  name: string
  title: string
  description: string
  definition: unknown
}): NewForm {
  return {
    title: from.id ? `Template from ${from.id}` : 'New template',
    target: { kind: 'template', from: from.id },
    fields: [
      field('name', 'name', { required: true, help: 'Lower-case words with dashes. One that exists gets a new version.' }),
      field('title', 'title', { help: 'What people call it.' }),
      field('description', 'description', { help: 'What it is for.' }),
      field('definition', 'definition', { required: true, kind: 'long', help: 'YAML or JSON, as docs/workflows.md describes it.' }),
    ],
    value: { ...from, definition: JSON.stringify(from.definition, undefined, 2) },
  }
}

export function queueForm(): NewForm {
  return {
    title: 'Run the queue now',
    target: { kind: 'queue' },
    fields: [
      field('maxConcurrent', 'at a time', { kind: 'integer', minimum: 1, usual: '5', help: 'At most so many at once.' }),
      field('limit', 'stop after', { kind: 'integer', minimum: 1, usual: '100', help: 'So many tasks.' }),
      field('filter.minimumPriority', 'least level', { kind: 'choice', choices: [...priority.choices], help: 'This level and above.' }),
      field('filter.agent', 'agent', { help: 'Only of this agent.' }),
      field('filter.type', 'type', { help: 'Only of agents of this type.' }),
    ],
  }
}

export type Value = { [key: string]: unknown }

export function toTaskInput(value: Value, agent: string): SubmitTaskInput {
  return { ...value, agent, parameters: value['parameters'] ?? {} }
}

export function toWorkflowInput(value: Value, { template, version }: { template: string; version: number }): StartWorkflowInput {
  return { ...value, template, version }
}

/** What it starts is as it was, but for what the form asks. */
export function toScheduleInput({ task, workflow, post, ...value }: Value, starts: ScheduleStart): ScheduleInput {
  const common = { ...value, name: String(value['name'] ?? '') }
  if ('task' in starts) return { ...common, task: { ...starts.task, parameters: valueAt(task, 'parameters') ?? {} } }
  if ('post' in starts) return { ...common, post: { channel: '', text: '', ...starts.post, ...(post as object | undefined) } }
  return { ...common, workflow: { ...starts.workflow, parameters: valueAt(workflow, 'parameters') ?? {} } }
}
