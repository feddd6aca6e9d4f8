// What every part of a server process is built from, and how it is ended. Holds no logic.
import type { Config } from '../config.ts'
import type { Product } from '../graphql/product.ts'
import type { AgentPolicies } from '../tasks/agent-policies.ts'

export type Stop = () => Promise<void> | void

export interface Parts extends Pick<Product, 'database' | 'log' | 'registry' | 'vault' | 'workspaces' | 'feed' | 'artifacts'> {
  config: Config
  policies: AgentPolicies
}

/** Running tasks get this long to finish. */
export const drainMs = 30_000
