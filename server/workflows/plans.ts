// Plans of the runs that start and move: each definition is checked, opened and read once, however many runs have it.
import type { Json } from '../agents/adapter.ts'
import type { AgentRegistry } from '../agents/registry.ts'
import type { Vault } from '../tasks/vault.ts'
import { type CheckDeps, type CheckedDefinition, checkDefinition, hashOfText } from './check-definition.ts'
import type { Plan } from './plan.ts'
import { readDefinition } from './read-definition.ts'
import { type RunDoc, runPlace } from './run.ts'

const kept = 500

export interface Plans {
  /** Known already, or read from a definition that is at hand. */
  of(run: Pick<RunDoc, '_id' | 'plan'> & { definition?: Uint8Array }): Plan | undefined
  remember(hash: string, plan: Plan): void
  /** Checked already and found good, as long as no agent has changed since; else checked now. `text` is the definition's own. */
  check(definition: unknown, text: string, hasTemplate: CheckDeps['hasTemplate']): CheckedDefinition
}

export function createPlans(vault: Vault, registry: AgentRegistry): Plans {
  const plans = new Map<string, Plan>()
  const good = new Map<string, CheckedDefinition>()
  registry.onChange(() => good.clear())

  function remember(hash: string, plan: Plan): void {
    // The one that was used longest ago goes first.
    plans.delete(hash)
    plans.set(hash, plan)
    const [oldest] = plans.keys()
    if (plans.size > kept && oldest !== undefined) plans.delete(oldest)
  }

  function check(definition: unknown, text: string, hasTemplate: CheckDeps['hasTemplate']): CheckedDefinition {
    const key = hashOfText(text)
    const known = good.get(key)
    if (known) return known
    const checked = checkDefinition({ registry, hasTemplate }, definition)
    // Whether templates that it names are there may change at any time.
    const isLasting = !checked.plan.nodes.some(({ work }) => work.kind === 'WORKFLOW')
    if (good.size >= kept) good.clear()
    if (isLasting && checked.violations.length === 0) good.set(key, checked)
    return checked
  }

  return {
    remember,
    check,
    of: ({ _id, plan: hash, definition }) => {
      const known = plans.get(hash)
      if (known) return known
      if (!definition) return undefined
      const { plan } = readDefinition(vault.open(definition, runPlace(_id, 'definition')) as Json)
      remember(hash, plan)
      return plan
    },
  }
}
