// Tasks: hand over, look, stop, try again.
import { type Asking, showModal } from '../asking.ts'
import { code, markup } from '../blocks/markup.ts'
import { renderNotice } from '../blocks/notice.ts'
import { renderTaskCard } from '../blocks/task-card.ts'
import { renderLogs, renderTaskList } from '../blocks/task-list.ts'
import { toPriority } from '../blocks/wording.ts'
import { Misunderstood } from '../explain.ts'
import { runForm } from '../forms/run-form.ts'
import { toFields } from '../forms/schema-fields.ts'
import { typeParameters } from '../forms/typed-parameters.ts'
import {
  agent as agentQuery,
  cancelTask,
  type Priority,
  reprioritizeTask,
  retryTask,
  type SubmitTaskInput,
  submitTask,
  type TaskFieldsFragment,
  type TaskFilter,
  type TaskStatus,
  taskLogs,
  taskParameters,
  task as taskQuery,
  tasks,
} from '../generated/operations.ts'
import type { Command } from '../grammar/command.ts'
import { zoneOf } from '../home/time-zones.ts'
import { type CommandsOf, retype } from './command-handler.ts'
import { findId, rest, unknownAgent } from './find.ts'
import { offerForm } from './offer-form.ts'
import { needPriority, splitOptions } from './task-options.ts'

const pageOfTasks = 10

export const taskCommands: CommandsOf<'task'> = {
  'task.run': async (asking, command) => {
    const [name] = command.words
    if (!name) return openRunForm(asking, undefined)
    const { agent } = await asking.ask(agentQuery, { name })
    if (!agent) throw await unknownAgent(asking, name)
    const nothingSaid = command.words.length === 1 && Object.keys(command.pairs).length === 0 && Object.keys(command.flags).length === 0
    if (nothingSaid && asking.trigger) return openRunForm(asking, agent.name)
    const fields = toFields(agent.schema)
    const { options, pairs } = splitOptions(
      command,
      fields.map((field) => field.name),
    )
    const parameters = typeParameters({ fields, pairs, rest: rest(command.words) ?? '' })
    await offerForm(asking, { action: 'agent.run', value: { id: agent.name } }, () =>
      submit(asking, { agent: agent.name, parameters, idempotencyKey: asking.key, ...options }),
    )
  },
  'task.list': async (asking, command, page) => {
    const filter = toFilter(command)
    const found = await asking.ask(tasks, { filter, first: pageOfTasks, after: page?.after })
    await asking.say(renderTaskList({ tasks: found.tasks, command: retype(command) }))
  },
  'task.show': async (asking, { words: [word] }) => {
    if (!word) throw new Misunderstood(markup`Which task? For example ${code(`${asking.prefix} show T-1042`)}.`)
    await showTask(asking, await findId(asking, 'task', word))
  },
  'task.cancel': async (asking, { words }) => {
    const id = await findId(asking, 'task', words[0])
    const { cancelTask: task } = await asking.ask(cancelTask, { id, reason: rest(words) ?? null })
    await asking.say(
      renderNotice(task.status === 'CANCELLED' ? markup`\u2298 ${code(id)} is cancelled.` : markup`\u2298 ${code(id)} is being stopped.`),
    )
  },
  'task.retry': async (asking, command) => {
    const id = await findId(asking, 'task', command.words[0])
    const edited = Object.keys(command.pairs).length > 0 ? await editedParameters(asking, id, command) : undefined
    const { retryTask: task } = await asking.ask(retryTask, { id, resetAttempts: true, ...(edited && { parameters: edited }) })
    await presentTask(asking, task)
    await asking.say(renderNotice(markup`\u21bb ${code(id)} is tried again${edited ? ' with the new parameters' : ''}.`))
  },
  'task.logs': async (asking, { words: [word] }, page) => {
    await showLogs(asking, await findId(asking, 'task', word), page?.after)
  },
  'task.priority': async (asking, { words: [word, level] }) => {
    const id = await findId(asking, 'task', word)
    const { reprioritizeTask: task } = await asking.ask(reprioritizeTask, { id, priority: needPriority(level) })
    await asking.say(renderNotice(markup`${code(id)} is ${task.priority.toLowerCase()} now.`))
  },
}

export async function submit(asking: Asking, input: SubmitTaskInput, channel = asking.channel): Promise<void> {
  const { submitTask: task } = await asking.ask(submitTask, { input })
  await presentTask(asking, task, channel)
  // In App Home and for another channel the card is out of sight.
  if (channel === undefined || channel !== asking.channel)
    await asking.say(renderNotice(markup`${code(task.id)} is handed over to ${task.agentName}.`))
}

/** The card everybody sees, in the channel, or with the person when there is none. */
export async function presentTask({ parts, person, channel, thread }: Asking, task: TaskFieldsFragment, into = channel): Promise<void> {
  const below = into === channel ? thread : undefined
  await parts.cards.present({
    kind: 'task',
    id: task.id,
    team: person.team,
    channel: into ?? person.user,
    author: person.user,
    thread: below,
    model: task,
  })
}

/** A live card, unless there is one in this channel already: then what it shows, to the person alone. */
export async function showTask(asking: Asking, id: string): Promise<void> {
  const { task } = await asking.ask(taskQuery, { id })
  if (!task) throw new Misunderstood(markup`There is no ${code(id)} here.`)
  const places = await asking.parts.cards.places(`task:${id}`)
  const here = places.some(({ team, channel }) => team === asking.person.team && channel === asking.channel)
  if (asking.channel === undefined || here) await asking.say(renderTaskCard({ task, author: undefined }))
  else await presentTask(asking, task)
}

export async function showLogs(asking: Asking, id: string, after?: string): Promise<void> {
  const { task } = await asking.ask(taskLogs, { id, first: 100, after })
  if (!task) throw new Misunderstood(markup`There is no ${code(id)} here.`)
  await asking.say(renderLogs({ task, zone: await zoneOf(asking) }))
}

export function openRunForm(asking: Asking, agentName: string | undefined, given?: { [name: string]: unknown }): Promise<void> {
  if (!asking.trigger && !asking.viewId) {
    throw new Misunderstood(markup`Which agent, and with what? For example ${code(`${asking.prefix} run copywriter topic="AI trends"`)}.`)
  }
  return showModal(asking, () => runForm(asking, { agentName, given, channel: asking.channel, thread: asking.thread }))
}

async function editedParameters(asking: Asking, id: string, command: Command): Promise<{ [name: string]: unknown }> {
  const { task } = await asking.ask(taskParameters, { id })
  const fields = toFields(task?.agent?.schema)
  return { ...(task?.parameters as { [name: string]: unknown } | undefined), ...typeParameters({ fields, pairs: command.pairs, rest: '' }) }
}

const statuses: readonly TaskStatus[] = [
  'QUEUED',
  'SCHEDULED',
  'BLOCKED',
  'RUNNING',
  'WAITING',
  'RETRYING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
]
const aliases: { readonly [word: string]: TaskStatus } = {
  PENDING: 'QUEUED',
  COMPLETED: 'SUCCEEDED',
  DONE: 'SUCCEEDED',
  RETRY: 'RETRYING',
  IN_PROGRESS: 'RUNNING',
}

function toFilter({ words, pairs }: Command): TaskFilter {
  const loose: string[] = []
  const found: TaskStatus[] = pairs['status'] ? pairs['status'].split(',').map(needStatus) : []
  const levels: Priority[] = pairs['priority'] ? pairs['priority'].split(',').map(needPriority) : []
  for (const word of words) {
    const status = toStatus(word)
    const level = word.length > 3 ? toPriority(word) : undefined
    if (status) found.push(status)
    else if (level) levels.push(level)
    else loose.push(word)
  }
  return {
    ...(found.length > 0 && { status: found }),
    ...(levels.length > 0 && { priority: levels }),
    ...(pairs['agent'] && { agent: pairs['agent'] }),
    ...(pairs['tag'] && { tag: pairs['tag'] }),
    ...(pairs['team'] && { team: pairs['team'] }),
    ...(pairs['workflow'] && { workflow: pairs['workflow'] }),
    ...(loose.length > 0 && { text: loose.join(' ') }),
  }
}

function toStatus(word: string): TaskStatus | undefined {
  const upper = word.toUpperCase()
  return statuses.find((status) => status === upper) ?? (Object.hasOwn(aliases, upper) ? aliases[upper] : undefined)
}

function needStatus(word: string): TaskStatus {
  const status = toStatus(word.trim())
  if (status) return status
  throw new Misunderstood(
    markup`${code('status')}: expected one of ${statuses.map((one) => one.toLowerCase()).join(', ')}, got ${code(word, 40)}.`,
  )
}
