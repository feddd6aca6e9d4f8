// Whether anything grows while a worker and an API process are under a steady load of mixed tasks for minutes.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { appendEvents } from '../server/events/event-log.ts'
import type { TaskDoc } from '../server/queue/task.ts'
import { finalStatuses } from '../server/queue/task.ts'
import type { WorkerDoc } from '../server/queue/worker-lease.ts'
import { askMany } from './rig/http-load.ts'
import { mixedTasks, writeMixedCrew } from './rig/mixed-crew.ts'
import type { BenchDatabase, Rig } from './rig/rig.ts'
import { queuedEvent, sampleTask } from './rig/sample-task.ts'
import { growthOf } from './rig/statistics.ts'
import { startWatchedServer, type Vitals, type WatchedServer } from './rig/watched-server.ts'
import type { Measurement, Row, Unit } from './row.ts'

const submitQuery = 'mutation Submit($inputs: [SubmitTaskInput!]!) { submitTasks(inputs: $inputs) { id } }'
const cancelQuery = 'mutation Cancel($id: ID!) { cancelTask(id: $id) { id } }'
const beatMs = 1000
/** As many as the feed of a process keeps in memory. */
const ringEvents = 20_000
/** Of all samples: caches fill and code gets compiled. */
const warmUpShare = 0.3

/** What is kept of tasks, until its time has come, grows with their number. */
const history = /^(tasks|events|task_logs|dead_letters|dependencies|rollups|audit|idempotency|artifacts\.|system\.)/

interface Sample {
  /** Seconds since the load began. */
  at: number
  worker: Vitals
  api: Vitals
  /** Documents that are no history: what waits, what runs, who is there. */
  current: number
  /** Documents of history for each task that has ended. */
  kept: number
  ended: number
}

/** Handles move with the programs that run at the moment: each has pipes. */
const bounds: readonly { what: string; unit: Unit; most: number; figure: (sample: Sample) => number }[] = [
  { what: 'worker, resident memory', unit: 'MB', most: 15, figure: ({ worker }) => worker.rssMb },
  { what: 'worker, heap in use', unit: 'MB', most: 5, figure: ({ worker }) => worker.heapMb },
  { what: 'worker, handles', unit: 'count', most: 10, figure: ({ worker }) => worker.handles },
  { what: 'API, resident memory', unit: 'MB', most: 15, figure: ({ api }) => api.rssMb },
  { what: 'API, heap in use', unit: 'MB', most: 5, figure: ({ api }) => api.heapMb },
  { what: 'API, handles', unit: 'count', most: 10, figure: ({ api }) => api.handles },
  { what: 'documents that are no history', unit: 'count', most: 20, figure: ({ current }) => current },
  { what: 'documents of history a task', unit: 'count', most: 1, figure: ({ kept }) => kept },
]

export const soak: Measurement = {
  name: 'soak',
  long: true,
  run: (rig) =>
    rig.withDatabase(async (database) => {
      const agentsDir = writeMixedCrew(rig.folder)
      const options = { databaseUrl: database.url, agentsDir }
      const api = await startWatchedServer(rig, { role: 'api', ...options })
      const worker = await startWatchedServer(rig, { role: 'worker', ...options })
      while (!(await database.collection<WorkerDoc>('workers').findOne({ status: 'ACTIVE' }))) await pause(50)
      await fillRing(database)
      const samples = await watch(rig, { api, worker, database })
      await worker.stop()
      await api.stop()
      return toRows(samples)
    }),
}

interface Watched {
  api: WatchedServer
  worker: WatchedServer
  database: BenchDatabase
}

/** What a process keeps of the newest events would otherwise go on filling for minutes. */
async function fillRing(database: BenchDatabase): Promise<void> {
  for (let from = 0; from < ringEvents; from += 1000)
    await appendEvents(
      database,
      Array.from({ length: 1000 }, (_, n) => ({
        ...queuedEvent(sampleTask(from + n, 'model')),
        requestId: randomUUID(),
        origin: 'api',
        reason: 'as large as those that people cause',
      })),
    )
}

/** Forty samples, spread over the whole time. */
async function watch(rig: Rig, watched: Watched): Promise<Sample[]> {
  const lastsMs = rig.minutes * 60_000
  const began = performance.now()
  const samples: Sample[] = []
  for (let beat = 0; beat * beatMs < lastsMs; beat++) {
    await pause(Math.max(0, began + beat * beatMs - performance.now()))
    await submitMixed(watched.api)
    const at = performance.now() - began
    if (at >= (samples.length * lastsMs) / 40) samples.push(await takeSample(watched, at / 1000))
  }
  return samples
}

async function submitMixed({ url, token }: WatchedServer): Promise<void> {
  const ask = (query: string, variables: object) => askMany({ url, token, inFlight: 1, count: 1, query, variables: () => variables })
  const { answers } = await ask(submitQuery, { inputs: mixedTasks(Date.now()) })
  const { data } = JSON.parse(answers[0] ?? '') as { data: { submitTasks: { id: string }[] } }
  await ask(cancelQuery, { id: data.submitTasks.at(-1)?.id })
}

async function takeSample({ api, worker, database }: Watched, at: number): Promise<Sample> {
  const names = (await database.db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name)
  const counts = await Promise.all(
    names.map(async (name): Promise<[string, number]> => [name, await database.collection(name).estimatedDocumentCount()]),
  )
  const tasks = database.collection<TaskDoc>('tasks')
  const ended = await tasks.countDocuments({ status: { $in: [...finalStatuses] } })
  const sum = (isHistory: boolean) => counts.reduce((all, [name, count]) => all + (history.test(name) === isHistory ? count : 0), 0)
  const open = await tasks.countDocuments({ status: { $nin: [...finalStatuses] } })
  return {
    at,
    worker: await worker.vitals(),
    api: await api.vitals(),
    current: sum(false) + open,
    kept: (sum(true) - ringEvents) / ended,
    ended,
  }
}

function toRows(samples: readonly Sample[]): Row[] {
  const warm = samples.slice(Math.floor(samples.length * warmUpShare))
  const [first, middle, last] = [samples[0], samples[Math.floor(samples.length / 2)], samples.at(-1)]
  const minutes = ((last?.at ?? 0) - (warm[0]?.at ?? 0)) / 60
  return bounds.map(({ what, unit, most, figure }): Row => {
    const shown = [first, middle, last].map((sample) => (sample ? figure(sample).toFixed(1) : '-')).join(', ')
    return {
      what: `soak, growth of ${what} in ${minutes.toFixed(1)} min`,
      value: growthOf(warm.map((sample) => ({ at: sample.at, value: figure(sample) }))),
      unit,
      target: `<= ${most}${unit === 'MB' ? ' MB' : ''}`,
      note: `start, middle, end: ${shown}; ${last?.ended} tasks ended`,
    }
  })
}
