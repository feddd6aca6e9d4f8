// Real worker processes beside a server: as many as the backlog needs, replaced when they die, gone when nothing is left or their parent is.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { findFreePort } from '../../../server/launch/mongod-process.ts'
import { silentLogger } from '../../../server/log.ts'
import type { WorkerDoc } from '../../../server/queue/worker-lease.ts'
import { drainWorker } from '../../../server/tasks/operate-workers.ts'
import { type Autoscaling, type AutoscalingOptions, createAutoscaling } from '../../../server/workers/autoscaling.ts'
import { admin, createTestEngine } from '../../support/engine.ts'
import { expireLeases } from '../../support/leases.ts'
import { patient } from '../../support/patience.ts'
import { serverProgram } from '../launch/fixtures/server-program.ts'

const entry = serverProgram()
const engine = await createTestEngine({ agents: [{ name: 'writer', maxConcurrent: 100 }] })

let folder: string
let env: Record<string, string | undefined>
let scaling: Autoscaling | undefined
let server: ChildProcess | undefined

/** Runs until the file named by its parameter exists. */
const waiter = `import fs from 'node:fs'
const { parameters: { topic } } = JSON.parse(fs.readFileSync(0, 'utf8'))
const look = () => fs.existsSync(topic) ? console.log(JSON.stringify({ type: 'result', result: 'done' })) : setTimeout(look, 50)
look()
`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capstan-scaling-'))
  await writeFile(join(folder, 'waiter.mjs'), waiter)
  const yaml = `name: writer
team: TEST_TEAM
type: writer
description: Waits for a file.
parameters: { type: object, required: [topic], properties: { topic: { type: string } } }
execution: { kind: command, command: [${process.execPath}, ${join(folder, 'waiter.mjs')}] }
limits: { max_concurrent: 100 }
`
  await writeFile(join(folder, 'writer.yaml'), yaml)
  const { database } = engine
  env = {
    PATH: process.env['PATH'],
    TMPDIR: process.env['TMPDIR'],
    MONGODB_URL: databaseUrl(
      database.client.options.hosts[0]?.toString() ?? '',
      database.db.databaseName,
      database.client.options.replicaSet,
    ),
    CAPSTAN_DATA_DIR: folder,
    CAPSTAN_AGENTS_DIR: folder,
    CAPSTAN_SECRET_KEY: 'a root key for tests, long enough',
    CAPSTAN_CONCURRENCY: '1',
    LOG_LEVEL: 'silent',
    PORT: '0',
  }
})

afterEach(async () => {
  await scaling?.end(5000)
  await scaling?.gone()
  if (server?.exitCode === null && server.signalCode === null) {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
})

afterAll(() => rm(folder, { recursive: true }))

function databaseUrl(host: string, name: string, replicaSet: string | null | undefined): string {
  return `mongodb://${host}/${name}${replicaSet ? `?replicaSet=${replicaSet}` : '?directConnection=true'}`
}

function start(options: Partial<AutoscalingOptions>): void {
  const { database, registry } = engine
  const writer = registry.list()[0]!.config
  const limits = new Map([[writer.name, writer]])
  scaling = createAutoscaling({
    database,
    log: silentLogger,
    entry,
    env,
    limits: () => limits,
    teams: [],
    concurrency: 1,
    min: 1,
    max: 2,
    lookEveryMs: 100,
    ...options,
  })
  scaling.start()
}

const workers = (status: WorkerDoc['status']) => engine.database.collection<WorkerDoc>('workers').find({ status }).toArray()

async function untilActive(count: number): Promise<WorkerDoc[]> {
  return vi.waitFor(async () => {
    const active = await workers('ACTIVE')
    expect(active).toHaveLength(count)
    return active
  }, patient)
}

describe('worker processes', () => {
  it('grow to the maximum with the backlog and shrink to the minimum without cutting a task short', async () => {
    start({ quietAfterMs: 300 })
    await untilActive(1)
    const go = join(folder, 'go')
    const tasks = await engine.submitAll(Array.from({ length: 4 }, () => ({ parameters: { topic: go } })))
    await untilActive(2)
    await writeFile(go, '')
    for (const { _id } of tasks) expect((await engine.waitFor(_id, 'SUCCEEDED')).attempts).toHaveLength(1)
    await untilActive(1)
    await vi.waitFor(async () => expect(await workers('STOPPED')).toHaveLength(1), patient)
    const drained = await engine.database.collection('events').countDocuments({ type: 'worker.draining', 'actor.id': 'autoscaling' })
    expect(drained).toBe(1)
  })

  it('are replaced when they die, and the task goes on elsewhere', async () => {
    start({ min: 1, max: 1 })
    const [first] = await untilActive(1)
    const go = join(folder, 'later')
    const [task] = await engine.submitAll([{ parameters: { topic: go } }])
    await engine.waitFor(task!._id, 'RUNNING')
    process.kill(first!.pid, 'SIGKILL')
    await expireLeases(engine.database.db, first!._id)
    await vi.waitFor(async () => expect((await workers('ACTIVE')).some(({ _id }) => _id !== first!._id)).toBe(true), patient)
    await writeFile(go, '')
    expect((await engine.waitFor(task!._id, 'SUCCEEDED')).crashes).toBe(1)
  })

  it('drain and go when the server that started them is killed', async () => {
    server = spawn(process.execPath, [entry, '--role', 'api'], { env: { ...env, CAPSTAN_WORKERS_MIN: '2' }, stdio: 'ignore' })
    const two = await untilActive(2)
    const go = join(folder, 'last')
    const [task] = await engine.submitAll([{ parameters: { topic: go } }])
    await engine.waitFor(task!._id, 'RUNNING')
    server.kill('SIGKILL')
    await untilActive(0)
    await vi.waitFor(async () => expect(await workers('DRAINING')).toHaveLength(1), patient)
    await writeFile(go, '')
    expect((await engine.waitFor(task!._id, 'SUCCEEDED')).attempts).toHaveLength(1)
    await untilActive(0)
    for (const { pid } of two) await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), patient)
  })

  it('end with the server that started them', async () => {
    server = spawn(process.execPath, [entry, '--role', 'api'], { env: { ...env, CAPSTAN_WORKERS_MIN: '1' }, stdio: 'ignore' })
    const [worker] = await untilActive(1)
    server.kill('SIGTERM')
    expect(await once(server, 'exit')).toEqual([0, null])
    expect(() => process.kill(worker!.pid, 0)).toThrow()
  })
})

describe('a process that was asked to drain', () => {
  const drain = ({ _id }: WorkerDoc) => drainWorker(engine, admin, _id)
  const startWorker = () => spawn(process.execPath, [entry, '--role', 'worker'], { env, stdio: 'ignore' })
  const listed = ({ pid }: ChildProcess) =>
    vi.waitFor(async () => (await workers('ACTIVE')).find((worker) => worker.pid === pid) ?? expect.fail('not listed'), {
      ...patient,
      interval: 5,
    })

  it('ends by itself when it is a worker and runs nothing any more', async () => {
    server = startWorker()
    const worker = await listed(server)
    const exit = once(server, 'exit')
    await drain(worker)
    expect(await exit).toEqual([0, null])
    expect(await workers('DRAINING')).toEqual([])
  })

  it('leaves no row behind when a signal ends it in the moment it is listed, ready or not', async () => {
    server = startWorker()
    const { _id } = await listed(server)
    const exit = once(server, 'exit')
    server.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
    expect(await workers('STOPPED')).toContainEqual(expect.objectContaining({ _id }))
  })

  it('keeps its API when it is a server', async () => {
    const port = await findFreePort(undefined)
    server = spawn(process.execPath, [entry, '--role', 'all'], { env: { ...env, PORT: String(port) }, stdio: 'ignore' })
    await drain(await listed(server))
    const drainedAt = Date.now()
    // A worker process would have gone by its second sign of life.
    await vi.waitFor(async () => expect((await workers('DRAINING'))[0]!.heartbeatAt.getTime()).toBeGreaterThan(drainedAt + 4100), patient)
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
  })
})
