// Workflow templates: what there is, checking and saving one's own, and what changed between versions.
import { ApiError } from '../client/api-error.ts'
import {
  cliCheckWorkflow,
  cliDrawWorkflow,
  cliPublish,
  cliSaveTemplate,
  cliTemplate,
  cliTemplateDiff,
  cliTemplates,
} from '../generated/operations.ts'
import { argument, type CommandSpec, isSet, numberOf, textOf, UsageError } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { facts, indent, json } from './format.ts'
import { readJson } from './inputs.ts'
import { printOne, printRows } from './io.ts'
import { readDefinition } from './workflows.ts'

export const templateCommands: readonly CommandSpec[] = [
  {
    words: 'template list',
    summary: 'Workflows that can be started by name.',
    examples: ['template list'],
    run: async (io) => {
      const { workflowTemplates } = await io.client.request(cliTemplates, {})
      printRows(io, workflowTemplates, {
        columns: [
          { title: 'NAME', of: ({ name }) => name },
          { title: 'VERSION', of: ({ version }) => String(version), align: 'right' },
          { title: 'TITLE', of: ({ title }) => title },
          { title: 'FOR', of: ({ description }) => description, grows: true },
        ],
        empty: 'There are no templates.',
      })
      return undefined
    },
  },
  {
    words: 'template show',
    takes: '<name>',
    summary: 'A template with its parameters and steps.',
    options: [{ flags: '--version <number>', summary: 'the latest when left out' }],
    examples: ['template show marketing-campaign'],
    run: async (io, call) => {
      const { workflowTemplate } = await io.client.request(cliTemplate, {
        name: argument(call),
        version: numberOf(call, 'version') ?? null,
      })
      if (!workflowTemplate) throw new ApiError({ message: `There is no template ${argument(call)}.`, extensions: { code: 'NOT_FOUND' } })
      printOne(io, workflowTemplate, ({ name, title, description, version, versions, parameters, definition, problems }) => [
        ...facts([
          ['template', `${name} v${version}`],
          ['title', title],
          ['for', description],
          ['versions', versions.join(', ')],
          ['problems', problems.map(({ path, message }) => `${path}: ${message}`).join('; ')],
        ]),
        'parameters',
        indent(json(parameters)),
        'definition',
        indent(json(definition)),
      ])
      return undefined
    },
  },
  {
    words: 'template check',
    takes: '<file>',
    summary: 'Everything that is wrong with a definition; exit code 1 when there is something.',
    examples: ['template check ./launch.yaml'],
    run: async (io, call) => {
      const { checkWorkflow } = await io.client.request(cliCheckWorkflow, { definition: await readDefinition(io, argument(call)) })
      printRows(io, checkWorkflow, {
        columns: [
          { title: 'WHERE', of: ({ path }) => path },
          { title: 'WHAT', of: ({ message }) => message, grows: true },
        ],
        empty: 'Nothing is wrong with it.',
      })
      return checkWorkflow.length > 0 ? exitCodes.failed : undefined
    },
  },
  {
    words: 'template draw',
    takes: '<file>',
    summary: 'A definition as a picture: Mermaid text, or SVG.',
    options: [{ flags: '--svg', summary: 'SVG instead of Mermaid' }],
    examples: ['template draw ./launch.yaml --svg > launch.svg'],
    run: async (io, call) => {
      const format = isSet(call, 'svg') ? ('SVG' as const) : ('MERMAID' as const)
      const { drawWorkflow } = await io.client.request(cliDrawWorkflow, { definition: await readDefinition(io, argument(call)), format })
      io.out(`${drawWorkflow}\n`)
      return undefined
    },
  },
  {
    words: 'template save',
    takes: '<name> <file>',
    summary: 'Save a definition under a name; saving it again makes the next version.',
    options: [
      { flags: '--title <text>', summary: 'what people call it' },
      { flags: '--description <text>', summary: 'what it is for' },
    ],
    examples: ['template save my-launch ./launch.yaml --title "Our launch"'],
    run: async (io, call) => {
      const definition = await readDefinition(io, argument(call, 1))
      const input = {
        name: argument(call),
        title: textOf(call, 'title') ?? null,
        description: textOf(call, 'description') ?? null,
        definition,
      }
      const { saveWorkflowTemplate } = await io.client.request(cliSaveTemplate, { input })
      printOne(io, saveWorkflowTemplate, ({ name, version }) => [`${name} v${version} saved.`])
      return undefined
    },
  },
  {
    words: 'template diff',
    takes: '<name> <from> <to>',
    summary: 'What differs between two versions.',
    examples: ['template diff my-launch 1 2'],
    run: async (io, call) => {
      const [from, to] = [Number(argument(call, 1)), Number(argument(call, 2))]
      if (!Number.isInteger(from) || !Number.isInteger(to)) throw new UsageError('expected two version numbers, for example 1 2')
      const { workflowTemplateDiff } = await io.client.request(cliTemplateDiff, { name: argument(call), from, to })
      printRows(io, workflowTemplateDiff, {
        columns: [
          { title: 'WHERE', of: ({ path }) => path },
          { title: 'WAS', of: (one) => JSON.stringify(one.from) ?? '' },
          { title: 'IS', of: (one) => JSON.stringify(one.to) ?? '', grows: true },
        ],
        empty: 'They are the same.',
      })
      return undefined
    },
  },
  {
    words: 'publish',
    takes: '<topic>',
    summary: 'Say that something happened; workflow steps may wait for it.',
    options: [{ flags: '--payload <json>', summary: 'JSON, a file, or - for standard input' }],
    examples: ['publish order.paid --payload \'{"order": 7}\''],
    run: async (io, call) => {
      const source = textOf(call, 'payload')
      const payload = source === undefined ? null : await readJson(io, source, '--payload')
      const { publishEvent } = await io.client.request(cliPublish, { topic: argument(call), payload })
      printOne(io, publishEvent, ({ cursor }) => [`${argument(call)} is published, as event ${cursor}.`])
      return undefined
    },
  },
]
