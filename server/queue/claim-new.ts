// Stores new tasks and claims in one transaction: a task that may start at once is written down as running, and one commit is enough.
import type { ClientSession } from 'mongodb'
import type { NewEvent } from '../events/event-log.ts'
import { RetryTransaction } from '../mongo.ts'
import { type CycleInput, type CycleResult, claimWithin, type Turned } from './cycle.ts'
import type { TaskDoc } from './task.ts'

/** What may start at once comes back as it is to be stored, with the events of it. */
export type ClaimNew = (tasks: readonly TaskDoc[]) => Promise<{ tasks: readonly TaskDoc[]; events: readonly NewEvent[] }>

/** May run several times. */
export type StoreAndClaim<T> = (session: ClientSession, claim: ClaimNew) => Promise<T>

/** Nothing starts now. */
export const claimNothing: ClaimNew = async (tasks) => ({ tasks, events: [] })

/** Claims first on what this process knows of its agents, and then on what it reads. When somebody else who works for these agents comes
 *  in between again, what is submitted does not wait for it. */
export async function storeAndClaim<T>(
  { known, ...input }: Omit<CycleInput, 'finished' | 'newcomers'>,
  store: StoreAndClaim<T>,
): Promise<{ value: T; result?: CycleResult }> {
  const ways = known ? [{ ...input, known }, input] : [input]
  return input.database.transaction(async (session) => {
    const way = ways.shift()
    let claimed: Turned | undefined
    const claim: ClaimNew = async (newcomers) => {
      claimed = await claimWithin(session, { ...(way ?? input), newcomers }).catch(giveUpClaim)
      const started = new Map(claimed.result.claimed.map((task) => [task._id, task]))
      return { tasks: newcomers.map((task) => started.get(task._id) ?? task), events: claimed.events }
    }
    const value = await store(session, way ? claim : claimNothing)
    await claimed?.borneOut
    return { value, ...(claimed && { result: claimed.result }) }
  })
}

function giveUpClaim(): never {
  throw new RetryTransaction('the claim failed: what was stored goes in by another way')
}
