// Every example in the guide to models and tools is one that an agent file may contain.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatViolations, parseAgentFile } from '../../server/agents/agent-file.ts'
import { plainTools } from '../../server/agents/config.ts'

const document = readFileSync(new URL('../../docs/tools.md', import.meta.url), 'utf8')
const examples = [...document.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml!)
const head = 'name: sample\nteam: TEST_TEAM\ntype: writer\ndescription: Stands around the examples.\n'

describe('docs/tools.md', () => {
  it.each(examples.map((yaml) => [/^(\w+):(?! \[)/m.exec(yaml)?.[1], yaml] as const))(
    'shows what an agent file may say of its %s',
    (_key, yaml) => {
      const result = parseAgentFile(`${head}${yaml.includes('llm_config') ? '' : 'llm_config: { system_prompt: Answer. }\n'}${yaml}`)
      expect(result.ok ? '' : formatViolations(result.violations)).toBe('')
    },
  )

  it('has a row for every tool', () => {
    const rows = [...document.matchAll(/^\| ((?:`[a-z_]+`(?:, )?)+) \|/gm)].flatMap(([, names]) => [...names!.matchAll(/`([a-z_]+)`/g)])
    expect(rows.map(([, name]) => name).toSorted()).toEqual([...plainTools, 'http_fetch', 'database_query'].toSorted())
  })
})
