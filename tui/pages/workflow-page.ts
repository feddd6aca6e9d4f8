// One workflow run, live: as a graph, as a tree, as a timeline. The same steps in every layout; pending ones are always drawn.
import type { Surroundings } from '../resources/resource.ts'
import { prioritySpan, statusSpan } from '../resources/status.ts'
import { layoutOf } from '../state/layout.ts'
import type { State } from '../state/state.ts'
import { bar } from '../text/chart.ts'
import { formatAgo } from '../text/format.ts'
import { plain } from '../text/lines.ts'
import type { Line } from '../theme.ts'
import { graphLines } from '../workflow/graph-lines.ts'
import { stepDetail } from '../workflow/step-line.ts'
import { timelineLines } from '../workflow/timeline-lines.ts'
import { treeLines } from '../workflow/tree-lines.ts'
import type { ViewLine } from './view.ts'

export function workflowHead({ route, workflow }: State, { now, glyphs }: Surroundings): Line[] {
  if (route.kind !== 'workflow') return []
  const run = workflow?.data
  if (!run) return [plain(` ${route.id}`, 'title'), plain(` ${workflow?.problem ?? 'reading ...'}`, workflow?.problem ? 'bad' : 'dim')]
  return [
    [
      { text: ` ${run.id} `, tone: 'accent', bold: true },
      { text: `${run.name}  `, bold: true },
      statusSpan(run.status, glyphs),
      { text: '  ' },
      prioritySpan(run.priority),
      { text: `  ${bar(run.progress, 12, glyphs)} ${run.completedSteps}/${run.totalSteps}`, tone: 'info' },
      { text: `  started ${formatAgo(run.createdAt, now)}`, tone: 'dim' },
      { text: `  ${route.layout}`, tone: 'accent' },
    ],
    run.error ? [{ text: ` ${run.error.code}: ${run.error.message}`, tone: 'bad' }] : plain(run.reason ? ` ${run.reason}` : '', 'dim'),
  ]
}

export function workflowBody(state: State, around: Surroundings): ViewLine[] {
  const { route, workflow, pane } = state
  const run = workflow?.data
  if (route.kind !== 'workflow' || !run) return []
  const { columns, bodyRows } = layoutOf(state)
  const look = { around, columns, selected: pane.step, critical: pane.criticalPath }
  const make = { graph: graphLines, tree: treeLines, timeline: timelineLines }[route.layout]
  const detail = stepDetail(run.steps[pane.step], around, columns)
  const room = Math.max(1, bodyRows - 2 - detail.length)
  const lines = make(run.steps, look)
  const at = lines.findIndex(({ selected }) => selected)
  const offset = Math.max(0, Math.min(at - Math.floor(room / 2), lines.length - room))
  const shown = lines.slice(offset, offset + room)
  return [...shown, ...Array.from({ length: room - shown.length }, (): ViewLine => ({ line: [] })), ...detail.map((line) => ({ line }))]
}
