// Where things lie, seen from the bundles in dist/bench.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('..', import.meta.url))

export const root = join(dist, '..')
export const shippedAgents = join(root, 'agent-configs')
export const serverProgram = join(dist, 'main.mjs')
export const followParent = join(dist, 'follow-parent.mjs')
export const serverLauncher = join(root, 'server', 'launch', 'server.mjs')

export type ProcessName =
  | 'worker'
  | 'same-process'
  | 'load-agents'
  | 'hello'
  | 'agenda'
  | 'bullmq'
  | 'workflows'
  | 'checked-server'
  | 'vitals'

export function processBundle(name: ProcessName): string {
  return join(dist, 'bench', 'processes', `${name}.mjs`)
}
