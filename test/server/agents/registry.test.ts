import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AgentRegistry, createAgentRegistry, type RegistryChange } from '../../../server/agents/registry.ts'
import { silentLogger } from '../../../server/log.ts'
import { sampleYaml } from './sample-agent.ts'

let dir: string
let registry: AgentRegistry

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'capstan-agents-'))
  registry = createAgentRegistry({ dir, env: { GIVEN: 'value-1' }, log: silentLogger })
})
afterEach(() => rm(dir, { recursive: true }))

function yaml(name: string, more = ''): string {
  return `${sampleYaml.replace('name: sample', `name: ${name}`)}${more}`
}

function write(file: string, text: string): Promise<void> {
  return writeFile(join(dir, file), text)
}

function names(): string[] {
  return registry.list().map(({ config }) => config.name)
}

function nextChange(): Promise<RegistryChange> {
  return new Promise((resolve) => {
    const stop = registry.onChange((change) => {
      stop()
      resolve(change)
    })
  })
}

describe('loading the agents folder', () => {
  it('serves every good file and reports the broken one', async () => {
    await write('alpha.yaml', yaml('alpha'))
    await write('broken.yaml', 'name: broken\nteam: X\n')
    await write('zulu.yml', yaml('zulu'))
    await write('agent.schema.json', '{}')
    expect(await registry.load()).toMatchObject({ agents: 2, available: 2 })
    expect(names()).toEqual(['alpha', 'zulu'])
    expect(registry.problems()).toMatchObject([
      { file: 'broken.yaml', name: 'broken', message: expect.stringContaining('type: is missing') as string },
    ])
  })

  it('keeps the first of two files that define the same agent and names both', async () => {
    await write('alpha.yaml', yaml('alpha'))
    await write('alpha.yml', yaml('alpha'))
    await registry.load()
    expect(names()).toEqual(['alpha'])
    expect(registry.problems()).toMatchObject([
      { file: 'alpha.yml', message: 'alpha.yml and alpha.yaml both define the agent "alpha"; alpha.yaml is used, remove or rename one' },
    ])
  })

  it('demands that the file is named like its agent', async () => {
    await write('beta.yaml', yaml('alpha'))
    await registry.load()
    expect(names()).toEqual([])
    expect(registry.problems()[0]?.message).toBe(
      'name is "alpha", expected "beta" like the file; rename the agent, or the file to alpha.yaml',
    )
  })

  it('says what to do when the folder cannot be read', async () => {
    const lost = createAgentRegistry({ dir: join(dir, 'missing'), env: {}, log: silentLogger })
    await expect(lost.load()).rejects.toThrow(/Create it, or set CAPSTAN_AGENTS_DIR/)
  })
})

describe('secrets', () => {
  it('that are missing make the agent unavailable, with the way out', async () => {
    await write('alpha.yaml', yaml('alpha', 'secrets: [MISSING]\n'))
    await registry.load()
    expect(registry.get('alpha')).toMatchObject({
      available: false,
      unavailableReason: 'needs the secret MISSING: set the environment variable MISSING and restart',
    })
    expect(registry.secretsFor('alpha')).toEqual({})
  })

  it('reach only the agent that lists them', async () => {
    await write('alpha.yaml', yaml('alpha', 'secrets: [GIVEN]\n'))
    await write('beta.yaml', yaml('beta'))
    await registry.load()
    expect(registry.get('alpha')?.available).toBe(true)
    expect(registry.secretsFor('alpha')).toEqual({ GIVEN: 'value-1' })
    expect(registry.secretsFor('beta')).toEqual({})
  })
})

describe('loading again', () => {
  it('keeps the last good version of a file that broke, and recovers with the file', async () => {
    await write('alpha.yaml', yaml('alpha'))
    await registry.load()
    const good = registry.get('alpha')?.config
    await write('alpha.yaml', 'name: alpha\nteam: [')
    await registry.load()
    expect(registry.get('alpha')).toMatchObject({ available: true, fileError: expect.stringContaining('is not valid YAML') as string })
    expect(registry.get('alpha')?.config).toBe(good)
    expect(registry.problems()).toHaveLength(1)
    await write('alpha.yaml', yaml('alpha', 'risk: high\n'))
    await registry.load()
    expect(registry.get('alpha')).toMatchObject({ config: { risk: 'high' } })
    expect(registry.get('alpha')).not.toHaveProperty('fileError')
    expect(registry.problems()).toEqual([])
  })

  it('keeps the very same config of a file that did not change, and tells nobody', async () => {
    await write('alpha.yaml', yaml('alpha'))
    await registry.load()
    const before = registry.get('alpha')?.config
    const changes: RegistryChange[] = []
    registry.onChange((change) => changes.push(change))
    await registry.load()
    expect(registry.get('alpha')?.config).toBe(before)
    expect(changes).toEqual([])
  })
})

describe('watching the folder', () => {
  it('picks up files that are added, replaced and removed', async () => {
    await write('alpha.yaml', yaml('alpha'))
    await registry.load()
    const stop = await registry.watch()
    try {
      let change = nextChange()
      await write('beta.yaml', yaml('beta'))
      expect(await change).toMatchObject({ added: ['beta'], changed: [], removed: [] })
      change = nextChange()
      await write('alpha.tmp', yaml('alpha', 'risk: high\n'))
      await rename(join(dir, 'alpha.tmp'), join(dir, 'alpha.yaml'))
      expect(await change).toMatchObject({ added: [], changed: ['alpha'], removed: [] })
      change = nextChange()
      await rm(join(dir, 'alpha.yaml'))
      expect(await change).toMatchObject({ added: [], changed: [], removed: ['alpha'] })
      expect(names()).toEqual(['beta'])
    } finally {
      await stop()
    }
  })

  it('tells about a broken new file, too', async () => {
    await registry.load()
    const stop = await registry.watch()
    try {
      const change = nextChange()
      await write('broken.yaml', 'name: [')
      expect((await change).problems).toMatchObject([{ file: 'broken.yaml', name: 'broken' }])
    } finally {
      await stop()
    }
  })
})
