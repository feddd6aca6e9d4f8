// Opens forms with what the server knows, and sends what was filled in.
import { ApiError } from '../client/api-error.ts'
import type { CapstanClient } from '../client/client.ts'
import { type FormState, type NewForm, openForm, setTyped, valueOfForm, withServerErrors } from '../forms/form-state.ts'
import {
  answerForm,
  resubmitForm,
  retryForm,
  scheduleForm,
  taskForm,
  toScheduleInput,
  toTaskInput,
  toWorkflowInput,
  workflowForm,
} from '../forms/forms.ts'
import { loadValidation } from '../forms/validate.ts'
import {
  agentSchema,
  agents,
  answerRequest,
  createSchedule,
  previewSchedule,
  resubmitDeadLetters,
  retryTask,
  startWorkflow,
  submitTask,
  taskParameters,
  updateSchedule,
  workflowTemplates,
} from '../generated/operations.ts'
import type { LetterRow } from '../resources/dead-letters.ts'
import type { RequestRow } from '../resources/requests.ts'
import type { ListName } from '../resources/resource.ts'
import type { ScheduleRow } from '../resources/schedules.ts'
import { choose } from '../state/messages.ts'
import type { Route } from '../state/route.ts'
import type { Choice } from '../state/state.ts'
import { formatMoment, toWords } from '../text/format.ts'
import type { Store } from './store.ts'

interface Live {
  client: CapstanClient
  store: Store
}

const previewMs = 300

export class Forms {
  readonly #client: CapstanClient
  readonly #store: Store
  #previewTimer: NodeJS.Timeout | undefined

  constructor({ client, store }: Live) {
    this.#client = client
    this.#store = store
  }

  async chooseWhat(what: 'task' | 'workflow' | 'schedule'): Promise<void> {
    await loadValidation()
    if (what === 'schedule') return this.#show(scheduleForm(undefined))
    const choices = what === 'task' ? await agentChoices(this.#client) : await templateChoices(this.#client)
    const title = what === 'task' ? 'New task: which agent?' : 'New workflow: which template?'
    this.#store.dispatch(choose(title, choices, { kind: 'start', what }), 'at once')
  }

  async start(what: 'task' | 'workflow', name: string): Promise<void> {
    await loadValidation()
    if (what === 'task') {
      const { agent } = await this.#client.request(agentSchema, { name })
      if (!agent) throw new Error(`There is no agent ${name} any more.`)
      return this.#show(taskForm(agent))
    }
    const answer = await this.#client.request(workflowTemplates, {})
    const template = answer.workflowTemplates.find((each) => each.name === name)
    if (!template) throw new Error(`There is no template ${name} any more.`)
    this.#show(workflowForm(template))
  }

  async edit(list: ListName, id: string): Promise<void> {
    await loadValidation()
    const row = this.#store.get().lists[list].rows.find((each) => each.id === id)
    if (list === 'schedules') return this.#show(scheduleForm(row as ScheduleRow | undefined))
    const letter = list === 'deadLetters' ? (row as LetterRow | undefined) : undefined
    const taskId = letter?.task.id ?? id
    // As they are, control characters included: what is sent back must be what was there.
    const { task } = await this.#client.request(taskParameters, { id: taskId }, { raw: true })
    if (!task) throw new Error(`There is no task ${taskId} any more.`)
    const { parameters, agent } = task
    const schema = agent?.schema
    if (letter) this.#show(resubmitForm({ letter: letter.id, task: taskId, parameters, schema }))
    else this.#show(retryForm({ id: taskId, agent: agent?.name ?? '', parameters, schema }))
  }

  async answer(request: RequestRow): Promise<void> {
    await loadValidation()
    this.#show(answerForm(request))
  }

  async send(form: FormState): Promise<void> {
    this.#store.dispatch({ type: 'form', form: { ...form, sending: true, message: '' } }, 'at once')
    try {
      const { text, route } = await deliver(this.#client, form, valueOfForm(form, this.#store.get().now).value)
      this.#store.dispatch({ type: 'sent', form })
      this.#store.dispatch({ type: 'notice', text, tone: 'good' })
      this.#store.dispatch(route ? { type: 'navigate', route } : { type: 'listStale', list: 'schedules' }, 'at once')
    } catch (error) {
      const violations = error instanceof ApiError ? error.violations : []
      const message = error instanceof Error ? error.message : String(error)
      this.#store.dispatch({ type: 'form', form: withServerErrors(form, message, violations) }, 'at once')
    }
  }

  /** When a schedule would run, while it is being typed. */
  preview(): void {
    clearTimeout(this.#previewTimer)
    this.#previewTimer = setTimeout(() => void this.#showPreview(), previewMs)
  }

  stop(): void {
    clearTimeout(this.#previewTimer)
  }

  /** What was left half filled is there again. */
  #show(fresh: NewForm): void {
    const { now, drafts } = this.#store.get()
    const draft = drafts[JSON.stringify(fresh.target)] ?? {}
    const typed = Object.entries(draft).filter(([path, text]) => text !== '' && fresh.fields.some((field) => field.path === path))
    const form = typed.reduce((each, [path, text]) => setTyped(each, path, { text, now }), openForm(fresh, now))
    this.#store.dispatch({ type: 'form', form }, 'at once')
  }

  async #showPreview(): Promise<void> {
    const { overlay, now } = this.#store.get()
    if (overlay?.kind !== 'form' || overlay.form.target.kind !== 'schedule') return
    const preview = await previewLines(this.#client, valueOfForm(overlay.form, now).value)
    const present = this.#store.get().overlay
    if (present?.kind === 'form') this.#store.dispatch({ type: 'form', form: { ...present.form, preview } }, 'at once')
  }
}

async function agentChoices(client: CapstanClient): Promise<Choice[]> {
  const { agents: crew } = await client.request(agents, {})
  return crew.map(({ name, team, description, available }) => ({
    value: name,
    label: `${name}${available ? '' : ' (takes no work now)'}`,
    hint: `${toWords(team)}: ${description}`,
  }))
}

async function templateChoices(client: CapstanClient): Promise<Choice[]> {
  const answer = await client.request(workflowTemplates, {})
  return answer.workflowTemplates.map(({ name, title, description }) => ({ value: name, label: title, hint: description }))
}

async function previewLines(client: CapstanClient, value: { [key: string]: unknown }): Promise<string[]> {
  if (!['words', 'cron', 'every', 'at'].some((each) => value[each] !== undefined)) return []
  const input = toScheduleInput({ ...value, name: value['name'] ?? 'preview' })
  // What it starts does not matter yet, but something has to be named.
  const target = input.task || input.workflow || input.post ? {} : { post: { channel: '#preview', text: 'preview' } }
  try {
    const { previewSchedule: found } = await client.request(previewSchedule, { input: { ...input, ...target } })
    return [found.description, `next: ${found.nextRuns.slice(0, 3).map(formatMoment).join(', ')}`, ...found.notes]
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}

interface Delivered {
  text: string
  route?: Route
}

async function deliver(client: CapstanClient, { target }: FormState, value: { [key: string]: unknown }): Promise<Delivered> {
  switch (target.kind) {
    case 'task': {
      const { submitTask: task } = await client.request(submitTask, { input: toTaskInput(value, target.agent) })
      return { text: `${task.id} is ${toWords(task.status)}`, route: { kind: 'task', id: task.id, tab: 'summary' } }
    }
    case 'retry': {
      await client.request(retryTask, { id: target.task, resetAttempts: true, parameters: value['parameters'] ?? {} })
      return { text: `${target.task} is queued again with new parameters`, route: { kind: 'task', id: target.task, tab: 'summary' } }
    }
    case 'resubmit': {
      const variables = { ids: [target.letter], overrideParameters: value['parameters'] ?? {} }
      const { resubmitDeadLetters: result } = await client.request(resubmitDeadLetters, variables)
      const id = result.tasks[0]?.id
      return {
        text: `${target.letter} is submitted again as ${id ?? 'a new task'}`,
        ...(id && { route: { kind: 'task', id, tab: 'summary' } as const }),
      }
    }
    case 'workflow': {
      const { startWorkflow: run } = await client.request(startWorkflow, { input: toWorkflowInput(value, target) })
      return { text: `${run.id} ${run.name} has started`, route: { kind: 'workflow', id: run.id, layout: 'graph' } }
    }
    case 'schedule':
      return deliverSchedule(client, target, value)
    case 'answer': {
      await client.request(answerRequest, { id: target.request, answer: value['parameters'] ?? {}, digest: target.digest })
      return { text: `${target.request} is answered`, route: { kind: 'list', list: 'requests', filter: '' } }
    }
  }
}

async function deliverSchedule(
  client: CapstanClient,
  { id, version }: { id: string | undefined; version: number | undefined },
  value: { [key: string]: unknown },
): Promise<Delivered> {
  const input = toScheduleInput(value)
  if (id === undefined) {
    const { createSchedule: made } = await client.request(createSchedule, { input })
    return { text: `${made.id} ${made.name} is made`, route: { kind: 'list', list: 'schedules', filter: '' } }
  }
  const { updateSchedule: changed } = await client.request(updateSchedule, { id, input, expectedVersion: version ?? null })
  return { text: `${changed.id} ${changed.name} is changed` }
}
