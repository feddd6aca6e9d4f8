// Stores new tasks and claims in one transaction: a task that may start at once is written down as running, and one commit is enough.
import type { ClientSession } from 'mongodb'
import type { NewEvent } from '../events/event-log.ts'
import { RetryTransaction } from '../mongo.ts'
import { type CycleInput, type CycleResult, claimWithin } from './cycle.ts'
import type { TaskDoc } from './task.ts'

/** What may start at once comes back as it is to be stored, with the events of it. */
export type ClaimNew = (tasks: readonly TaskDoc[]) => Promise<{ tasks: readonly TaskDoc[]; events: readonly NewEvent[] }>

/** May run several times. */
export type StoreAndClaim<T> = (session: ClientSession, claim: ClaimNew) => Promise<T>

/** Nothing starts now. */
export const claimNothing: ClaimNew = async (tasks) => ({ tasks, events: [] })

/** Claims at the first try only: when somebody else who works for these agents comes in between, what is submitted does not wait for it. */
export async function storeAndClaim<T>(
  input: Omit<CycleInput, 'finished' | 'newcomers'>,
  store: StoreAndClaim<T>,
): Promise<{ value: T; result?: CycleResult }> {
  let tries = 0
  return input.database.transaction(async (session) => {
    let result: CycleResult | undefined
    const claim: ClaimNew = async (newcomers) => {
      const claimed = await claimWithin(session, { ...input, newcomers }).catch(storeAlone)
      result = claimed.result
      const started = new Map(result.claimed.map((task) => [task._id, task]))
      return { tasks: newcomers.map((task) => started.get(task._id) ?? task), events: claimed.events }
    }
    const value = await store(session, ++tries === 1 ? claim : claimNothing)
    return { value, ...(result && { result }) }
  })
}

function storeAlone(): never {
  throw new RetryTransaction('the claim failed: what was stored goes in without it')
}
