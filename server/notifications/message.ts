// What is told, mostly that a task ended: as data for programs, as a sentence for people. Pure.
import type { DeliveryDoc } from '../queue/deliveries.ts'

export type Told = Pick<DeliveryDoc, '_id' | 'task' | 'workspace' | 'agent' | 'outcome' | 'said' | 'error' | 'endedAt'>

const ends = { SUCCEEDED: 'succeeded', FAILED: 'failed', CANCELLED: 'was cancelled' } as const

/** The same text on every try, so that a receiver may compare. */
export function toPayload({ task: id, workspace, agent, outcome: status, said, error, endedAt }: Told, publicUrl: string): string {
  const at = endedAt.toISOString()
  if (said || !status) return JSON.stringify({ type: said?.type, about: id, workspace, title: said?.title, text: said?.text, at })
  const url = taskUrl(publicUrl, id)
  return JSON.stringify({
    type: `task.${status.toLowerCase()}`,
    task: { id, agent, status, error: error ?? null, workspace, url },
    at,
  })
}

export function toSubject({ task, agent, outcome, said }: Told): string {
  return outcome ? `${task} (${agent}) ${ends[outcome]}` : (said?.title ?? task)
}

export function toText(told: Told, publicUrl: string): string {
  if (told.said) return [told.said.title, told.said.text].filter(Boolean).join('\n')
  const reason = told.error && told.outcome !== 'SUCCEEDED' ? `\n${told.error.message}` : ''
  return `${toSubject(told)}.${reason}\n${taskUrl(publicUrl, told.task)}`
}

/** Slack reads three characters as markup. */
export function toSlackText(told: Told, publicUrl: string): string {
  if (told.said?.markdown) return told.said.text
  return toText(told, publicUrl).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Answers with the task, for whoever shows a token. */
function taskUrl(publicUrl: string, id: string): string {
  const query = `{task(id:"${id}"){id status result error{message}}}`
  return `${publicUrl.replace(/\/$/, '')}/graphql?query=${encodeURIComponent(query)}`
}
