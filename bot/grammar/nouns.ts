// Every command there is, in one table: parser, help and the check of who may do what read it. Carries nothing out.
import type { Noun, Verb } from './noun.ts'
import { nounsOfOperation } from './nouns-of-operation.ts'
import { nounsOfWork } from './nouns-of-work.ts'

export const nouns = [...nounsOfWork, ...nounsOfOperation] as const

type NounOf = (typeof nouns)[number]
type NamesOf<N> = N extends { name: infer Name extends string; verbs: readonly (infer V)[] }
  ? V extends { name: infer VerbName extends string }
    ? `${Name}.${VerbName}`
    : never
  : never

/** `task.cancel`, `workflow.start`, ... */
export type CommandName = NamesOf<NounOf>

/** Words that stand for a noun and a verb at once. */
export const shorthands: { [word: string]: CommandName } = {
  run: 'task.run',
  submit: 'task.run',
  list: 'task.list',
  ls: 'task.list',
  cancel: 'task.cancel',
  stop: 'task.cancel',
  retry: 'task.retry',
  logs: 'task.logs',
  log: 'task.logs',
  priority: 'task.priority',
  show: 'task.show',
  watch: 'task.show',
  why: 'task.show',
  status: 'queue.show',
  start: 'workflow.start',
  approve: 'request.approve',
  reject: 'request.reject',
  answer: 'request.answer',
  post: 'schedule.post',
  ack: 'alert.ack',
  whoami: 'link.who',
  unlink: 'link.remove',
}

export function findNoun(word: string): Noun | undefined {
  const given = word.toLowerCase()
  return (nouns as readonly Noun[]).find(({ name, aliases = [] }) => name === given || aliases.includes(given))
}

export function findVerb({ verbs }: Noun, word: string): Verb | undefined {
  const given = word.toLowerCase()
  return verbs.find(({ name, aliases = [] }) => name === given || aliases.includes(given))
}

export function verbOf(name: CommandName): { noun: Noun; verb: Verb } {
  const [nounName = '', verbName = ''] = name.split('.')
  const noun = findNoun(nounName)
  const verb = noun && findVerb(noun, verbName)
  if (!verb) throw new Error(`There is no command ${name}`)
  return { noun, verb }
}
