// The rows of `bot_cards`: what is to stand in Slack and what stands there. Every step of a row is one conditional update, so that two
// replicas, or one that dies between two steps, cannot disagree. Knows nothing of Slack.
import { randomUUID } from 'node:crypto'
import type { Collection } from 'mongodb'
import { type CardRow, cardId, hashWish, type PostedCard, type Thread, type Urgency, urgencies, type Wish } from '../outbox/card.ts'
import { createRhythm, type Rhythm } from '../outbox/rhythm.ts'
import type { Store } from './mongo-store.ts'

export interface NewWish {
  team: string
  channel: string
  subject: string
  wish: Wish
  urgency: Urgency
  version?: number | undefined
  under?: Thread | undefined
}

export type Leased = CardRow & { lease: { token: string; until: Date } }

const keptForMs = 60 * 24 * 3_600_000

export async function createCardStore(store: Store, rhythm: Rhythm = createRhythm()) {
  const rows = store.collection<CardRow>('bot_cards')
  await store.prepare('bot_cards', [
    // What is to be sent, in the order it is sent.
    { key: { rank: 1, dueAt: 1 }, name: 'due', partialFilterExpression: { dueAt: { $exists: true } } },
    { key: { team: 1, subject: 1 }, name: 'by_subject' },
    { key: { team: 1, postedIn: 1, ts: 1 }, name: 'by_message', partialFilterExpression: { ts: { $exists: true } } },
    { key: { parent: 1 }, name: 'by_parent', partialFilterExpression: { parent: { $exists: true } } },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ])
  const mine = ({ _id, lease }: Leased) => ({ _id, 'lease.token': lease.token })

  return {
    wish: async (wanted: NewWish): Promise<void> => {
      const id = cardId(wanted.team, wanted.channel, wanted.subject)
      await rows.updateOne({ _id: id }, wishStages(wanted, rhythm), { upsert: true })
    },
    /** Most urgent first, longest due first. */
    due: (limit: number): Promise<CardRow[]> =>
      rows
        .find(
          { dueAt: { $lte: new Date() }, $or: [{ lease: { $exists: false } }, { 'lease.until': { $lte: new Date() } }] },
          { projection: { 'wish.content': 0 } },
        )
        .sort({ rank: 1, dueAt: 1 })
        .limit(limit)
        .toArray(),
    nextDue: async (): Promise<Date | undefined> => {
      const [next] = await rows
        .find({ dueAt: { $exists: true } }, { projection: { dueAt: 1 } })
        .sort({ dueAt: 1 })
        .limit(1)
        .toArray()
      return next?.dueAt
    },
    lease: async (id: string, forMs: number): Promise<Leased | undefined> => {
      const token = randomUUID()
      const free = { $lte: [{ $ifNull: ['$lease.until', new Date(0)] }, '$$NOW'] }
      const row = await rows.findOneAndUpdate(
        { _id: id, dueAt: { $lte: new Date() }, $expr: free },
        [{ $set: { lease: { token, until: { $add: ['$$NOW', forMs] } }, ...posting } }],
        { returnDocument: 'after' },
      )
      return row?.lease ? { ...row, lease: row.lease } : undefined
    },
    release: async (row: Leased): Promise<void> => {
      await rows.updateOne(mine(row), { $unset: { lease: '', ...notBegun(row) } })
    },
    /** The one update that says "posted" also says where. */
    sent: async (row: Leased, { ts, channel }: { ts?: string; channel?: string }): Promise<void> => {
      await rows.updateOne(mine(row), sentStages(row, { ts, channel }, rhythm))
      if (ts && !row.ts) await rows.updateMany({ parent: row._id, dueAt: { $exists: true } }, { $set: { dueAt: new Date() } })
    },
    again: async (row: Leased, { inMs, error, counts = true }: { inMs: number; error?: string; counts?: boolean }): Promise<void> => {
      const set = { dueAt: new Date(Date.now() + inMs), ...(error ? { lastError: error } : {}) }
      await rows.updateOne(mine(row), {
        $set: set,
        $inc: { attempts: counts ? 1 : 0 },
        $unset: { lease: '', ...(counts ? {} : notBegun(row)) },
      })
    },
    /** Before it is shown, so that whoever takes over a file tries the same one again. */
    keepFileId: async (row: Leased, fileId: string): Promise<void> => {
      await rows.updateOne(mine(row), { $set: { fileId } })
    },
    plain: async (row: Leased): Promise<void> => {
      await rows.updateOne(mine(row), { $set: { plain: true, dueAt: new Date() }, $unset: { lease: '' } })
    },
    /** Slack has it no more: it is posted afresh. */
    lost: async (row: Leased): Promise<void> => {
      const gone = { ts: '', postedIn: '', sent: '', lease: '', posting: '' } as const
      await rows.updateOne(mine(row), { $set: { dueAt: new Date() }, $inc: { generation: 1 }, $unset: gone })
    },
    giveUp: async (row: Leased, error: string): Promise<void> => {
      const set = { givenUp: { error, at: new Date() }, lastError: error }
      await rows.updateOne(mine(row), { $set: set, $unset: { dueAt: '', since: '', lease: '' } })
    },
    forget: async (row: Leased): Promise<void> => {
      await rows.deleteOne(mine(row))
    },
    ...createReading(rows),
  }
}

/** Looking up what is there, for whoever does not send. */
function createReading(rows: Collection<CardRow>) {
  return {
    find: (id: string) => rows.findOne({ _id: id }, { projection: { wish: 0 } }),
    copies: async (team: string, subject: string): Promise<PostedCard[]> =>
      (await rows.find({ team, subject, ts: { $exists: true }, 'wish.kind': 'message' }).toArray()).map(toPosted),
    subjectOf: async ({ team, channel, ts }: { team: string; channel: string; ts: string }): Promise<string | undefined> =>
      (await rows.findOne({ team, postedIn: channel, ts }, { projection: { subject: 1 } }))?.subject,
    stats: async () => {
      const [pending, givenUp, [oldest]] = await Promise.all([
        rows.countDocuments({ dueAt: { $exists: true } }),
        rows.countDocuments({ givenUp: { $exists: true } }),
        rows
          .find({ since: { $exists: true }, dueAt: { $exists: true } })
          .sort({ since: 1 })
          .limit(1)
          .toArray(),
      ])
      return { pending, givenUp, lagSeconds: oldest?.since ? Math.max(0, (Date.now() - oldest.since.getTime()) / 1000) : 0 }
    },
  }
}

export type CardStore = Awaited<ReturnType<typeof createCardStore>>

const toPosted = ({ team, channel, postedIn, subject, ts = '' }: CardRow): PostedCard => ({
  team,
  channel: postedIn ?? channel,
  subject,
  ts,
})

/** For the urgency that a row has by now. */
const gapOfRank = ({ editGapMs }: Rhythm) => ({ $arrayElemAt: [urgencies.map(editGapMs), '$rank'] })

/** This time nothing was posted; what an earlier try did is still open. */
const notBegun = ({ unsure }: CardRow) => (unsure ? {} : { posting: '' as const })

/** A post that was begun before and whose end is not known makes the next one unsure. */
const notPosted = { $eq: [{ $type: '$ts' }, 'missing'] }
const posting = {
  unsure: { $cond: [notPosted, { $ifNull: ['$posting', false] }, '$$REMOVE'] },
  posting: { $cond: [notPosted, true, '$$REMOVE'] },
}

/** An older state never replaces a newer one; what Slack shows already is not sent again. */
function wishStages({ team, channel, subject, wish, urgency, version, under }: NewWish, { editGapMs }: Rhythm) {
  const hash = hashWish(wish)
  const rank = urgencies.indexOf(urgency)
  const newer = version === undefined ? true : { $gte: [version, { $ifNull: ['$version', Number.MIN_SAFE_INTEGER] }] }
  const other = { $ne: [hash, { $ifNull: ['$hash', ''] }] }
  const revived = { $eq: [{ $type: '$givenUp' }, 'object'] }
  const changes = { $and: [newer, { $or: [other, revived] }] }
  const shown = { $eq: [hash, { $ifNull: ['$sent.hash', ''] }] }
  const pending = { $eq: [{ $type: '$dueAt' }, 'date'] }
  const backOff = { $cond: [{ $gt: [{ $ifNull: ['$attempts', 0] }, 0] }, '$dueAt', null] }
  const due = { $max: ['$$NOW', { $add: ['$sent.at', editGapMs(urgency)] }, backOff] }
  const when = (condition: unknown, then: unknown, otherwise: unknown) => ({ $cond: [condition, then, otherwise] })
  return [
    {
      $set: {
        team: { $literal: team },
        channel: { $literal: channel },
        subject: { $literal: subject },
        thread: under && 'ts' in under ? { $literal: under.ts } : { $ifNull: ['$thread', '$$REMOVE'] },
        parent: under && 'subject' in under ? { $literal: cardId(team, channel, under.subject) } : { $ifNull: ['$parent', '$$REMOVE'] },
        generation: { $ifNull: ['$generation', 0] },
        attempts: when(changes, when(pending, { $ifNull: ['$attempts', 0] }, 0), { $ifNull: ['$attempts', 0] }),
        // What agents wrote may begin with a dollar sign.
        wish: when(changes, { $literal: wish }, '$wish'),
        hash: when(changes, hash, '$hash'),
        rank: when(changes, when(pending, { $min: ['$rank', rank] }, rank), '$rank'),
        revision: when(changes, { $add: [{ $ifNull: ['$revision', 0] }, 1] }, '$revision'),
        wishedAt: when(newer, '$$NOW', '$wishedAt'),
        version: when(newer, version ?? '$version', '$version'),
        dueAt: when(changes, when(shown, '$$REMOVE', due), { $ifNull: ['$dueAt', '$$REMOVE'] }),
        since: when(changes, when(shown, '$$REMOVE', { $ifNull: ['$since', '$$NOW'] }), { $ifNull: ['$since', '$$REMOVE'] }),
        givenUp: when(changes, '$$REMOVE', { $ifNull: ['$givenUp', '$$REMOVE'] }),
        expireAt: { $add: ['$$NOW', keptForMs] },
      },
    },
  ]
}

interface SentPlace {
  ts: string | undefined
  channel: string | undefined
}

/** A wish that came meanwhile stays due. The bytes of a file are not kept. */
function sentStages({ revision, hash, wish, unsure }: Leased, { ts, channel }: SentPlace, rhythm: Rhythm) {
  // An earlier try may have been carried out, with what was wanted then: that message is brought up to date by an edit.
  const isUnsure = unsure === true && ts !== undefined
  const latest = isUnsure ? false : { $eq: ['$revision', revision] }
  return [
    {
      $set: {
        ...(ts ? { ts } : {}),
        ...(channel ? { postedIn: channel } : {}),
        ...(wish.kind === 'file' ? { 'wish.content': '$$REMOVE' } : {}),
        sent: { revision, hash: isUnsure ? '' : hash, at: '$$NOW' },
        posting: '$$REMOVE',
        unsure: '$$REMOVE',
        attempts: 0,
        lease: '$$REMOVE',
        lastError: '$$REMOVE',
        since: { $cond: [latest, '$$REMOVE', '$wishedAt'] },
        dueAt: { $cond: [latest, '$$REMOVE', { $add: ['$$NOW', gapOfRank(rhythm)] }] },
      },
    },
  ]
}
