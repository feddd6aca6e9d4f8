// What can be said here, for the one who asks: what they may not do is left out. Pure.
import type { ViewerAction } from '../generated/operations.ts'
import type { Noun, Verb } from '../grammar/noun.ts'
import { findNoun, nouns } from '../grammar/nouns.ts'
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
  const shown = noun ? all.filter(({ name }) => name === noun.name) : all
  const sections = shown.map((one) =>
    section(joinMarkup([bold(one.title), ...one.verbs.map((verb) => verbLine(prefix, one, verb, noun !== undefined))], '\n')),
  )
  return message(markup`Say ${code(`${prefix} run <agent>`)} to hand over work.`, [
    header(noun ? `Help \u00b7 ${noun.title}` : 'Capstan'),
    ...(linked ? [] : [section(markup`Capstan does not know you yet: ${code(`${prefix} link`)} says how to change that.`)]),
    ...sections,
    ...context(
      markup`The same words work in a mention and in a direct message. Ids may be cut short: ${code('T-10')}.`,
      noun ? undefined : markup`${code(`${prefix} help schedules`)} says more about one of them.`,
    ),
    ...actions('help', [
      ...(viewerCan.includes('SUBMIT')
        ? [button({ action: 'task.new', text: 'New task\u2026', value: { id: 'new' }, style: 'primary' })]
        : []),
      button({ action: 'queue.show', text: 'Queue', value: { id: 'queue' } }),
      button({ action: 'task.list', text: 'Tasks', value: { id: 'list' } }),
    ]),
  ])
}

function verbLine(prefix: string, noun: { name: string }, { name, takes, summary, example }: Verb, long: boolean): Markup {
  if (!long) return markup`${code(example ?? `${noun.name} ${name}`)} ${summary}`
  const usage = markup`${code(`${prefix} ${noun.name} ${name}${takes ? ` ${takes}` : ''}`)} ${summary}`
  return example ? markup`${usage}, for example ${code(`${prefix} ${example}`)}` : usage
}
