// The audit chain in the database: entries, the signed head, and the cuts. Appending and cutting each are one transaction that reads and
// writes the head, so that two processes can never both extend the chain from the same place.
import { setTimeout as pause } from 'node:timers/promises'
import type { ClientSession, ResumeToken } from 'mongodb'
import type { EventRow } from '../events/event-log.ts'
import type { Database } from '../mongo.ts'
import { type AuditEntry, emptyHead, type Head, hashOf, signatureOf } from './chain.ts'

export interface HeadDoc extends Head {
  _id: 'head'
  signature: string
  /** Where in the event log the appender goes on. */
  resume?: ResumeToken
  at: Date
}

interface CutDoc {
  _id: string
  /** The last entry that was removed, and its hash. */
  number: number
  hash: string
  removed: number
  at: Date
  signature: string
}

/** A few entries at a time, with a rest after them: a request must not wait for a crowd of entries, here or in the database. */
const sliceSize = 20
const restMs = 8
const nobody = { id: 'nobody', name: 'nobody known' }

export interface AppendHow {
  resume?: ResumeToken
  mayRepeat?: boolean
  /** More is waiting: no rests. */
  hurry?: boolean
}

export interface ChainStore {
  head(): Promise<HeadDoc | undefined>
  /** Those that are in the chain already are left out. `resume` goes with them in the same transaction. */
  append(events: readonly EventRow[], how?: AppendHow): Promise<AuditEntry[]>
  /** Removes what is older, and signs where the chain begins from now on; how many entries that were. */
  cut(before: Date): Promise<number>
  /** In order of their numbers, from the lowest there is. */
  entries(): AsyncIterable<AuditEntry>
  last(): Promise<AuditEntry | undefined>
}

export function createChainStore(database: Database, key: Uint8Array): ChainStore {
  const entries = database.collection<AuditEntry>('audit')
  const seals = database.collection<HeadDoc>('audit_seals')
  const cuts = database.collection<CutDoc>('audit_seals')
  /** The hash of the last entry that was appended here. */
  let ours: string | undefined

  async function writeHead({ number, hash, cut }: Head, resume: ResumeToken | undefined, session: ClientSession): Promise<void> {
    const signature = signatureOf(key, { number, hash, cut })
    const set = { number, hash, cut, signature, at: new Date(), ...(resume !== undefined && { resume }) }
    await seals.updateOne({ _id: 'head' }, { $set: set }, { upsert: true, session })
  }

  async function findKnown(events: readonly EventRow[], session: ClientSession): Promise<Set<string>> {
    const ids = events.map(({ _id }) => _id.toHexString())
    const rows = await entries.find({ event: { $in: ids } }, { session, projection: { event: 1 } }).toArray()
    return new Set(rows.map(({ event }) => event))
  }

  return {
    head: async () => (await seals.findOne({ _id: 'head' })) ?? undefined,
    append: async (events, { resume, mayRepeat = true, hurry = false } = {}) => {
      const made = await database.transaction(async (session) => {
        const head: Head = (await seals.findOne({ _id: 'head' }, { session })) ?? emptyHead
        // What comes after our own last entry, with nobody's in between, cannot be in the chain yet.
        const known = mayRepeat || head.hash !== ours ? await findKnown(events, session) : new Set<string>()
        const made: AuditEntry[] = []
        for (const slice of inSlices(without(events, known))) {
          const entriesOfSlice = extend(key, ending(head, made), slice)
          await entries.insertMany(entriesOfSlice, { session, ordered: true })
          made.push(...entriesOfSlice)
          if (!hurry) await pause(restMs)
        }
        await writeHead(ending(head, made), resume, session)
        return made
      })
      ours = made.at(-1)?.hash ?? ours
      return made
    },
    cut: (before) =>
      database.transaction(async (session) => {
        const head = await seals.findOne({ _id: 'head' }, { session })
        if (!head) return 0
        // By the place in the chain: what comes after something that is kept stays, whatever its own clock said.
        const kept = await entries.findOne({ at: { $gte: before } }, { session, sort: { _id: 1 }, projection: { _id: 1 } })
        const last = await entries.findOne({ _id: (kept?._id ?? head.number + 1) - 1 }, { session })
        if (!last || last._id <= head.cut.number) return 0
        const removed = last._id - head.cut.number
        const cut = { number: last._id, hash: last.hash }
        await entries.deleteMany({ _id: { $lte: last._id } }, { session })
        const signature = signatureOf(key, { ...cut, cut })
        await cuts.insertOne({ _id: `cut-${last._id}`, ...cut, removed, at: new Date(), signature }, { session })
        await writeHead({ number: head.number, hash: head.hash, cut }, undefined, session)
        return removed
      }),
    entries: () => entries.find({}, { sort: { _id: 1 }, batchSize: 1000 }),
    last: async () => (await entries.findOne({}, { sort: { _id: -1 } })) ?? undefined,
  }
}

function without(events: readonly EventRow[], known: Set<string>): EventRow[] {
  return events.filter(({ _id }) => {
    const id = _id.toHexString()
    return !known.has(id) && known.add(id)
  })
}

function* inSlices(events: readonly EventRow[]): Generator<EventRow[]> {
  for (let from = 0; from < events.length; from += sliceSize) yield events.slice(from, from + sliceSize)
}

/** The head once these are appended. */
function ending(head: Head, appended: readonly AuditEntry[]): Head {
  const last = appended.at(-1)
  return last ? { ...head, number: last._id, hash: last.hash } : head
}

function extend(key: Uint8Array, head: Head, events: readonly EventRow[]): AuditEntry[] {
  let { number, hash: previous } = head
  return events.map((event) => {
    number += 1
    const entry = toEntry(event, { number, previous })
    previous = hashOf(key, entry)
    return { ...entry, hash: previous }
  })
}

function toEntry(event: EventRow, { number, previous }: { number: number; previous: string }): Omit<AuditEntry, 'hash'> {
  const { reason = event.payload.reason, origin, requestId, actor = nobody } = event
  return {
    _id: number,
    event: event._id.toHexString(),
    at: event.at,
    action: event.type,
    workspace: event.workspace,
    subject: event.subject,
    actor,
    ...(typeof reason === 'string' && { reason }),
    ...(origin && { origin }),
    ...(requestId && { requestId }),
    // As JSON, so that it is read back exactly as its hash was taken.
    details: JSON.parse(JSON.stringify(event.payload)) as AuditEntry['details'],
    previous,
  }
}
