// From words to a command and its exit code: the table as a parser with help, suggestions and examples, and each way a command can
// end without success as a sentence on standard error. Opens nothing by itself.
import { Command, CommanderError, Option } from 'commander'
import { ApiError, ServerUnreachable } from '../client/api-error.ts'
import { type Call, type CommandSpec, type OptionValue, UsageError } from './command.ts'
import { type ExitCode, exitCodeHelp, exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import { runAgain } from './run-again.ts'
import { type Sayings, saidAs } from './said-as.ts'

export interface GlobalOptions {
  url?: string
  token?: string
  workspace?: string
  json?: boolean
  ndjson?: boolean
  table?: boolean
  view?: string
  ascii?: boolean
  screenReader?: boolean
}

export interface Program {
  commands: readonly CommandSpec[]
  version: string
  /** Made once a command is known to run. */
  createIo(options: GlobalOptions): Io
  out(text: string): void
  err(text: string): void
  /** Of the terminal. */
  columns: number
  /** Without any words, where a person sits. */
  openDashboard?: (options: GlobalOptions) => Promise<ExitCode>
}

export async function run(program: Program, args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done
  let says: Sayings | undefined
  const root = createRoot(program)
  for (const spec of program.commands.flatMap((one) => (one.also ? [one, { ...one, words: one.also }] : [one]))) {
    addCommand(root, spec, async (call, globals) => {
      says = spec.says
      const io = program.createIo(globals)
      try {
        code = (await (call.options['watch'] === true ? runAgain(io, () => spec.run(io, call)) : spec.run(io, call))) ?? exitCodes.done
      } finally {
        await io.client.close()
      }
    })
  }
  const { openDashboard } = program
  if (openDashboard) {
    root.action(async (options: GlobalOptions) => {
      code = await openDashboard(options)
    })
  }
  try {
    await root.parseAsync(asOption(args), { from: 'user' })
    return code
  } catch (error) {
    return explain(program, error, says)
  }
}

/** "help dlq retry" goes no deeper than "dlq" by itself. */
function asOption(args: readonly string[]): string[] {
  const [first, ...words] = args
  return first === 'help' && words.length > 1 && !words.some((word) => word.startsWith('-')) ? [...words, '--help'] : [...args]
}

function createRoot({ version, out, err, columns }: Program): Command {
  const root = new Command('capstan')
    .description('Runs a crew of AI agents. Without a command, in a terminal, it opens the dashboard.')
    .version(version, '--version', 'print the version')
    .option('--url <url>', 'address of the server')
    .option('--token <token>', 'token to use')
    .option('--workspace <id>', 'workspace to work in')
    .addOption(new Option('--json', 'print JSON; where the output is no terminal, this is the default').conflicts(['ndjson', 'table']))
    .addOption(new Option('--ndjson', 'print a line of JSON for each row').conflicts(['json', 'table']))
    .addOption(new Option('--table', 'print tables, also where the output is no terminal').conflicts(['json', 'ndjson']))
    .option('--view <screen>', 'screen the dashboard opens with, or an id such as T-12')
    .option('--ascii', 'dashboard with plain characters only')
    .option('--screen-reader', 'dashboard as lines of text with numbered choices')
    .helpOption('-h, --help', 'what it does, with examples')
    .helpCommand('help [command]', 'the same as --help')
    .showSuggestionAfterError()
    .showHelpAfterError('Try it with --help.')
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err, getOutHelpWidth: () => columns, getErrHelpWidth: () => columns })
  root.addHelpText('after', `\n${toExamples(rootExamples)}\n\n${exitCodeHelp}\n`)
  return root
}

type Act = (call: Call, globals: GlobalOptions) => Promise<void>

function addCommand(root: Command, spec: CommandSpec, act: Act): void {
  const words = spec.words.split(' ')
  const command = groupOf(root, words.slice(0, -1)).command(`${words.at(-1) ?? ''}${spec.takes ? ` ${spec.takes}` : ''}`)
  command.description(spec.summary).copyInheritedSettings(root).exitOverride()
  for (const { flags, summary, choices, many, default: fallback } of spec.options ?? []) {
    const option = new Option(flags, summary)
    if (choices && !many) option.choices(choices)
    else if (choices) option.description = `${summary}: ${choices.join(', ')}`
    if (many) option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value])
    if (fallback !== undefined) option.default(fallback)
    command.addOption(option)
  }
  if (spec.watchable) command.option('--watch', 'again whenever something has happened')
  command.addHelpText('after', `\n${toExamples(spec.examples)}\n`)
  command.showHelpAfterError(`Usage: capstan ${words.join(' ')} ${command.usage()}\nTry it with --help.`)
  if (words.length === 1) command.helpGroup(sectionOf(spec.words))
  command.action(async (...given: unknown[]) => {
    const args = given.slice(0, -2).flat() as (string | undefined)[]
    const options = command.opts() as { [name: string]: OptionValue }
    await act({ args: args.filter((one) => one !== undefined), options }, root.opts())
  })
}

const rootExamples = ['submit copywriter topic="Green tea" --wait', 'list --state failed --since 2h', 'dlq retry --all --dry-run', 'doctor']

const toExamples = (examples: readonly string[]) => `Examples:\n${examples.map((example) => `  ${toExample(example)}`).join('\n')}`

/** Some examples begin with another program. */
function toExample(example: string): string {
  return example.includes('capstan ') ? example : `capstan ${example}`
}

/** Under what the help of the whole program lists a command, by its first word. */
const sections: { readonly [title: string]: string } = {
  'This machine:': 'up stop doctor',
  'At a glance:': 'status queue bottlenecks metrics events',
  'Tasks:': 'submit run submit-many watch list show logs cancel retry reprioritize run-queue dlq',
  'Workflows and schedules:': 'workflow template schedule publish',
  'Decisions:': 'request approve reject answer',
  'The crew:': 'agents agent workers worker alerts alert',
  'People and rules:': 'audit budget user token workspace',
  'You:': 'login logout whoami password link',
  'More:': 'graphql completion help',
}

const sectionOf = (word: string): string => Object.entries(sections).find(([, words]) => words.split(' ').includes(word))?.[0] ?? 'More:'

/** What people try who know the bot or other queues. */
const otherWords: { readonly [word: string]: readonly string[] } = { dlq: ['dead', 'dead-letter'] }

const groups: { readonly [word: string]: string } = {
  dlq: 'Tasks that were given up: list, groups, show, retry, discard, note, assign.',
  workflow: 'Workflow runs: list, show, start, cancel, pause, resume, retry, diagram.',
  template: 'Workflows that can be started by name: list, show, check, draw, save, diff.',
  request: 'What waits for people: list, show.',
  schedule: 'What runs when: list, show, create, edit, pause, resume, delete, run, preview, upcoming.',
  agent: 'Agents: list, show, enable, disable, reset, new, check.',
  worker: 'Workers: list, drain.',
  alert: 'Alerts: list, acknowledge.',
  audit: 'Who did what: list, verify, export.',
  budget: 'Limits on tokens, money and runs: list, set, remove.',
  user: 'Users of the workspace: list, create, update.',
  token: 'Keys for programs: list, create, revoke.',
}

function groupOf(root: Command, words: readonly string[]): Command {
  let group = root
  for (const word of words) {
    const known = group.commands.find((one) => one.name() === word)
    group =
      known ??
      group
        .command(word)
        .description(groups[word] ?? word)
        .aliases(otherWords[word] ?? [])
        .helpGroup(group === root ? sectionOf(word) : '')
        .copyInheritedSettings(root)
        .exitOverride()
  }
  return group
}

function explain({ err }: Program, error: unknown, says: Sayings | undefined): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 || error.code === 'commander.help' ? exitCodes.done : exitCodes.usage
  if (error instanceof UsageError) {
    err(`${error.message}\n`)
    return exitCodes.usage
  }
  if (error instanceof ServerUnreachable) {
    err(`${error.message}\n`)
    return exitCodes.noServer
  }
  if (error instanceof ApiError) {
    const several = error.violations.length > 1
    const lines = several ? error.violations.map(({ path, message }) => `${path}: ${message}`) : [error.message]
    for (const line of lines) err(`${saidAs(line, says)}\n`)
    if (error.code === 'UNAUTHENTICATED') err('Log in with "capstan login", or name a token with --token or CAPSTAN_TOKEN.\n')
    return error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN' ? exitCodes.notAllowed : exitCodes.failed
  }
  throw error
}
