// What is told about a task that ended: as data for programs, as a sentence for people. Pure.
import type { DeliveryDoc } from '../queue/deliveries.ts'

export type Told = Pick<DeliveryDoc, '_id' | 'task' | 'workspace' | 'agent' | 'outcome' | 'error' | 'endedAt'>

const ends = { SUCCEEDED: 'succeeded', FAILED: 'failed', CANCELLED: 'was cancelled' } as const

/** The same text on every try, so that a receiver may compare. */
export function toPayload({ task: id, workspace, agent, outcome: status, error, endedAt }: Told, publicUrl: string): string {
  const url = taskUrl(publicUrl, id)
  return JSON.stringify({
    type: `task.${status.toLowerCase()}`,
    task: { id, agent, status, error: error ?? null, workspace, url },
    at: endedAt.toISOString(),
  })
}

export function toSubject({ task, agent, outcome }: Told): string {
  return `${task} (${agent}) ${ends[outcome]}`
}

export function toText(told: Told, publicUrl: string): string {
  const reason = told.error && told.outcome !== 'SUCCEEDED' ? `\n${told.error.message}` : ''
  return `${toSubject(told)}.${reason}\n${taskUrl(publicUrl, told.task)}`
}

/** Slack reads three characters as markup. */
export function toSlackText(told: Told, publicUrl: string): string {
  return toText(told, publicUrl).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Answers with the task, for whoever shows a token. */
function taskUrl(publicUrl: string, id: string): string {
  const query = `{task(id:"${id}"){id status result error{message}}}`
  return `${publicUrl.replace(/\/$/, '')}/graphql?query=${encodeURIComponent(query)}`
}
