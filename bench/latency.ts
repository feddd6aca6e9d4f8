// What a client waits at 20 requests in flight on the server as it is started by default, beside the least each part could cost.

import { type ApiServer, startApiServer } from './rig/api-server.ts'
import { askMany } from './rig/http-load.ts'
import { inLanes } from './rig/lanes.ts'
import { statusQuery, submitQuery, submittedId } from './rig/operations.ts'
import { shippedAgents } from './rig/places.ts'
import type { BenchDatabase, Rig } from './rig/rig.ts'
import { payload } from './rig/sample-task.ts'
import { median, percentile } from './rig/statistics.ts'
import type { Measurement, Row } from './row.ts'

const inFlight = 20
const warmUps = 500

interface Latencies {
  submit: number[]
  status: number[]
  hello: number[]
  insert: number[]
}

export const latency: Measurement = {
  name: 'latency',
  async run(rig) {
    const hello = rig.start('hello', {})
    const { port } = await hello.next('listening')
    const runs: Latencies[] = []
    for (let run = 0; run < rig.runs; run++) {
      runs.push(await rig.withDatabase((database) => measureOnce(rig, { database, helloUrl: `http://127.0.0.1:${Number(port)}` })))
    }
    await hello.stop()
    const at = (share: number) => (part: keyof Latencies) => median(runs.map((run) => percentile(run[part], share)))
    return [...rowsAt('p50', at(0.5)), ...rowsAt('p95', at(0.95))]
  },
}

function rowsAt(name: 'p50' | 'p95', figure: (part: keyof Latencies) => number): Row[] {
  const peers = [
    { name: 'bare Yoga', value: figure('hello') },
    { name: 'bare insertOne', value: figure('insert') },
  ]
  const note = 'the server as it is started by default, at work on the tasks meanwhile'
  return [
    {
      what: `submit over HTTP, 20 in flight, ${name}`,
      value: figure('submit'),
      unit: 'ms',
      peers,
      ...(name === 'p95' && { target: '<= 15 ms', note }),
    },
    {
      what: `task status over HTTP, 20 in flight, ${name}`,
      value: figure('status'),
      unit: 'ms',
      peers: peers.slice(0, 1),
      ...(name === 'p95' && { target: '<= 8 ms' }),
    },
  ]
}

async function measureOnce(rig: Rig, { database, helloUrl }: { database: BenchDatabase; helloUrl: string }): Promise<Latencies> {
  const server = await startApiServer(rig, { role: 'all', databaseUrl: database.url, agentsDir: shippedAgents })
  const warm = await submitMany(server, rig.size(warmUps, 50))
  await askStatus(server, warm.ids, rig.size(warmUps, 50))
  const { latenciesMs: submit, ids } = await submitMany(server, rig.size(2000, 200))
  const status = await askStatus(server, ids, rig.size(4000, 200))
  await server.stop()
  const ask = async (count: number) =>
    (await askMany({ url: helloUrl, inFlight, count, query: '{ hello }', variables: () => ({}) })).latenciesMs
  await ask(rig.size(warmUps, 50))
  return { submit, status, hello: await ask(rig.size(4000, 200)), insert: await insertMany(database, rig.size(2000, 200)) }
}

async function submitMany(server: ApiServer, count: number): Promise<{ latenciesMs: number[]; ids: string[] }> {
  const variables = (i: number) => ({ input: { agent: 'assistant', parameters: { description: payload(i).text } } })
  const { latenciesMs, answers } = await askMany({ ...server, inFlight, count, query: submitQuery, variables })
  return { latenciesMs, ids: answers.map(submittedId) }
}

async function askStatus(server: ApiServer, ids: readonly string[], count: number): Promise<number[]> {
  const load = await askMany({ ...server, inFlight, count, query: statusQuery, variables: (i) => ({ id: ids[(i * 7) % ids.length] }) })
  return load.latenciesMs
}

async function insertMany(database: BenchDatabase, count: number): Promise<number[]> {
  const latencies: number[] = []
  await inLanes(inFlight, count, async (index) => {
    const asked = performance.now()
    await database.collection('plain').insertOne(payload(index))
    latencies.push(performance.now() - asked)
  })
  return latencies
}
