// One sentence to one person: what was done, what went wrong, what to type instead. Pure.
import type { Rendered } from '../outbox/card.ts'
import { type Act, actions, alert, button, section } from './elements.ts'
import { code, joinMarkup, type Markup, markup } from './markup.ts'
import { message } from './message.ts'

export function renderNotice(text: Markup, acts: readonly Act[] = []): Rendered {
  return message(text, [section(text), ...actions('notice', acts.slice(0, 5).map(button))])
}

export function renderProblem(text: Markup, acts: readonly Act[] = []): Rendered {
  return message(text, [alert(text), ...actions('notice', acts.slice(0, 5).map(button))])
}

export interface NotUnderstood {
  word: string
  suggestions: readonly string[]
  /** How the bot is called here: `/capstan` or a mention. */
  prefix: string
}

export function renderNotUnderstood({ word, suggestions, prefix }: NotUnderstood): Rendered {
  const tries = joinMarkup(
    suggestions.slice(0, 3).map((suggestion) => code(`${prefix} ${suggestion}`)),
    ' or ',
  )
  const text =
    suggestions.length > 0 ? markup`I do not know ${code(word, 60)}. Did you mean ${tries}?` : markup`I do not know ${code(word, 60)}.`
  const acts: Act[] = suggestions.slice(0, 2).map((suggestion, index) => ({
    action: `say.${index}`,
    text: suggestion,
    value: { id: suggestion.slice(0, 200) },
  }))
  return message(text, [
    section(text),
    ...actions('notice', [...acts.map(button), button({ action: 'help.open', text: 'Help', value: { id: 'help' } })]),
  ])
}
