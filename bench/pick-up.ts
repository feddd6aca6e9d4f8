// On an idle system: from the call of submit until the task's run begins, in the same process and in another one.
import { setTimeout as pause } from 'node:timers/promises'
import type { SameProcessOptions } from './processes/same-process.ts'
import type { WorkerProcessOptions } from './processes/worker.ts'
import { nowMs } from './rig/clock.ts'
import { bullmqDelays } from './rig/peers.ts'
import type { BenchDatabase, Rig } from './rig/rig.ts'
import { percentile } from './rig/statistics.ts'
import { createSubmitter } from './rig/submitter.ts'
import type { Measurement } from './row.ts'

const pauseMs = 25

export const pickUp: Measurement = {
  name: 'pick-up',
  async run(rig) {
    const same = await rig.withDatabase((database) => inSameProcess(rig, database))
    const other = await rig.withDatabase((database) => inOtherProcess(rig, database))
    const bullmq = await bullmqDelays(rig, { samples: samplesOf(rig), pauseMs })
    const beside = (share: number) => [{ name: 'BullMQ', value: bullmq && percentile(bullmq, share) }]
    const note = `${same.length} samples`
    return [
      { what: 'pick-up, same process, p50', value: percentile(same, 0.5), unit: 'ms', target: '<= 6 ms', peers: beside(0.5), note },
      { what: 'pick-up, same process, p95', value: percentile(same, 0.95), unit: 'ms', target: '<= 15 ms', peers: beside(0.95) },
      { what: 'pick-up, other process, p50', value: percentile(other, 0.5), unit: 'ms', note },
      { what: 'pick-up, other process, p95', value: percentile(other, 0.95), unit: 'ms', target: '<= 25 ms' },
    ]
  },
}

const samplesOf = (rig: Rig) => rig.size(200, 20)

async function inSameProcess(rig: Rig, { url }: BenchDatabase): Promise<number[]> {
  const options: SameProcessOptions = { url, agentsDir: rig.agentsDir, samples: samplesOf(rig), pauseMs }
  const child = rig.start('same-process', options)
  const { delays } = await child.next('delays')
  await child.stop()
  return delays as number[]
}

async function inOtherProcess(rig: Rig, database: BenchDatabase): Promise<number[]> {
  const options: WorkerProcessOptions = { url: database.url, agentsDir: rig.agentsDir, capacity: 100, tellStarts: true }
  const worker = rig.start('worker', options)
  await worker.next('working')
  const submit = await createSubmitter({ database, agentsDir: rig.agentsDir })
  const delays: number[] = []
  for (let n = 1; n <= samplesOf(rig); n++) {
    const called = nowMs()
    await submit(n)
    const { at } = await worker.next('start')
    delays.push(Number(at) - called)
    await pause(pauseMs)
  }
  await worker.stop()
  return delays
}
