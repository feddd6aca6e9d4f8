// What a person has filled in so far in a form of several steps. Slack gives a view room for ids alone.
import { randomBytes } from 'node:crypto'
import type { Person } from '../client/api.ts'
import type { ScheduleInput } from '../generated/operations.ts'
import type { Store } from '../store/mongo-store.ts'

export interface Draft {
  /** Being changed, and the version that was seen. */
  id?: string | undefined
  version?: number | undefined
  input: Partial<ScheduleInput>
  /** The channel it was asked in. */
  channel?: string | undefined
  /** Of the message that is to become a task. */
  text?: string | undefined
}

export interface DraftStore {
  make(owner: Person, draft: Draft): Promise<string>
  /** Undefined when it is gone, or somebody else's. */
  read(owner: Person, id: string): Promise<Draft | undefined>
  keep(owner: Person, id: string, draft: Draft): Promise<void>
}

interface Row {
  _id: string
  owner: string
  /** As text: what people write may hold any key. */
  draft: string
  expireAt: Date
}

const keptForMs = 24 * 3_600_000

export async function createDraftStore(store: Store): Promise<DraftStore> {
  const rows = store.collection<Row>('bot_drafts')
  await store.prepare('bot_drafts', [{ key: { expireAt: 1 }, name: 'expiry', expireAfterSeconds: 0 }])
  const ownerOf = ({ team, user }: Person) => `${team}:${user}`
  const keep: DraftStore['keep'] = async (owner, id, draft) => {
    const fresh = { owner: ownerOf(owner), draft: JSON.stringify(draft), expireAt: new Date(Date.now() + keptForMs) }
    await rows.updateOne({ _id: id, owner: ownerOf(owner) }, { $set: fresh }, { upsert: true })
  }
  return {
    make: async (owner, draft) => {
      const id = randomBytes(9).toString('base64url')
      await keep(owner, id, draft)
      return id
    },
    read: async (owner, id) => {
      const row = await rows.findOne({ _id: id, owner: ownerOf(owner) })
      return row ? (JSON.parse(row.draft) as Draft) : undefined
    },
    keep,
  }
}
