// What came of a task or a workflow: its result or failure in the thread below its card, its files, and a mark on the card.
import { mostArtifactBytes, mostArtifacts, type Outcome, renderOutcome } from '../blocks/task-outcome.ts'
import { renderWorkflowResult } from '../blocks/workflow-list.ts'
import type { Api } from '../client/api.ts'
import { taskOutcome, workflowResult } from '../generated/operations.ts'
import type { Logger } from '../log.ts'
import type { Outbox } from '../outbox/outbox.ts'
import type { Watch } from './watch-store.ts'

export interface OutcomeParts {
  api: Api
  outbox: Outbox
  log: Logger
  watch: Watch
}

const marks: { [status: string]: string } = { SUCCEEDED: 'white_check_mark', FAILED: 'x', CANCELLED: 'no_entry_sign' }

/** Told once for each end: the outbox knows the same end again by its subject. */
export async function tellOutcome(parts: OutcomeParts): Promise<void> {
  if (parts.watch.kind === 'task') await tellTask(parts)
  if (parts.watch.kind === 'workflow') await tellWorkflow(parts)
}

async function tellTask(parts: OutcomeParts): Promise<void> {
  const { api, outbox, watch } = parts
  const { task } = await api.ask(taskOutcome, { id: watch.id })
  if (!task || !marks[task.status]) return
  const { message, file } = renderOutcome(task)
  const below = belowCard(watch)
  const key = `${watch.subject}:end:${task.attempts.length}`
  if (task.status !== 'CANCELLED') {
    await outbox.show({ ...below, subject: key, urgency: 'terminal', message, broadcast: task.status === 'FAILED' && !watch.thread })
  }
  if (file)
    await outbox.upload({ ...below, subject: `${key}:file`, urgency: 'terminal', name: file.name, content: file.content, title: file.name })
  await tellFiles(parts, task, key)
  await mark(parts, task.status)
}

async function tellFiles({ api, outbox, log, watch }: OutcomeParts, { artifacts }: Outcome, key: string): Promise<void> {
  for (const { id, name, bytes, url } of artifacts.slice(0, mostArtifacts)) {
    if (bytes > mostArtifactBytes) continue
    try {
      const content = await api.download(url, mostArtifactBytes)
      await outbox.upload({ ...belowCard(watch), subject: `${key}:artifact:${id}`, urgency: 'terminal', name, content, title: name })
    } catch (error) {
      log.warn({ err: error, artifact: id }, 'a file did not get into the thread')
    }
  }
}

async function tellWorkflow(parts: OutcomeParts): Promise<void> {
  const { api, outbox, watch } = parts
  const { workflow } = await api.ask(workflowResult, { id: watch.id })
  if (!workflow || !marks[workflow.status]) return
  const { message, file } = renderWorkflowResult(workflow)
  const below = belowCard(watch)
  const key = `${watch.subject}:end:${workflow.status}`
  await outbox.show({ ...below, subject: key, urgency: 'terminal', message, broadcast: workflow.status === 'FAILED' && !watch.thread })
  if (file)
    await outbox.upload({ ...below, subject: `${key}:file`, urgency: 'terminal', name: file.name, content: file.content, title: file.name })
  await mark(parts, workflow.status)
}

/** In a thread there is no thread below: what belongs together stays in the one there is. */
const belowCard = ({ team, channel, subject, thread }: Watch) => ({ team, channel, under: thread ? { ts: thread } : { subject } })

async function mark({ outbox, watch }: OutcomeParts, status: string): Promise<void> {
  const reaction = marks[status]
  if (reaction) await outbox.react({ team: watch.team, channel: watch.channel, subject: watch.subject, urgency: 'terminal', reaction })
}
