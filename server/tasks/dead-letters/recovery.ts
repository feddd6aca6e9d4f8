// After an outage: submits again what it sent to the dead letters, with what ended because of that, slowly at first, and one at a time while only a person says that it is
// over. Reads only what is stored, so it goes on where a dead process stopped; closing a letter together with making its task keeps
// every letter from being submitted twice.
import { CapstanError } from '../../errors.ts'
import type { Logger } from '../../log.ts'
import type { TaskDoc } from '../../queue/task.ts'
import { retryDependents } from '../retry-dependents.ts'
import { findEndedOutages, findOutageLetters, type Outage } from './outage-store.ts'
import { checkBatch, type ResubmitDeps, resubmitBatch, resubmitBatchSize } from './resubmit-batch.ts'

const firstPerSecond = 20
const growth = 1.5
const keptUnfit = 1000

const origin = 'recovery'
const capstan = { id: 'capstan', name: 'Capstan' }

export interface Recovery {
  /** How many were submitted again. To be called every `everySeconds`. */
  tick(now: Date): Promise<number>
}

export function createRecovery(deps: ResubmitDeps & { log: Logger }, everySeconds: number): Recovery {
  /** How many each recovering agent gets this time. */
  let paces = new Map<string, number>()
  /** Letters whose parameters no longer fit the agent: left to people. */
  let unfit: string[] = []

  async function recover(outage: Outage, pace: number): Promise<number> {
    const limit = Math.min(Math.round(pace), resubmitBatchSize)
    const letters = await findOutageLetters(deps.database, outage, { limit, skip: unfit })
    if (letters.length === 0) return 0
    const { renewable } = await checkBatch(deps, letters, {})
    // Once only: what fails again after an outage is left to people, or it would reopen the circuit for ever.
    const firstTime = renewable.filter(({ task }) => task.origin !== origin)
    const fit = new Set(firstTime.map(({ letter }) => letter._id))
    unfit = [...unfit, ...letters.map(({ _id }) => _id).filter((id) => !fit.has(id))].slice(-keptUnfit)
    const tasks = await resubmitBatch(deps, firstTime, { by: capstan, reason: 'OUTAGE_OVER', origin })
    await bringBackDependents(deps, tasks)
    if (tasks.length > 0)
      deps.log.info({ agent: outage.agent, resubmitted: tasks.length }, 'its outage is over; given-up tasks are submitted again')
    return tasks.length
  }

  return {
    tick: async (now) => {
      const next = new Map<string, number>()
      let total = 0
      for (const outage of await findEndedOutages(deps.database, now)) {
        const pace = paces.get(outage.agent) ?? firstPerSecond * everySeconds
        // Each letter is submitted again by itself once only: not all of them because somebody was too early.
        const resubmitted = await recover(outage, outage.proven ? pace : 1).catch(forLater)
        if (resubmitted > 0 && outage.proven) next.set(outage.agent, Math.min(pace * growth, resubmitBatchSize))
        total += resubmitted
      }
      paces = next
      return total
    },
  }
}

async function bringBackDependents(deps: ResubmitDeps, tasks: readonly TaskDoc[]): Promise<void> {
  const ids = tasks.flatMap(({ resubmissionOf }) => resubmissionOf ?? [])
  for (const workspace of new Set(tasks.map((task) => task.workspace)))
    await retryDependents({ ...deps, wake: () => undefined }, { ...capstan, role: 'admin', workspace }, { ids })
}

/** A full queue or an agent that is gone: its letters stay open and are looked at again. */
function forLater(error: unknown): number {
  if (error instanceof CapstanError) return 0
  throw error
}
