// A definition from a caller to a plan that may start, or everything that is wrong with it at once.
import { createHash } from 'node:crypto'
import type { Json } from '../agents/adapter.ts'
import type { AgentRegistry } from '../agents/registry.ts'
import type { Violation } from '../errors.ts'
import { checkPlan } from './check-plan.ts'
import { mostNamed, readSource } from './definition-text.ts'
import type { Plan } from './plan.ts'
import { readDefinition } from './read-definition.ts'

export interface CheckDeps {
  registry: AgentRegistry
  /** Templates that steps may name. */
  hasTemplate: (name: string, version: number | undefined) => boolean
}

export interface CheckedDefinition {
  plan: Plan
  /** As an object, as it is stored. */
  value: Json
  /** Of the value: the same for every run of it. */
  hash: string
  violations: Violation[]
}

export function checkDefinition({ registry, hasTemplate }: CheckDeps, definition: unknown): CheckedDefinition {
  const source = readSource(definition)
  if (Array.isArray(source)) return { plan: readDefinition({ steps: [] }).plan, value: null, hash: '', violations: source }
  const { plan, problems } = readDefinition(source.value)
  const around = {
    agent: (name: string) => registry.get(name)?.config,
    agentNames: () => registry.list().map(({ config }) => config.name),
    hasTemplate,
  }
  const found = [...problems, ...checkPlan(plan, around)]
  const violations = found.slice(0, mostNamed).map(source.toViolation)
  const value = source.value as Json
  return { plan, value, hash: hashOf(value), violations: unique(violations) }
}

function unique(violations: Violation[]): Violation[] {
  return [...new Map(violations.map((violation) => [`${violation.path} ${violation.message}`, violation])).values()]
}

export function hashOf(value: Json): string {
  return hashOfText(JSON.stringify(value))
}

export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
