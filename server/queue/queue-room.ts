// How long until a queue that is full has room: by how fast tasks have left it lately, and by when its agent may start the next one.
import type { Database } from '../mongo.ts'
import type { AgentState } from './agent-state.ts'
import { addRates, emptyRate, levelKey, runSeconds, type UsualSeconds } from './rates.ts'
import { type Priority, priorities } from './task.ts'
import type { Rate, WorkerDoc } from './worker-lease.ts'

/** Where nothing was measured. */
const unknownSeconds = 5
const leastSeconds = 1
/** Whoever asks again after this costs nothing, and much may have changed. */
const mostSeconds = 600
const measuredForMs = 1000
const windowSeconds = 60

/** Of an agent, or else of a workspace. */
export interface Line {
  agent?: string
  workspace: string
}

export type SecondsUntilRoom = (line: Line, tooMany: number) => Promise<number>

interface Flow {
  /** Tasks that start each second. */
  perSecond: number
  /** Nothing starts before. */
  notBefore: Date | undefined
}

export function createQueueRoom(database: Database, usualSeconds: UsualSeconds = async () => undefined): SecondsUntilRoom {
  const known = new Map<string, { until: number; flow: Promise<Flow> }>()

  /** Many may be refused at the same time: they share one look. */
  function flowOf(line: Line): Promise<Flow> {
    const key = line.agent ?? `workspace ${line.workspace}`
    const last = known.get(key)
    if (last && last.until > Date.now()) return last.flow
    const entry = { until: Date.now() + measuredForMs, flow: measure({ database, usualSeconds }, line) }
    known.set(key, entry)
    return entry.flow
  }

  return async (line, tooMany) => {
    const { perSecond, notBefore } = await flowOf(line)
    const pause = notBefore ? (notBefore.getTime() - Date.now()) / 1000 : 0
    if (perSecond === 0 && pause <= 0) return unknownSeconds
    const work = perSecond > 0 ? tooMany / perSecond : 0
    return Math.min(mostSeconds, Math.max(leastSeconds, Math.ceil(Math.max(work, pause))))
  }
}

async function measure({ database, usualSeconds }: { database: Database; usualSeconds: UsualSeconds }, line: Line): Promise<Flow> {
  const { agent, workspace } = line
  const [workers, state] = await Promise.all([
    database
      .collection<WorkerDoc>('workers')
      .find({ status: { $in: ['ACTIVE', 'DRAINING'] } }, { projection: { startedAt: 1, rates: 1 } })
      .toArray(),
    agent ? database.collection<AgentState>('agents').findOne({ _id: agent }) : null,
  ])
  const rates = workers.map((worker) => ({ rate: rateOf(worker, line), seconds: measuredSeconds(worker) }))
  const started = rates.reduce((sum, { rate, seconds }) => sum + rate.started / seconds, 0)
  const each = runSeconds(rates.map(({ rate }) => rate).reduce(addRates, emptyRate())) ?? (agent && (await usualSeconds(workspace, agent)))
  // While runs take longer than a minute, few or none of them started in the last one: what runs now says more.
  const bySlots = state && each ? state.running / each : 0
  return { perSecond: Math.max(started, bySlots), notBefore: state?.wait?.until }
}

function rateOf({ rates }: Pick<WorkerDoc, 'rates'>, { agent, workspace }: Line): Rate {
  if (agent) return rates.agents[agent] ?? emptyRate()
  return priorities.map((priority: Priority) => rates.levels[levelKey(workspace, priority)] ?? emptyRate()).reduce(addRates, emptyRate())
}

function measuredSeconds({ startedAt }: Pick<WorkerDoc, 'startedAt'>): number {
  return Math.min(windowSeconds, Math.max(1, (Date.now() - startedAt.getTime()) / 1000))
}
