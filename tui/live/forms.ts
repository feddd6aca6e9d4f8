// Opens forms with what the server knows, and sends what was filled in.
import { ApiError } from '../client/api-error.ts'
import type { CapstanClient } from '../client/client.ts'
import { keyForm, userForm } from '../forms/access-forms.ts'
import { type FormState, type NewForm, openForm, type ScheduleStart, setTyped, valueOfForm, withServerErrors } from '../forms/form-state.ts'
import {
  answerForm,
  queueForm,
  resubmitForm,
  retryForm,
  scheduleForm,
  taskForm,
  templateForm,
  toScheduleInput,
  workflowForm,
} from '../forms/forms.ts'
import { loadValidation } from '../forms/validate.ts'
import {
  agentSchema,
  agents,
  previewSchedule,
  taskParameters,
  workflowDefinition,
  workflowTemplateDefinition,
  workflowTemplates,
} from '../generated/operations.ts'
import type { LetterRow } from '../resources/dead-letters.ts'
import type { RequestRow } from '../resources/requests.ts'
import type { ListName } from '../resources/resource.ts'
import type { ScheduleRow } from '../resources/schedules.ts'
import type { UserRow } from '../resources/users.ts'
import { filterChoices } from '../state/choices.ts'
import { choose } from '../state/messages.ts'
import type { Choice, Makes } from '../state/state.ts'
import { formatMoment, toWords } from '../text/format.ts'
import { deliver } from './deliver.ts'
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

  async chooseWhat(what: Makes): Promise<void> {
    if (what !== 'queue' && what !== 'user' && what !== 'key') return this.#offer(what)
    await loadValidation()
    this.#show(what === 'queue' ? queueForm() : what === 'user' ? userForm(undefined) : keyForm())
  }

  /** There at once, so that what is typed next is typed into it. */
  async #offer(what: Started): Promise<void> {
    const title = titles[what]
    this.#store.dispatch(choose(title, undefined, { kind: 'start', what }), 'at once')
    const present = () => {
      const { overlay } = this.#store.get()
      return overlay?.kind === 'choose' && overlay.title === title ? overlay : undefined
    }
    try {
      const [choices] = await Promise.all([choicesFor(this.#client, what), loadValidation()])
      const overlay = present()
      if (!overlay) return
      const { picked, ...open } = overlay
      this.#store.dispatch({ type: 'overlay', overlay: { ...open, choices } }, 'at once')
      const [best] = picked ? filterChoices(choices, open.edit.text) : []
      if (best) await this.start(what, best.value)
    } catch (error) {
      if (present()) this.#store.dispatch({ type: 'overlay', overlay: undefined })
      throw error
    }
  }

  async start(what: Started, name: string): Promise<void> {
    await loadValidation()
    if (what === 'task') return this.#show(taskForm(await readAgent(this.#client, name)))
    if (what === 'workflow') return this.#show(workflowForm(await readTemplate(this.#client, name)))
    if (what === 'template') return this.#show(await newTemplate(this.#client, name))
    const starts = startOf(name)
    this.#show(scheduleForm({ starts, schema: await schemaOf(this.#client, starts) }))
  }

  async edit(list: ListName, id: string): Promise<void> {
    await loadValidation()
    const row = this.#store.get().lists[list].rows.find((each) => each.id === id)
    if (list === 'users') return this.#show(userForm(row as UserRow | undefined))
    if (list === 'schedules') return this.#editSchedule(row as ScheduleRow | undefined)
    if (list === 'workflows') return this.#show(await templateOf(this.#client, id))
    const letter = list === 'deadLetters' ? (row as LetterRow | undefined) : undefined
    const taskId = letter?.task.id ?? id
    // As they are, control characters included: what is sent back must be what was there.
    const { task } = await this.#client.request(taskParameters, { id: taskId }, { raw: true })
    if (!task) throw new Error(`There is no task ${taskId} any more.`)
    const { parameters, agent, viewerCan } = task
    const [name, schema] = [agent?.name ?? '', agent?.schema]
    if (letter) this.#show(resubmitForm({ letter: letter.id, task: taskId, parameters, schema }))
    else if (viewerCan.includes('RETRY')) this.#show(retryForm({ id: taskId, agent: name, parameters, schema }))
    else this.#show(taskForm({ name, schema }, { id: taskId, parameters }))
  }

  async #editSchedule(row: ScheduleRow | undefined): Promise<void> {
    if (!row) throw new Error('This schedule is not there any more.')
    const starts = { task: row.task, workflow: row.workflow, post: row.post }
    const kept = Object.fromEntries(Object.entries(starts).filter(([, value]) => value !== null)) as unknown as ScheduleStart
    this.#show(scheduleForm({ row, starts: kept, schema: await schemaOf(this.#client, kept) }))
  }

  async answer(request: RequestRow): Promise<void> {
    await loadValidation()
    this.#show(answerForm(request))
  }

  async send(form: FormState): Promise<void> {
    this.#store.dispatch({ type: 'form', form: { ...form, sending: true, message: '' } }, 'at once')
    try {
      const { text, route, stale, secret, later } = await deliver(this.#client, form, valueOfForm(form, this.#store.get().now).value)
      this.#store.dispatch({ type: 'sent', form })
      this.#store.dispatch({ type: 'notice', text, tone: 'good' })
      if (stale) this.#store.dispatch({ type: 'listStale', list: stale })
      if (route) this.#store.dispatch({ type: 'navigate', route }, 'at once')
      if (secret) this.#store.dispatch({ type: 'overlay', overlay: { kind: 'copy', ...onceOnly(secret) } }, 'at once')
      void later?.then(...this.#tell())
    } catch (error) {
      const violations = error instanceof ApiError ? error.violations : []
      const message = error instanceof Error ? error.message : String(error)
      this.#store.dispatch({ type: 'form', form: withServerErrors(form, message, violations) }, 'at once')
    }
  }

  #tell(): [(text: string) => void, (error: unknown) => void] {
    const tell = (text: string, tone: 'good' | 'bad') => this.#store.dispatch({ type: 'notice', text, tone }, 'at once')
    return [(text) => tell(text, 'good'), (error) => tell(error instanceof Error ? error.message : String(error), 'bad')]
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

type Started = 'task' | 'workflow' | 'schedule' | 'template'

const titles: { readonly [what in Started]: string } = {
  task: 'New task: which agent?',
  workflow: 'New workflow: which template?',
  schedule: 'New schedule: what does it start?',
  template: 'New template: like which one?',
}

async function choicesFor(client: CapstanClient, what: Started): Promise<Choice[]> {
  if (what === 'task') return agentChoices(client)
  if (what === 'workflow') return templateChoices(client)
  if (what === 'template') return [{ value: '', label: 'None: from the beginning' }, ...(await templateChoices(client))]
  const under = (kind: string, choices: Choice[]) =>
    choices.map(({ value, label, hint }): Choice => ({ value: `${kind}:${value}`, label, hint: `${kind}, ${hint ?? ''}` }))
  const message = { value: 'post:', label: 'A message to a Slack channel' }
  return [...under('task', await agentChoices(client)), ...under('workflow', await templateChoices(client)), message]
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

async function readAgent(client: CapstanClient, name: string) {
  const { agent } = await client.request(agentSchema, { name })
  if (!agent) throw new Error(`There is no agent ${name} any more.`)
  return agent
}

async function readTemplate(client: CapstanClient, name: string) {
  const { workflowTemplates: known } = await client.request(workflowTemplates, {})
  const template = known.find((each) => each.name === name)
  if (!template) throw new Error(`There is no template ${name} any more.`)
  return template
}

function startOf(value: string): ScheduleStart {
  const [kind, name = ''] = value.split(/:(.*)/s)
  if (kind === 'task') return { task: { agent: name } }
  return kind === 'workflow' ? { workflow: { template: name } } : { post: {} }
}

/** Of the parameters of what a schedule starts. */
async function schemaOf(client: CapstanClient, starts: ScheduleStart): Promise<unknown> {
  if ('task' in starts) return (await readAgent(client, starts.task.agent)).schema
  const template = 'workflow' in starts ? starts.workflow['template'] : undefined
  return typeof template === 'string' ? (await readTemplate(client, template)).parameters : undefined
}

const firstTemplate = { steps: [{ id: 'first', agent: '', parameters: {} }] }

async function newTemplate(client: CapstanClient, name: string): Promise<NewForm> {
  if (name === '') return templateForm({ id: undefined, name: '', title: '', description: '', definition: firstTemplate })
  const { workflowTemplate } = await client.request(workflowTemplateDefinition, { name }, { raw: true })
  if (!workflowTemplate) throw new Error(`There is no template ${name} any more.`)
  return templateForm({ id: name, ...workflowTemplate })
}

/** What a run runs, to be kept under a name. */
async function templateOf(client: CapstanClient, id: string): Promise<NewForm> {
  const { workflow } = await client.request(workflowDefinition, { id }, { raw: true })
  if (!workflow) throw new Error(`There is no run ${id} any more.`)
  return templateForm({ id, name: workflow.template ?? '', title: workflow.name, description: '', definition: workflow.definition })
}

function onceOnly({ title, label, text }: { title: string; label: string; text: string }) {
  return { title: `${title}: shown this once`, texts: [{ key: 'c', label, text, secret: true }] }
}

async function previewLines(client: CapstanClient, value: { [key: string]: unknown }): Promise<string[]> {
  if (!['words', 'cron', 'every', 'at'].some((each) => value[each] !== undefined)) return []
  // What it starts does not matter yet, but something has to be named.
  const input = toScheduleInput({ ...value, name: value['name'] ?? 'preview' }, { post: { channel: '#preview', text: 'preview' } })
  try {
    const { previewSchedule: found } = await client.request(previewSchedule, { input })
    return [found.description, `next: ${found.nextRuns.slice(0, 3).map(formatMoment).join(', ')}`, ...found.notes]
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
