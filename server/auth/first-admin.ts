// What the first start makes: the admin that the local token belongs to, so that everything has an owner, and the bot's key.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { appendEvents } from '../events/event-log.ts'
import { type Database, isDuplicateKey } from '../mongo.ts'
import { type ApiKeyDoc, insertKey, isKey, keyIdOf } from './api-keys.ts'
import { placeFile } from './local-token.ts'
import { homeWorkspace, type UserDoc } from './user.ts'

export const operatorId = 'admin'

const dayMs = 24 * 3600_000
const botKeyDays = 365
const renewDays = 30

export async function ensureOperator(database: Database): Promise<void> {
  const users = database.collection<UserDoc>('users')
  if (await users.findOne({ _id: operatorId }, { projection: { _id: 1 } })) return
  const membership = { workspace: homeWorkspace, role: 'admin' as const, groups: [] }
  const operator: UserDoc = {
    _id: operatorId,
    email: 'admin@localhost',
    name: 'admin',
    memberships: [membership],
    disabled: false,
    version: 1,
    createdAt: new Date(),
  }
  await database
    .transaction(async (session) => {
      await users.insertOne(operator, { session })
      const payload = { name: operator.name, role: membership.role }
      await appendEvents(database, [{ type: 'user.created', workspace: homeWorkspace, subject: operatorId, payload }], session)
    })
    // Another server of the same first start was faster.
    .catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error
    })
}

/** The bot on this machine asks with this key: bot.token in the data folder, for its owner's eyes only. Answers the key. */
export async function ensureBotToken(database: Database, dataDir: string): Promise<string> {
  const path = join(dataDir, 'bot.token')
  const kept = (await readFile(path, 'utf8').catch(() => '')).trim()
  if (kept && (await isGood(database, kept))) return kept
  const { secret } = await insertKey(
    database,
    { id: operatorId, name: 'admin' },
    {
      name: 'bot',
      owner: { id: operatorId, name: 'admin' },
      workspace: homeWorkspace,
      role: 'admin',
      service: true,
      expiresAt: new Date(Date.now() + botKeyDays * dayMs),
    },
  )
  await placeFile(path, `${secret}\n`)
  return secret
}

async function isGood(database: Database, token: string): Promise<boolean> {
  const id = keyIdOf(token)
  const key = id ? await database.collection<ApiKeyDoc>('api_keys').findOne({ _id: id }) : null
  return key !== null && isKey(token, key) && !key.revokedAt && key.expiresAt.getTime() - Date.now() > renewDays * dayMs
}
