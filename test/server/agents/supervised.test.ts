// Promise: a long-lived process of an agent is kept, watched and started again when it dies, and an agent whose processes keep dying
// takes no work until it has had time to be mended.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProcessRun } from '../../../server/agents/config.ts'
import { createProcesses, type Processes } from '../../../server/agents/supervised/processes.ts'
import { recordRun } from './run-context.ts'
import { sampleAgent, sampleModel } from './sample-agent.ts'

let folder: string
let processes: Processes
let changes: (string | undefined)[]
let logs: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capstan-supervised-'))
  changes = []
  logs = []
  processes = createProcesses({
    env: { PATH: process.env['PATH'], LISTED: 'seen', UNLISTED: 'hidden' },
    log: (_agent, text) => logs.push(text),
    onChange: (_agent, reason) => changes.push(reason),
    pausesMs: [0, 10, 20],
  })
})

afterEach(async () => {
  await processes.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** `order` is what it was told, `say` answers for that run. */
function program(body: string, run: Partial<ProcessRun> = {}) {
  const file = join(folder, 'agent.mjs')
  writeFileSync(
    file,
    `import { createInterface } from 'node:readline'
import { appendFileSync } from 'node:fs'
appendFileSync(${JSON.stringify(join(folder, 'starts'))}, process.pid + '\\n')
let deaf = false
for await (const text of createInterface({ input: process.stdin })) {
  const order = JSON.parse(text)
  const say = (line) => process.stdout.write(JSON.stringify({ run: order.run, ...line }) + '\\n')
  if (order.type === 'ping' && !deaf) say({ type: 'pong' })
  if (order.type === 'stop') process.exit()
  if (order.type === 'run') { ${body} }
}`,
  )
  const defaults = {
    model: sampleModel,
    env: ['LISTED'],
    processes: 1,
    maxMemoryMb: 512,
    maxOutputBytes: 100_000,
    unresponsiveMs: 60_000,
  }
  return sampleAgent({ run: { kind: 'process', command: [process.execPath, file], ...defaults, ...run }, graceMs: 300 })
}

const resultOf = <T>(outcome: unknown) => (outcome as { result: T }).result
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const starts = () => readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n').length
const answer = (value: string) => `say({ type: 'result', result: ${value} })`

describe('a supervised process', () => {
  it('is started once and told one task after another', async () => {
    const agent = program(answer('{ pid: process.pid, topic: order.parameters.topic }'))
    const first = await processes.run(agent, recordRun({ topic: 'Tea' }).context)
    const second = await processes.run(agent, recordRun({ topic: 'Milk' }).context)
    expect(first).toMatchObject({ kind: 'succeeded', result: { topic: 'Tea' } })
    expect(second).toMatchObject({ kind: 'succeeded', result: { topic: 'Milk', pid: resultOf<{ pid: number }>(first).pid } })
    expect(starts()).toBe(1)
  })

  it('works on one task at a time, and the next waits for it', async () => {
    const agent = program(`setTimeout(() => ${answer('{ from: began, to: Date.now() }')}, 60); const began = Date.now()`)
    const ran = await Promise.all([1, 2, 3].map(() => processes.run(agent, recordRun().context)))
    const spans = ran.map((one) => resultOf<{ from: number; to: number }>(one)).sort((a, b) => a.from - b.from)
    expect(spans[1]!.from).toBeGreaterThanOrEqual(spans[0]!.to)
    expect(spans[2]!.from).toBeGreaterThanOrEqual(spans[1]!.to)
  })

  it('has brothers when its file says so', async () => {
    const agent = program(`setTimeout(() => ${answer('process.pid')}, 100)`, { processes: 2 })
    const ran = await Promise.all([1, 2].map(() => processes.run(agent, recordRun().context)))
    expect(new Set(ran.map((one) => (one as { result: number }).result)).size).toBe(2)
    expect(processes.state()['sample']?.running).toHaveLength(2)
  })

  it('sees of the environment what the agent lists, and its secrets', async () => {
    const agent = program(answer('[process.env.LISTED, process.env.UNLISTED ?? null, process.env.TOKEN]'))
    const { context } = recordRun()
    expect(await processes.run(agent, { ...context, secrets: { TOKEN: 's3cret' } })).toMatchObject({ result: ['seen', null, 's3cret'] })
  })

  it('that dies in the middle of a task fails it for now, and the next task gets a new one', async () => {
    const agent = program(
      `if (order.parameters.die) { process.stderr.write('out of luck'); process.exit(7) } else ${answer('process.pid')}`,
    )
    expect(await processes.run(agent, recordRun({ die: true }).context)).toMatchObject({
      error: { class: 'TRANSIENT', code: 'PROCESS_DIED', message: expect.stringMatching(/code 7.*out of luck/) },
    })
    expect(await processes.run(agent, recordRun().context)).toMatchObject({ kind: 'succeeded' })
    expect(starts()).toBe(2)
  })

  it('that keeps dying is given up after three restarts, and says so', async () => {
    const agent = program('process.exit(1)')
    for (let run = 0; run < 4; run++) await processes.run(agent, recordRun().context)
    expect(changes).toEqual([expect.stringContaining('ended 4 times within ten minutes')])
    expect(processes.unavailable().get('sample')).toContain('ended 4 times')
    expect(await processes.run(agent, recordRun().context)).toMatchObject({ error: { code: 'PROCESS_UNAVAILABLE', class: 'TRANSIENT' } })
    expect(starts()).toBe(4)
  })

  it('that says nothing for too long is ended and started anew', async () => {
    const agent = program(`if (order.parameters.deaf) deaf = true; else ${answer('1')}`, { unresponsiveMs: 2_500 })
    expect(await processes.run(agent, recordRun({ deaf: true }).context)).toMatchObject({
      error: { code: 'PROCESS_UNRESPONSIVE', class: 'TRANSIENT' },
    })
    expect(await processes.run(agent, recordRun().context)).toMatchObject({ kind: 'succeeded', result: 1 })
  })

  it('that uses too much memory is ended', async () => {
    const agent = program('globalThis.hoard = Buffer.alloc(400e6, 1)', { maxMemoryMb: 200 })
    expect(await processes.run(agent, recordRun().context)).toMatchObject({ error: { code: 'MEMORY_LIMIT', class: 'PERMANENT' } })
  })

  it('that uses too much of the processor for one task is ended, and the time of earlier tasks does not count', async () => {
    const busy = (ms: number) =>
      `const from = process.cpuUsage(); const used = () => { const { user, system } = process.cpuUsage(from); return user + system }
      while (used() < ${ms} * 1000) for (let n = 0; n < 1e6; n++);`
    const agent = program(`if (order.parameters.endless) for (;;); ${busy(350)} ${answer('1')}`, { maxCpuSeconds: 1.2 })
    for (let run = 0; run < 4; run++) expect(await processes.run(agent, recordRun().context)).toMatchObject({ kind: 'succeeded' })
    expect(starts()).toBe(1)
    expect(await processes.run(agent, recordRun({ endless: true }).context)).toMatchObject({
      error: { code: 'CPU_LIMIT', class: 'PERMANENT', message: expect.stringContaining('1.2 seconds of the processor') },
    })
  })

  it('that goes on with a cancelled task is ended; one that stops is kept', async () => {
    const agent = program(`say({ type: 'progress', step: 'begun' }); if (order.parameters.quick) ${answer('1')}`)
    const run = recordRun()
    const running = processes.run(agent, run.context)
    await run.when((text) => text === 'begun')
    run.abort()
    expect(await running).toMatchObject({ error: { class: 'CANCELLED' } })
    expect(await processes.run(agent, recordRun({ quick: true }).context)).toMatchObject({ kind: 'succeeded' })
    expect(starts()).toBe(2)
    expect(changes).toEqual([])
  })

  it('is replaced when its file has changed', async () => {
    expect(await processes.run(program(answer('"old"')), recordRun().context)).toMatchObject({ result: 'old' })
    expect(await processes.run(program(answer('"new"'), { maxMemoryMb: 300 }), recordRun().context)).toMatchObject({ result: 'new' })
  })

  it('serves those that wait for it before it is replaced', async () => {
    const old = program(`setTimeout(() => ${answer('"old"')}, 100)`)
    const waiting = [1, 2, 3].map(() => processes.run(old, recordRun().context))
    const next = processes.run({ ...old, run: { ...(old.run as ProcessRun), maxMemoryMb: 300 } }, recordRun().context)
    const ended = await Promise.all([...waiting, next])
    expect(ended.map(({ kind }) => kind)).toEqual(['succeeded', 'succeeded', 'succeeded', 'succeeded'])
    await expect.poll(() => readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n').map(Number).filter(isAlive)).toHaveLength(1)
  })

  it('that was given up gets another chance when its file has changed', async () => {
    const agent = program('process.exit(1)')
    for (let run = 0; run < 4; run++) await processes.run(agent, recordRun().context)
    processes.renew(['another', 'sample'])
    expect(changes).toEqual([expect.stringContaining('ended 4 times'), undefined])
    expect(processes.unavailable().size).toBe(0)
    expect(await processes.run(program(answer('"mended"')), recordRun().context)).toMatchObject({ kind: 'succeeded', result: 'mended' })
  })

  it('that cannot be started is the fault of the file', async () => {
    const agent = program('', { command: [join(folder, 'missing')] })
    expect(await processes.run(agent, recordRun().context)).toMatchObject({ error: { code: 'COMMAND_NOT_FOUND', class: 'PERMANENT' } })
  })

  it('that nobody may execute says so', async () => {
    const file = join(folder, 'locked')
    writeFileSync(file, '#!/bin/sh\n', { mode: 0o644 })
    expect(await processes.run(program('', { command: [file] }), recordRun().context)).toMatchObject({
      error: { code: 'COMMAND_NOT_FOUND', class: 'PERMANENT', message: expect.stringContaining('it is not executable') },
    })
  })

  it('is gone with all it started when the worker stops', async () => {
    const agent = program(answer('process.pid'))
    const { result: pid } = (await processes.run(agent, recordRun().context)) as { result: number }
    await processes.stop()
    expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })
})
