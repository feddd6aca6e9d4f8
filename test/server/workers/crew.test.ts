// Child processes kept at a number, whatever becomes of them.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Crew, createCrew } from '../../../server/workers/crew.ts'

const patient = { timeout: 60_000, interval: 20 }

let folder: string
let crew: Crew | undefined
let lines: { level: number; msg: string; worker?: number; deaths?: number }[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capstan-crew-'))
  lines = []
})

afterEach(async () => {
  await crew?.stop(5000)
  await rm(folder, { recursive: true })
})

async function keep(count: number, program: string): Promise<Crew> {
  const entry = join(folder, 'program.mjs')
  await writeFile(entry, program)
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) })
  crew = createCrew({ entry, env: { ...process.env, FOLDER: folder }, log, pause: () => 0 })
  crew.keep(count)
  return crew
}

/** Leaves a file when it is ready, and stays. */
const stayer = `import fs from 'node:fs'
process.on('SIGTERM', () => process.exit(0))
setInterval(() => undefined, 1000)
fs.writeFileSync(process.env.FOLDER + '/' + process.pid + '.ready', '')
`

async function untilReady(pids: readonly number[]): Promise<void> {
  await vi.waitFor(async () => expect(await readdir(folder)).toEqual(expect.arrayContaining(pids.map((pid) => `${pid}.ready`))), patient)
}

describe('worker processes that are children of this one', () => {
  it('that keep dying are told of as an error from the fifth death within a minute on', async () => {
    await keep(1, 'process.exit(3)')
    await vi.waitFor(() => expect(lines.find(({ level }) => level === 50)).toMatchObject({ deaths: 5, reason: 'exit code 3' }), patient)
    expect(lines.filter(({ level }) => level === 40).map(({ deaths }) => deaths)).toEqual([1, 2, 3, 4])
  })

  it('are not replaced when they were let go, and are when they leave by themselves', async () => {
    const { pids, end } = await keep(2, stayer)
    const [first, second] = pids()
    await untilReady([first!, second!])
    crew?.keep(1)
    end(first!)
    expect(pids()).toEqual([second])
    process.kill(second!, 'SIGTERM')
    await vi.waitFor(() => expect(pids()).not.toContain(second), patient)
    await vi.waitFor(() => expect(pids()).toHaveLength(1), patient)
    expect(lines.filter(({ level }) => level > 30)).toEqual([])
    await untilReady(pids())
  })

  it('are told to end at once when this process does so while they drain', async () => {
    const drains = `process.once("SIGTERM", () => process.exit(1)), fs.writeFileSync(process.env.FOLDER + '/drains' + process.pid, '')`
    const { pids, stop } = await keep(2, stayer.replace('process.on(', 'process.once(').replace('process.exit(0)', drains))
    const started = pids()
    await untilReady(started)
    const before = process.listeners('exit')
    const stopped = stop(patient.timeout)
    const [atExit] = process.listeners('exit').filter((listener) => !before.includes(listener))
    await vi.waitFor(
      async () => expect(await readdir(folder)).toEqual(expect.arrayContaining(started.map((pid) => `drains${pid}`))),
      patient,
    )
    atExit?.(1)
    await stopped
    for (const pid of started) expect(() => process.kill(pid, 0)).toThrow()
    expect(process.listeners('exit')).toEqual(before)
  })

  it('that do not end in time are killed', async () => {
    const { pids, stop } = await keep(1, stayer.replace('process.exit(0)', 'undefined'))
    const [pid] = pids()
    await untilReady([pid!])
    await stop(50)
    expect(() => process.kill(pid!, 0)).toThrow()
  })
})
