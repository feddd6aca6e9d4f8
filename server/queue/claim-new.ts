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

/** How often it is tried to claim. When somebody else who works for these agents comes in between again and again, what is submitted does
 *  not wait for it. */
const mostTries = 2

export async function storeAndClaim<T>(
  input: Omit<CycleInput, 'finished' | 'newcomers'>,
  store: StoreAndClaim<T>,
): Promise<{ value: T; result?: CycleResult }> {
  let tries = 0
  return input.database.transaction(async (session) => {
    if (tries++ > 0) input.known?.doubt()
    let claimed: Turned | undefined
    const claim: ClaimNew = async (newcomers) => {
      claimed = await claimWithin(session, { ...input, newcomers }).catch(giveUpClaim)
      const started = new Map(claimed.result.claimed.map((task) => [task._id, task]))
      return { tasks: newcomers.map((task) => started.get(task._id) ?? task), events: claimed.events }
    }
    const value = await store(session, tries <= mostTries ? claim : claimNothing)
    await claimed?.borneOut
    return { value, ...(claimed && { result: claimed.result }) }
  })
}

function giveUpClaim(): never {
  throw new RetryTransaction('the claim failed: what was stored goes in by another way')
}
