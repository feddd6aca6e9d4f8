// What is stored of people, sessions, keys and identities, remembered for a moment. Holds no rules.
import type { Database } from '../mongo.ts'
import type { ApiKeyDoc } from './api-keys.ts'
import type { IdentityDoc } from './identities.ts'
import { createMemo } from './memo.ts'
import type { SessionDoc } from './session-store.ts'
import type { UserDoc } from './user.ts'

export type KnownSession = Pick<SessionDoc, '_id' | 'user' | 'version' | 'ended'>

export interface Known {
  user(id: string): Promise<UserDoc | null>
  session(id: string): Promise<KnownSession | null>
  key(id: string): Promise<ApiKeyDoc | null>
  identity(id: string): Promise<IdentityDoc | null>
  forget(): void
}

export function createKnown(database: Database): Known {
  const users = createMemo((id) => database.collection<UserDoc>('users').findOne({ _id: id }))
  const sessions = createMemo((id) =>
    database.collection<SessionDoc>('sessions').findOne<KnownSession>({ _id: id }, { projection: { user: 1, version: 1, ended: 1 } }),
  )
  const keys = createMemo((id) => database.collection<ApiKeyDoc>('api_keys').findOne({ _id: id }))
  const identities = createMemo((id) => database.collection<IdentityDoc>('identities').findOne({ _id: id }))
  return {
    user: users.get,
    session: sessions.get,
    key: keys.get,
    identity: identities.get,
    forget() {
      for (const memo of [users, sessions, keys, identities]) memo.forget()
    },
  }
}
