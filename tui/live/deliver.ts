// Sends what was filled in to the server, and tells what came of it. Knows no screen.
import type { CapstanClient } from '../client/client.ts'
import { toNewKey, toNewUser, toUserChange } from '../forms/access-forms.ts'
import type { FormState, FormTarget } from '../forms/form-state.ts'
import { toScheduleInput, toTaskInput, toWorkflowInput, type Value } from '../forms/forms.ts'
import {
  answerRequest,
  createApiKey,
  createSchedule,
  createUser,
  type RunQueueFilter,
  resubmitDeadLetters,
  retryTask,
  runQueue,
  saveWorkflowTemplate,
  startWorkflow,
  submitTask,
  updateSchedule,
  updateUser,
} from '../generated/operations.ts'
import type { ListName } from '../resources/resource.ts'
import type { Route } from '../state/route.ts'
import { plural, toWords } from '../text/format.ts'

export interface Delivered {
  text: string
  /** Where to go. */
  route?: Route
  /** What has to be read again where one stays. */
  stale?: ListName
  /** Shown this once. */
  secret?: { title: string; label: string; text: string }
  /** Told when it is known. */
  later?: Promise<string>
}

type Deliver<Kind extends FormTarget['kind']> = (
  client: CapstanClient,
  target: Extract<FormTarget, { kind: Kind }>,
  value: Value,
) => Promise<Delivered>

const listRoute = (list: ListName): Route => ({ kind: 'list', list, filter: '' })

const delivers: { readonly [Kind in FormTarget['kind']]: Deliver<Kind> } = {
  task: async (client, { agent }, value) => {
    const { submitTask: task } = await client.request(submitTask, { input: toTaskInput(value, agent) })
    return { text: `${task.id} is ${toWords(task.status)}`, route: { kind: 'task', id: task.id, tab: 'summary' } }
  },
  retry: async (client, { task }, value) => {
    await client.request(retryTask, { id: task, resetAttempts: true, parameters: value['parameters'] ?? {} })
    return { text: `${task} is queued again with new parameters`, route: { kind: 'task', id: task, tab: 'summary' } }
  },
  resubmit: async (client, { letter }, value) => {
    const { resubmitDeadLetters: result } = await client.request(resubmitDeadLetters, {
      ids: [letter],
      overrideParameters: value['parameters'] ?? {},
    })
    const id = result.tasks[0]?.id
    return {
      text: `${letter} is submitted again as ${id ?? 'a new task'}`,
      ...(id && { route: { kind: 'task', id, tab: 'summary' } as const }),
    }
  },
  workflow: async (client, target, value) => {
    const { startWorkflow: run } = await client.request(startWorkflow, { input: toWorkflowInput(value, target) })
    return { text: `${run.id} ${run.name} has started`, route: { kind: 'workflow', id: run.id, layout: 'graph' } }
  },
  schedule: async (client, { id, version, starts }, value) => {
    const input = toScheduleInput(value, starts)
    if (id === undefined) {
      const { createSchedule: made } = await client.request(createSchedule, { input })
      return { text: `${made.id} ${made.name} is made`, route: listRoute('schedules') }
    }
    const { updateSchedule: changed } = await client.request(updateSchedule, { id, input, expectedVersion: version ?? null })
    return { text: `${changed.id} ${changed.name} is changed`, stale: 'schedules' }
  },
  answer: async (client, { request, digest }, value) => {
    await client.request(answerRequest, { id: request, answer: value['parameters'] ?? {}, digest })
    return { text: `${request} is answered`, route: listRoute('requests') }
  },
  template: async (client, _target, value) => {
    const { saveWorkflowTemplate: saved } = await client.request(saveWorkflowTemplate, {
      input: { name: '', definition: '', ...value },
    })
    return { text: `${saved.title} is saved as ${saved.name}, version ${saved.version}; n starts it`, route: listRoute('workflows') }
  },
  // It goes on for as long as its tasks do.
  queue: async (client, _target, { filter, ...value }) => {
    const later = client.request(runQueue, { ...value, filter: (filter as RunQueueFilter | undefined) ?? null }, { patient: true })
    return {
      text: 'The queue runs',
      later: later.then(
        ({ runQueue: { executed, failed, remaining } }) =>
          `The queue ran: ${executed} done, ${failed} failed, ${plural(remaining, 'task')} left`,
      ),
    }
  },
  user: async (client, { id }, value) => {
    if (id !== undefined) {
      const { updateUser: user } = await client.request(updateUser, { id, input: toUserChange(value) })
      return { text: `${user.name} is changed`, stale: 'users' }
    }
    const { createUser: made } = await client.request(createUser, { input: toNewUser(value) }, { raw: true })
    const { user, password } = made
    return {
      text: `${user.name} may work here as ${toWords(user.role)}`,
      route: listRoute('users'),
      ...(password && { secret: { title: `Password of ${user.email}`, label: 'password', text: password } }),
    }
  },
  key: async (client, _target, value) => {
    const { createApiKey: made } = await client.request(createApiKey, { input: toNewKey(value) }, { raw: true })
    return {
      text: `${made.apiKey.name} is made`,
      route: listRoute('apiKeys'),
      secret: { title: `Key ${made.apiKey.name}`, label: 'key', text: made.secret },
    }
  },
}

export function deliver(client: CapstanClient, { target }: FormState, value: Value): Promise<Delivered> {
  const send = delivers[target.kind] as Deliver<FormTarget['kind']>
  return send(client, target, value)
}
