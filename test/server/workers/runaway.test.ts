// An agent that runs away harms nobody: endless loops and hunger for memory end, and the others keep finishing meanwhile.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../../server/agents/command.ts'
import type { AgentConfig } from '../../../server/agents/config.ts'
import { createTestEngine } from '../../support/engine.ts'

const folder = await mkdtemp(join(tmpdir(), 'capstan-runaway-'))
afterAll(() => rm(folder, { recursive: true }))

async function agent(name: string, body: string): Promise<Partial<AgentConfig>> {
  const file = join(folder, `${name}.mjs`)
  await writeFile(file, body)
  const run = { kind: 'command' as const, command: [process.execPath, file], env: [], maxMemoryMb: 200, maxOutputBytes: 1_000_000 }
  return { name, run, maxConcurrent: 2 }
}

const engine = await createTestEngine({
  agents: [
    await agent('spinner', 'for (;;) {}'),
    await agent('hoarder', 'const kept = []; setInterval(() => kept.push(Buffer.alloc(20e6, 1)), 20)'),
    await agent('steady', `console.log(JSON.stringify({ type: 'result', result: 'done' }))`),
  ],
  handler: (config, context) => runCommand(config, { ...context, env: process.env }),
})

describe('a runaway agent', () => {
  it('is ended at its time or memory limit while others keep finishing beside it', async () => {
    await engine.startWorker(5)
    const [spinner, hoarder] = await engine.submitAll([{ agent: 'spinner', timeoutSeconds: 4 }, { agent: 'hoarder' }])
    await engine.waitFor(spinner!._id, 'RUNNING')
    const steady = await engine.submitAll(Array.from({ length: 6 }, () => ({ agent: 'steady' })))
    const done = await Promise.all(steady.map(({ _id }) => engine.waitFor(_id, 'SUCCEEDED')))
    const [spun, hoarded] = [await engine.waitFor(spinner!._id, 'FAILED'), await engine.waitFor(hoarder!._id, 'FAILED')]
    expect(spun.error?.code).toBe('TIMEOUT')
    expect(hoarded.error?.code).toBe('MEMORY_LIMIT')
    expect(done.every(({ finishedAt }) => finishedAt! < spun.finishedAt!)).toBe(true)
  })
})
