// What can be said about a task besides its parameters: level, tags, times. An agent's own parameter of the same name comes first.
import { code, markup } from '../blocks/markup.ts'
import { priorities, toPriority } from '../blocks/wording.ts'
import { Misunderstood } from '../explain.ts'
import type { SubmitTaskInput } from '../generated/operations.ts'
import type { Command } from '../grammar/command.ts'

type OptionField = 'priority' | 'tags' | 'runAt' | 'deadline' | 'timeoutSeconds' | 'urgency' | 'idempotencyKey'
export type TaskOptions = { -readonly [Name in OptionField]?: NonNullable<SubmitTaskInput[Name]> }

const names = ['priority', 'tags', 'run_at', 'deadline', 'timeout', 'urgency', 'key'] as const
type OptionName = (typeof names)[number]

export interface Split {
  options: TaskOptions
  /** What is left for the agent. */
  pairs: { [name: string]: string }
}

export function splitOptions({ pairs, flags }: Pick<Command, 'pairs' | 'flags'>, parameterNames: readonly string[]): Split {
  const given = new Map<OptionName, string>()
  const left: [string, string][] = []
  for (const [name, value] of Object.entries(pairs)) {
    if (isOption(name) && !parameterNames.includes(name)) given.set(name, value)
    else left.push([name, value])
  }
  for (const [name, value] of Object.entries(flags)) {
    const option = name.replaceAll('-', '_')
    if (isOption(option)) given.set(option, value === true ? '' : value)
    else left.push([option, value === true ? 'true' : value])
  }
  const options: TaskOptions = {}
  for (const [name, value] of given) readers[name](options, value)
  return { options, pairs: Object.fromEntries(left) }
}

const isOption = (name: string): name is OptionName => (names as readonly string[]).includes(name)

const readers: { readonly [Name in OptionName]: (options: TaskOptions, value: string) => void } = {
  priority: (options, value) => {
    options.priority = needPriority(value)
  },
  tags: (options, value) => {
    options.tags = value
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean)
  },
  run_at: (options, value) => {
    options.runAt = needMoment('run_at', value)
  },
  deadline: (options, value) => {
    options.deadline = needMoment('deadline', value)
  },
  timeout: (options, value) => {
    options.timeoutSeconds = needSeconds(value)
  },
  urgency: (options, value) => {
    options.urgency = Number(value)
  },
  key: (options, value) => {
    options.idempotencyKey = value
  },
}

export function needPriority(value: string | undefined) {
  const priority = value === undefined ? undefined : toPriority(value)
  if (priority) return priority
  throw new Misunderstood(
    markup`Expected one of ${priorities.map((one) => one.toLowerCase()).join(', ')}, got ${value ? code(value, 40) : 'nothing'}.`,
  )
}

function needMoment(name: string, value: string): string {
  const at = Date.parse(value)
  if (!Number.isNaN(at)) return new Date(at).toISOString()
  throw new Misunderstood(markup`${code(name)}: expected a moment such as ${code('2026-03-02T09:00:00+11:00')}, got ${code(value, 60)}.`)
}

const units: { readonly [unit: string]: number } = { '': 1, s: 1, m: 60, h: 3600 }

function needSeconds(value: string): number {
  const [, count, unit = ''] = value.match(/^(\d{1,6})([smh]?)$/) ?? []
  if (count) return Number(count) * (units[unit] ?? 1)
  throw new Misunderstood(markup`${code('timeout')}: expected seconds, or a time such as ${code('10m')}, got ${code(value, 40)}.`)
}
