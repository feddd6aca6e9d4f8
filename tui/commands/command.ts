// What one command is: words, arguments, options, examples, and what it does. The table of all commands drives the parser, the help,
// the completion and the documentation. Knows nothing of how the words are parsed.
import type { ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import type { Sayings } from './said-as.ts'

export interface OptionSpec {
  /** As commander reads them, for example `-p, --priority <level>`. */
  flags: string
  summary: string
  /** The only values it takes; also what completion offers. */
  choices?: readonly string[]
  /** May be given more than once. */
  many?: boolean
  default?: string
}

export type OptionValue = string | boolean | readonly string[] | undefined

export interface Call {
  args: readonly string[]
  options: { readonly [name: string]: OptionValue }
}

export interface CommandSpec {
  /** Words after `capstan`, for example `workflow start`. */
  words: string
  /** Other words for it, that fit those of its neighbours. */
  also?: string
  /** As commander reads them, for example `<template> [values...]`. */
  takes?: string
  summary: string
  options?: readonly OptionSpec[]
  /** Without the leading `capstan`. */
  examples: readonly string[]
  /** Its options by the inputs of the server that they set, where the names differ. */
  says?: Sayings
  /** `--watch` runs it again whenever something has happened. */
  watchable?: boolean
  run(io: Io, call: Call): Promise<ExitCode | undefined>
}

/** A mistake in the words of the command line that only the command itself can see. */
export class UsageError extends Error {}

export function textOf({ options }: Call, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

export function listOf({ options }: Call, name: string): readonly string[] | undefined {
  const value = options[name]
  if (typeof value === 'string') return [value]
  return typeof value === 'object' ? value : undefined
}

export function isSet({ options }: Call, name: string): boolean {
  return options[name] === true
}

export function numberOf(call: Call, name: string): number | undefined {
  const text = textOf(call, name)
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`--${name}: expected a number, got "${text}"`)
  return value
}

/** A whole number of at least this. */
export function countOf(call: Call, name: string, least = 1): number | undefined {
  const value = numberOf(call, name)
  if (value === undefined || (Number.isInteger(value) && value >= least)) return value
  throw new UsageError(`--${name}: expected a whole number from ${least}, got ${value}`)
}

/** A span that is not negative. */
export function secondsOf(call: Call, name: string): number | undefined {
  const value = numberOf(call, name)
  if (value === undefined || value >= 0) return value
  throw new UsageError(`--${name}: expected seconds from 0, got ${value}`)
}

/** Whether something narrows a list down. */
export function isFiltered({ options }: Call): boolean {
  return Object.entries(options).some(([name, value]) => name !== 'watch' && name !== 'limit' && value !== undefined)
}

/** The argument at this place; the parser has made sure that what is demanded is there. */
export function argument({ args }: Call, place = 0): string {
  return args[place] ?? ''
}
