// Plans of the runs that move: each definition is opened and read once, however many runs have it.
import type { Json } from '../agents/adapter.ts'
import type { Vault } from '../tasks/vault.ts'
import type { Plan } from './plan.ts'
import { readDefinition } from './read-definition.ts'
import { type RunDoc, runPlace } from './run.ts'

const kept = 500

export interface Plans {
  /** Known already, or read from a definition that is at hand. */
  of(run: Pick<RunDoc, '_id' | 'plan'> & { definition?: Uint8Array }): Plan | undefined
  remember(hash: string, plan: Plan): void
}

export function createPlans(vault: Vault): Plans {
  const plans = new Map<string, Plan>()

  function remember(hash: string, plan: Plan): void {
    // The one that was used longest ago goes first.
    plans.delete(hash)
    plans.set(hash, plan)
    const [oldest] = plans.keys()
    if (plans.size > kept && oldest !== undefined) plans.delete(oldest)
  }

  return {
    remember,
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
