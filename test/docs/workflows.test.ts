// Every workflow in docs/workflows.md can be started as it stands there, and every kind of step and filter is mentioned.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createAgentRegistry } from '../../server/agents/registry.ts'
import { silentLogger } from '../../server/log.ts'
import { checkDefinition } from '../../server/workflows/check-definition.ts'
import { kindNames } from '../../server/workflows/definition.ts'
import { filters } from '../../server/workflows/filters.ts'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/workflows.md'), 'utf8')
const registry = createAgentRegistry({ dir: join(root, 'agent-configs'), env: {}, log: silentLogger })
await registry.load()
const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = '']) => example)

describe('docs/workflows.md', () => {
  it.each(examples)('has an example that can be started: %#', (example) => {
    expect(checkDefinition({ registry, hasTemplate: () => false }, example).violations).toEqual([])
  })

  it('names every kind of step and every filter', () => {
    const missing = [...kindNames.map((kind) => `| ${kind} |`), ...Object.keys(filters).map((filter) => `\`${filter}\``)]
    expect(missing.filter((word) => !text.includes(word))).toEqual([])
  })
})
