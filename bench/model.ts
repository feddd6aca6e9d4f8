// Tasks that a hosted model works on, with the model on this machine: what Capstan adds to a call, and what a hundred answers that are
// streamed at a time cost a worker.
import { setTimeout as pause } from 'node:timers/promises'
import type { EventRow } from '../server/events/event-log.ts'
import { createFeed } from '../server/events/feed.ts'
import { silentLogger } from '../server/log.ts'
import { sealPlace, type TaskDoc } from '../server/queue/task.ts'
import { type ModelServer, startModelServer } from '../test/support/model-server/model-server.ts'
import type { WorkerProcessOptions } from './processes/worker.ts'
import { nowMs } from './rig/clock.ts'
import { modelAgent } from './rig/crew.ts'
import { rssMbOf } from './rig/process-cost.ts'
import { fillQueue } from './rig/queue.ts'
import type { BenchDatabase, Rig } from './rig/rig.ts'
import { vault } from './rig/sample-task.ts'
import { percentile } from './rig/statistics.ts'
import { createSubmitter } from './rig/submitter.ts'
import type { Measurement } from './row.ts'

const answerChunks = 20

export const modelOverhead: Measurement = {
  name: 'model-overhead',
  run: (rig) =>
    withModel(rig, async (database, model) => {
      model.answer({ kind: 'text', chunks: lines(answerChunks) })
      const samples = await measureCalls(rig, { database, model, count: rig.size(200, 20) })
      const [run, all] = [samples.map(({ runMs }) => runMs), samples.map(({ allMs }) => allMs)]
      const note = `from the start of the run until its end is in the feed, without the provider's own time; ${samples.length} calls, one at a time`
      return [
        { what: 'model call, overhead, p50', value: percentile(run, 0.5), unit: 'ms', note },
        { what: 'model call, overhead, p95', value: percentile(run, 0.95), unit: 'ms', target: '<= 20 ms' },
        { what: 'model call, overhead from submit, p95', value: percentile(all, 0.95), unit: 'ms', note: 'to a worker in another process' },
      ]
    }),
}

export const modelStreams: Measurement = {
  name: 'model-streams',
  run: (rig) =>
    withModel(rig, async (database, model) => {
      const [tasks, chunks] = [100, rig.size(400, 40)]
      model.answer({ kind: 'text', chunks: lines(chunks), pauseMs: 20 })
      const { peakMb, beforeMb, seconds, seen } = await streamMany(rig, { database, model, tasks })
      const found = await checkStreams(database, { tasks, text: lines(chunks).join(''), seen })
      return [
        {
          what: `worker with ${tasks} streaming model tasks, peak resident memory`,
          value: peakMb,
          unit: 'MB',
          target: '< 400 MB',
          note: `${beforeMb.toFixed(0)} MB before; ${tasks * chunks} pieces in ${seconds.toFixed(1)} s; ${found}`,
        },
      ]
    }),
}

async function withModel<T>(rig: Rig, work: (database: BenchDatabase, model: ModelServer) => Promise<T>): Promise<T> {
  const model = await startModelServer()
  try {
    return await rig.withDatabase((database) => work(database, model))
  } finally {
    await model.close()
  }
}

function lines(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `Line ${index + 1} of what the model writes.\n`)
}

interface Setting {
  database: BenchDatabase
  model: ModelServer
}

interface Sample {
  runMs: number
  allMs: number
}

async function measureCalls(rig: Rig, { database, model, count }: Setting & { count: number }): Promise<Sample[]> {
  const options: WorkerProcessOptions = {
    url: database.url,
    agentsDir: rig.agentsDir,
    capacity: 100,
    tellStarts: true,
    modelUrl: model.url,
  }
  const worker = rig.start('worker', options)
  await worker.next('working')
  const ends = await followEnds(database)
  const submit = await createSubmitter({ database, agentsDir: rig.agentsDir, agent: modelAgent })
  const samples: Sample[] = []
  // The first call loads the SDK.
  for (let n = 0; n <= count; n++) {
    const called = nowMs()
    const { _id } = await submit(n + 1)
    const { at } = await worker.next('start')
    const ended = await ends.of(_id)
    const providerMs = model.ownMs.at(-1) ?? 0
    if (n > 0) samples.push({ runMs: ended - Number(at) - providerMs, allMs: ended - called - providerMs })
  }
  await ends.stop()
  await worker.stop()
  return samples
}

async function followEnds(database: BenchDatabase) {
  const feed = createFeed({ database, log: silentLogger })
  const stop = await feed.start()
  const ended = new Map<string, number>()
  const waiting = new Map<string, (at: number) => void>()
  feed.onEvent(({ type, subject, payload }) => {
    if (type === 'task.failed' || type === 'task.retrying') throw new Error(`${subject} did not succeed: ${JSON.stringify(payload)}`)
    if (type !== 'task.succeeded') return
    ended.set(subject, nowMs())
    waiting.get(subject)?.(nowMs())
  })
  const of = (task: string): Promise<number> => {
    const known = ended.get(task)
    return known === undefined ? new Promise((resolve) => waiting.set(task, resolve)) : Promise.resolve(known)
  }
  return { of, stop }
}

interface Streams {
  peakMb: number
  beforeMb: number
  seconds: number
  /** What a reader of the feed saw meanwhile. */
  seen: EventRow[]
}

async function streamMany(rig: Rig, { database, model, tasks }: Setting & { tasks: number }): Promise<Streams> {
  const worker = rig.start('worker', { url: database.url, agentsDir: rig.agentsDir, capacity: tasks, modelUrl: model.url })
  await worker.next('working')
  const feed = createFeed({ database, log: silentLogger })
  const stop = await feed.start()
  const seen: EventRow[] = []
  feed.onEvent((event) => seen.push(event))
  const beforeMb = rssMbOf(worker.pid)
  let peakMb = beforeMb
  const began = nowMs()
  await fillQueue(database, { count: tasks, agents: [modelAgent] })
  const ended = () => seen.filter(({ type }) => /^task\.(succeeded|failed)$/.test(type)).length
  while (ended() < tasks) {
    await pause(50)
    peakMb = Math.max(peakMb, rssMbOf(worker.pid))
  }
  const seconds = (nowMs() - began) / 1000
  await stop()
  await worker.stop()
  return { peakMb, beforeMb, seconds, seen }
}

/** Says what was found when every piece of every answer and every event of every task is there; throws otherwise. */
async function checkStreams(
  database: BenchDatabase,
  { tasks, text, seen }: { tasks: number; text: string; seen: EventRow[] },
): Promise<string> {
  const stored = await database
    .collection<EventRow>('events')
    .find({ type: /^task\./ } as object)
    .toArray()
  const missed = stored.filter(({ _id }) => !seen.some((event) => event._id.equals(_id)))
  if (missed.length > 0) throw new Error(`${missed.length} of ${stored.length} events did not reach the feed`)
  const docs = await database.collection<TaskDoc>('tasks').find({ agent: modelAgent }).toArray()
  const opened = docs.map((task) => ({ task, result: read(task, 'result') as { text?: string } | null, partial: read(task, 'partial') }))
  const broken = opened.filter(({ result, partial }) => result?.text !== text || partial !== text)
  if (docs.length !== tasks || broken.length > 0) throw new Error(`${broken.length} of ${docs.length} answers are not whole`)
  const silent = docs.filter(({ _id }) => !stored.some(({ type, subject }) => type === 'task.progressed' && subject === _id))
  if (silent.length > 0) throw new Error(`${silent.length} of ${docs.length} tasks told nothing while they ran`)
  return `all ${stored.length} events of tasks and every piece arrived`
}

function read({ _id, ...task }: TaskDoc, field: 'result' | 'partial') {
  const sealed = task[field] as unknown as { buffer: Uint8Array } | undefined
  return sealed ? vault.open(sealed.buffer, sealPlace(_id, field)) : null
}
