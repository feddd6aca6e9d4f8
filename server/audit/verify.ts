// Checks the whole audit chain against its key: finds what was changed, removed, added or reordered, and names the first bad number.
// What was taken off the end together with an older signed head shows only against a head that was noted elsewhere.
import type { Database } from '../mongo.ts'
import { auditKey, emptyHead, type Head, hashOf, type Keys, signatureOf } from './chain.ts'
import { type ChainStore, createChainStore, type HeadDoc } from './chain-store.ts'

export interface Verification {
  intact: boolean
  checked: number
  firstBad?: number
  problem?: string
}

export interface VerifyOptions {
  database: Database
  vault: Keys
  /** Noted earlier, as the log shows it: number:hash. */
  noted?: { number: number; hash: string } | undefined
}

export async function verifyAudit({ database, vault, noted }: VerifyOptions): Promise<Verification> {
  const key = auditKey(vault)
  const chain = createChainStore(database, key)
  for (let tries = 1; ; tries += 1) {
    const head = await chain.head()
    const result = await walk(chain, key, { head, noted })
    // Cut in this very moment: what was missing has been removed on purpose.
    const moved = !result.intact && (await chain.head())?.cut.number !== head?.cut.number
    if (!moved || tries >= 3) return result
  }
}

async function walk(
  chain: ChainStore,
  key: Uint8Array,
  { head, noted }: { head: HeadDoc | undefined; noted: VerifyOptions['noted'] },
): Promise<Verification> {
  const { cut }: Head = head ?? emptyHead
  let checked = 0
  let number = cut.number
  let hash = cut.hash
  const bad = (firstBad: number, problem: string): Verification => ({ intact: false, checked, firstBad, problem })
  for await (const entry of chain.entries()) {
    if (head && entry._id > head.number) break
    checked += 1
    if (entry._id <= cut.number) return bad(entry._id, `Entry ${entry._id} was cut off in due time and is there again.`)
    if (entry._id > number + 1) return bad(number + 1, `Entry ${number + 1} is missing.`)
    if (hashOf(key, entry) !== entry.hash) return bad(entry._id, `Entry ${entry._id} is not as it was written.`)
    if (entry.previous !== hash) return bad(entry._id, `Entry ${entry._id} does not follow entry ${number}.`)
    if (noted?.number === entry._id && noted.hash !== entry.hash) return bad(entry._id, `Entry ${entry._id} is not the one that was noted.`)
    ;({ _id: number, hash } = entry)
  }
  if (!head) return checked === 0 ? againstNoted({ intact: true, checked }, number, noted) : bad(1, 'The signed head is missing.')
  if (signatureOf(key, head) !== head.signature) return bad(number + 1, 'The signed head is not as it was written.')
  if (number < head.number) return bad(number + 1, `Entry ${number + 1} is missing: the chain goes on to ${head.number}.`)
  if (hash !== head.hash) return bad(number, `Entry ${number} is not the one the head was signed with.`)
  // Read in this order: whatever the appender has added meanwhile is in the later head.
  const last = await chain.last()
  const now = await chain.head()
  if (last && now && last._id > now.number) return bad(now.number + 1, `Entry ${now.number + 1} was added behind the signed head.`)
  return againstNoted({ intact: true, checked }, number, noted)
}

function againstNoted(result: Verification, number: number, noted: VerifyOptions['noted']): Verification {
  if (!noted || noted.number <= number) return result
  return { ...result, intact: false, firstBad: number + 1, problem: `Entry ${number + 1} is missing: the noted head is ${noted.number}.` }
}
