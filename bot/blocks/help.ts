// What can be said here, for the one who asks: what they may not do is left out. Pure.
import type { KnownBlock } from '@slack/types'
import type { ViewerAction } from '../generated/operations.ts'
import type { Noun, Verb } from '../grammar/noun.ts'
import { type CommandName, findNoun, nouns, verbOf } from '../grammar/nouns.ts'
import type { Rendered } from '../outbox/card.ts'
import { actions, button, context, header, section } from './elements.ts'
import { bold, code, joinMarkup, type Markup, markup } from './markup.ts'
import { message } from './message.ts'

export interface Help {
  prefix: string
  topic: string | undefined
  /** Undefined: the server could not be asked; only what everybody may is shown. */
  viewerCan: readonly ViewerAction[] | undefined
  /** Whether the server knows who this Slack user is. */
  linked: boolean
}

export function renderHelp({ prefix, topic, viewerCan = [], linked }: Help): Rendered {
  const may = ({ needs }: Verb) => needs === undefined || viewerCan.includes(needs)
  const noun = topic === undefined ? undefined : findNoun(topic)
  const all = (nouns as readonly Noun[])
    .map(({ verbs, ...rest }) => ({ ...rest, verbs: verbs.filter(may) }))
    .filter(({ verbs }) => verbs.length > 0)
  const shown = noun && all.find(({ name }) => name === noun.name)
  return message(markup`Say ${code(`${prefix} run <agent>`)} to hand over work.`, [
    header(noun ? `Help \u00b7 ${noun.title}` : 'Capstan'),
    ...(linked ? [] : [section(markup`Capstan does not know you yet: ${code(`${prefix} link`)} says how to change that.`)]),
    ...(noun ? topicSections(prefix, shown) : overview(prefix, all)),
    ...context(markup`The same words work in a mention and in a direct message. Ids may be cut short: ${code('T-10')}.`),
    ...actions('help', [
      ...(viewerCan.includes('SUBMIT')
        ? [button({ action: 'task.new', text: 'New task\u2026', value: { id: 'new' }, style: 'primary' })]
        : []),
      button({ action: 'queue.show', text: 'Queue', value: { id: 'queue' } }),
      button({ action: 'task.list', text: 'Tasks', value: { id: 'list' } }),
    ]),
  ])
}

/** What most people say most. */
const first: readonly { name: CommandName; example: string }[] = [
  { name: 'task.run', example: 'run copywriter topic="AI trends"' },
  { name: 'agent.list', example: 'agents' },
  { name: 'task.list', example: 'list' },
  { name: 'queue.show', example: 'status' },
  { name: 'workflow.list', example: 'workflow list' },
  { name: 'request.list', example: 'requests' },
  { name: 'dead.groups', example: 'dead' },
  { name: 'schedule.post', example: 'post #team every weekday at 9:00 "Stand-up!"' },
  { name: 'settings.show', example: 'settings' },
]

/** What to begin with, and where to find the rest: all of it at once would be more than a page. */
function overview(prefix: string, all: readonly Noun[]): KnownBlock[] {
  const begin = first.flatMap(({ name, example }) => {
    const { noun, verb } = verbOf(name)
    const offered = all.find((one) => one.name === noun.name)?.verbs.includes(verb)
    return offered ? [markup`${code(`${prefix} ${example}`)} ${verb.summary}`] : []
  })
  const topics = all
    .filter(({ name }) => name !== 'help')
    .map(({ name, title, verbs }) => markup`${bold(title)} ${code(name)} ${verbs.map((verb) => verb.name).join(' \u00b7 ')}`)
  const more = markup`${bold('All there is')}, and ${code(`${prefix} help task`)} says more of one of them`
  return [section(joinMarkup([bold('To begin with'), ...begin], '\n')), section(joinMarkup([more, ...topics], '\n'))]
}

function topicSections(prefix: string, noun: Noun | undefined): KnownBlock[] {
  if (!noun) return [section(markup`Nothing of this is for you to do. ${code(`${prefix} help`)} shows what is.`)]
  return [
    section(
      joinMarkup(
        noun.verbs.map((verb) => verbLine(prefix, noun, verb)),
        '\n',
      ),
    ),
  ]
}

function verbLine(prefix: string, noun: { name: string }, { name, takes, summary, example }: Verb): Markup {
  const usage = markup`${code(`${prefix} ${noun.name} ${name}${takes ? ` ${takes}` : ''}`)} ${summary}`
  return example && takes ? markup`${usage}, for example ${code(`${prefix} ${example}`)}` : usage
}
