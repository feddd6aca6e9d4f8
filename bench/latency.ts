// What a client waits at 20 requests in flight on the server as it is started by default, beside the least each part could cost.

import { type ApiServer, startApiServer } from './rig/api-server.ts'
import { askMany, type LoadOptions } from './rig/http-load.ts'
import { inLanes } from './rig/lanes.ts'
import { statusQuery, submitQuery, submittedId } from './rig/operations.ts'
import { shippedAgents } from './rig/places.ts'
import { startMeter } from './rig/process-cost.ts'
import type { BenchDatabase, Rig } from './rig/rig.ts'
import { payload } from './rig/sample-task.ts'
import { median, percentile } from './rig/statistics.ts'
import type { Measurement, Row } from './row.ts'

const inFlight = 20
const warmUps = 500

interface Run {
  submit: Asked
  status: Asked
  hello: Asked
  insert: Asked
}

interface Asked {
  latenciesMs: number[]
  /** Of a request: by the server, by the database and by this process. */
  cpuMs: number[]
}

export const latency: Measurement = {
  name: 'latency',
  async run(rig) {
    const hello = rig.start('hello', {})
    const { port } = await hello.next('listening')
    const peer = { url: `http://127.0.0.1:${Number(port)}`, pid: hello.pid }
    const runs: Run[] = []
    for (let run = 0; run < rig.runs; run++) {
      runs.push(await rig.withDatabase((database) => measureOnce(rig, { database, hello: peer })))
    }
    await hello.stop()
    const at = (share: number) => (part: keyof Run) => median(runs.map((run) => percentile(run[part].latenciesMs, share)))
    const cpu = (part: keyof Run) => {
      const [server, mongod, driver] = [0, 1, 2].map((who) => median(runs.map((run) => run[part].cpuMs[who] ?? Number.NaN)).toFixed(2))
      return `CPU a request: server ${server} ms, mongod ${mongod} ms, load generator ${driver} ms`
    }
    const notes = {
      submit: `the server as it is started by default, at work on the tasks meanwhile; ${cpu('submit')}`,
      status: `${cpu('status')}; of bare Yoga: ${cpu('hello')}`,
    }
    return [...rowsAt('p50', at(0.5)), ...rowsAt('p95', at(0.95), notes)]
  },
}

function rowsAt(name: 'p50' | 'p95', figure: (part: keyof Run) => number, notes?: { submit: string; status: string }): Row[] {
  const peers = [
    { name: 'bare Yoga', value: figure('hello') },
    { name: 'bare insertOne', value: figure('insert') },
  ]
  return [
    {
      what: `submit over HTTP, 20 in flight, ${name}`,
      value: figure('submit'),
      unit: 'ms',
      peers,
      ...(notes && { target: '<= 15 ms', note: notes.submit }),
    },
    {
      what: `task status over HTTP, 20 in flight, ${name}`,
      value: figure('status'),
      unit: 'ms',
      peers: peers.slice(0, 1),
      ...(notes && { target: '<= 8 ms', note: notes.status }),
    },
  ]
}

interface Peers {
  database: BenchDatabase
  hello: { url: string; pid: number }
}

async function measureOnce(rig: Rig, { database, hello }: Peers): Promise<Run> {
  const server = await startApiServer(rig, { role: 'all', databaseUrl: database.url, agentsDir: shippedAgents })
  const warm = await submitMany(rig, server, rig.size(warmUps, 50))
  await askStatus(rig, server, { ids: warm.ids, count: rig.size(warmUps, 50) })
  const { ids, ...submit } = await submitMany(rig, server, rig.size(2000, 200))
  const status = await askStatus(rig, server, { ids, count: rig.size(4000, 200) })
  await server.stop()
  const askHello = (count: number) => ask(rig, hello, { count, query: '{ hello }', variables: () => ({}) })
  await askHello(rig.size(warmUps, 50))
  return { submit, status, hello: await askHello(rig.size(4000, 200)), insert: await insertMany(database, rig.size(2000, 200)) }
}

type Server = Pick<ApiServer, 'url' | 'pid'> & { token?: string }

async function ask(rig: Rig, { url, token, pid }: Server, load: Pick<LoadOptions, 'count' | 'query' | 'variables'>) {
  const meter = startMeter(pid, rig.mongod.pid, process.pid)
  const { latenciesMs, answers } = await askMany({ url, ...(token && { token }), inFlight, ...load })
  return { latenciesMs, answers, cpuMs: meter().map((ms) => ms / load.count) }
}

async function submitMany(rig: Rig, server: ApiServer, count: number): Promise<Asked & { ids: string[] }> {
  const variables = (i: number) => ({ input: { agent: 'assistant', parameters: { description: payload(i).text } } })
  const { answers, ...asked } = await ask(rig, server, { count, query: submitQuery, variables })
  return { ...asked, ids: answers.map(submittedId) }
}

function askStatus(rig: Rig, server: ApiServer, { ids, count }: { ids: readonly string[]; count: number }): Promise<Asked> {
  return ask(rig, server, { count, query: statusQuery, variables: (i) => ({ id: ids[(i * 7) % ids.length] }) })
}

async function insertMany(database: BenchDatabase, count: number): Promise<Asked> {
  const latenciesMs: number[] = []
  await inLanes(inFlight, count, async (index) => {
    const asked = performance.now()
    await database.collection('plain').insertOne(payload(index))
    latenciesMs.push(performance.now() - asked)
  })
  return { latenciesMs, cpuMs: [] }
}
