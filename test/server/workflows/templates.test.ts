// The workflows that come with the product: every one can be started, its parameters are described, its agents ship.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createAgentRegistry } from '../../../server/agents/registry.ts'
import { silentLogger } from '../../../server/log.ts'
import { checkDefinition } from '../../../server/workflows/check-definition.ts'
import { shippedTemplates } from '../../support/workflows.ts'

const registry = createAgentRegistry({ dir: join(import.meta.dirname, '../../../agent-configs'), env: {}, log: silentLogger })
await registry.load()
const files = readdirSync(shippedTemplates)

describe('the templates that ship', () => {
  it('are at least seven, those the documentation promises among them', () => {
    const names = files.map((file) => file.replace('.yaml', ''))
    const promised = [
      'marketing-campaign',
      'test-generation',
      'user-story-batch',
      'spec-implement-verify',
      'bug-fix',
      'content-calendar',
      'research-report',
    ]
    expect(names).toEqual(expect.arrayContaining(promised))
  })

  it.each(files)('%s has nothing wrong with it', (file) => {
    const text = readFileSync(join(shippedTemplates, file), 'utf8')
    const { violations } = checkDefinition({ registry, hasTemplate: () => true }, text)
    expect(violations).toEqual([])
  })

  it.each(files)('%s describes itself and every parameter', (file) => {
    const { plan } = checkDefinition({ registry, hasTemplate: () => true }, readFileSync(join(shippedTemplates, file), 'utf8'))
    expect(plan.description.length).toBeGreaterThan(20)
    const properties = Object.entries((plan.parameters['properties'] ?? {}) as { [name: string]: { description?: string } })
    expect(properties.filter(([, { description }]) => !description).map(([name]) => name)).toEqual([])
  })
})
