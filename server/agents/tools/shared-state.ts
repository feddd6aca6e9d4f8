// Lets a model read and leave values that other agents of its workspace see too.
import { z } from 'zod'
import type { Json, SharedState } from '../adapter.ts'
import { defineTool, type Tool, toText } from './tool.ts'

const maxTtlSeconds = 30 * 24 * 3600
const defaultTtlSeconds = 24 * 3600

const key = z.string().min(1).max(200)

export function stateGetTool(state: SharedState): Tool {
  return defineTool({
    name: 'state_get',
    description: 'Reads a value that an agent of this workspace has left under a key. Answers null when there is none or its time is over.',
    input: z.object({ key }),
    run: async (input) => toText((await state.get(input.key)) ?? null),
  })
}

export function stateSetTool(state: SharedState): Tool {
  return defineTool({
    name: 'state_set',
    description: 'Leaves a JSON value under a key for all agents of this workspace, replacing what was there.',
    input: z.object({
      key,
      value: z.unknown().describe('Any JSON value, up to 64 KB.'),
      ttl_seconds: z.int().min(1).max(maxTtlSeconds).default(defaultTtlSeconds).describe('How long it stays; a day when left out.'),
    }),
    run: async (input) => {
      await state.set(input.key, (input.value ?? null) as Json, input.ttl_seconds * 1000)
      return `stored for ${input.ttl_seconds} seconds`
    },
  })
}
