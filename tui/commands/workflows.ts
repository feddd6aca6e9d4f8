// Workflow runs and the templates they are started from.
import { ApiError } from '../client/api-error.ts'
import {
  type CliWorkflowFragment,
  type CliWorkflowRowFragment,
  cliCancelWorkflow,
  cliPauseWorkflow,
  cliResumeWorkflow,
  cliRetryWorkflow,
  cliStartWorkflow,
  cliTemplate,
  cliWorkflowById,
  cliWorkflowDiagram,
  cliWorkflows,
  type WorkflowStatus,
} from '../generated/operations.ts'
import { argument, type CommandSpec, countOf, isFiltered, isSet, listOf, numberOf, textOf, UsageError } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { age, facts, indent, json, moment, stateColor } from './format.ts'
import { readJson, readPairs, readText, readWord } from './inputs.ts'
import { type Io, moreThan, printOne, printRows } from './io.ts'
import { readPages } from './pages.ts'
import { type Column, renderTable } from './table.ts'
import { priorities } from './tasks.ts'
import { followWorkflow, patienceOf } from './watch.ts'

const statuses: readonly WorkflowStatus[] = ['RUNNING', 'PAUSED', 'WAITING', 'SUCCEEDED', 'FAILED', 'CANCELLED']

function columns(io: Io): Column<CliWorkflowRowFragment>[] {
  return [
    { title: 'ID', of: ({ id }) => id },
    { title: 'STATE', of: ({ status }) => status, color: stateColor },
    { title: 'STEPS', of: ({ completedSteps, totalSteps }) => `${completedSteps}/${totalSteps}`, align: 'right' },
    { title: 'TEMPLATE', of: ({ template, templateVersion }) => (template ? `${template} v${templateVersion ?? 1}` : '') },
    { title: 'AGE', of: ({ createdAt }) => age(createdAt, io.now()), align: 'right' },
    {
      title: 'NAME',
      of: ({ name, error, reason }) => (error ? `${name}: ${error.message}` : reason ? `${name}: ${reason}` : name),
      grows: true,
    },
  ]
}

function describe(io: Io, run: CliWorkflowFragment): string[] {
  const steps = renderTable(
    run.steps,
    [
      { title: 'STEP', of: ({ id }) => id },
      { title: 'KIND', of: ({ kind }) => kind.toLowerCase().replace('_', ' ') },
      { title: 'STATE', of: ({ status }) => status, color: stateColor },
      { title: 'AFTER', of: ({ dependsOn }) => dependsOn.join(', ') },
      { title: 'DOES', of: ({ agent, task, request }) => [agent, task?.id, request?.id].filter(Boolean).join(' ') },
      { title: 'NOW', of: ({ error, waitingFor }) => error?.message ?? waitingFor ?? '', grows: true },
    ],
    { width: io.isTerminal ? io.columns : undefined, color: io.color },
  )
  return [
    ...facts([
      ['workflow', `${run.id} ${run.name}`],
      ['state', `${run.status}, ${run.completedSteps} of ${run.totalSteps} steps`],
      ['template', run.template && `${run.template} v${run.templateVersion ?? 1}`],
      ['started', moment(run.createdAt)],
      ['ended', moment(run.finishedAt)],
      ['reason', run.reason],
      ['error', run.error && `${run.error.code}: ${run.error.message}`],
    ]),
    steps.trimEnd(),
    ...(run.result === null ? [] : ['result', indent(json(run.result))]),
  ]
}

/** A definition as an object, or as the text of a YAML file so that mistakes are named with their line. */
export async function readDefinition(io: Io, source: string): Promise<unknown> {
  const text = await readText(io, source, 'definition')
  try {
    return JSON.parse(text)
  } catch {
    // Loading it takes longer than most commands.
    const { parse } = await import('yaml')
    if (typeof parse(text) !== 'object')
      throw new UsageError('definition: expected a workflow in YAML or JSON, a file, or - for standard input')
    return text
  }
}

function act(
  words: string,
  summary: string,
  change: (io: Io, id: string, call: Parameters<CommandSpec['run']>[1]) => Promise<CliWorkflowRowFragment>,
) {
  return {
    words,
    takes: '<run>',
    summary,
    examples: [`${words} W-7`],
    run: async (io: Io, call: Parameters<CommandSpec['run']>[1]) => {
      printRows(io, [await change(io, argument(call), call)], { columns: columns(io), empty: '' })
      return undefined
    },
  }
}

const reason = { flags: '-r, --reason <text>', summary: 'why; shown to everybody who looks at it' }

export const workflowCommands: readonly CommandSpec[] = [
  {
    words: 'workflow list',
    summary: 'Workflow runs, newest first.',
    options: [
      { flags: '-s, --state <state>', summary: 'in this state', many: true, choices: statuses.map((status) => status.toLowerCase()) },
      { flags: '--template <name>', summary: 'of this template' },
      { flags: '--text <words>', summary: 'with these words' },
      { flags: '-n, --limit <count>', summary: 'at most this many', default: '50' },
    ],
    examples: ['workflow list', 'workflow list --state running --watch'],
    watchable: true,
    run: async (io, call) => {
      const states = listOf(call, 'state')?.map((word) => readWord(word, statuses, '--state') as WorkflowStatus)
      const filter = { ...(states && { status: states }), template: textOf(call, 'template') ?? null, text: textOf(call, 'text') ?? null }
      const { nodes, list } = await readPages(
        countOf(call, 'limit') ?? 50,
        async (first, after) => (await io.client.request(cliWorkflows, { filter, first, after })).workflows,
      )
      printRows(io, nodes, {
        columns: columns(io),
        empty: isFiltered(call) ? 'No run matches.' : 'No workflow has run.',
        more: moreThan(nodes.length, list),
      })
      return undefined
    },
  },
  {
    words: 'workflow show',
    takes: '<run>',
    summary: 'One run with its steps.',
    examples: ['workflow show W-7'],
    watchable: true,
    run: async (io, call) => {
      const { workflow } = await io.client.request(cliWorkflowById, { id: argument(call) })
      if (!workflow) throw new ApiError({ message: `There is no workflow run ${argument(call)}.`, extensions: { code: 'NOT_FOUND' } })
      printOne(io, workflow, (run) => describe(io, run))
      return undefined
    },
  },
  {
    words: 'workflow start',
    takes: '<template> [values...]',
    summary: 'Start a workflow: a template by name, or a definition in a file. Values are key=value, or key:=json.',
    options: [
      { flags: '--version <number>', summary: 'of the template; the latest when left out' },
      { flags: '--name <text>', summary: 'what to call this run' },
      { flags: '--parameters <json>', summary: 'JSON, a file, or -; values are merged over it' },
      { flags: '-p, --priority <level>', summary: 'of its tasks', choices: priorities.map((level) => level.toLowerCase()) },
      { flags: '--key <key>', summary: 'the same key within 24 hours gives the same run' },
      { flags: '-w, --wait', summary: 'wait until it has ended; the exit code says how' },
      { flags: '-f, --follow', summary: 'wait, and show each step meanwhile' },
      { flags: '--timeout <seconds>', summary: 'stop waiting after this long, with exit code 6' },
    ],
    examples: [
      'workflow start marketing-campaign topic="Green tea" recipients=team@example.com --follow',
      'workflow start ./launch.yaml --wait --json',
    ],
    run: async (io, call) => {
      const patience = patienceOf(call)
      const [source = '', ...pairs] = call.args
      const inline = source === '-' || /\.(ya?ml|json)$/.test(source)
      const version = numberOf(call, 'version') ?? null
      const schema =
        inline || pairs.length === 0
          ? undefined
          : (await io.client.request(cliTemplate, { name: source, version })).workflowTemplate?.parameters
      const given = textOf(call, 'parameters')
      const parameters = readPairs(
        pairs,
        schema,
        given === undefined ? {} : ((await readJson(io, given, '--parameters')) as { [name: string]: unknown }),
      )
      const { startWorkflow } = await io.client.request(cliStartWorkflow, {
        input: {
          ...(inline ? { definition: await readDefinition(io, source) } : { template: source, version }),
          parameters,
          name: textOf(call, 'name') ?? null,
          priority: readWord(textOf(call, 'priority'), priorities, '--priority') ?? null,
          idempotencyKey: textOf(call, 'key') ?? null,
        },
      })
      if (!patience) {
        printOne(io, startWorkflow, ({ id, name }) => [`${id} ${name} started. Watch it with: capstan watch ${id}`])
        return undefined
      }
      const { code, workflow } = await followWorkflow(io, startWorkflow.id, patience)
      if (workflow && code !== exitCodes.interrupted) printOne(io, workflow, (run) => describe(io, run))
      return code
    },
  },
  {
    ...act(
      'workflow cancel',
      'Stop a run: what runs is aborted.',
      async (io, id, call) => (await io.client.request(cliCancelWorkflow, { id, reason: textOf(call, 'reason') ?? null })).cancelWorkflow,
    ),
    options: [reason],
  },
  {
    ...act(
      'workflow pause',
      'Hold a run: what runs ends, nothing new starts.',
      async (io, id, call) => (await io.client.request(cliPauseWorkflow, { id, reason: textOf(call, 'reason') ?? null })).pauseWorkflow,
    ),
    options: [reason],
  },
  act('workflow resume', 'Let a held run go on.', async (io, id) => (await io.client.request(cliResumeWorkflow, { id })).resumeWorkflow),
  {
    ...act(
      'workflow retry',
      'Try a failed or cancelled run again from where it stopped.',
      async (io, id, call) => (await io.client.request(cliRetryWorkflow, { id, step: textOf(call, 'step') ?? null })).retryWorkflow,
    ),
    options: [{ flags: '--step <id>', summary: 'from this step on, finished or not' }],
  },
  {
    words: 'workflow diagram',
    takes: '<run>',
    summary: 'The run as a picture: Mermaid text, or SVG.',
    options: [{ flags: '--svg', summary: 'SVG instead of Mermaid' }],
    examples: ['workflow diagram W-7', 'workflow diagram W-7 --svg > run.svg'],
    run: async (io, call) => {
      const format = isSet(call, 'svg') ? ('SVG' as const) : ('MERMAID' as const)
      const { workflow } = await io.client.request(cliWorkflowDiagram, { id: argument(call), format })
      if (!workflow) throw new ApiError({ message: `There is no workflow run ${argument(call)}.`, extensions: { code: 'NOT_FOUND' } })
      io.out(`${workflow.diagram}\n`)
      return undefined
    },
  },
]
