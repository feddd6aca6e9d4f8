// Ids as people say them -> objects that exist: whole, or cut short as long as only one begins so.
import type { Asking } from '../asking.ts'
import { code, joinMarkup, markup } from '../blocks/markup.ts'
import { Misunderstood } from '../explain.ts'
import { agentNames, deadLetter, deadLetters, request, schedules, task, tasks, workflow, workflows } from '../generated/operations.ts'
import { nearest } from '../grammar/did-you-mean.ts'
import { type IdNoun, toId } from '../grammar/ids.ts'

const examples: { readonly [noun in IdNoun]: string } = {
  task: 'T-1042',
  workflow: 'W-17',
  schedule: 'S-3',
  dead: 'D-1042',
  request: 'R-12',
  alert: 'A-5',
}

/** The id alone; whether there is such an object is not asked. */
export function needId(noun: IdNoun, word: string | undefined): string {
  const id = word === undefined ? undefined : toId(noun, word)
  if (id) return id
  const got = word === undefined ? markup`nothing` : code(word, 60)
  throw new Misunderstood(markup`Expected an id such as ${code(examples[noun])}, got ${got}.`)
}

/** The id of something that exists; a beginning is enough when only one begins so. */
export async function findId(asking: Asking, noun: IdNoun, word: string | undefined): Promise<string> {
  const id = needId(noun, word)
  if (await exists(asking, noun, id)) return id
  const found = (await beginningWith(asking, noun, id)).filter((one) => one.startsWith(id))
  const [only] = found
  if (only && found.length === 1) return only
  if (found.length === 0) throw new Misunderstood(markup`There is no ${code(id)} here.`)
  const shown = joinMarkup(
    found.slice(0, 8).map((one) => code(one)),
    ', ',
  )
  throw new Misunderstood(markup`${code(id)} may be ${shown}${found.length > 8 ? ' and more' : ''}. Type one more figure.`)
}

async function exists({ ask }: Asking, noun: IdNoun, id: string): Promise<boolean> {
  switch (noun) {
    case 'task':
      return (await ask(task, { id })).task !== null
    case 'workflow':
      return (await ask(workflow, { id })).workflow !== null
    case 'request':
      return (await ask(request, { id })).request !== null
    case 'dead':
      return (await ask(deadLetter, { id })).deadLetter !== null
    // What is done with these answers by itself when there is none.
    case 'schedule':
    case 'alert':
      return true
  }
}

async function beginningWith({ ask }: Asking, noun: IdNoun, id: string): Promise<string[]> {
  const idsOf = (nodes: readonly { id: string }[]) => nodes.map((node) => node.id)
  switch (noun) {
    case 'task':
      return idsOf((await ask(tasks, { filter: { text: id }, first: 100 })).tasks.nodes)
    case 'workflow':
      return idsOf((await ask(workflows, { filter: { text: id }, first: 100 })).workflows.nodes)
    case 'schedule':
      return idsOf((await ask(schedules, { filter: { text: id }, first: 100 })).schedules.nodes)
    case 'dead':
      return idsOf((await ask(deadLetters, { first: 100 })).deadLetters.nodes)
    case 'request':
    case 'alert':
      return []
  }
}

/** The name of an agent, or the one that was perhaps meant. */
export async function unknownAgent({ ask, prefix }: Asking, name: string): Promise<Misunderstood> {
  const { agents } = await ask(agentNames, {})
  const near = nearest(
    name,
    agents.map((agent) => agent.name),
  )
  if (near.length === 0)
    return new Misunderstood(markup`There is no agent ${code(name, 80)}. ${code(`${prefix} agents`)} shows all of them.`)
  return new Misunderstood(
    markup`There is no agent ${code(name, 80)}. Did you mean ${joinMarkup(
      near.map((one) => code(one)),
      ' or ',
    )}?`,
  )
}

export function rest(words: readonly string[], from = 1): string | undefined {
  const text = words.slice(from).join(' ').trim()
  return text === '' ? undefined : text
}
