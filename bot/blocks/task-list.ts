// Tasks one under the other, and the lines a task wrote. Pure.
import type { TaskLogsQuery, TaskRowFragment, TasksQuery } from '../generated/operations.ts'
import type { Rendered } from '../outbox/card.ts'
import { actions, button, context, header, preformatted, section } from './elements.ts'
import { nextPage, renderList } from './lists.ts'
import { bold, cut, harmless, type Markup, markup, moment, nothing } from './markup.ts'
import { message } from './message.ts'
import { clockTime, counted, percent, plural, taskState } from './wording.ts'

export function renderTaskList({ tasks, command }: { tasks: TasksQuery['tasks']; command: string }): Rendered {
  const { nodes, totalCount, totalCountIsExact, pageInfo } = tasks
  return renderList({
    title: 'Tasks',
    note: markup`${counted(totalCount, totalCountIsExact)} in all, newest first`,
    rows: nodes.map((task) => ({ text: taskLine(task), accessory: button({ action: 'task.show', text: 'Show', value: { id: task.id } }) })),
    empty: markup`No tasks here. Hand one over with \`run\`.`,
    acts: nextPage(command, pageInfo.endCursor, pageInfo.hasNextPage),
  })
}

export function taskLine({ id, agentName, status, progress, currentStep, createdAt, finishedAt, error }: TaskRowFragment): Markup {
  const step =
    status === 'RUNNING' ? markup` ${percent(progress)}${currentStep ? markup` \u00b7 ${cut(currentStep, 80)}` : nothing}` : nothing
  const why = error && status === 'FAILED' ? markup`\n${cut(error.message, 140)}` : nothing
  return markup`${bold(id, 30)} ${cut(agentName, 60)} \u00b7 ${taskState(status)}${step} \u00b7 ${moment(finishedAt ?? createdAt)}${why}`
}

type Logs = NonNullable<TaskLogsQuery['task']>

const longestLog = 2800

export function renderLogs({ task: { id, agentName, logs }, zone }: { task: Logs; zone: string }): Rendered {
  const lines = logs.nodes.map(({ at, level, text }) => `${clockTime(at, zone)} ${level.padEnd(5)} ${harmless(text)}`)
  // The newest lines matter most.
  const text = lines.join('\n')
  const shown = text.length > longestLog ? `\u2026\n${text.slice(-longestLog)}` : text
  return message(markup`Log of ${id}`, [
    header(`Log \u00b7 ${agentName} \u00b7 ${id}`),
    lines.length > 0 ? preformatted(shown, longestLog + 2) : section(markup`It has written nothing yet.`),
    ...context(markup`${plural(lines.length, 'line')}, ${zone} time`),
    ...actions(`log:${id}`, [
      button({ action: 'task.logs', text: 'Look again', value: { id } }),
      ...(logs.pageInfo.hasNextPage && logs.pageInfo.endCursor
        ? [button({ action: 'task.logsAfter', text: 'More', value: { id, after: logs.pageInfo.endCursor } })]
        : []),
    ]),
  ])
}
