// The launcher as its user meets it: ready, stopped by one Ctrl-C, forced by a second, recovered after a kill, plain about failures.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { joinLocalDatabase } from '../../../server/launch/local-database.ts'
import { findFreePort, findHolder } from '../../../server/launch/mongod-process.ts'
import { bundle } from './fixtures/bundle.ts'

interface Started {
  child: ChildProcess
  port: number
  text(): string
  exit: Promise<number | null>
}

const programs = bundle({
  'run-launch': 'test/server/launch/fixtures/run-launch.ts',
  'follow-parent': 'server/launch/follow-parent.ts',
  main: 'test/server/launch/fixtures/small-server.ts',
})

let dataDir: string
let started: Started[]

const { MONGODB_URL: _, ...inherited } = process.env
const patient = { timeout: 60_000, interval: 20 }

async function start(env: Record<string, string> = {}): Promise<Started> {
  const port = Number(env['PORT'] ?? (await findFreePort(undefined)))
  const child = spawn(process.execPath, [join(programs, 'run-launch.mjs'), '--role', 'all'], {
    cwd: dataDir,
    env: { ...inherited, CAPSTAN_DATA_DIR: dataDir, PORT: String(port), ...env },
  })
  let text = ''
  child.stdout.on('data', (data) => (text += data))
  child.stderr.on('data', (data) => (text += data))
  const exit = once(child, 'close').then(([code]) => code as number | null)
  const one = { child, port, text: () => text, exit }
  started.push(one)
  return one
}

async function startReady(env: Record<string, string> = {}): Promise<Started> {
  const one = await start(env)
  await vi.waitFor(() => expect(one.text()).toContain('Capstan is ready'), patient)
  return one
}

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    () => true,
    () => false,
  )

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'capstan-launch-'))
  started = []
})

afterEach(async () => {
  for (const { child, exit } of started) {
    child.kill('SIGTERM')
    await exit
  }
  if (await findHolder(dataDir)) await (await joinLocalDatabase({ dataDir, env: inherited, report: () => {} })).leave()
  await rm(dataDir, { recursive: true })
})

describe('the launcher', () => {
  it('starts database and server, says where they are, and stops both on one Ctrl-C', async () => {
    const one = await startReady()
    expect(one.text()).toContain(`http://127.0.0.1:${one.port}/graphql`)
    expect(await findHolder(dataDir)).toBeTypeOf('number')
    one.child.kill('SIGINT')
    expect(await one.exit).toBe(0)
    expect(one.text().match(/got SIG\w+/g)).toEqual(['got SIGTERM'])
    expect(await findHolder(dataDir)).toBeUndefined()
  })

  it('lets a second server join the database, which stops with the last of them', async () => {
    const [first, second] = [await startReady(), await startReady()]
    first.child.kill('SIGTERM')
    expect(await first.exit).toBe(0)
    expect(await answers(second.port)).toBe(true)
    second.child.kill('SIGTERM')
    expect(await second.exit).toBe(0)
    expect(await findHolder(dataDir)).toBeUndefined()
  })

  it('forces a server that does not drain on a second Ctrl-C', async () => {
    const one = await startReady({ SMALL_SERVER: 'never drains' })
    one.child.kill('SIGINT')
    await vi.waitFor(() => expect(one.text()).toContain('got SIGTERM'), patient)
    // Until it counts as a second one.
    await vi.waitFor(() => {
      one.child.kill('SIGINT')
      expect(one.text().match(/got SIGTERM/g)).toHaveLength(2)
    }, patient)
    expect(await one.exit).toBe(1)
    expect(await findHolder(dataDir)).toBeUndefined()
  })

  it('takes its server along when it is killed, so that the next start finds the port free', async () => {
    const one = await startReady()
    one.child.kill('SIGKILL')
    await vi.waitFor(async () => expect(await answers(one.port)).toBe(false), patient)
    const next = await startReady({ PORT: String(one.port) })
    next.child.kill('SIGTERM')
    expect(await next.exit).toBe(0)
    expect(await findHolder(dataDir)).toBeUndefined()
  })

  it('says in one sentence that the port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const one = await start({ PORT: String(port) })
    expect(await one.exit).toBe(1)
    expect(one.text()).toBe(`Port ${port} on 127.0.0.1 is in use: stop the program that has it, or set PORT to another one.\n`)
    other.close()
  })

  it('says in one sentence that the data folder cannot be used', async () => {
    await writeFile(join(dataDir, 'file'), '')
    const one = await start({ CAPSTAN_DATA_DIR: join(dataDir, 'file') })
    expect(await one.exit).toBe(1)
    expect(one.text()).toMatch(/^The data folder .*\n$/)
  })

  it('says what is wrong with a variable, also one from .env', async () => {
    await writeFile(join(dataDir, '.env'), 'LOG_LEVEL=loud\n')
    const one = await start()
    expect(await one.exit).toBe(1)
    expect(one.text()).toMatch(/^LOG_LEVEL: expected .*, got "loud"\n$/)
  })
})
