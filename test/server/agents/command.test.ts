import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunOutcome } from '../../../server/agents/adapter.ts'
import { runCommand } from '../../../server/agents/command.ts'
import type { AgentConfig, CommandRun } from '../../../server/agents/config.ts'
import { type RecordedRun, recordRun } from './run-context.ts'
import { sampleAgent } from './sample-agent.ts'

let folder: string
let scripts = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capstan-command-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A program in JavaScript; `say` writes one JSON line, `input` is what it was given. */
async function program(body: string, limits: Partial<CommandRun> = {}): Promise<AgentConfig> {
  const file = join(folder, `program-${++scripts}.mjs`)
  await writeFile(
    file,
    `import fs from 'node:fs'\nimport { spawn } from 'node:child_process'\nconst say = (line) => fs.writeSync(1, JSON.stringify(line) + '\\n')\nconst input = JSON.parse(fs.readFileSync(0, 'utf8'))\n${body}\n`,
  )
  const run: CommandRun = {
    kind: 'command',
    command: [process.execPath, file],
    env: [],
    maxMemoryMb: 512,
    maxOutputBytes: 1_000_000,
    ...limits,
  }
  return sampleAgent({ run, graceMs: 200 })
}

function runIt(
  agent: AgentConfig,
  run: RecordedRun = recordRun(),
  env: Record<string, string | undefined> = process.env,
): Promise<RunOutcome> {
  return runCommand(agent, { ...run.context, env })
}

function failure(code: string, errorClass: string): object {
  return { kind: 'failed', error: { code, class: errorClass } }
}

/** A killed process without a parent that waits for it stays listed, but runs no more. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat !== '' && !/\) [ZX] /.test(stat)
}

describe('a command', () => {
  it('is given the task as JSON and answers with a result line', async () => {
    const agent = await program(`say({ type: 'result', result: input })`)
    expect(await runIt(agent, recordRun({ topic: 'Tea' }))).toEqual({
      kind: 'succeeded',
      result: { task: 'T-1', attempt: 2, fence: 7, parameters: { topic: 'Tea' } },
    })
  })

  it('reports progress, partial output and log lines while it runs', async () => {
    const run = recordRun()
    const agent =
      await program(`say({ type: 'progress', fraction: 0.5, step: 'half' }); say({ type: 'partial', text: 'abc' }); say({ type: 'log', level: 'warn', text: 'careful' })
      console.log('just a line'); say({ type: 'result', result: 1 })`)
    expect(await runIt(agent, run)).toEqual({ kind: 'succeeded', result: 1 })
    expect(run.progress).toEqual([{ fraction: 0.5, step: 'half' }, { partial: 'abc' }])
    expect(run.logs).toEqual(['warn careful', 'info just a line'])
  })

  it('sees only the environment its agent lists, and its secrets', async () => {
    const run = recordRun()
    run.context.secrets['API_KEY'] = 'k-123456'
    const agent = await program(`say({ type: 'result', result: Object.keys(process.env).sort() })`, { env: ['LISTED'] })
    expect(await runIt(agent, run, { PATH: '/bin', LISTED: 'yes', HIDDEN: 'no' })).toEqual({
      kind: 'succeeded',
      result: ['API_KEY', 'LISTED', 'PATH'],
    })
  })

  it('works in a folder of its own that is gone afterwards', async () => {
    const agent = await program(`fs.writeFileSync('made.txt', 'x'); say({ type: 'result', result: process.cwd() })`)
    const outcome = (await runIt(agent)) as { result: string }
    expect(outcome.result).not.toBe(process.cwd())
    expect(existsSync(outcome.result)).toBe(false)
  })

  it('may say itself why it failed', async () => {
    const agent = await program(
      `say({ type: 'error', code: 'BUSY', class: 'RATE_LIMITED', message: 'come back later', retryAfterMs: 5000 })`,
    )
    expect(await runIt(agent)).toEqual({
      kind: 'failed',
      error: { code: 'BUSY', class: 'RATE_LIMITED', message: 'come back later', retryAfterMs: 5_000 },
    })
  })

  it('is heard even if parts of what it says make no sense', async () => {
    const agent = await program(`say({ type: 'error', code: '', class: 'CANCELLED', message: 'the shop is closed', retryAfterMs: -5 })`)
    expect(await runIt(agent)).toEqual({
      kind: 'failed',
      error: { code: 'AGENT_FAILED', class: 'TRANSIENT', message: 'the shop is closed' },
    })
  })

  it('has failed, perhaps for now, when it ends with a code, and its last words are kept', async () => {
    const outcome = await runIt(await program(`console.error('disk is full'); process.exit(3)`))
    expect(outcome).toMatchObject(failure('COMMAND_FAILED', 'TRANSIENT'))
    expect(outcome).toMatchObject({ error: { message: 'The command ended with code 3: disk is full' } })
  })

  it('has failed for good without a result, or without a program', async () => {
    const message = expect.stringContaining('Let it print one before it ends')
    expect(await runIt(await program(''))).toMatchObject({ error: { code: 'NO_RESULT', class: 'PERMANENT', message } })
    expect(await runIt(await program('', { command: ['no-such-program-here'] }))).toMatchObject(failure('COMMAND_NOT_FOUND', 'PERMANENT'))
    expect(await runIt(await program('', { command: [join(folder, 'program-1.mjs')] }))).toMatchObject(
      failure('COMMAND_NOT_FOUND', 'PERMANENT'),
    )
  })

  it('passes its arguments as they are: no shell reads them', async () => {
    const agent = await program(`say({ type: 'result', result: process.argv.slice(2) })`)
    const run = agent.run as CommandRun
    expect(await runIt({ ...agent, run: { ...run, command: [...run.command, '$(echo hi); rm -rf *'] } })).toEqual({
      kind: 'succeeded',
      result: ['$(echo hi); rm -rf *'],
    })
  })
})

describe('a command that goes wrong', () => {
  it('is ended with all its children when the run is aborted, even if it will not listen', async () => {
    const run = recordRun()
    const agent =
      await program(`process.on('SIGTERM', () => {}); const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM",()=>{});setInterval(()=>{},1000)'], { stdio: 'ignore' })
      say({ type: 'log', text: 'pids ' + process.pid + ' ' + child.pid }); for (;;) {}`)
    const outcome = runIt(agent, run)
    await run.when((text) => text.startsWith('pids'))
    run.abort()
    expect(await outcome).toMatchObject(failure('ABORTED', 'CANCELLED'))
    const pids = run.logs[0]!.split(' ').slice(2).map(Number)
    expect(pids).toHaveLength(2)
    await expect.poll(() => Promise.all(pids.map(isRunning))).toEqual([false, false])
  })

  it('is ended when it writes more than it may', async () => {
    const agent = await program(`for (;;) fs.writeSync(1, 'x'.repeat(10_000) + '\\n')`, { maxOutputBytes: 50_000 })
    expect(await runIt(agent)).toMatchObject(failure('OUTPUT_TOO_LARGE', 'PERMANENT'))
  })

  it('is ended when it and its children use more memory than they may', async () => {
    const agent = await program(
      `const kept = []; for (let i = 0; i < 40; i++) kept.push(Buffer.alloc(10_000_000, 1)); setInterval(() => kept.length, 1000)`,
      { maxMemoryMb: 150 },
    )
    expect(await runIt(agent)).toMatchObject(failure('MEMORY_LIMIT', 'PERMANENT'))
  })
})

describe('a command with a limit of time on the processor', () => {
  it('is ended when it has used it up', async () => {
    const agent = await program('for (;;) {}', { maxCpuSeconds: 0.5 })
    expect(await runIt(agent)).toMatchObject({
      error: { code: 'CPU_LIMIT', class: 'PERMANENT', message: expect.stringContaining('0.5 seconds of the processor') },
    })
  })

  it('is ended when what it started has used it up', async () => {
    const agent = await program(`spawn(process.execPath, ['-e', 'for (;;) {}']); setInterval(() => undefined, 1000)`, {
      maxCpuSeconds: 0.5,
    })
    expect(await runIt(agent)).toMatchObject(failure('CPU_LIMIT', 'PERMANENT'))
  })

  it('may wait for as long as it likes', async () => {
    const agent = await program(`setTimeout(() => say({ type: 'result', result: 'rested' }), 2500)`, { maxCpuSeconds: 2 })
    expect(await runIt(agent)).toEqual({ kind: 'succeeded', result: 'rested' })
  })
})

describe('a program that cannot be started', () => {
  it('because nobody may execute it says so', async () => {
    const file = join(folder, 'locked')
    await writeFile(file, '#!/bin/sh\n', { mode: 0o644 })
    expect(await runIt(await program('', { command: [file] }))).toMatchObject({
      error: {
        code: 'COMMAND_NOT_FOUND',
        class: 'PERMANENT',
        message: `The program "${file}" cannot be started: it is not executable. Allow it with chmod +x or correct execution.command.`,
      },
    })
  })
})

describe('the files of a command', () => {
  it('become artifacts', async () => {
    const run = recordRun()
    const agent = await program(
      `fs.mkdirSync('out'); fs.writeFileSync('out/a.csv', 'a,b'); say({ type: 'artifact', name: 'table.csv', contentType: 'text/csv', path: 'out/a.csv' }); say({ type: 'result', result: null })`,
    )
    expect(await runIt(agent, run)).toEqual({ kind: 'succeeded', result: null })
    expect(run.artifacts).toEqual([{ name: 'table.csv', contentType: 'text/csv', data: Buffer.from('a,b') }])
  })

  it.each([
    ['an absolute path', `'/etc/hostname'`],
    ['a path that climbs out', `'../../etc/hostname'`],
    ['a link that leads out', `(fs.symlinkSync('/etc', 'link'), 'link/hostname')`],
    ['a file that is not there', `'missing.txt'`],
    ['a folder', `(fs.mkdirSync('dir'), 'dir')`],
  ])('are refused when the line names %s', async (_, path) => {
    const run = recordRun()
    const agent = await program(`say({ type: 'artifact', name: 'x', path: ${path} }); say({ type: 'result', result: 1 })`)
    expect(await runIt(agent, run)).toMatchObject(failure('ARTIFACT_REFUSED', 'PERMANENT'))
    expect(run.artifacts).toEqual([])
  })
})
