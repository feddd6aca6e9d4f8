// What a person may do with a task, as the server allows it.
import type { CapstanClient } from '../../client/client.ts'
import { cancelTask, type Priority, reprioritizeTask, retryTask, type TaskAction } from '../../generated/operations.ts'
import { toWords } from '../../text/format.ts'
import type { Resource, RowAction } from '../resource.ts'
import { statusWord } from '../status.ts'
import type { TaskRow } from './columns.ts'

const priorities: readonly Priority[] = ['CRITICAL', 'HIGH', 'NORMAL', 'LOW']

const refuse =
  (action: TaskAction) =>
  ({ id, status, viewerCan }: TaskRow) =>
    viewerCan.includes(action) ? undefined : `${id} is ${statusWord(status)}: there is nothing to ${toWords(action)}, or you may not.`

const retry: RowAction<TaskRow> = {
  label: () => 'Retry',
  refusal: refuse('RETRY'),
  danger: false,
  perform: async (client, { id }) => {
    await client.request(retryTask, { id, resetAttempts: true })
    return `${id} is queued again`
  },
}

const cancel: RowAction<TaskRow> = {
  label: () => 'Cancel',
  refusal: refuse('CANCEL'),
  danger: true,
  reason: 'optional',
  perform: async (client, { id }, { reason }) => {
    await client.request(cancelTask, { id, reason: reason || null })
    return `${id} is being cancelled`
  },
}

const priority: RowAction<TaskRow> = {
  label: () => 'Set priority',
  refusal: refuse('REPRIORITIZE'),
  danger: false,
  choices: priorities.map(toWords),
  perform: (client, { id }, { choice = '' }) => setPriority(client, id, choice),
  undo: (row) => ({ choice: toWords(row.priority) }),
}

async function setPriority(client: CapstanClient, id: string, choice: string): Promise<string> {
  const level = priorities.find((each) => toWords(each) === choice)
  if (!level) throw new Error(`Expected one of ${priorities.map(toWords).join(', ')}, got ${choice}.`)
  await client.request(reprioritizeTask, { id, priority: level })
  return `${id} is ${choice} now`
}

export const taskActions: Resource<TaskRow>['actions'] = { retry, cancel, priority }
