// Which object is shown in which channel, and for whom: what has to be looked at when something happens to it. The posts themselves are
// the outbox's.
import type { Store } from '../store/mongo-store.ts'

export type CardKind = 'task' | 'workflow' | 'request' | 'alert'

export interface Watch {
  /** `task:T-1042` */
  subject: string
  kind: CardKind
  id: string
  team: string
  /** A channel, or a person for direct messages. */
  channel: string
  /** Who asked for it in Slack; the card offers what this person may do. */
  author?: string | undefined
  /** Below which message it is posted. */
  thread?: string | undefined
}

interface Row extends Watch {
  _id: string
  /** Not over yet: looked at again after a gap in the news. */
  open: boolean
  expireAt: Date
}

export interface WatchStore {
  add(watch: Watch): Promise<void>
  of(subjects: readonly string[]): Promise<Watch[]>
  /** What is not over, newest first. */
  open(most: number): Promise<Watch[]>
  settle(subject: string, open: boolean): Promise<void>
  /** How far the news were dealt with. */
  cursor(): Promise<string | undefined>
  keepCursor(cursor: string): Promise<void>
}

const keptForMs = 60 * 24 * 3_600_000

export const subjectOf = (kind: CardKind, id: string) => `${kind}:${id}`

export async function createWatchStore(store: Store): Promise<WatchStore> {
  const rows = store.collection<Row>('bot_watches')
  const cursors = store.collection<{ _id: string; cursor: string }>('bot_cursors')
  await store.prepare('bot_watches', [
    { key: { subject: 1 }, name: 'by_subject' },
    { key: { open: 1, expireAt: -1 }, name: 'open' },
    { key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 },
  ])
  const toWatch = ({ subject, kind, id, team, channel, author, thread }: Row): Watch => ({
    subject,
    kind,
    id,
    team,
    channel,
    author,
    thread,
  })
  return {
    add: async (watch) => {
      const { subject, team, channel } = watch
      const fresh = { ...watch, open: true, expireAt: new Date(Date.now() + keptForMs) }
      await rows.updateOne({ _id: `${team}:${channel}:${subject}` }, { $set: fresh }, { upsert: true })
    },
    of: async (subjects) => (await rows.find({ subject: { $in: [...subjects] } }).toArray()).map(toWatch),
    open: async (most) => (await rows.find({ open: true }).sort({ expireAt: -1 }).limit(most).toArray()).map(toWatch),
    settle: async (subject, open) => {
      await rows.updateMany({ subject }, { $set: { open } })
    },
    cursor: async () => (await cursors.findOne({ _id: 'events' }))?.cursor,
    keepCursor: async (cursor) => {
      await cursors.updateOne({ _id: 'events' }, { $set: { cursor } }, { upsert: true })
    },
  }
}
