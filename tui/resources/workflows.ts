// Workflow runs as a list. One run with its graph is a screen of its own.
import type { CapstanClient } from '../client/client.ts'
import {
  cancelWorkflow,
  pauseWorkflow,
  resumeWorkflow,
  retryWorkflow,
  type WorkflowAction,
  type WorkflowFilter,
  type WorkflowRowFragment,
  type WorkflowStatus,
  workflows as workflowsOperation,
} from '../generated/operations.ts'
import { bar } from '../text/chart.ts'
import type { Filter } from '../text/filter.ts'
import { formatAge, formatAgo, toWords } from '../text/format.ts'
import { type Resource, type RowAction, toPage } from './resource.ts'
import { fact, textSection } from './sections.ts'
import { prioritySpan, statusSpan, statusWord } from './status.ts'

export type WorkflowRow = WorkflowRowFragment

const statuses: readonly WorkflowStatus[] = ['RUNNING', 'PAUSED', 'WAITING', 'SUCCEEDED', 'FAILED', 'CANCELLED']

const refuse =
  (action: WorkflowAction) =>
  ({ id, status, viewerCan }: WorkflowRow) =>
    viewerCan.includes(action) ? undefined : `${id} is ${statusWord(status)}: there is nothing to ${toWords(action)}, or you may not.`

const pause: RowAction<WorkflowRow> = {
  label: ({ status }) => (status === 'PAUSED' ? 'Resume' : 'Pause'),
  refusal: (row) => refuse(row.status === 'PAUSED' ? 'RESUME' : 'PAUSE')(row),
  danger: false,
  perform: (client, { id, status }, { choice }) =>
    (choice ? choice === 'resume' : status === 'PAUSED') ? resume(client, id) : hold(client, id),
  undo: ({ status }) => ({ choice: status === 'PAUSED' ? 'pause' : 'resume' }),
}

async function hold(client: CapstanClient, id: string): Promise<string> {
  await client.request(pauseWorkflow, { id })
  return `${id} is held: what runs ends, nothing new starts`
}

async function resume(client: CapstanClient, id: string): Promise<string> {
  await client.request(resumeWorkflow, { id })
  return `${id} goes on`
}

export const workflows: Resource<WorkflowRow> = {
  name: 'workflows',
  title: 'Workflows',
  noun: 'workflow',
  columns: [
    { title: 'ID', width: 7, drop: 0, cell: ({ id }) => ({ text: id, tone: 'accent' }) },
    { title: 'STATE', width: 11, drop: 0, cell: ({ status }, { glyphs }) => statusSpan(status, glyphs) },
    { title: 'NAME', width: 20, grow: 2, drop: 0, cell: ({ name }) => ({ text: name }) },
    { title: 'TEMPLATE', width: 16, grow: 1, drop: 3, cell: ({ template }) => ({ text: template ?? 'inline', tone: 'dim' }) },
    { title: 'PRI', width: 3, drop: 4, cell: ({ priority }) => prioritySpan(priority) },
    {
      title: 'STEPS',
      width: 17,
      drop: 1,
      cell: ({ progress, completedSteps, totalSteps }, { glyphs }) => ({
        text: `${bar(progress, 10, glyphs)} ${completedSteps}/${totalSteps}`,
        tone: 'info',
      }),
    },
    {
      title: 'AGE',
      width: 5,
      drop: 1,
      align: 'right',
      cell: ({ createdAt }, { now }) => ({ text: formatAge(createdAt, now), tone: 'dim' }),
    },
    {
      title: 'NOTE',
      width: 12,
      grow: 2,
      drop: 2,
      cell: ({ error, reason }) => ({ text: error?.message ?? reason ?? '', tone: error ? 'bad' : 'dim' }),
    },
  ],
  nameOf: ({ id, name, status }) => `${id} ${name} (${statusWord(status)})`,
  pagedByServer: true,
  async load(client, { filter, first, after, signal }) {
    const variables = { filter: toWorkflowFilter(filter), first, after: after ?? null }
    const { workflows: page } = await client.request(workflowsOperation, variables, { signal })
    return toPage(page)
  },
  fields: ({ id, name, status, template }) => ({ id, name, state: [statusWord(status), toWords(status)], template: template ?? 'inline' }),
  stale: ({ type }) => type.startsWith('workflow.'),
  describe: ({ id, name, status, error, reason, template, ...run }, { now, glyphs }) => [
    {
      title: `${id} ${name}`,
      lines: [
        [statusSpan(status, glyphs)],
        fact('template', template ?? 'inline'),
        fact('steps', `${run.completedSteps} of ${run.totalSteps} ended`),
        fact('priority', toWords(run.priority)),
        fact('started', `${formatAgo(run.createdAt, now)}`),
        ...(reason ? [fact('reason', reason)] : []),
      ],
    },
    ...textSection('Error', error && `${error.code}: ${error.message}`, 'bad'),
  ],
  actions: {
    pause,
    cancel: {
      label: () => 'Cancel',
      refusal: refuse('CANCEL'),
      danger: true,
      reason: 'optional',
      perform: async (client, { id }, { reason }) => {
        await client.request(cancelWorkflow, { id, reason: reason || null })
        return `${id} is being cancelled`
      },
    },
    retry: {
      label: () => 'Retry from the failed steps',
      refusal: refuse('RETRY'),
      danger: false,
      perform: async (client, { id }) => {
        await client.request(retryWorkflow, { id })
        return `${id} tries again; finished steps are kept`
      },
    },
  },
  empty: 'No workflow has run yet. Press n to start one.',
}

function toWorkflowFilter({ words, fields }: Filter): WorkflowFilter {
  const wanted = fields.get('state') ?? fields.get('status')
  const status = statuses.filter((each) => wanted?.some((value) => statusWord(each).startsWith(value) || toWords(each).startsWith(value)))
  const [template] = fields.get('template') ?? []
  return { ...(wanted && { status }), ...(template && { template }), ...(words.length > 0 && { text: words.join(' ') }) }
}
