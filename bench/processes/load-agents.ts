// Loads a folder of agents once, as a server that starts does, and says how long it took.
import { createAgentRegistry } from '../../server/agents/registry.ts'
import { createLogger } from '../../server/log.ts'
import { readOptions, tell, untilAsked } from '../rig/conversation.ts'

const { dir } = readOptions<{ dir: string }>()
const asked = untilAsked()
const registry = createAgentRegistry({ dir, env: {}, log: createLogger('error') })
const began = performance.now()
const { agents } = await registry.load()
tell({ kind: 'loaded', ms: performance.now() - began, agents })
await asked
process.exit(0)
