// Finds what an outage left behind: agents whose circuit closed lately, and their open letters from the time it was failing.
import { ObjectId } from 'mongodb'
import type { ErrorClass } from '../../agents/adapter.ts'
import { type EventRow, sharedWorkspace } from '../../events/event-log.ts'
import type { Database } from '../../mongo.ts'
import type { AgentState } from '../../queue/agent-state.ts'
import type { DeadLetterDoc } from '../../queue/dead-letter-store.ts'

/** What ended longer ago is for people to decide. */
const lookBackMs = 24 * 3600_000
const passing: ErrorClass[] = ['TRANSIENT', 'TIMEOUT']

export interface Outage {
  agent: string
  since: Date
  until: Date
  /** A probe has closed the circuit, or a run has succeeded since a person closed it. */
  proven: boolean
}

/** The latest outage of each agent that is over. An agent that fails again has none until it has recovered. */
export async function findEndedOutages(database: Database, now: Date): Promise<Outage[]> {
  const oldest = ObjectId.createFromTime(Math.floor((now.getTime() - lookBackMs) / 1000))
  const filter = {
    workspace: sharedWorkspace,
    _id: { $gt: oldest },
    type: 'agent.circuit_closed' as const,
    'payload.outageSince': { $type: 'date' as const },
  }
  const events = await database
    .collection<EventRow>('events')
    .find(filter, { sort: { _id: 1 }, hint: 'newest' })
    .toArray()
  const outages = new Map(
    events.map(({ subject, payload, at, actor }) => [
      subject,
      { agent: subject, since: payload.outageSince as Date, until: at, byHand: !!actor },
    ]),
  )
  if (outages.size === 0) return []
  const closed = await database
    .collection<AgentState>('agents')
    .find({ _id: { $in: [...outages.keys()] }, 'circuit.state': 'CLOSED', disabled: { $exists: false } }, { projection: { circuit: 1 } })
    .toArray()
  return closed.flatMap(({ _id, circuit }) => {
    const outage = outages.get(_id)
    return outage ? [{ ...outage, proven: !outage.byHand || circuit.ended.some(([, succeeded]) => succeeded > 0) }] : []
  })
}

/** The oldest first. A letter written after the end is not one of them, so that a task which fails again is not submitted for ever. */
export async function findOutageLetters(
  database: Database,
  outage: Omit<Outage, 'proven'>,
  { limit, skip }: { limit: number; skip: readonly string[] },
): Promise<DeadLetterDoc[]> {
  const letters = database.collection<DeadLetterDoc>('dead_letters')
  const filter = {
    // All of them, named so that the index is of use.
    workspace: { $in: (await letters.distinct('workspace')) as string[] },
    agent: outage.agent,
    open: true,
    failedAt: { $gte: outage.since, $lte: outage.until },
    'error.class': { $in: passing },
    expireAt: { $gt: new Date() },
    ...(skip.length > 0 && { _id: { $nin: [...skip] } }),
  }
  return letters.find(filter, { sort: { failedAt: 1 }, limit }).toArray()
}
