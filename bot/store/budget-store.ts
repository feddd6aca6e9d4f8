// How often Slack may still be called: one row for each method and channel, with the moments of the latest calls, shared by all replicas.
// Counted by the database's clock, so that replicas with different clocks cannot exceed together what one may not.
import { isDuplicateKey, type Store } from './mongo-store.ts'

export interface Budget {
  key: string
  calls: number
  inMs: number
  /** Fewer than `calls` for what is less urgent: the rest stays for what is more. */
  allowance: number
  /** At least this long between two of them. */
  paceMs?: number
}

export interface BudgetStore {
  /** Takes from all of them or from none. Answers how long to wait, 0 when taken, and for which. */
  take(budgets: readonly Budget[]): Promise<{ waitMs: number; key?: string }>
  /** Slack said so. */
  block(key: string, forMs: number): Promise<void>
}

interface BudgetRow {
  _id: string
  calls: Date[]
  granted: boolean
  now: Date
  blockedUntil?: Date
  expireAt: Date
}

const keptForMs = 24 * 3_600_000

export async function createBudgetStore(store: Store): Promise<BudgetStore> {
  const rows = store.collection<BudgetRow>('bot_budgets')
  await store.prepare('bot_budgets', [{ key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 }])

  async function takeOne(budget: Budget): Promise<number> {
    const update = takeStages(budget)
    const change = () => rows.findOneAndUpdate({ _id: budget.key }, update, { upsert: true, returnDocument: 'after' })
    // Two first takes may meet: the second finds the row of the first.
    const row = await change().catch((error: unknown) => (isDuplicateKey(error) ? change() : Promise.reject(error)))
    return row && !row.granted ? waitOf(row, budget) : 0
  }

  return {
    take: async (budgets) => {
      const taken: string[] = []
      for (const budget of budgets) {
        const waitMs = await takeOne(budget)
        if (waitMs > 0) {
          for (const key of taken) await rows.updateOne({ _id: key }, { $pop: { calls: 1 } })
          return { waitMs, key: budget.key }
        }
        taken.push(budget.key)
      }
      return { waitMs: 0 }
    },
    block: async (key, forMs) => {
      const until = { $add: ['$$NOW', forMs] }
      const stages = [{ $set: { blockedUntil: { $max: ['$blockedUntil', until] }, calls: { $ifNull: ['$calls', []] }, expireAt: expiry } }]
      await rows.updateOne({ _id: key }, stages, { upsert: true })
    },
  }
}

const expiry = { $add: ['$$NOW', keptForMs] }

function takeStages({ inMs, allowance, paceMs = 0 }: Budget) {
  const recent = {
    $filter: { input: { $ifNull: ['$calls', []] }, cond: { $gt: ['$$this', { $subtract: ['$$NOW', inMs] }] } },
  }
  // Statements that run at once may see each other's moments as still to come.
  const paced = paceMs === 0 || { $gte: ['$$NOW', { $add: [{ $ifNull: [{ $last: '$calls' }, new Date(0)] }, paceMs] }] }
  const open = { $lte: [{ $ifNull: ['$blockedUntil', new Date(0)] }, '$$NOW'] }
  return [
    { $set: { calls: recent, now: '$$NOW', expireAt: expiry } },
    { $set: { granted: { $and: [{ $lt: [{ $size: '$calls' }, allowance] }, paced, open] } } },
    { $set: { calls: { $cond: ['$granted', { $concatArrays: ['$calls', ['$$NOW']] }, '$calls'] } } },
  ]
}

function waitOf({ calls, now, blockedUntil }: BudgetRow, { allowance, inMs, paceMs = 0 }: Budget): number {
  const leaves = calls[calls.length - allowance]
  const waits = [
    blockedUntil ? blockedUntil.getTime() - now.getTime() : 0,
    leaves ? leaves.getTime() + inMs - now.getTime() : 0,
    (calls.at(-1)?.getTime() ?? 0) + paceMs - now.getTime(),
  ]
  return Math.max(1, ...waits)
}
