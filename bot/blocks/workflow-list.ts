// Templates to start and runs under way, and what came of a run. Pure.
import type { WorkflowResultQuery, WorkflowsQuery, WorkflowTemplatesQuery } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { button, header, preformatted, section } from './elements.ts'
import { bold, code, cut, type Markup, markup, moment, nothing } from './markup.ts'
import { message } from './message.ts'
import { workflowStates } from './wording.ts'

type Template = WorkflowTemplatesQuery['workflowTemplates'][number]
type Run = WorkflowsQuery['workflows']['nodes'][number]

export function renderWorkflows({
  templates,
  runs,
  mayStart,
}: {
  templates: readonly Template[]
  runs: readonly Run[]
  mayStart: boolean
}): Rendered {
  return message(markup`${templates.length} templates, ${runs.length} runs`, [
    header('Templates'),
    ...(templates.length === 0 ? [section(markup`None yet.`)] : []),
    ...templates.slice(0, 20).map((template) => {
      const start = button({ action: 'workflow.start', text: 'Start\u2026', value: { id: template.name.slice(0, 200) } })
      return section(templateLine(template), mayStart && template.problems.length === 0 ? start : undefined)
    }),
    header('Runs'),
    ...(runs.length === 0 ? [section(markup`None yet.`)] : []),
    ...runs.slice(0, 10).map((run) => section(runLine(run), button({ action: 'workflow.show', text: 'Show', value: { id: run.id } }))),
  ])
}

function templateLine({ name, title, description, version, problems }: Template): Markup {
  const problem = problems[0] ? markup`\n\u26a0 ${cut(problems[0].message, 160)}` : nothing
  return markup`${bold(title, 100)} ${code(name, 80)} v${version}\n${cut(description, 200)}${problem}`
}

function runLine({ id, name, status, completedSteps, totalSteps, createdAt, finishedAt }: Run): Markup {
  return markup`${bold(id, 30)} ${cut(name, 100)} \u00b7 ${workflowStates[status].icon} ${workflowStates[status].word} \u00b7 ${completedSteps}/${totalSteps} \u00b7 ${moment(finishedAt ?? createdAt)}`
}

type Result = NonNullable<WorkflowResultQuery['workflow']>

const longest = 2600

/** What its steps returned; a long one as a file besides. */
export function renderWorkflowResult({ id, name, status, result, error }: Result): {
  message: Rendered
  file: { name: string; content: string } | undefined
} {
  const json = JSON.stringify(result ?? null, null, 2)
  const head = markup`${workflowStates[status].icon} ${bold(name, 150)} ${id}: ${workflowStates[status].word.toLowerCase()}`
  const why = error ? [section(markup`${code(error.code, 40)} ${cut(error.message, 600)}`)] : []
  const shown = result === null || result === undefined ? [] : [preformatted(json, 1800)]
  return {
    message: message(head, [section(head), ...why, ...shown]),
    file: json.length > longest ? { name: `${id}.json`, content: json } : undefined,
  }
}
