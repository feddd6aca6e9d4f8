// What all that checks who asks for what costs a client: the same server with it and without it, in turns, at 20 requests in flight.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CheckedServerOptions } from './processes/checked-server.ts'
import { freeAgent } from './rig/crew.ts'
import { askMany, type LoadOptions } from './rig/http-load.ts'
import { statusQuery, submitQuery, submittedId } from './rig/operations.ts'
import { root } from './rig/places.ts'
import { startMeter } from './rig/process-cost.ts'
import type { BenchDatabase, Rig } from './rig/rig.ts'
import { payload } from './rig/sample-task.ts'
import { median, percentile } from './rig/statistics.ts'
import type { Measurement, Row } from './row.ts'

const inFlight = 20
const settleMs = 500
const token = 'token-of-the-benchmark'
/** Nobody gets near it, and everything is counted. */
const keyQuery = 'mutation { createApiKey(input: { name: "bench", requestsPerMinute: 1000000 }) { secret } }'

interface Server {
  url: string
  token: string
  pid: number
}

interface Asked {
  latenciesMs: number[]
  /** Of a request, by the server and by the database. */
  serverMs: number
  databaseMs: number
}

interface Round {
  submit: Asked
  status: Asked
}

interface Sides<T> {
  checked: T
  bare: T
}

export const checks: Measurement = {
  name: 'checks',
  run: (rig) =>
    rig.withDatabase((one) =>
      rig.withDatabase(async (other) => {
        const sides = { checked: await start(rig, one, true), bare: await start(rig, other, false) }
        for (const server of [sides.checked, sides.bare]) await measureRound(rig, server)
        const rounds: Sides<Round>[] = []
        for (let round = 0; round < rig.size(15, 1); round++) rounds.push(await measureBoth(rig, sides, round))
        return [toRow('submit', rounds, '<= 3 ms'), toRow('status', rounds, '<= 2 ms')]
      }),
    ),
}

async function start(rig: Rig, database: BenchDatabase, checks: boolean): Promise<Server> {
  const folder = join(rig.folder, checks ? 'checked' : 'bare')
  const templatesDir = join(folder, 'templates')
  mkdirSync(templatesDir, { recursive: true })
  const options: CheckedServerOptions = {
    ...{ url: database.url, agentsDir: rig.agentsDir, dataDir: folder, templatesDir, token, checks },
    schemaFile: join(root, 'schema.graphql'),
  }
  const child = rig.start('checked-server', options)
  const url = String((await child.next('listening'))['url'])
  const { answers } = await askMany({ url, token, inFlight: 1, count: 1, query: keyQuery, variables: () => ({}) })
  const { data } = JSON.parse(answers[0] ?? '') as { data: { createApiKey: { secret: string } } }
  return { url, token: data.createApiKey.secret, pid: child.pid }
}

/** The one that goes first changes with every round. */
async function measureBoth(rig: Rig, { checked, bare }: Sides<Server>, round: number): Promise<Sides<Round>> {
  if (round % 2 === 0) return { checked: await measureRound(rig, checked), bare: await measureRound(rig, bare) }
  const first = await measureRound(rig, bare)
  return { checked: await measureRound(rig, checked), bare: first }
}

async function measureRound(rig: Rig, server: Server): Promise<Round> {
  const variables = (i: number) => ({ input: { agent: freeAgent, parameters: payload(i) } })
  const { answers, ...submit } = await ask(rig, server, { count: rig.size(600, 100), query: submitQuery, variables })
  // What is still written down about the submissions belongs to them, not to the questions that follow.
  await pause(settleMs)
  const ids = answers.map(submittedId)
  const id = (i: number) => ({ id: ids[(i * 7) % ids.length] })
  const { answers: _, ...status } = await ask(rig, server, { count: rig.size(1200, 100), query: statusQuery, variables: id })
  return { submit, status }
}

async function ask(rig: Rig, { pid, url, token }: Server, load: Pick<LoadOptions, 'count' | 'query' | 'variables'>) {
  const cpu = startMeter(pid, rig.mongod.pid)
  const { latenciesMs, answers } = await askMany({ url, token, inFlight, ...load })
  const [serverMs = Number.NaN, databaseMs = Number.NaN] = cpu().map((ms) => ms / load.count)
  return { latenciesMs, answers, serverMs, databaseMs }
}

function toRow(what: 'submit' | 'status', rounds: readonly Sides<Round>[], target: string): Row {
  const over = (figure: (round: Round) => number) => ({
    checked: median(rounds.map(({ checked }) => figure(checked))),
    bare: median(rounds.map(({ bare }) => figure(bare))),
    cost: median(rounds.map(({ checked, bare }) => figure(checked) - figure(bare))),
  })
  const p95 = over((round) => percentile(round[what].latenciesMs, 0.95))
  const p50 = over((round) => percentile(round[what].latenciesMs, 0.5))
  const [server, database] = [over((round) => round[what].serverMs), over((round) => round[what].databaseMs)]
  const pair = ({ checked, bare }: typeof p95, digits: number) => `${checked.toFixed(digits)} ms with, ${bare.toFixed(digits)} without`
  return {
    what: `cost of all checks, ${what} over HTTP, 20 in flight, p95`,
    value: p95.cost,
    unit: 'ms',
    target,
    note: [
      pair(p95, 1),
      `p50 ${pair(p50, 1)}`,
      `CPU a request: server ${pair(server, 2)}, mongod ${pair(database, 2)}`,
      `medians of ${rounds.length} rounds in turns`,
    ].join('; '),
  }
}
