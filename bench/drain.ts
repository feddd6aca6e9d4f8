// How fast one worker process empties a full queue of tasks that do nothing, beside Agenda with its own backend, Celery and BullMQ.

import { measureCelery } from './rig/celery.ts'
import { freeAgent, limitedAgents } from './rig/crew.ts'
import { describeCost, drain } from './rig/drain.ts'
import { measureAgenda, measureBullmq, type PeerResult } from './rig/peers.ts'
import type { Rig } from './rig/rig.ts'
import { medianRun } from './rig/statistics.ts'
import type { Measurement, Row } from './row.ts'

interface Case {
  what: string
  capacity: number
  agents: readonly string[]
  target?: string
  /** In processes that have run nothing before. */
  cold?: true
}

const cases: readonly Case[] = [
  { what: 'drain, one agent, concurrency 500', capacity: 500, agents: [freeAgent], target: '>= 4,000/s' },
  { what: 'the same, in a process that has run nothing before', capacity: 500, agents: [freeAgent], cold: true },
  { what: 'drain, one agent, concurrency 100', capacity: 100, agents: [freeAgent], target: '>= 2,500/s' },
  { what: 'drain, 20 limited agents, concurrency 500', capacity: 500, agents: limitedAgents, target: '>= 3,000/s' },
]

const tasksOfCase = 20_000
/** So many Capstan's and BullMQ's process run before what is measured: that is a worker at work, not one whose code is still being compiled. */
const tasksBefore = 20_000
/** The slower ones work at the same queue, but for no longer than this: all of it would take minutes, and they slow down on the way. */
const peerMs = 20_000
const stock = { lanes: 50, concurrency: 100 }

export const drainMeasurement: Measurement = {
  name: 'drain',
  async run(rig) {
    const few = rig.size(1000, 100)
    const same = { jobs: rig.size(tasksOfCase, few), withinMs: peerMs }
    const full = await measureAgenda(rig, { ...stock, ...same })
    const short = await measureAgenda(rig, { ...stock, jobs: few })
    const slower = [
      { name: 'Agenda', value: full.drainedPerSecond },
      { name: 'Celery', value: await measureCelery(rig, same) },
    ]
    const rows: Row[] = []
    for (const each of cases) rows.push(await measureCase(rig, each, slower))
    for (const [result, what] of [
      [full, `Agenda alone, the same queue for ${peerMs / 1000} s`],
      [short, `Agenda alone, no more than ${few} jobs in the queue`],
    ] as const) {
      const note = `the better of one name and ten, concurrency 100; ${costNote(result.cpuMs, 'mongod')}`
      rows.push({ what, value: result.drainedPerSecond ?? Number.NaN, unit: '/s', note })
    }
    return rows
  },
}

async function measureCase(rig: Rig, { what, capacity, agents, target, cold }: Case, slower: NonNullable<Row['peers']>): Promise<Row> {
  const tasks = rig.size(tasksOfCase, 1000)
  const warmUp = cold ? 0 : rig.size(tasksBefore, 200)
  const drains = []
  const peers = []
  for (let run = 0; run < rig.runs; run++) {
    drains.push(await rig.withDatabase((database) => drain(rig, database, { tasks, capacity, agents, warmUp })))
    peers.push(await measureBullmq(rig, { jobs: tasks, lanes: 1000, concurrency: capacity, warmUp }))
  }
  const middle = medianRun(drains, ({ perSecond }) => perSecond)
  const bullmq = medianRun(peers, (peer) => peer?.drainedPerSecond ?? 0)
  return {
    what,
    value: middle.perSecond,
    unit: '/s',
    ...(target && { target }),
    peers: [...slower, { name: 'BullMQ', value: bullmq?.drainedPerSecond }],
    note: `${describeCost(middle)}; ${middle.found}${bullmq ? `; BullMQ ${costNote(bullmq.cpuMs, 'redis')}` : ''}`,
  }
}

function costNote(cpuMs: PeerResult['cpuMs'], store: string): string {
  return cpuMs ? `CPU a job: worker ${cpuMs.own.toFixed(3)} ms, ${store} ${cpuMs.store.toFixed(3)} ms` : ''
}
