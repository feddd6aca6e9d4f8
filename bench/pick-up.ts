// On an idle system: from the call of submit until the task's run begins, in the same process and in another one.
import type { SameProcessOptions } from './processes/same-process.ts'
import type { WorkerProcessOptions } from './processes/worker.ts'
import { bullmqDelays } from './rig/peers.ts'
import type { BenchDatabase, Rig } from './rig/rig.ts'
import { type Samples, sampleDelays } from './rig/sample-delays.ts'
import { percentile } from './rig/statistics.ts'
import { createSubmitter } from './rig/submitter.ts'
import type { Measurement, Row } from './row.ts'

const pauseMs = 25
const tasksBefore = 500

export const pickUp: Measurement = {
  name: 'pick-up',
  async run(rig) {
    const samples = rig.size(200, 20)
    const warm = await measure(rig, { samples, before: rig.size(tasksBefore, 20), pauseMs })
    const cold = await measure(rig, { samples, before: 0, pauseMs })
    return [
      ...rowsOf(warm, { what: 'pick-up, same process', peer: true, p50: '<= 6 ms', p95: '<= 15 ms' }),
      ...rowsOf(cold, { what: 'the same, in processes that have run nothing before', peer: true }),
      ...rowsOf({ ...warm, own: warm.other }, { what: 'pick-up, other process', p95: '<= 25 ms' }),
      ...rowsOf({ ...cold, own: cold.other }, { what: 'the same, in processes that have run nothing before' }),
    ]
  },
}

interface Delays {
  own: readonly number[]
  other: readonly number[]
  bullmq: readonly number[] | undefined
}

async function measure(rig: Rig, samples: Samples): Promise<Delays> {
  return {
    own: await rig.withDatabase((database) => inSameProcess(rig, database, samples)),
    other: await rig.withDatabase((database) => inOtherProcess(rig, database, samples)),
    bullmq: await bullmqDelays(rig, samples),
  }
}

interface Wanted {
  what: string
  peer?: true
  p50?: string
  p95?: string
}

function rowsOf({ own, bullmq }: Pick<Delays, 'own' | 'bullmq'>, { what, peer, ...targets }: Wanted): Row[] {
  return ([0.5, 0.95] as const).map((share) => {
    const name = share === 0.5 ? 'p50' : 'p95'
    const target = targets[name]
    const peers = peer && [{ name: 'BullMQ', value: bullmq && percentile(bullmq, share) }]
    const row = { what: `${what}, ${name}`, value: percentile(own, share), unit: 'ms' as const, note: `${own.length} samples` }
    return { ...row, ...(target && { target }), ...(peers && { peers }) }
  })
}

async function inSameProcess(rig: Rig, { url }: BenchDatabase, samples: Samples): Promise<number[]> {
  const options: SameProcessOptions = { url, agentsDir: rig.agentsDir, ...samples }
  const child = rig.start('same-process', options)
  const { delays } = await child.next('delays')
  await child.stop()
  return delays as number[]
}

async function inOtherProcess(rig: Rig, database: BenchDatabase, samples: Samples): Promise<number[]> {
  const options: WorkerProcessOptions = { url: database.url, agentsDir: rig.agentsDir, capacity: 100, tellStarts: true }
  const worker = rig.start('worker', options)
  await worker.next('working')
  const submit = await createSubmitter({ database, agentsDir: rig.agentsDir })
  const delays = await sampleDelays(samples, async (n, began) => {
    await submit(n)
    const { at } = await worker.next('start')
    began(Number(at))
  })
  await worker.stop()
  return delays
}
